"""What is done with a person's second factors. Each deed is told: in the history of every team that
the person is in, and by e-mail to them.
"""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.db import transaction

from campaigns.access.second_factor import FACTORS, has_factor
from campaigns.history.conflicts import Conflict
from campaigns.mail.write import write_mail
from campaigns.models import Change, User
from campaigns.people.letters import factor_changed_letter
from campaigns.people.sign_in.lines import record_for

Kind, Type = Change.Kind, Authenticator.Type
HAS_ONE = "A second step was set up for your account in another browser just now. Give it here."
LAST = "This is your only second step, so it cannot be removed. Set up another one first."
APP = "authenticator app"


@transaction.atomic
def add_app(*, by: User, key: str, is_first: bool) -> bool:
    """In place of the app that they had. True if recovery codes were made with it."""
    user = _locked(by, is_first=is_first)
    replaced, _ = Authenticator.objects.filter(user=user, type=Type.TOTP).delete()
    TOTP.activate(user, key)
    before, after = (f"old {APP}", f"new {APP}") if replaced else ("", APP)
    _tell(user, Kind.FACTOR_ADDED, before, after)
    return _with_codes(user)


@transaction.atomic
def add_passkey(*, by: User, name: str, credential: dict[str, object], is_first: bool) -> bool:
    user = _locked(by, is_first=is_first)
    WebAuthn.add(user, name, credential)
    _tell(user, Kind.FACTOR_ADDED, "", f"passkey “{name}”")
    return _with_codes(user)


@transaction.atomic
def remove_factor(*, by: User, factor: Authenticator) -> None:
    user = _locked(by, is_first=False)
    mine = Authenticator.objects.filter(user=user, type__in=FACTORS)
    if not mine.exclude(pk=factor.pk).exists():
        raise Conflict(LAST)
    mine.filter(pk=factor.pk).delete()
    _tell(user, Kind.FACTOR_REMOVED, in_words(factor), "")


@transaction.atomic
def make_new_codes(*, by: User) -> None:
    """The old ones no longer work."""
    user = _locked(by, is_first=False)
    Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).delete()
    RecoveryCodes.activate(user)
    _tell(user, Kind.RECOVERY_CODES, "", "new recovery codes")


def in_words(factor: Authenticator) -> str:
    return APP if factor.type == Type.TOTP else f"passkey “{factor.wrap().name}”"


def _locked(by: User, *, is_first: bool) -> User:
    """Two browsers of one person queue up, so the second finds what the first one set up."""
    user = User.objects.select_for_update().get(pk=by.pk)
    if is_first and has_factor(user):
        raise Conflict(HAS_ONE)
    return user


def _with_codes(user: User) -> bool:
    had = Authenticator.objects.filter(user=user, type=Type.RECOVERY_CODES).exists()
    RecoveryCodes.activate(user)
    return not had


def _tell(user: User, kind: Change.Kind, before: str, after: str) -> None:
    record_for(user, kind=kind, by=user, fields={"Second step": (before, after)})
    said = [f"Added: {after}." if after else "", f"Removed: {before}." if before else ""]
    write_mail(factor_changed_letter(user, what=" ".join(filter(None, said))))
