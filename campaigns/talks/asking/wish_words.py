"""Reads a wanted date as people write it:

"Tue 8 Dec", "week of 7/12, mornings", "any Tuesday before 11 until Easter".

It takes out what it knows, piece by piece. Whatever is left over is handed back, so that nothing
that was said is lost. Nothing is refused here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time

from campaigns.places.school_year import DAY, SchoolYear
from campaigns.talks.asking.wish_dates import ON, WEEKDAY, Words, tidy, write_dates_out
from campaigns.talks.asking.wish_limits import NOT_AFTER, NOT_BEFORE, mark_limits, takes_away
from campaigns.talks.asking.wish_terms import take_breaks
from campaigns.talks.asking.wish_times import take_times
from campaigns.talks.asking.wish_weeks import WEEK, take_months, take_weeks
from sextortion_aware.patterns import Match, compiled
from sextortion_aware.reading.dates import weekday_number

FURTHEST = 26 * WEEK  # "any Tuesday" without an end
WEEKDAYS = "12345"

RULE = compiled(r"\b(?:any|every|each|all|most|weekdays?|whenever|flexible)\b")
LIST = compiled(r"[;,]")
TELLING = compiled(r"[a-z'-]{2,}|\d+")
FILLER = """
    a about all also an and any anytime around as at available be beginning best better between but
    by can class come commencing could date dates day day's days do during either else end every
    flexible for free from good happy have hi i'd ideal ideally if in is it its lesson library like
    may most much need of ok okay on one or our out over please possible preferably preference
    preferred school slot some sometime soon starting suit suitable suits term-time thank thanks
    that the their then there these they this time times to us we we'd week weekday weekdays weeks
    will with within work works would you your
"""
FILLERS = frozenset(FILLER.split())


@dataclass(frozen=True)
class Span:
    """Any of these weekdays from the first day to the last, at these times."""

    first_on: date
    last_on: date
    weekdays: str = WEEKDAYS
    not_before: time | None = None
    not_after: time | None = None

    def days(self) -> Iterator[date]:
        for number in range((self.last_on - self.first_on).days + 1):
            day = self.first_on + DAY * number
            if str(day.isoweekday()) in self.weekdays:
                yield day


@dataclass(frozen=True)
class Read:
    """Without spans the words say nothing that we can read.

    `rest` are those of them that were not needed, `remarks` what a person should look at.
    """

    spans: tuple[Span, ...] = ()
    rest: str = ""
    remarks: tuple[str, ...] = ()


def read_words(said: str, *, today: date, year: SchoolYear) -> Read:
    text = mark_limits(tidy(said))
    if takes_away(text):
        return Read(rest=said)
    words = Words(text, today, year)
    words.text = write_dates_out(words)
    words.text, window = take_times(words.text)
    for take in (take_weeks, take_breaks, take_months, take_ranges, take_bounds, take_days):
        take(words)
    weekdays, is_rule = take_weekdays(words)
    rest = left_over(words.text)
    spans = list(spans_of(words, weekdays, is_rule=is_rule or (window.is_said and not rest)))
    if not spans or words.no_such_day:
        return Read(rest=said, remarks=tuple(words.remarks))
    return Read(
        tuple(
            replace(span, not_before=window.not_before, not_after=window.not_after)
            for span in spans
        ),
        rest,
        tuple(words.remarks),
    )


def take_ranges(words: Words) -> None:
    def take_range(match: Match) -> bool:
        first, last = words.day(match[1]), words.day(match[2])
        if last < first:
            return False
        words.spans.append((first, last))
        return True

    words.take(rf"\bbetween (?:the )?{ON} and (?:the )?{ON}", take_range)
    words.take(
        rf"(?:\bfrom )?(?:the )?{ON}(?: ?- ?| to | until | till | through to )(?:the )?{ON}",
        take_range,
    )


def take_bounds(words: Words) -> None:
    def until(match: Match) -> None:
        words.last_on = words.day(match[2]) - DAY * (match[1] in ("before", "ahead of"))

    def since(match: Match) -> None:
        words.first_on = words.day(match[2]) + DAY * (match[1] in ("after", "following"))

    words.take(
        rf"\b(until|till|til|up to|before|by|{NOT_AFTER}|ahead of|to) (?:the )?{ON}",
        until,
    )
    words.take(
        (
            rf"\b(from|after|since|starting|following|{NOT_BEFORE}) (?:the )?{ON}"
            r"(?: on(?:wards)?)?"
        ),
        since,
    )


def take_days(words: Words) -> None:
    words.take(ON, lambda match: words.spans.append((words.day(match[1]), words.day(match[1]))))


def take_weekdays(words: Words) -> tuple[str, bool]:
    """Which ones were named, and whether that or "any day" makes a rule."""
    named: set[int] = set()

    def run(match: Match) -> None:
        first, last = weekday_number(match[1]), weekday_number(match[2])
        named.update(range(first, last + 1) if first <= last else (first, last))

    words.take(rf"({WEEKDAY})(?: ?- ?| to | through to )({WEEKDAY})", run)
    words.take(rf"({WEEKDAY})", lambda match: named.add(weekday_number(match[1])))
    is_rule = bool(named) or bool(RULE.search(words.text))
    return "".join(str(day) for day in sorted(named)), is_rule


def spans_of(words: Words, weekdays: str, *, is_rule: bool) -> Iterator[Span]:
    earliest = words.first_on or words.today + DAY
    for first, last in words.spans:
        if first == last:
            yield Span(first, last, str(first.isoweekday()))
        else:
            first = max(first, earliest) if first <= words.today <= last else first
            yield Span(
                first,
                min(last, words.last_on) if words.last_on and words.last_on >= first else last,
                weekdays or WEEKDAYS,
            )
    if not words.spans and (is_rule or words.first_on or words.last_on):
        last = words.last_on or earliest + FURTHEST
        if last >= earliest:
            yield Span(earliest, last, weekdays or WEEKDAYS)
        elif words.last_on:
            yield Span(words.last_on, words.last_on, weekdays or WEEKDAYS)


def left_over(text: str) -> str:
    """The words that were not needed and may mean something to a person."""
    kept = [part.strip(" ,;.-") for part in LIST.split(text.lower())]
    return ", ".join(
        part for part in kept if [word for word in TELLING.findall(part) if word not in FILLERS]
    )
