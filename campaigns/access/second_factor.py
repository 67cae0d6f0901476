"""Whether a second factor was given in this sign-in, and how long ago.

The mark stands in the sign-in's session alone, so another sign-in of the same person with only the
password does not have it.
"""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest

GIVEN = "second_factor"  # in the session: when it was last given, in seconds since 1970
WANTED = "wanted"  # in the session: where the person goes on to once they have a second factor
FRESH_SECONDS = 10 * 60
# A form that was opened with a fresh factor is taken as long as a person may sit over it.
FRESH_FORM_SECONDS = 45 * 60
LOOKING = ("GET", "HEAD")
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]  # recovery codes stand in for one


def note_given(session: SessionBase) -> None:
    """Called once the person is signed in: signing in takes an older mark away."""
    session[GIVEN] = time.time()


def forget_given(session: SessionBase) -> None:
    session.pop(GIVEN, None)


def was_given(session: SessionBase) -> bool:
    return GIVEN in session


def is_fresh(session: SessionBase, *, seconds: int = FRESH_SECONDS) -> bool:
    return time.time() - float(session.get(GIVEN, 0)) < seconds


def is_fresh_enough(request: HttpRequest) -> bool:
    """Looking asks for a fresh factor, and pressing allows for the time that typing took."""
    looks = request.method in LOOKING
    return is_fresh(request.session, seconds=FRESH_SECONDS if looks else FRESH_FORM_SECONDS)


def has_factor(user: object) -> bool:
    """Asked anew each time: it may have been set up in another browser just now."""
    return bool(is_mfa_enabled(user, FACTORS))
