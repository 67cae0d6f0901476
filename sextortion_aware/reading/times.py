"""Times of day, as people write them: 9.30, 09:30, 930, 2pm, 9.30 a.m., noon.

static/js/offline-reading.js does the same with what is given to it from here;
docs/decisions/0024-one-reader.md
"""

from datetime import time

from sextortion_aware.patterns import Match, compiled
from sextortion_aware.reading.problems import CannotRead, shown

LONGEST_TIME = 20
AFTERNOON_HOURS = range(1, 7)  # without am or pm: no talk is given at two in the morning
FIRST_START, LAST_START = time(8), time(21)  # a breakfast for staff; an evening for parents

HALF = r"[ap]\.?m\b\.?"
NOON = r"(?:12 ?)?(?:noon|midday)"
CLOCK_WORD = r"(?:hrs?|hours|h)"
TIME = compiled(
    rf"(?P<noon>{NOON})|(?P<hour>\d{{1,2}})(?:[.: ]?(?P<minute>\d{{2}})(?:[.:]\d{{2}})?)?"
    rf" ?(?P<half>{HALF})?(?: ?{CLOCK_WORD})?"
)


def to_time(text: str, *, hour_alone: bool = False) -> time:
    """`hour_alone` takes "9" for an hour, where the words around it say that it is one."""
    said = " ".join(text.split()).lower()
    match = TIME.fullmatch(said) if len(said) <= LONGEST_TIME else None
    if match is None or not (hour_alone or match["noon"] or match["minute"] or match["half"]):
        raise CannotRead(
            f"“{shown(text)}” is not a start time that we can read. Write it like 9.30 or 14.15"
        )
    try:
        return _on_the_clock(match)
    except ValueError:
        raise CannotRead(f"“{shown(text)}” is not a time of the day") from None


def _on_the_clock(match: Match) -> time:
    if match["noon"]:
        return time(12)
    hour, half = int(match["hour"]), match["half"]
    if half:
        if not 1 <= hour <= 12:
            raise ValueError("13pm")
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    elif hour in AFTERNOON_HOURS:
        hour += 12
    return time(hour, int(match["minute"] or 0))


def as_typed(moment: time) -> str:
    """As a form shows it, so that it is read as itself when it comes back."""
    if moment.hour in AFTERNOON_HOURS:
        return f"{moment.hour}.{moment:%M}am"
    return f"{moment:%H.%M}"


def time_question(moment: time | None) -> str:
    """What is asked about a time at which no talk starts; nothing about any other."""
    if moment is None or FIRST_START <= moment <= LAST_START:
        return ""
    return TIME_QUESTION % {"time": f"{moment:%H.%M}"}


TIME_QUESTION = (
    f"Is %(time)s right? Talks start between {FIRST_START.hour}.00 and {LAST_START.hour}.00."
)
