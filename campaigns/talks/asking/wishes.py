"""When a school would like its talk: what it typed, how we understood it, and which of these days
are no school days. It warns and refuses nothing.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, time
from operator import itemgetter

from django.utils import timezone

from campaigns.models import CouncilArea, SchoolHoliday, TalkRequest, TalkWish
from campaigns.places.school_year import SchoolYear, holidays_of
from campaigns.talks.asking.wish_spans import WEEKDAYS, Span
from campaigns.talks.asking.wish_times import AFTERNOON_BEGINS, EVENING_BEGINS, MORNING_ENDS
from campaigns.talks.asking.wish_words import read_words
from sextortion_aware.reading.dates import NAMES_OF_WEEKDAYS, in_words
from sextortion_aware.reading.times import time_question

NOT_READ = "We could not read this as a date. An officer will read your words."
MOST_DAYS_NAMED = 4


@dataclass(frozen=True, kw_only=True)
class Whose:
    """The calendar that these dates are held against."""

    area: CouncilArea
    town: str = ""
    stages: Collection[str] = ()
    is_school: bool = True
    pupils_come: bool = True  # to an in-service day staff come, and to a holiday nobody


@dataclass(frozen=True, kw_only=True)
class Wish:
    """One answer: its words, what they say, and what to look at.

    Words that we cannot read have no spans.
    """

    words: str
    spans: tuple[Span, ...] = ()
    rest: str = ""
    warnings: tuple[str, ...] = ()
    is_school: bool = True  # else its days are no school days, and are not called so

    @property
    def understood(self) -> list[str]:
        if not self.spans:
            return [NOT_READ]
        told = [span_in_words(span, is_school=self.is_school) for span in self.spans]
        return (
            [*told, f"We could not read “{self.rest}”. An officer will read it."]
            if self.rest
            else told
        )

    @property
    def is_enough(self) -> bool:
        """A rule or words of their own leave a choice; one day or one week leaves none."""
        return (
            not self.spans
            or len(self.spans) > 1
            or any((span.last_on - span.first_on).days > 6 for span in self.spans)
        )


def told_of(wish: Wish) -> list[str]:
    """How its words were read, and what to look at."""
    read = " And: ".join(wish.understood)
    return [
        f"We read this as: {read}" if wish.spans else read,
        *(f"Please note: {warning}" for warning in wish.warnings),
    ]


def read_wishes(words: Sequence[str], *, whose: Whose, today: date) -> list[Wish]:
    """One query for all of them."""
    holidays = (
        holidays_of(whose.area, town=whose.town, stages=whose.stages, today=today)
        if whose.is_school
        else []
    )
    year = SchoolYear(holidays, today=today)
    closed = [row for row in holidays if whose.pupils_come or not row.staff_are_in]
    found = []
    for said in words:
        read = read_words(said, today=today, year=year)
        warnings = [
            *read.remarks,
            *odd_times(read.spans),
            *past_times(read.spans, today=today),
            *(
                warning
                for span in read.spans
                for warning in warnings_of(span, closed, whose=whose, today=today)
            ),
        ]
        found.append(
            Wish(
                words=said,
                spans=read.spans,
                rest=read.rest if read.spans else "",
                warnings=tuple(warnings),
                is_school=whose.is_school,
            )
        )
    return found


def save_wishes(talk_request: TalkRequest, wishes: Sequence[Wish]) -> None:
    """Needs the transaction of the request."""
    spans = [span for wish in wishes for span in wish.spans]
    rows = [TalkWish(talk_request=talk_request, **vars(span)) for span in spans]
    for row in rows:
        row.clean_fields(exclude={"talk_request"})
    TalkWish.objects.bulk_create(rows)


def warnings_of(
    span: Span, closed: Sequence[SchoolHoliday], *, whose: Whose, today: date
) -> list[str]:
    if span.last_on < today:
        return [
            f"{day_in_words(span.last_on)} has gone by."
            if span.first_on == span.last_on
            else f"{days_in_words(span, is_school=whose.is_school)}: these days have gone by."
        ]
    if not whose.is_school:
        return []
    away = days_away(span, closed)
    if away and all(day in away for day in span.days()):
        if len(away) == 1:
            return [one_day(*next(iter(away.items())), whose.area)]
        return [
            f"{days_in_words(span)}: schools in {whose.area} are closed on all of these days "
            f"({names_of(away.values())})."
        ]
    if span.first_on == span.last_on and span.first_on.isoweekday() > len(WEEKDAYS):
        return [f"{day_in_words(span.first_on)} is at the weekend."]
    return [some_days(away, whose.area)] if away else []


def days_away(span: Span, closed: Sequence[SchoolHoliday]) -> dict[date, SchoolHoliday]:
    """In their order. Only the days of the holidays are walked, however long the span is."""
    away: dict[date, SchoolHoliday] = {}
    for row in closed:
        first, last = max(row.first_on, span.first_on), min(row.last_on, span.last_on)
        for day in replace(span, first_on=first, last_on=last).days():
            away.setdefault(day, row)
    return dict(sorted(away.items(), key=itemgetter(0)))


def odd_times(spans: Sequence[Span]) -> Iterator[str]:
    """All of one wish are at the same time."""
    for span in spans[:1]:
        if question := time_question(span.not_before or span.not_after):
            yield question


def past_times(spans: Sequence[Span], *, today: date) -> Iterator[str]:
    """Of today the day is still to come, but not all of its hours."""
    now = timezone.localtime()
    for span in spans:
        if not span.first_on == span.last_on == today == now.date():
            continue
        begins, ends = span.not_before, span.not_after
        ends = EVENING_BEGINS if begins == AFTERNOON_BEGINS and not ends else ends
        if ends and ends <= now.time():
            yield "That time has gone by today."
        elif begins and not ends and begins <= now.time():  # "at ten", or any time after it
            yield f"{clock(begins)} has gone by today."


def one_day(day: date, row: SchoolHoliday, area: CouncilArea) -> str:
    if row.stages:
        return f"{day_in_words(day)}: some of these pupils are away in {area} ({row.name})."
    if row.staff_are_in:
        return f"{day_in_words(day)} is an in-service day in {area}: pupils are not in school."
    return f"{day_in_words(day)} is a school holiday in {area} ({row.name})."


def some_days(away: dict[date, SchoolHoliday], area: CouncilArea) -> str:
    if len(away) <= MOST_DAYS_NAMED:
        are, them = ("is a day", "that") if len(away) == 1 else ("are days", "them")
        return (
            f"{listed([day_in_words(day) for day in away], 'and')} {are} without pupils in {area} "
            f"({names_of(away.values())}). We leave {them} out."
        )
    return (
        f"{len(away)} of these days are without pupils in {area} ({names_of(away.values())}). We "
        "leave them out."
    )


def names_of(rows: Collection[SchoolHoliday]) -> str:
    return ", ".join(dict.fromkeys(row.name for row in rows))


def day_in_words(day: date) -> str:
    return f"{day:%A} {in_words(day)}"


def span_in_words(span: Span, *, is_school: bool = True) -> str:
    """ "Tuesday 8 December 2026, in the morning"; "any Tuesday from 25 November 2026 to 25 March
    2027, over by 11.00".
    """
    times = time_in_words(span.not_before, span.not_after)
    return f"{days_in_words(span, is_school=is_school)}, {times}"


def days_in_words(span: Span, *, is_school: bool = True) -> str:
    if span.first_on == span.last_on:
        return day_in_words(span.first_on)
    if (
        span.weekdays == WEEKDAYS
        and span.first_on.isoweekday() == 1
        and (span.last_on - span.first_on).days == 4
    ):
        return f"The week of {day_in_words(span.first_on)}"
    named = (
        ("school day" if is_school else "weekday")
        if span.weekdays == WEEKDAYS
        else listed([NAMES_OF_WEEKDAYS[int(number) - 1] for number in span.weekdays], "or")
    )
    return f"Any {named} from {in_words(span.first_on)} to {in_words(span.last_on)}"


def listed(names: Sequence[str], last: str) -> str:
    return f"{', '.join(names[:-1])} {last} {names[-1]}" if len(names) > 1 else names[0]


def time_in_words(first: time | None, last: time | None) -> str:
    usual = {
        (None, None): "at any time of day",
        (None, MORNING_ENDS): "in the morning",
        (AFTERNOON_BEGINS, None): "in the afternoon",
    }
    if words := {**usual, (EVENING_BEGINS, None): "in the evening"}.get((first, last)):
        return words
    if first and last:
        return f"between {clock(first)} and {clock(last)}"
    return f"from {clock(first)}" if first else f"over by {clock(last)}" if last else ""


def clock(moment: time) -> str:
    return f"{moment.hour}.{moment:%M}"
