"""Reads a wanted date as people write it:

"Tue 8 Dec", "week of 7/12, mornings", "any Tuesday before 11 until Easter".

It takes out what it knows, piece by piece. Whatever is left over is handed back, so that nothing
that was said is lost. Nothing is refused here.
"""

from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from functools import partial

from campaigns.places.school_year import DAY, Break, SchoolYear
from campaigns.talks.asking.wish_dates import (
    DAYS,
    MONTH,
    ON,
    WEEKDAY,
    YEAR,
    Words,
    month_of,
    tidy,
    write_dates_out,
)
from campaigns.talks.asking.wish_times import take_times
from sextortion_aware.patterns import Match, compiled

WEEK = timedelta(days=7)
FURTHEST = 26 * WEEK  # "any Tuesday" without an end
WEEKDAYS = "12345"

NEGATED = compiled(
    r"\b(?:not|no|except|avoid|without|but|unless|never|can'?t|cannot|don'?t|isn'?t|won'?t)\b"
)
NO_LATER = compiled(
    r" (?:before|later|earlier|after)\b"
)  # then it says when, and takes nothing away
RULE = compiled(r"\b(?:any|every|each|all|most|weekdays?|whenever|flexible)\b")
LIST = compiled(r"[;,]")
TELLING = compiled(r"[a-z'-]{2,}|\d+")
FILLER = """
    a about all also an and any anytime around as at available be beginning best better between by
    can class come commencing could date dates day day's days do during either else end every
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
    text = tidy(said)
    if any(not NO_LATER.match(text, match.end()) for match in NEGATED.finditer(text)):
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


def take_weeks(words: Words) -> None:
    def week_of(day: date) -> None:
        monday = day - DAY * (day.isoweekday() - 1)
        words.spans.append((monday, monday + 4 * DAY))

    counted = {"first": 0, "1": 0, "second": 1, "2": 1, "third": 2, "3": 2, "fourth": 3, "4": 3}

    def of_month(match: Match) -> None:
        first, last = month_of(match["month"], match["year"], words.today)
        monday = first + DAY * ((8 - first.isoweekday()) % 7)
        week_of(
            last - DAY * ((last.isoweekday() - 5) % 7)
            if match["which"] == "last"
            else monday + WEEK * counted[match["which"]]
        )

    which = r"(?P<which>first|second|third|fourth|last|[1-4])"
    words.take(rf"{which} (?:full )?(?:week|wk) (?:of|in) (?P<month>{MONTH}){YEAR}", of_month)
    words.take(
        rf"\b(two|three|four|[2-4]) weeks (?:of|beginning|commencing|starting|from) (?:the )?{ON}",
        lambda match: several_weeks(words, match),
    )
    words.take(
        (
            r"(?:week|wk)s? ?(?:of|beginning|commencing|starting|begins|from|ending|in|is)? "
            rf"?(?:the )?{ON}"
        ),
        lambda match: week_of(words.day(match[1])),
    )
    words.take(rf"\bw[/. ]?[cbek]\b[ :]*{ON}", lambda match: week_of(words.day(match[1])))
    words.take(r"\bweek after next\b", lambda match: week_of(words.today + 2 * WEEK))
    words.take(r"\bnext week\b", lambda match: week_of(words.today + WEEK))
    words.take(r"\bthis week\b", lambda match: week_of(words.today))
    words.take(
        rf"\bnext (?P<day>{WEEKDAY})",
        lambda match: words.spans.append(next_week_on(match["day"], words.today)),
    )
    words.take(
        r"\btomorrow\b", lambda match: words.spans.append((words.today + DAY, words.today + DAY))
    )


def several_weeks(words: Words, match: Match) -> None:
    number = {"two": 2, "three": 3, "four": 4}.get(match[1]) or int(match[1])
    first = words.day(match[2])
    words.spans.append(
        (
            first,
            first + WEEK * number - 3 * DAY
            if first.isoweekday() == 1
            else first + WEEK * number - DAY,
        )
    )


def next_week_on(named: str, today: date) -> tuple[date, date]:
    day = today - DAY * (today.isoweekday() - 1) + WEEK + DAY * DAYS.index(named[:3])
    return day, day


HOLS = r"(?: (?:holidays?|hols?|break|vacation|mid-?term(?: break| holidays?)?))?"
UNTIL = (
    r"\b(?:until|till|til|up to|up until|before|by|to|no later than|not after|ahead of|-) (?:the "
    r")?(?:start of |beginning of )?(?:the )?"
)
AFTER = r"\b(?:from|after|since|starting|following|not before|once) (?:the )?(?:end of )?(?:the )?"


def take_breaks(words: Words) -> None:
    """ "until Easter", "before the end of term", "after the summer holidays", "this term", "next
    term".
    """
    year = words.year
    named = {
        r"(?:christmas|xmas|the festive)": year.christmas,
        "easter": year.easter,
        r"(?:the )?summer": year.summer,
        r"(?:the )?(?:spring|easter)": year.easter,
        r"(?:the )?october week": year.october,
        r"(?:the )?feb(?:ruary)?": year.february,
    }
    words.take(
        rf"{UNTIL}(?:last day|end|close) of (?:the |this )?(?:school )?(?:term|session)\b",
        lambda match: end_before(words, year.ends_of_term()[0]),
    )
    words.take(
        rf"{UNTIL}(?:end of )?(?:the |this )?(?:school )?(?:year|session)\b",
        lambda match: end_before(words, year.summer()),
    )
    for name, found in named.items():
        is_month = name.endswith("uary)?")
        holiday = HOLS.replace("))?", "))") if is_month else HOLS
        until, after = partial(before_break, words, found), partial(after_break, words, found)
        words.take(rf"{UNTIL}{name}{holiday}\b", until)
        words.take(rf"{AFTER}{name}{holiday}\b", after)
    words.take(
        rf"{UNTIL}(?:october|oct) (?:holidays?|hols?|break|week)\b",
        lambda match: end_before(words, year.october()),
    )
    words.take(
        rf"{AFTER}(?:october|oct) (?:holidays?|hols?|break|week)\b",
        lambda match: begin_after(words, year.october()),
    )
    words.take(
        r"(?:in |after |from |once )?(?:the )?new year\b",
        lambda match: begin_after(words, year.christmas()),
    )
    words.take(
        r"\b(?:this term|before term ends|end of (?:the |this )?term)\b",
        lambda match: end_before(words, year.ends_of_term()[0]),
    )
    words.take(r"\b(?:next|the new) term\b", lambda match: next_term(words))


def before_break(words: Words, holiday: Callable[[], Break], _: Match) -> None:
    end_before(words, holiday())


def after_break(words: Words, holiday: Callable[[], Break], _: Match) -> None:
    begin_after(words, holiday())


def end_before(words: Words, found: Break) -> None:
    words.last_on = found.first_on - DAY


def begin_after(words: Words, found: Break) -> None:
    words.first_on = found.last_on + DAY


def next_term(words: Words) -> None:
    now, then = words.year.ends_of_term()[:2]
    words.first_on, words.last_on = now.last_on + DAY, then.first_on - DAY


def take_months(words: Words) -> None:
    parts = {
        "early": (1, 10),
        "start of": (1, 10),
        "beginning of": (1, 10),
        "mid": (11, 20),
        "middle of": (11, 20),
        "late": (21, 31),
        "end of": (21, 31),
    }

    def whole(match: Match) -> None:
        first, last = month_of(match["month"], match["year"], words.today)
        begins, ends = parts.get(match["part"] or "", (1, 31))
        words.spans.append((first.replace(day=begins), last.replace(day=min(ends, last.day))))

    def until(match: Match) -> None:
        first, last = month_of(match["month"], match["year"], words.today)
        words.last_on = first - DAY if match["how"] == "before" and not match["end"] else last

    def since(match: Match) -> None:
        first, last = month_of(match["month"], match["year"], words.today)
        words.first_on = last + DAY if match["how"] == "after" else first

    words.take(
        (
            r"\b(?P<how>until|till|up to|before|by|to) (?:the )?(?P<end>end of "
            rf")?(?P<month>{MONTH}){YEAR}"
        ),
        until,
    )
    words.take(rf"\b(?P<how>from|after|starting|since) (?P<month>{MONTH}){YEAR}", since)
    words.take(
        (
            r"(?:\b(?P<part>early|mid|late|start of|beginning of|middle of|end of)[ -](?:in "
            rf")?)?(?P<month>{MONTH}){YEAR}"
        ),
        whole,
    )
    words.take(
        r"\bnext month\b",
        lambda match: words.spans.append(
            whole_month((words.today.replace(day=1) + timedelta(days=32)).replace(day=1))
        ),
    )
    words.take(
        r"\bthis month\b", lambda match: words.spans.append(whole_month(words.today.replace(day=1)))
    )


def whole_month(first: date) -> tuple[date, date]:
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def take_ranges(words: Words) -> None:
    def both(match: Match) -> object:
        first, last = words.day(match[1]), words.day(match[2])
        if last < first:
            return False
        words.spans.append((first, last))
        return True

    words.take(rf"\bbetween (?:the )?{ON} and (?:the )?{ON}", both)
    words.take(
        rf"(?:\bfrom )?(?:the )?{ON}(?: ?- ?| to | until | till | through to )(?:the )?{ON}", both
    )


def take_bounds(words: Words) -> None:
    def until(match: Match) -> None:
        words.last_on = words.day(match[2]) - DAY * (match[1] in ("before", "ahead of"))

    def since(match: Match) -> None:
        words.first_on = words.day(match[2]) + DAY * (match[1] in ("after", "following"))

    words.take(
        rf"\b(until|till|til|up to|before|by|no later than|not after|ahead of|to) (?:the )?{ON}",
        until,
    )
    words.take(
        (
            r"\b(from|after|since|starting|following|not before|no earlier than) (?:the "
            rf")?{ON}(?: on(?:wards)?)?"
        ),
        since,
    )


def take_days(words: Words) -> None:
    words.take(ON, lambda match: words.spans.append((words.day(match[1]), words.day(match[1]))))


def take_weekdays(words: Words) -> tuple[str, bool]:
    """Which ones were named, and whether that or "any day" makes a rule."""
    named: set[int] = set()

    def run(match: Match) -> None:
        first, last = DAYS.index(match[1][:3]), DAYS.index(match[2][:3])
        named.update(range(first, last + 1) if first <= last else (first, last))

    words.take(rf"({WEEKDAY})(?: ?- ?| to | through to )({WEEKDAY})", run)
    words.take(rf"({WEEKDAY})", lambda match: named.add(DAYS.index(match[1][:3])))
    is_rule = bool(named) or bool(RULE.search(words.text))
    return "".join(str(day + 1) for day in sorted(named)), is_rule


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
