"""Reads a wanted date as people write it:

"Tue 8 Dec", "week of 7/12, mornings", "any Tuesday before 11 until Easter".

It takes out what it knows, piece by piece. Whatever is left over is handed back, so that nothing
that was said is lost. Nothing is refused here.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, time

from campaigns.places.school_year import SchoolYear
from campaigns.talks.asking.wish_bounds import (
    take_bounds,
    take_marks,
    take_ranges,
    write_days_beside_out,
)
from campaigns.talks.asking.wish_clock import in_figures
from campaigns.talks.asking.wish_coming import write_coming_out
from campaigns.talks.asking.wish_dates import MONTH, WEEKDAY, write_dates_out
from campaigns.talks.asking.wish_feasts import write_feasts_out
from campaigns.talks.asking.wish_limits import mark_limits, take_days_off, takes_away
from campaigns.talks.asking.wish_marks import DAY, WEEK, Words
from campaigns.talks.asking.wish_months import write_months_out
from campaigns.talks.asking.wish_spelling import tidy
from campaigns.talks.asking.wish_terms import write_terms_out
from campaigns.talks.asking.wish_times import Window, has_time, take_times
from campaigns.talks.asking.wish_weeks import write_weeks_out
from sextortion_aware.patterns import Match, compiled
from sextortion_aware.reading.dates import NAMES_OF_WEEKDAYS, weekday_number

FURTHEST = 26 * WEEK  # "any Tuesday" without an end
WEEKDAYS = "12345"

RULE = compiled(r"days\b|\b(?:any|every|each|all|most|weekdays?|whenever|flexible)\b")
SMALL = r"(?:[ ,;.()&-]|\b(?:and|or|on|the)\b)+"
EDGES = compiled(rf"^{SMALL}|{SMALL}$")
LIST = compiled(r"[;,]")
ALTERNATIVES = tuple(
    compiled(sign) for sign in (r";| or | ?/ ", r"[,;]", r"[,;]|,? or |,? and | ?& ?|[,;] ?or ")
)
MOST_ALTERNATIVES = 6
NAMES_A_DAY = compiled(rf"{WEEKDAY}|{MONTH}|\b(?:any|every|each|all|week|tomorrow)\b")
DAY_OR_TIME = compiled(r"(?:^|[ ,])((?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2]))(?:$|[ ,])")
# Of a rule these would be its end: without it, it says too much.
NO_BOUND = compiled(
    rf"\b(?:before|until|till|by|after|from|since|during|in|of|on)\b.*"
    rf"(?:{MONTH}|\b(?:weekend|holidays?|hols?|terms?|week|month|year|leave)\b)"
)
WHICH_TIME = (
    "You name more than one time of day. We took any time, and an officer will read your words."
)
TELLING = compiled(r"[a-z'-]{2,}|\d+")
FILLER = """
    a about all also an and any anytime around as at available be best better between but by can
    class come commencing could date dates day day's days do during either else every flexible
    for free from good happy have hi i'd ideal ideally if in is it its lesson library like may
    most ms much need now of ok okay on one online only onward onwards or our out over please
    possible preferably preference preferred school slot some sometime soon starting suit
    suitable suits team teams term-time thank thanks that the their then there these they this
    time times to us via video virtual virtually we we'd week weekday weekdays weeks will with
    within work works would you your zoom
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
    text = in_figures(mark_limits(tidy(said)))
    found = read_each(text, today=today, year=year)
    if found is None:
        read = read_one(text, today=today, year=year)
        found = read.found
    return replace(found, rest=said) if not found.spans else found


def read_each(text: str, *, today: date, year: SchoolYear) -> Read | None:
    """ "8 Dec am or 10 Dec pm": where each has its own day and its own time, each is read alone."""
    for sign in ALTERNATIVES:
        parts = [part for part in sign.split(text) if part.strip()]
        if not 1 < len(parts) <= MOST_ALTERNATIVES:
            continue
        each = [read_one(part, today=today, year=year) for part in parts]
        if all(part.has_own_time for part in each) and len({one.is_rule for one in each}) == 1:
            return Read(
                tuple(span for one in each for span in one.found.spans),
                ", ".join(one.found.rest for one in each if one.found.rest),
                tuple(remark for one in each for remark in one.found.remarks),
            )
    return None


