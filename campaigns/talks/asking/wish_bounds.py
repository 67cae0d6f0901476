"""What words between and before marks make of them: "from ... to ...", "between ... and ...",
"until ...", "the day after ...", "the last week before ...".
"""

from dataclasses import replace
from datetime import date
from functools import partial

from campaigns.talks.asking.wish_limits import NOT_AFTER, NOT_BEFORE
from campaigns.talks.asking.wish_marks import (
    ANY_MARK,
    DAY,
    ON,
    ONE_DAY,
    WEEK,
    Mark,
    Words,
    week_around,
)
from campaigns.talks.asking.wish_terms import last_weeks
from campaigns.talks.asking.wish_weeks import day_and_month
from sextortion_aware.patterns import Match, compiled
from sextortion_aware.reading.dates import weekday_number

THROUGH = (
    r"(?: ?- ?| to | until | till | til | through to | through | thru | up to | up until"
    r"| right up to | right through to )"
)
WEEKEND = (6, 7)
NTH = {"second": 1, "2": 1, "third": 2, "3": 2}
WEEKS = {"": 1, "two": 2, "2": 2, "three": 3, "3": 3}

THESE_BESIDE = compiled(  # "the Monday, Tuesday or Wednesday after Easter" are three days
    rf"\bthe {ONE_DAY}(?:(?:, ?| or |, or | and | ?[/&-] ?| to ){ONE_DAY})+ "
    rf"(?:before|after|following) (?:the )?{ON}"
)
ABOUT_WEEKS = compiled(
    r"\b(?:about|around|roughly) (?:two|three|2|3) weeks (?:before|after|following)\b"
)
EITHER_BESIDE = compiled(
    r"(?P<rule>\b(?:any|every|each|all|a|most|or|and|to) |[,/&-] ?)?\b(?P<the>the )?"
    r"(?P<nth>last |first )?"
    rf"(?P<one>{ONE_DAY})(?: or | ?[/,&] ?| and )(?:the )?(?P<other>{ONE_DAY})"
    rf" (?P<how>before|after|following) (?:the )?{ON}"
)


def write_days_beside_out(words: Words) -> None:
    """ "The week after the holidays", "the day before Good Friday", "the Friday before Easter"."""
    words.is_unclear = words.is_unclear or ABOUT_WEEKS.search(words.text) is not None
    words.write(
        rf"\b(?:the )?(?:last |first |final |full |whole )*"
        rf"(?P<nth>second |third )?(?P<many>two |2 |three |3 )?"
        rf"(?P<unit>weeks?|wks?) (?:immediately |right |just )?(?P<how>before|after|following)"
        rf" (?:the )?{ON}",
        lambda match: weeks_beside(words, match),
    )
    words.write(
        rf"\b(?P<many>\d{{1,2}}|a few|few|two|three|four|five|ten) (?P<kind>school |working )?days "
        rf"(?P<how>before|after) (?:the )?{ON}",
        lambda match: some_days_beside(words, match),
    )
    words.write(
        rf"(?P<rule>\b(?:any|every|each|all|a|some) )?\b(?:the )?day"
        rf" (?P<how>before|after|following) (?:the )?{ON}",
        lambda match: None if match["rule"] else day_beside(words, match, 0),
    )
    words.write(
        rf"\b(?:the )(?:first |last )?(?P<begin>{ONE_DAY})(?: ?- ?| to )(?P<end>{ONE_DAY})"
        rf" (?P<how>before|after|following) (?:the )?{ON}",
        lambda match: run_beside(words, match),
    )
    words.text = EITHER_BESIDE.sub(lambda match: either_beside(words, match), words.text)
    words.is_unclear = words.is_unclear or THESE_BESIDE.search(words.text) is not None
    words.write(
        rf"(?P<rule>\b(?:any|every|each|all|a|most|or|and|to|the|last|first) |[,/&-] ?)?"
        rf"\b(?P<day>{ONE_DAY}) (?P<how>before|after|following) (?:the )?{ON}",
        lambda match: perhaps_one(words, match),
    )
    words.write(
        rf"\b(?:the |last |first )+(?P<day>{ONE_DAY})"
        rf" (?P<how>before|after|following) (?:the )?{ON}",
        lambda match: day_beside(words, match, weekday_number(match["day"])),
    )


