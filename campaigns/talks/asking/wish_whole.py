"""Whether all that was said is in what was read: each weekday, date, month and time.

It is a second look that knows no rule of the first. What it misses, a person reads.
"""

from collections.abc import Iterator
from datetime import time

from campaigns.talks.asking.wish_limits import NEGATED
from campaigns.talks.asking.wish_marks import DAY, WEEK, Words
from campaigns.talks.asking.wish_spans import Span
from sextortion_aware.patterns import compiled
from sextortion_aware.reading.dates import WEEKDAY, weekday_number

HALF_A_DAY = 12 * 60
NAME = compiled(rf"\b{WEEKDAY}\b")
RUN = compiled(rf"\b({WEEKDAY})(?: ?- ?| to | through to )({WEEKDAY})\b")
CLOCK = compiled(r"\b(\d{1,2})[.:](\d\d)(?: ?[ap]\.?m\b|\b)|\b(\d{1,2}) ?[ap]\.?m\b")
NUMBER = compiled(r"\b\d+\b")
RULE = compiled(rf"\b(?:(?:every|each|any) {WEEKDAY}|(?:mon|tues|wednes|thurs|fri)days|weekly)\b")
COUNTED = compiled(r"\b(?:days|weeks?|fortnight) (?:after|before|from)\b")


def holds_all(said: str, words: Words, spans: list[Span], rest: str) -> bool:
    """`said` has its dates as marks, and all else as it was typed."""
    return (
        not is_within_another(spans)
        and (bool(words.remarks) or holds_weekdays(said, spans, rest))
        and (bool(words.remarks) or holds_times(said, spans, rest))
        and (COUNTED.search(said) is not None or holds_days(words, spans))
        and not (len(spans) == 1 and spans[0].first_on == spans[0].last_on and RULE.search(said))
    )


def is_within_another(spans: list[Span]) -> bool:
    """ "February, perhaps the week of the 8th": all of it, or that week?"""
    return any(
        wide.first_on <= one.first_on
        and one.last_on <= wide.last_on
        and (wide.first_on, wide.last_on) != (one.first_on, one.last_on)
        and set(weekdays_of(one)) <= set(weekdays_of(wide))
        for wide in spans
        for one in spans
    )


def holds_weekdays(said: str, spans: list[Span], rest: str) -> bool:
    """Those that are not in it have to be taken away in words."""
    if NEGATED.search(said):
        return True
    found = {day for span in spans for day in weekdays_of(span)}
    return all(weekday_number(each[0]) in found or each[0] in rest for each in NAME.finditer(said))


def weekdays_of(span: Span) -> Iterator[int]:
    long = min((span.last_on - span.first_on).days, 6)
    for number in range(long + 1):
        day = (span.first_on + DAY * number).isoweekday()
        if str(day) in span.weekdays:
            yield day


def holds_days(words: Words, spans: list[Span]) -> bool:
    """Each date, week and month lies in what was read, or beside it: "before March"."""
    return all(
        mark.is_break
        or (mark.first, mark.last) in words.off
        or any(
            span.first_on - WEEK <= mark.last and mark.first <= span.last_on + WEEK
            for span in spans
        )
        for mark in words.marks
    )


def holds_times(said: str, spans: list[Span], rest: str) -> bool:
    """The hour may be of the morning or of the afternoon."""
    ends = {minutes(each) for span in spans for each in (span.not_before, span.not_after) if each}
    for match in CLOCK.finditer(said):
        hour, minute = match[1] or match[3], match[2] or "0"
        if (int(hour) * 60 + int(minute)) % HALF_A_DAY not in ends and match[0] not in rest:
            return False
    return True


def minutes(moment: time) -> int:
    return (moment.hour * 60 + moment.minute) % HALF_A_DAY
