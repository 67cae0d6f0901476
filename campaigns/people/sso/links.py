"""Which account here is whose at the provider: by the provider's own word for a person (`sub`),
never by an e-mail address, which another may get.
"""

from dataclasses import dataclass
from datetime import datetime

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet

from campaigns.mail.write import write_mail
from campaigns.models import Change, User
from campaigns.people.letters import sso_linked_letter
from campaigns.people.sign_in.lines import record_for
from campaigns.people.sso.provider import the_provider
from campaigns.people.sso.refusals import Purpose, Reason, Refused

HAS_NO_OTHER_WAY = "You have no password here, so you could not sign in any more. Set one first."
NOT_LINKED = "Your account is not linked with {name} any more."


@dataclass(frozen=True)
class Shown:
    """For “My account”."""

    name: str
    account: str
    is_linked: bool
    has_password: bool


def shown_to(user: User) -> Shown | None:
    """None on a site without single sign-on."""
    if settings.OIDC is None:
        return None
    provider = settings.OIDC
    return Shown(provider.name, provider.account, is_linked(user), user.has_usable_password())


def is_linked(user: User) -> bool:
    return settings.OIDC is not None and subject_of(user) != ""


def find_linked(subject: str) -> User | None:
    account = _accounts().filter(uid=subject).select_related("user").first()
    return account.user if account else None


def subject_of(user: User) -> str:
    """Empty when they are not linked."""
    account = _accounts().filter(user=user).first()
    return account.uid if account else ""


def links_of(user: User) -> QuerySet[SocialAccount]:
    """With whichever provider, also where the site has none set any more."""
    found: QuerySet[SocialAccount] = SocialAccount.objects.filter(user=user)
    return found


def make_without_password(user: User, *, subject: str) -> None:
    """For an invitation. An account that somebody signs in to already is not given away to whoever
    has the link of the e-mail: its second factor would be asked no more.
    """
    if user.pk is None:
        user.set_unusable_password()
        user.full_clean()
        user.save()
    elif subject_of(user) != subject and is_in_use(user):
        raise Refused(Reason.HAS_ACCOUNT, Purpose.JOIN)


def is_in_use(user: User) -> bool:
    return user.has_usable_password() or Authenticator.objects.filter(user=user).exists()


@transaction.atomic
def link(*, user: User, subject: str, now: datetime) -> None:
    """One account there for one here. What is linked so already stays."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if known := subject_of(user):
        if known != subject:
            raise Refused(Reason.LINKED_ALREADY)
        return
    account, _ = SocialAccount.objects.get_or_create(
        provider=the_provider().issuer, uid=subject, defaults={"user": user}
    )
    if account.user_id != user.pk:
        raise Refused(Reason.OF_ANOTHER)
    record_for(user, kind=Change.Kind.LINKED, by=user)
    write_mail(sso_linked_letter(user, name=the_provider().name), now=now)


@transaction.atomic
def unlink(*, user: User, now: datetime) -> None:
    user = User.objects.select_for_update().get(pk=user.pk)
    if not subject_of(user):
        raise ValidationError(NOT_LINKED.format(name=the_provider().name))
    if not user.has_usable_password():
        raise ValidationError(HAS_NO_OTHER_WAY)
    _accounts().filter(user=user).delete()
    record_for(user, kind=Change.Kind.UNLINKED, by=user)
    write_mail(sso_linked_letter(user, name=the_provider().name, is_linked=False), now=now)


def _accounts() -> QuerySet[SocialAccount]:
    found: QuerySet[SocialAccount] = SocialAccount.objects.filter(provider=the_provider().issuer)
    return found
