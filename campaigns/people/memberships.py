"""A role changes, a membership ends. What the person had to do is handed over before, in the same
transaction: campaigns/talks/leaving.py.
"""

from datetime import datetime

from django.db import transaction

from campaigns.access.sign_ins import end_sign_ins
from campaigns.diaries.feed import revoke_feed
from campaigns.history.conflicts import Conflict
from campaigns.history.record import record_deed
from campaigns.mail.write import write_mail
from campaigns.models import Change, Membership, User
from campaigns.people.letters import membership_ended_letter, role_changed_letter
from campaigns.people.rules import lock_people, refuse_last

Role = Membership.Role

CHANGED = "Someone else has just changed this membership."


@transaction.atomic
def change_role(
    *, member: Membership, role: Role, was: str, by: User | None, now: datetime
) -> Membership:
    """`was` is the role that this person saw."""
    member = lock_member(member)
    if member.role != was:
        raise Conflict(has_other_role(member))
    if role == was:
        return member
    refuse_last(member, becomes=role)
    before = member.get_role_display()
    member.role = role
    member.full_clean()
    member.save(update_fields=["role"])
    if role == Role.VIEWER:
        revoke_feed(officer=member, by=by, now=now)
    record_deed(
        campaign=member.campaign,
        kind=Change.Kind.ROLE_CHANGED,
        about=about(member),
        by=by,
        fields={"Role": (before, member.get_role_display())},
    )
    write_mail(role_changed_letter(member, by=by), now=now)
    return member


@transaction.atomic
def close_membership(*, member: Membership, by: User | None, now: datetime) -> Membership:
    """What they did stays theirs. Who is in no other campaign is signed out at once."""
    member = lock_member(member)
    refuse_last(member, becomes=None)
    member.ended_at = now
    member.save(update_fields=["ended_at"])
    revoke_feed(officer=member, by=by, now=now)
    if not member.user.memberships.active().exists():
        end_sign_ins(member.user)
    record_deed(
        campaign=member.campaign,
        kind=Change.Kind.MEMBERSHIP_ENDED,
        about=about(member),
        by=by,
        fields={"Role": (member.get_role_display(), "no member")},
    )
    write_mail(membership_ended_letter(member, by=by), now=now)
    return member


def lock_member(member: Membership) -> Membership:
    """As it stands now, with its campaign's people held. Whoever has left is changed no more."""
    lock_people(member.campaign)
    locked = (
        Membership.objects.select_for_update(of=("self",), no_key=True)
        .select_related("campaign", "user")
        .get(pk=member.pk)
    )
    if locked.ended_at is not None:
        raise Conflict(CHANGED)
    return locked


def has_other_role(member: Membership) -> str:
    """For the later of two who changed it."""
    return f"Somebody else made {member} {member.get_role_display().lower()} meanwhile."


def about(member: Membership) -> str:
    return f"Person: {member.user.name}"


def refuse_closing(user: User) -> None:
    """Before an account is closed: what would be left without anybody."""
    for member in user.memberships.active().select_related("campaign", "user"):
        lock_people(member.campaign)
        refuse_last(member, becomes=None)
