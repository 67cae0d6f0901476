"""Callum has a planned session, and what is said to who plans another one beside it."""

from datetime import time

from tests import factories
from tests.campaigns.diaries.days import TUESDAY

BUSY = (
    "Callum Coordinator already has a session at that time: 10:00 at Braeside Primary School, "
    "Wishaw (North Lanarkshire)"
)


def make_planned(*officers, **changed):
    return factories.make_session(
        **(
            {
                "state": "planned",
                "held_on": TUESDAY,
                "starts_at": time(10, 0),
                "officers": list(officers),
            }
            | changed
        )
    )
