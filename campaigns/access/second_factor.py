"""Whether a second factor was given in this sign-in, and how long ago.

The mark stands in the sign-in's session alone, so another sign-in of the same person with only the
password does not have it.
"""

import time

from django.contrib.sessions.backends.base import SessionBase

GIVEN = "second_factor"  # in the session: when it was last given, in seconds since 1970
FRESH_SECONDS = 10 * 60
# A form that was opened with a fresh factor is taken as long as a person may sit over it.
FRESH_FORM_SECONDS = 45 * 60


def note_given(session: SessionBase) -> None:
    session[GIVEN] = time.time()


def was_given(session: SessionBase) -> bool:
    return GIVEN in session


def is_fresh(session: SessionBase, *, seconds: int = FRESH_SECONDS) -> bool:
    return time.time() - float(session.get(GIVEN, 0)) < seconds
