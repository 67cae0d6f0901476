"""The people of a campaign, as an operator adds them from the command line.

So there is no signed-in person to name.
"""

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.history.record import record_deed
from campaigns.mail.write import write_mail
from campaigns.models import Campaign, Change, Membership, User
from campaigns.people.letters import welcome_letter
from campaigns.people.memberships import about, refuse_closing


@transaction.atomic
def add_member(
    *, campaign: Campaign, email: str, name: str, role: str, tell: bool = True
) -> Membership:
    """A new person has no password: a link by e-mail sets the first one.

    Somebody known from another campaign keeps account and password.
    """
    user = User.objects.filter(email__iexact=email).first()
    if user is None:
        user = User(email=email.lower(), name=name)
        user.set_unusable_password()
        user.full_clean()
        user.save()
    if user.memberships.filter(campaign=campaign, ended_at=None).exists():
        raise ValidationError(f"{user.name} is in {campaign} already.")
    member = come_in(campaign=campaign, user=user, role=role)
    record_deed(
        campaign=campaign,
        kind=Change.Kind.ADDED,
        about=about(member),
        by=None,
        fields={"Role": ("", member.get_role_display())},
    )
    if tell:
        write_mail(welcome_letter(member))
    return member


def come_in(*, campaign: Campaign, user: User, role: str) -> Membership:
    """Who was a member before gets their row back, and who is one keeps their role."""
    member = user.memberships.filter(campaign=campaign).first()
    if member and member.ended_at is None:
        return member
    member = member or Membership(campaign=campaign, user=user)
    member.role, member.ended_at = role, None
    member.full_clean()
    member.save()
    return member


@transaction.atomic
def end_links(*, campaign: Campaign, email: str, role: str) -> Membership:
    """Of a member who lost theirs. Who has a password keeps it: their link was used.

    A link hangs on the password, so another one that nobody can type ends it.
    """
    user = _known(email)
    member = user.memberships.get(campaign=campaign)
    if member.role != role:
        raise ValidationError(
            f"{user.name} is in {campaign} already, as {member.get_role_display().lower()}."
        )
    if not user.is_active:
        raise ValidationError(
            f"The account of {user.name} is closed: open it with close_account --reopen."
        )
    if not user.has_usable_password():
        user.set_unusable_password()
        user.save()
    return member


def is_member(*, campaign: Campaign, email: str) -> bool:
    members = Membership.objects.filter(campaign=campaign, ended_at=None)
    return members.filter(user__email__iexact=email).exists()


@transaction.atomic
def close_account(*, email: str, force: bool = False) -> User:
    """Signed out everywhere at the next page.

    Without the password, what was signed in before stays out when the account is opened again.
    `force` closes that of a programme's last administrator or coordinator too.
    """
    user = _known(email)
    if not force:
        refuse_closing(user)
    user.is_active = False
    user.set_unusable_password()
    user.save()
    _record_account(user, kind=Change.Kind.ACCOUNT_CLOSED)
    return user


@transaction.atomic
def reopen_account(*, email: str) -> User:
    user = _known(email)
    user.is_active = True
    user.save()
    _record_account(user, kind=Change.Kind.ACCOUNT_OPENED)
    return user


def _record_account(user: User, *, kind: Change.Kind) -> None:
    for member in user.memberships.filter(ended_at=None).select_related("campaign", "user"):
        record_deed(campaign=member.campaign, kind=kind, about=about(member), by=None)


def _known(email: str) -> User:
    user = User.objects.select_for_update().filter(email__iexact=email).first()
    if user is None:
        raise ValidationError(f"Nobody here has the address {email}.")
    return user
