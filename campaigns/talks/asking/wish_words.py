"""Reads a wanted date as people write it:

"Tue 8 Dec", "week of 7/12, mornings", "any Tuesday before 11 until Easter".

It takes out what it knows, piece by piece. Whatever is left over is handed back, so that nothing
that was said is lost. Nothing is refused here.
"""

from dataclasses import dataclass, replace
from datetime import date

from campaigns.places.school_year import SchoolYear
from campaigns.talks.asking.wish_bounds import (
    take_bounds,
    take_marks,
    take_ranges,
    write_days_beside_out,
)
from campaigns.talks.asking.wish_clock import day_or_time, in_figures
from campaigns.talks.asking.wish_coming import write_coming_out
from campaigns.talks.asking.wish_dates import MONTH, WEEKDAY, write_dates_out
from campaigns.talks.asking.wish_feasts import write_feasts_out
from campaigns.talks.asking.wish_limits import mark_limits, takes_away
from campaigns.talks.asking.wish_lists import take_every_second, write_beside_out, write_within_out
from campaigns.talks.asking.wish_marks import ON, WEEK, Words
from campaigns.talks.asking.wish_months import write_months_out
from campaigns.talks.asking.wish_off import OFF, Away, ask_which_week, take_away, take_off
from campaigns.talks.asking.wish_rest import bounds_something, counts, left_over, relates_days
from campaigns.talks.asking.wish_shape import is_plain, is_twofold
from campaigns.talks.asking.wish_spans import Span, at_times, have_gone_by, spans_of
from campaigns.talks.asking.wish_spelling import tidy
from campaigns.talks.asking.wish_terms import write_terms_out
from campaigns.talks.asking.wish_times import has_time, take_times
from campaigns.talks.asking.wish_weeks import write_weeks_out
from campaigns.talks.asking.wish_whole import holds_all
from campaigns.talks.asking.wish_window import Window
from sextortion_aware.patterns import Match, compiled
from sextortion_aware.reading.dates import NAMES_OF_WEEKDAYS, weekday_number

PLURAL = r"(?:mon|tues|wednes|thurs|fri|satur|sun|week)days"
RULE = compiled(rf"\b{PLURAL}\b|\b(?:any|every|each|all|most|weekdays?|whenever|flexible|asap)\b")
ALTERNATIVES = tuple(
    compiled(sign) for sign in (r";| or | ?/ ", r"[,;]", r"[,;]|,? or |,? and | ?& ?|[,;] ?or ")
)
NAMED_MONTH = compiled(MONTH)
HAS_MONTH = compiled(rf"{MONTH}|\d ?/ ?\d|\d\.\d+\.\d|^[^\dº]*$|today|tomorrow")
MOST_ALTERNATIVES = 6
# Of a rule these would be its end: without it, it says too much.
NO_BOUND = compiled(
    rf"\b(?:before|until|till|by|after|from|since|during|in|of|on)\b.*"
    rf"(?:{MONTH}|\b(?:weekend|holidays?|hols?|terms?|week|month|year|leave|breaks?|finish)\b)"
)
REFERS_BACK = compiled(
    r"\b(?:after|from|since|until|till|before|following) (?:that|then|those|this)\b"
    r"|\bthen (?:any|every|on|from|it)\b"
    r"|\b(?:that|same) (?:week|day|month)\b|\bthose (?:days|weeks)\b"
)
ONE_OR_ANY = "Do you mean any of these days, or the coming one? You may write its date."
OF_A_RULE = compiled(
    rf"\b(?:any|every|each|all|an?|most|only|mornings|afternoons|evenings|lunchtimes|{PLURAL})\b"
    rf"|{WEEKDAY}(?: ?- ?| to | through to ){WEEKDAY}"
)
# Of "8-12 Feb or Monday" the Monday is another day.
OR_WEEKDAY = compiled(rf"{ON},? (?:or|and) (?:on |the |any )*{WEEKDAY}")
WHICH_TIME = (
    "You name more than one time of day. We took any time, and an officer will read your words."
)


@dataclass(frozen=True)
class Read:
    """Without spans the words say nothing that we can read.

    `rest` are those of them that were not needed, `remarks` what a person should look at.
    """

    spans: tuple[Span, ...] = ()
    rest: str = ""
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True)
class One:
    """What was found in one part of the words.

    It `has_own_time` where it names its day and one time; `is_rule` where that is a weekday.
    """

    found: Read
    has_own_time: bool = False
    is_rule: bool = False


# Each takes what it knows from the words, before the next one.
STEPS = (
    write_weeks_out,
    write_coming_out,
    write_terms_out,
    write_months_out,
    write_days_beside_out,
    write_beside_out,
    write_within_out,
    take_off,
    ask_which_week,
    take_ranges,
    take_bounds,
    take_every_second,
    take_marks,
)


def read_words(said: str, *, today: date, year: SchoolYear) -> Read:
    text = in_figures(mark_limits(tidy(said)))
    if is_twofold(text):
        return Read(rest=said)
    one = read_each(text, today=today, year=year) or read_one(text, today=today, year=year)
    found = one.found
    if one.is_rule and found.spans and not OF_A_RULE.search(text):
        found = replace(found, remarks=(*found.remarks, ONE_OR_ANY))
    return replace(found, rest=said) if not found.spans else found


