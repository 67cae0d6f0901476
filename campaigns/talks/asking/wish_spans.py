"""What was found in a wish, as spans of days."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time

from campaigns.talks.asking.wish_bounds import school_day
from campaigns.talks.asking.wish_marks import DAY, WEEK, Words
from campaigns.talks.asking.wish_off import Away, without
from campaigns.talks.asking.wish_weeks import day_and_month
from campaigns.talks.asking.wish_window import Window

FURTHEST = 26 * WEEK  # "any Tuesday" without an end
WEEKDAYS = "12345"


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


def have_gone_by(words: Words, spans: list[Span]) -> bool:
    if any(span.last_on >= words.today for span in spans):
        return False
    days = {day for span in spans for day in (span.first_on, span.last_on)}
    said = f"{day_and_month(min(days))} has" if len(days) == 1 else "These days have"
    words.remarks.append(f"{said} gone by. Please check the date.")
    return True


def at_times(span: Span, window: Window, away: Away) -> Iterator[Span]:
    """Of some weekdays only the mornings, or the afternoons, are left."""
    whole = "".join(day for day in span.weekdays if int(day) not in away.halves)
    if whole:
        for first, last in away.hours.outside() if away.hours else window.each():
            yield replace(span, weekdays=whole, not_before=first, not_after=last)
    for day, (first, last) in away.halves.items():
        if str(day) in span.weekdays:
            yield replace(span, weekdays=str(day), not_before=first, not_after=last)


def spans_of(words: Words, weekdays: str, *, is_rule: bool) -> Iterator[Span]:
    earliest = words.first_on or words.today + DAY
    for first, last in sorted(words.off):
        if first <= earliest <= last:
            earliest = school_day(last + DAY, 1)
    for span in whole_spans(words, weekdays, earliest, is_rule=is_rule):
        for first, last in without(span.first_on, span.last_on, words.off):
            yield replace(span, first_on=first, last_on=last)


def whole_spans(words: Words, weekdays: str, earliest: date, *, is_rule: bool) -> Iterator[Span]:
    for first, last in words.spans:
        if first == last:
            yield Span(first, last, str(first.isoweekday()))
        else:
            is_on = first <= words.today <= last
            first = max(first, earliest) if is_on or words.first_on else first
            last = min(last, words.last_on) if words.last_on else last
            if first <= last:
                yield Span(first, last, weekdays or WEEKDAYS)
    if not words.spans and (is_rule or words.first_on or words.last_on):
        last = words.last_on or earliest + FURTHEST
        if last >= earliest:
            yield Span(earliest, last, weekdays or WEEKDAYS)
        elif words.last_on:
            yield Span(words.last_on, words.last_on, weekdays or WEEKDAYS)
