"""Runs a file of phrases through the reader of wishes.

A section is a "today". Each phrase has the list of what it says: spans, and perhaps "rest: the
words left over" and "asks", where something is remarked. No span: it is left to an officer.

A span is "2026-12-08", "2027-01-01..2027-03-31" or, for half a year from a day on, "2027-01-05..".
Where days are taken out of a rule without an end, its half year is that of its first piece.
After it may come the weekdays ("/24": Tuesdays and Thursdays) and the time ("09:30-10:20",
"12:30-", "-11:00").
"""

import tomllib
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from enum import StrEnum
from pathlib import Path

from campaigns.models import SchoolHoliday
from campaigns.places.school_year import SchoolYear
from campaigns.talks.asking.wish_spans import FURTHEST, WEEKDAYS, Span
from campaigns.talks.asking.wish_words import Read, read_words

LONGEST_GAP = timedelta(days=15)  # a week, or the holidays, out of a rule
PHRASES = Path(__file__).with_name("wish_phrases.toml")


class Score(StrEnum):
    RIGHT = "right"
    LEFT = "left over"  # not read, or not all of it, and that is said
    WRONG = "wrong"


@dataclass(frozen=True)
class Phrase:
    said: str
    today: date
    year: SchoolYear
    spans: tuple[Span, ...]
    rest: str = ""
    asks: bool = False

    def read(self) -> Read:
        return read_words(self.said, today=self.today, year=self.year)

    def score(self) -> Score:
        found = self.read()
        if days_said(found.spans) == days_said(self.spans) and bool(found.remarks) == self.asks:
            if not found.spans or found.rest.lower() == self.rest.lower():
                return Score.RIGHT
            return Score.LEFT if found.rest else Score.WRONG
        if not found.spans:
            return Score.LEFT
        is_said = all(any(holds(one, each) for each in self.spans) for one in found.spans)
        is_whole = all(any(holds(one, each) for one in found.spans) for each in self.spans)
        is_told = bool(found.rest) or (is_whole and bool(found.remarks))
        return Score.LEFT if is_said and is_told else Score.WRONG


def days_said(spans: tuple[Span, ...]) -> set[tuple[date, time | None, time | None]]:
    """Wednesday to Friday of a week may be said as three days, as one span or as weekdays."""
    return {(day, span.not_before, span.not_after) for span in spans for day in span.days()}


def holds(wide: Span, narrow: Span) -> bool:
    return (
        wide.first_on <= narrow.first_on
        and narrow.last_on <= wide.last_on
        and set(narrow.weekdays) <= set(wide.weekdays)
        and (wide.not_before or time.min) <= (narrow.not_before or time.min)
        and (narrow.not_after or time.max) <= (wide.not_after or time.max)
    )


def phrases_of(path: Path = PHRASES) -> list[Phrase]:
    told = tomllib.loads(path.read_text())
    rows = [
        SchoolHoliday(first_on=first, last_on=last)
        for first, last in map(days_of, told.pop("holidays"))
    ]
    return [
        phrase_of(said, says, today=date.fromisoformat(today), rows=rows)
        for today, section in told.items()
        for said, says in section.items()
    ]


def phrase_of(said: str, says: list[str], *, today: date, rows: list[SchoolHoliday]) -> Phrase:
    rest = [each.removeprefix("rest: ") for each in says if each.startswith("rest: ")]
    return Phrase(
        said=said,
        today=today,
        year=SchoolYear(rows, today=today),
        spans=pieces_of([each for each in says if each[0].isdigit()]),
        rest=", ".join(rest),
        asks="asks" in says,
    )


def pieces_of(written: list[str]) -> tuple[Span, ...]:
    """Of "2027-01-21..2027-02-11 /3" and "2027-02-13.. /3" the first says when the last ends."""
    spans: list[Span] = []
    begins: date | None = None
    for each in written:
        span = span_of(each)
        before = spans[-1] if spans else None
        goes_on = (
            before is not None
            and before.first_on < before.last_on < span.first_on <= before.last_on + LONGEST_GAP
            and replace(span, first_on=before.first_on, last_on=before.last_on) == before
        )
        begins = begins if goes_on else span.first_on
        if goes_on and begins and each.split()[0].endswith(".."):
            span = replace(span, last_on=begins + FURTHEST)
        spans.append(span)
    return tuple(spans)


def span_of(written: str) -> Span:
    days, *more = written.split()
    first, last = days_of(days)
    weekdays = next((each[1:] for each in more if each.startswith("/")), "")
    usual = str(first.isoweekday()) if first == last else WEEKDAYS
    times = next((each for each in more if "-" in each), "-")
    before, after = (time.fromisoformat(each) if each else None for each in times.split("-"))
    return Span(first, last, weekdays or usual, before, after)


def days_of(written: str) -> tuple[date, date]:
    first, dots, last = written.partition("..")
    begins = date.fromisoformat(first)
    if not dots:
        return begins, begins
    return begins, date.fromisoformat(last) if last else begins + FURTHEST


def told(path: Path = PHRASES) -> str:
    """A line for each phrase that is not read rightly, and how many are."""
    scores = [(phrase, phrase.score()) for phrase in phrases_of(path)]
    lines = [
        f"{score}: {phrase.today} “{phrase.said}” {phrase.read()}"
        for phrase, score in scores
        if score != Score.RIGHT
    ]
    counts = ", ".join(f"{sum(each == one for _, each in scores)} {one}" for one in Score)
    return "\n".join([*lines, f"{counts} of {len(scores)}"])
