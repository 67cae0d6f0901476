"""What a complete sign-in leaves: a row for its owner, a line of history, and an e-mail when the
device is not known.
"""

from allauth.account.internal.flows.login import get_authentication_records
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from campaigns.access.second_factor import was_given
from campaigns.access.sign_ins import HELD, fill_in_factor
from campaigns.mail.write import write_mail
from campaigns.models import Change, SignIn, User
from campaigns.people.letters import new_device_letter
from campaigns.people.sign_in.device import known_device
from campaigns.people.sign_in.device_words import device_in_words
from campaigns.people.sign_in.lines import record_for

Factor = SignIn.Factor
# As allauth calls them in the records that it keeps in the session; and after a work account.
FACTORS = {
    "totp": (Factor.APP, Factor.WORK_APP),
    "webauthn": (Factor.PASSKEY, Factor.WORK_PASSKEY),
    "recovery_codes": (Factor.RECOVERY_CODE, Factor.WORK_CODE),
}


@transaction.atomic
def note_sign_in(request: HttpRequest, user: User, *, is_first: bool) -> SignIn:
    """Call it before the device gets its new mark. `is_first`: nobody ever signed in to the account
    before, so there is no device that its owner would know.
    """
    now = timezone.now()
    if request.session.session_key is None:
        request.session.create()
    sign_in = SignIn.objects.create(
        user=user,
        device=device_in_words(request.headers.get("User-Agent", "")),
        factor=factor_of(request, user),
        is_new_device=not is_first and not known_device(request, user.email),
        at=now,
        seen_at=now.replace(second=0, microsecond=0),
        session_key=request.session.session_key or "",
    )
    request.session[HELD] = sign_in.pk
    new = " (new)" if sign_in.is_new_device else ""
    told = {"Device": ("", sign_in.device + new), "Second step": ("", sign_in.get_factor_display())}
    record_for(user, kind=Change.Kind.SIGNED_IN, by=user, fields=told)
    if sign_in.is_new_device:
        write_mail(new_device_letter(sign_in))
    return sign_in


def factor_of(request: HttpRequest, user: User) -> SignIn.Factor:
    """The second step that was given last, and whether a work account was the first one."""
    second, is_by_work = "", False
    for record in reversed(get_authentication_records(request, user)):
        if record.get("method") != "mfa":
            is_by_work = record.get("method") == "socialaccount"
            break
        second = second or record.get("type", "")
    if second in FACTORS:
        return FACTORS[second][is_by_work]
    if not is_by_work:
        return Factor.NONE
    return Factor.SINGLE_SIGN_ON if was_given(request.session) else Factor.WORK_NONE


def note_second_step(request: HttpRequest, user: User) -> None:
    """Given or set up in a sign-in that had none yet: the row tells of it, the line stays."""
    fill_in_factor(request.session, factor_of(request, user))