def weeks_beside(words: Words, match: Match) -> Mark:
    """Of holidays, the school week that ends or begins with them."""
    beside = words.mark(match[5])
    step = -1 if match["how"] == "before" else 1
    if match["nth"] and match["many"]:
        words.is_unclear = True
    is_full = "full " in match[0] or "whole " in match[0]
    if step > 0:
        ask_which_easter(words, beside)
    nth, many = (match["nth"] or "").strip(), (match["many"] or "").strip()
    if many.isdigit() and match["unit"] in ("week", "wk"):  # "the 2nd week after"
        nth, many = many, ""
    later = WEEK * step * NTH.get(nth, 0)
    more = WEEK * (WEEKS[many] - 1)
    if not beside.is_break:
        week = week_around((beside.first if step < 0 else beside.last) + WEEK * step)
    else:
        week = week_around(school_day(next_to(beside, step), step))
        if step > 0 and week.first <= beside.last:
            words.is_unclear = True  # what is left of that week, or the one after it
    if later:
        return week_around(week.first + later)
    if is_full and week.last - week.first < DAY * 4:
        words.is_unclear = True
    if step < 0:
        week = Mark(week.first, min(week.last, beside.first - DAY))
        words.is_unclear = words.is_unclear or (is_full and week.last - week.first < DAY * 4)
        return Mark(week.first - more, min(week.last, beside.first - DAY))
    return Mark(week.first, week.last + more)


def some_days_beside(words: Words, match: Match) -> Mark | None:
    """Of holidays, and of school days, it is not clear which days are counted."""
    mark, many = words.mark(match[4]), match["many"]
    if not many.isdigit() or mark.is_break or not mark.is_day or match["kind"]:
        words.is_unclear = True
        return None
    day = mark.first + DAY * int(many) * (-1 if match["how"] == "before" else 1)
    return Mark(day, day)


def either_beside(words: Words, match: Match) -> str:
    """ "The Monday or Tuesday after Easter"; of "any Monday or Tuesday after Easter" a rule, and
    without either word a rule that is asked about.
    """
    if match["rule"]:
        return str(match[0])
    days = [day_beside(words, match, weekday_number(match[which])) for which in ("one", "other")]
    if not match["the"]:
        shown = " or ".join(day_and_month(each) for each in sorted(day.first for day in days))
        words.remarks.append(f"Do you mean {shown}?")
        if not match["nth"]:
            return str(match[0])
    return " or ".join(words.put(day) for day in days)


def ask_which_easter(words: Words, mark: Mark, weekday: int = 0) -> None:
    """Where pupils are back between its long weekend and the holidays."""
    if not mark.is_break or mark.said != "easter":
        return
    long = words.year.easter_holidays()
    ends = [
        row.last_on
        for row in words.year.holidays
        if mark.first <= row.first_on and row.last_on < long.first_on
    ]
    if not ends:
        return
    between = range(1, (long.first_on - max(ends)).days)
    if not weekday or any((max(ends) + DAY * ahead).isoweekday() == weekday for ahead in between):
        asked = f"Do you mean after the holidays, from {day_and_month(mark.last + DAY)}?"
        words.remarks += [asked] if asked not in words.remarks else []


def next_to(mark: Mark, step: int) -> date:
    return mark.first - DAY if step < 0 else mark.last + DAY


def school_day(day: date, step: int) -> date:
    while day.isoweekday() in WEEKEND:
        day += DAY * step
    return day


def day_beside(words: Words, match: Match, weekday: int) -> Mark:
    step = -1 if match["how"] == "before" else 1
    beside = words.mark(match.groups()[-1])
    day = next_to(beside, step)
    if not (weekday or beside.is_day or beside.is_break):
        words.is_unclear = True  # the day before a week, of which only the week is known
    if step > 0:
        ask_which_easter(words, beside, weekday)
    if beside.is_break and not weekday:
        day = school_day(day, step)
    while weekday and day.isoweekday() != weekday:
        day += DAY * step
    return Mark(day, day)


