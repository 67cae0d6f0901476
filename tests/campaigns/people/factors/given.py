"""Second factors of the people of tests, and what they would type."""

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)

from campaigns.models import User

INDEX = "/accounts/second-step/"
AT_SIGN_IN, AGAIN = f"{INDEX}sign-in/", f"{INDEX}again/"
APP, PASSKEY = f"{INDEX}app/", f"{INDEX}passkey/"
CODES, NEW_CODES = f"{INDEX}codes/", f"{INDEX}codes/new/"


def give_app(user: User) -> str:
    """The key of the app that they have from now on."""
    key = generate_totp_secret()
    TOTP.activate(user, key)
    RecoveryCodes.activate(user).mark_as_viewed()
    return key


def code_of(key: str, place: int = 1) -> str:
    """0 to 2: those of half a minute ago, of now and of the next half minute. All are taken, and
    each once, so no test waits for the clock.
    """
    moment = [*yield_hotp_counters_from_time()][place]
    return format_hotp_value(hotp_value(key, moment))


def wrong_code(key: str) -> str:
    right = {code_of(key, place) for place in range(3)}
    return next(code for code in ("000000", "111111", "222222", "333333") if code not in right)


def recovery_codes(user: User) -> list[str]:
    codes = Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES)
    return codes.wrap().get_unused_codes()
