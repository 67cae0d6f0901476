"""A lesson, and what is asked about it before it is saved."""

from datetime import date, time

from campaigns.sessions.questions import prompts
from campaigns.sessions.rules import Count
from tests.factories import make_campaign, make_place, make_topic

MONDAY = date(2026, 11, 2)
SATURDAY, SUNDAY = date(2026, 11, 7), date(2026, 11, 8)


def asked(*, count=25, audience="children", rows=None, own=None, classes=1, **changed):
    """What is asked about a lesson of one class at a school with a roll of 200."""
    if "place" not in changed:
        changed["place"] = make_place()
    details = {
        "held_on": MONDAY,
        "format": "lesson",
        "topics": [make_topic()],
        "officers": [],
        "starts_at": time(9, 30),
        "stages": ("P7",),
    } | changed
    counts = rows if rows is not None else [Count(audience=audience, count=count, known="counted")]
    return prompts(
        campaign=make_campaign(), details=details, counts=counts, classes=classes, own=own
    )
