"""Somebody is invited by e-mail: asked, asked again, no longer asked, and in.

The link holds 256 random bits of which only a hash is kept. It is good once, and for seven days.
"""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.history.conflicts import Conflict
from campaigns.history.record import record_deed
from campaigns.mail.write import stop_all, write_mail
from campaigns.models import Campaign, Change, Invitation, Mail, Membership, User
from campaigns.people.letters import invitation_letter
from campaigns.people.members import come_in
from campaigns.people.rules import lock_people
from campaigns.people.sso.links import is_linked, link, make_without_password

Role = Membership.Role

GOOD_FOR = timedelta(days=7)
NO_LONGER = "This invitation was used or withdrawn meanwhile."


@transaction.atomic
def invite(
    *, campaign: Campaign, email: str, name: str, role: str, by: User, now: datetime
) -> Invitation:
    lock_people(campaign)
    _refuse_known(campaign, email)
    invitation = Invitation(
        campaign=campaign, email=email.lower(), name=name, role=role, invited_by=by
    )
    _send(invitation, kind=Change.Kind.INVITED, by=by, now=now)
    return invitation


@transaction.atomic
def invite_again(*, invitation: Invitation, by: User, now: datetime) -> Invitation:
    """With a new link for seven days. The one before is dead, also of one that was withdrawn."""
    lock_people(invitation.campaign)
    invitation = _locked(invitation)
    if invitation.accepted_at:
        raise Conflict(NO_LONGER)
    _refuse_known(invitation.campaign, invitation.email, but=invitation)
    _stop_mails(invitation, by=by, now=now)
    invitation.withdrawn_at, invitation.invited_by = None, by
    _send(invitation, kind=Change.Kind.INVITED_AGAIN, by=by, now=now)
    return invitation


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: User, now: datetime) -> Invitation:
    invitation = _locked(invitation)
    if invitation.accepted_at or invitation.withdrawn_at:
        raise Conflict(NO_LONGER)
    invitation.withdrawn_at = now
    invitation.save(update_fields=["withdrawn_at"])
    _stop_mails(invitation, by=by, now=now)
    _record(invitation, kind=Change.Kind.INVITATION_WITHDRAWN, by=by)
    return invitation


@transaction.atomic
def accept_invitation(
    *, invitation: Invitation, password: str, now: datetime, subject: str = ""
) -> Membership:
    """`password` is empty for somebody who can sign in already, and has; and for somebody who comes
    by single sign-on, with `subject`.

    Who was a member before gets their row back, with all that they did.
    """
    invitation = _locked(invitation)
    if why_dead(invitation, now=now):
        raise Conflict(NO_LONGER)
    user = invited_user(invitation) or User(email=invitation.email, name=invitation.name)
    if not user.is_active or (not subject and bool(password) == can_sign_in(user)):
        raise Conflict(NO_LONGER)
    if subject:
        make_without_password(user, subject=subject)
    if password:
        user.set_password(password)
        user.full_clean()
        user.save()
    member = come_in(campaign=invitation.campaign, user=user, role=invitation.role)
    if subject:
        link(user=user, subject=subject, now=now)
    invitation.accepted_at = now
    invitation.save(update_fields=["accepted_at"])
    _stop_mails(invitation, by=None, now=now)
    _record(invitation, kind=Change.Kind.INVITATION_TAKEN, by=user)
    return member


def find_invitation(token: str) -> Invitation | None:
    found = Invitation.objects.select_related("campaign", "invited_by")
    return found.filter(token_hash=hash_of_invitation(token)).first()


def invited_user(invitation: Invitation) -> User | None:
    """Somebody with this address has an account here."""
    return User.objects.filter(email__iexact=invitation.email).first()


def can_sign_in(user: User | None) -> bool:
    """An account that was made by a command cannot until its link is used."""
    if user is None or user.pk is None:
        return False
    return user.has_usable_password() or is_linked(user)


def why_dead(invitation: Invitation, *, now: datetime) -> str:
    """As a sentence for whoever opened the link; empty while it is good."""
    if invitation.accepted_at:
        return "This invitation was used already. Sign in with your e-mail address and password."
    if invitation.withdrawn_at:
        return "This invitation was withdrawn."
    if invitation.runs_out_at <= now:
        return "This invitation was good for seven days, which have gone by."
    return ""


def hash_of_invitation(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _send(invitation: Invitation, *, kind: Change.Kind, by: User, now: datetime) -> None:
    token = secrets.token_urlsafe(32)
    invitation.token_hash = hash_of_invitation(token)
    invitation.sent_at, invitation.runs_out_at = now, now + GOOD_FOR
    invitation.full_clean()
    invitation.save()
    _record(invitation, kind=kind, by=by)
    write_mail(invitation_letter(invitation, token=token, by=by), now=now)


def _refuse_known(campaign: Campaign, email: str, *, but: Invitation | None = None) -> None:
    members = Membership.objects.filter(campaign=campaign, user__email__iexact=email)
    if member := members.filter(ended_at=None).select_related("user").first():
        raise ValidationError({"email": f"{member.user.name} is in {campaign} already"})
    if User.objects.filter(email__iexact=email, is_active=False).exists():
        raise ValidationError(
            {"email": "The account with this address is closed. Whoever runs the site can open it"}
        )
    invited = Invitation.objects.open().filter(campaign=campaign, email__iexact=email)
    if any(one != but for one in invited):
        raise ValidationError(
            {"email": "This address is invited already. Send that invitation again instead"}
        )


def _locked(invitation: Invitation) -> Invitation:
    return (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("campaign")
        .get(pk=invitation.pk)
    )


def _stop_mails(invitation: Invitation, *, by: User | None, now: datetime) -> None:
    """No mail goes with a link that is dead."""
    key = f"{Mail.Kind.INVITATION}:{invitation.pk}:"
    stop_all(Mail.objects.filter(key__startswith=key), now=now, by=by)


def _record(invitation: Invitation, *, kind: Change.Kind, by: User) -> None:
    """Without the address: the history is kept, and an invitation is forgotten."""
    record_deed(
        campaign=invitation.campaign,
        kind=kind,
        about=f"Person: {invitation.name}",
        by=by,
        fields={"Role": ("", invitation.get_role_display())},
    )
