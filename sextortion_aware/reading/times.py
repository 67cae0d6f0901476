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
    match = _match(text)
    if match is None or not (hour_alone or match["noon"] or match["minute"] or match["half"]):
        raise CannotRead(
            f"“{shown(text)}” is not a start time that we can read. Write it like 9.30 or 14.15"
        )
    try:
        return _on_the_clock(match)
    except ValueError:
        raise CannotRead(f"“{shown(text)}” is not a time of the day") from None


def to_times(first: str, last: str, *, hour_alone: bool = False) -> tuple[time, time]:
    """Of one talk. In "7.30-8.30pm" both are in the evening, in "11-1pm" they are not; "6.30-7.30"
    ends an hour after it starts. Whoever asks looks whether the last comes last.
    """
    half, half_of_last = _half_of(first), _half_of(last)
    alone = hour_alone or bool(half or half_of_last)
    start, end = (to_time(said, hour_alone=alone) for said in (first, last))
    if half_of_last and not half:
        shared = _in_half(first, half_of_last) or start
        return (shared if shared < end else start), end
    if end <= start and start >= time(12) and not half_of_last and _is_of_twelve(first):
        end = _in_half(last, "pm") or end
    return start, end


def _half_of(said: str) -> str:
    match = _match(said)
    return (match["half"] or "") if match else ""


def _in_half(said: str, half: str) -> time | None:
    try:
        return to_time(f"{said} {half}", hour_alone=True)
    except CannotRead:
        return None


def _is_of_twelve(said: str) -> bool:
    """Not on the clock of 24 hours, where 9.30 is in the morning."""
    match = _match(said)
    return match is not None and int(match["hour"] or 12) <= 12


def _match(text: str) -> Match | None:
    said = " ".join(text.split()).lower()
    return TIME.fullmatch(said) if len(said) <= LONGEST_TIME else None


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