def read_each(text: str, *, today: date, year: SchoolYear) -> One | None:
    """ "8 Dec am or 10 Dec pm": where each has its own day and its own time, each is read alone."""
    for sign in ALTERNATIVES:
        parts = [part for part in sign.split(text) if part.strip()]
        if not 1 < len(parts) <= MOST_ALTERNATIVES or shares_month(parts):
            continue
        each: list[One] = []
        for part in parts:
            before = [span.first_on for one in each for span in one.found.spans]
            since = max(before, default=None) if each and not each[-1].is_rule else None
            each.append(read_one(part, today=today, year=year, since=since))
        if all(one.has_own_time for one in each) and len({one.is_rule for one in each}) == 1:
            read = Read(
                tuple(span for one in each for span in one.found.spans),
                ", ".join(one.found.rest for one in each if one.found.rest),
                tuple(dict.fromkeys(remark for one in each for remark in one.found.remarks)),
            )
            return One(read, is_rule=each[0].is_rule)
    return None


def shares_month(parts: list[str]) -> bool:
    """ "am Monday 1st, pm Tuesday 2nd March": of both it is the month."""
    return NAMED_MONTH.search(parts[-1]) is not None and not HAS_MONTH.search(parts[0])


def read_one(text: str, *, today: date, year: SchoolYear, since: date | None = None) -> One:
    words = Words(text, today, year, since)
    write_dates_out(words)
    write_feasts_out(words)
    said = words.text
    away = take_away(words)
    if takes_away(words.text.replace(OFF, "")):
        return One(Read())
    if found := day_or_time(words.text):
        return One(Read(remarks=(f"Is “{found}” a day or a time? Write a day like 8 December.",)))
    words.text, window = take_times(words.text)
    for step in STEPS:
        step(words)
    if words.no_such_day or words.is_either:
        return One(Read(remarks=tuple(words.remarks)))
    weekdays, is_rule = take_weekdays(words, away.days)
    if is_unclear(words, window, away, weekdays, is_rule=is_rule):
        return One(Read())
    beside = "" if away.days else beside_days(words, weekdays)
    if beside and not is_rule:
        words.text += " ; " + " ; ".join(NAMES_OF_WEEKDAYS[int(each) - 1] for each in beside)
    rest = ", ".join(part for part in (left_over(words.text), away.aside) if part)
    if is_wider(words, rest):
        return One(Read())
    is_wide = window.is_gapped or is_doubtful(words, window, weekdays, rest)
    if is_wide or (beside and not is_rule and window.is_one):
        words.remarks.append(WHICH_TIME)
        window = Window(is_said=True)
    is_rule = is_rule or bool(away.days)
    may_be_rule = is_rule or bool(weekdays) or (window.is_said and not rest)
    spans = [
        span
        for span in dict.fromkeys(spans_of(words, weekdays, is_rule=may_be_rule))
        if not (span.first_on == span.last_on and span.first_on.isoweekday() in away.days)
    ]
    if beside and is_rule:
        spans += spans_of(replace(words, spans=[]), beside, is_rule=True)
    if not spans or have_gone_by(words, spans):
        return One(Read(remarks=tuple(words.remarks)))
    spans = [part for span in spans for part in at_times(span, window, away)]
    if OR_WEEKDAY.search(said) and any(first != last for first, last in words.spans):
        return One(Read())
    if not (is_plain(said) and holds_all(said, words, spans, rest)):
        return One(Read())
    return one_of(words, Read(tuple(spans), rest, tuple(words.remarks)), weekdays, window, away)


def one_of(words: Words, read: Read, weekdays: str, window: Window, away: Away) -> One:
    is_day = bool(words.spans) and all(first == last for first, last in words.spans)
    is_weekday = bool(weekdays) and not (
        words.spans or words.first_on or words.last_on or away.days or words.off
    )
    is_timed = window.is_one or window.is_any
    return One(read, has_own_time=is_timed and (is_day or is_weekday), is_rule=is_weekday)


def is_wider(words: Words, rest: str) -> bool:
    """What is left over would have made less of a month or of a rule."""
    if not words.spans and (NO_BOUND.search(rest) or (words.off and rest)):
        return True
    if bounds_something(words.text):
        return True
    if counts(rest) and not (words.spans and all(first == last for first, last in words.spans)):
        return True
    are_short = words.spans and all(last - first < WEEK for first, last in words.spans)
    return relates_days(left_over(words.text)) and not are_short


def is_unclear(words: Words, window: Window, away: Away, weekdays: str, *, is_rule: bool) -> bool:
    """Something is taken away, and from what, or what, was not understood."""
    is_single = bool(words.spans) and all(first == last for first, last in words.spans)
    if REFERS_BACK.search(words.text):
        return True
    if OFF in words.text or words.is_unclear or (is_single and (words.first_on or words.last_on)):
        return True
    if any(
        (words.first_on and words.first_on > last) or (words.last_on and words.last_on < first)
        for first, last in words.spans
    ):
        return True
    if words.first_on and words.last_on and words.first_on > words.last_on:
        return True
    if of_one_of_them(words, weekdays):
        return True
    if away.has_times and (window.is_said or has_time(words.text)):
        return True
    return bool(away.days) and is_single and is_rule


def of_one_of_them(words: Words, weekdays: str) -> bool:
    """ "Wed 26th or Fri 28th May, before lunch on the Fri": said of the one, not of the other."""
    days = {str(first.isoweekday()) for first, last in words.spans if first == last}
    return bool(days & set(weekdays)) and days != set(weekdays)


def beside_days(words: Words, weekdays: str) -> str:
    """ "8 December or any Thursday": Thursday; of "8 December (Tuesday)" nothing."""
    if not words.spans or any(first != last for first, last in words.spans):
        return ""
    said = {str(first.isoweekday()) for first, _ in words.spans}
    return "".join(each for each in weekdays if each not in said)


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
        named = named - off or set(range(1, 6)) - off
    return "".join(str(day) for day in sorted(named)), is_rule