@dataclass(frozen=True)
class One:
    """What was found in one part of the words.

    It `has_own_time` where it names its day and one time; `is_rule` where that is a weekday.
    """

    found: Read
    has_own_time: bool = False
    is_rule: bool = False


def read_one(text: str, *, today: date, year: SchoolYear) -> One:
    words = Words(text, today, year)
    write_dates_out(words)
    write_feasts_out(words)
    words.text, off = take_days_off(words.text)
    if takes_away(words.text):
        return One(Read())
    if found := day_or_time(words.text):
        return One(Read(remarks=(f"Is “{found}” a day or a time? Write a day like 8 December.",)))
    words.text, window = take_times(words.text)
    for write in (
        write_weeks_out,
        write_coming_out,
        write_terms_out,
        write_months_out,
        write_days_beside_out,
        take_ranges,
        take_bounds,
        take_marks,
    ):
        write(words)
    weekdays, is_rule = take_weekdays(words, off)
    beside = beside_days(words, weekdays)
    if beside and not is_rule:
        words.text += " ; " + " ; ".join(NAMES_OF_WEEKDAYS[int(each) - 1] for each in beside)
    rest = left_over(words.text)
    if not words.spans and NO_BOUND.search(rest):
        return One(Read())
    if is_doubtful(words, window, weekdays, rest):
        words.remarks.append(WHICH_TIME)
        window = Window(is_said=True)
    is_rule = is_rule or bool(off)
    may_be_rule = is_rule or bool(weekdays) or (window.is_said and not rest)
    spans = list(dict.fromkeys(spans_of(words, weekdays, is_rule=may_be_rule)))
    if beside and is_rule:
        spans += spans_of(replace(words, spans=[]), beside, is_rule=True)
    if not spans or words.no_such_day:
        return One(Read(remarks=tuple(words.remarks)))
    spans = [
        replace(span, not_before=window.not_before, not_after=window.not_after) for span in spans
    ]
    is_day = bool(words.spans) and all(first == last for first, last in words.spans)
    is_weekday = bool(weekdays) and not (words.spans or words.first_on or words.last_on or off)
    return One(
        Read(tuple(spans), rest, tuple(words.remarks)),
        has_own_time=window.is_one and (is_day or is_weekday),
        is_rule=is_weekday,
    )


def beside_days(words: Words, weekdays: str) -> str:
    """ "8 December or any Thursday": Thursday; of "8 December (Tuesday)" nothing."""
    if not words.spans or any(first != last for first, last in words.spans):
        return ""
    said = {str(first.isoweekday()) for first, _ in words.spans}
    return "".join(each for each in weekdays if each not in said)


def day_or_time(text: str) -> str:
    """8.12, where no day is named."""
    if "@" in text or NAMES_A_DAY.search(text):
        return ""
    match = DAY_OR_TIME.search(text)
    return match[1] if match else ""


def is_doubtful(words: Words, window: Window, weekdays: str, rest: str) -> bool:
    """Of several days and several times, which belongs to which?"""
    several_days = len(words.spans) > 1 or len(weekdays) > 1
    return several_days and (window.is_many or (window.is_one and has_time(rest)))


def take_weekdays(words: Words, off: set[int]) -> tuple[str, bool]:
    """Which ones were named, and whether "any" or "Tuesdays" make a rule of them."""
    named: set[int] = set()
    is_rule = bool(RULE.search(words.text))

    def run(match: Match) -> None:
        first, last = weekday_number(match[1]), weekday_number(match[2])
        named.update(range(first, last + 1) if first <= last else (first, last))

    words.take(rf"({WEEKDAY})(?: ?- ?| to | through to )({WEEKDAY})", run)
    words.take(rf"({WEEKDAY})", lambda match: named.add(weekday_number(match[1])))
    if off:
        named = (named or set(range(1, 6))) - off
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
    kept = [EDGES.sub("", part) for part in LIST.split(text.lower())]
    return ", ".join(
        part for part in kept if [word for word in TELLING.findall(part) if word not in FILLERS]
    )