def run_beside(words: Words, match: Match) -> Mark | None:
    """ "The Wednesday to Friday after the holidays": the first such days, and no more."""
    begin, end = weekday_number(match["begin"]), weekday_number(match["end"])
    if begin >= end:
        words.is_unclear = True
        return None
    is_before = match["how"] == "before"
    day = day_beside(words, match, end if is_before else begin).first
    long = DAY * (end - begin)
    return Mark(day - long, day) if is_before else Mark(day, day + long)


def perhaps_one(words: Words, match: Match) -> Mark | None:
    """ "Tuesday before Christmas"; but "any Tuesday before Christmas" and "Tuesdays"."""
    if match["rule"]:
        return None
    found = day_beside(words, match, weekday_number(match["day"]))
    words.remarks.append(f"Do you mean {day_and_month(found.first)}?")
    return found


def take_ranges(words: Words) -> None:
    def take_range(match: Match) -> bool:
        begin, end = (words.mark(letters) for letters in match.groups()[-2:])
        if match[0].startswith("after") and not begin.is_break:
            begin = replace(begin, first=begin.last + DAY)
        span = from_to(begin, end)
        if span:
            words.spans.append(span)
        return span is not None

    words.take(rf"\bbetween (?:the )?{ON}(?: and | ?- ?| to )(?:the )?{ON}", take_range)
    words.take(rf"(?:\b(?:from|after|since) )?(?:the )?{ON}{THROUGH}(?:the )?{ON}", take_range)


def from_to(begin: Mark, end: Mark) -> tuple[date, date] | None:
    first = begin.last + DAY if begin.is_break else begin.first
    last = end.first - DAY if end.is_break else end.last
    if last < first and not end.has_year:
        last = last.replace(year=last.year + 1, day=min(last.day, 28 if last.month == 2 else 31))
    return (first, last) if first <= last else None


def take_bounds(words: Words) -> None:
    words.take(
        rf"\b(until|till|til|up to|up until|before|by|{NOT_AFTER}|ahead of|prior to|to)"
        rf" (?:the )?{ON}",
        partial(until, words),
    )
    words.take(
        rf"\b(from|after|since|starting|following|once|beginning|{NOT_BEFORE}) (?:the )?{ON}"
        r"(?: on(?:wards?)?)?",
        partial(since, words),
    )
    words.take(
        rf"()(?:the )?{ON},? (?:on ?wards?|or (?:later|after)|and after|at the earliest|on$)",
        partial(since, words),
    )
    words.take(
        rf"()(?:the )?{ON},? (?:or (?:earlier|before)|at the latest|latest)\b",
        partial(until, words),
    )


def until(words: Words, match: Match) -> None:
    mark = words.mark(match[2])
    words.is_unclear = words.is_unclear or words.last_on is not None
    is_before = match[1] in ("before", "ahead of", "prior to") and not mark.is_end
    words.last_on = mark.first - DAY if mark.is_break or is_before else mark.last


def since(words: Words, match: Match) -> None:
    mark = words.mark(match[2])
    words.is_unclear = words.is_unclear or words.first_on is not None
    ask_which_easter(words, mark)
    is_after = match[1] in ("after", "following", "once")
    words.first_on = mark.last + DAY if mark.is_break or is_after else mark.first


def take_marks(words: Words) -> None:
    """Those with no word before them. Holidays alone are no wish, and stay in their words."""
    words.text = ANY_MARK.sub(partial(alone, words), words.text)


def alone(words: Words, match: Match) -> str:
    mark = words.mark(match[1])
    if not mark.is_break:
        words.spans.append((mark.first, mark.last))
        return " ; "
    if "new year" in mark.said:
        words.first_on = mark.last + DAY
        return " ; "
    if "term" in mark.said and mark.said.startswith(("end", "close")):
        week = last_weeks(words, 1)
        words.spans.append((week.first, week.last))
        return " ; "
    return mark.said
