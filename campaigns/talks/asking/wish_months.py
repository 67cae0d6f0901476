"""Months in words about a wanted date: "early in March", "mid to late January", "end of next
month".
"""

from calendar import monthrange
from datetime import date

from campaigns.talks.asking.wish_dates import MONTH, WEEKDAY, YEAR, month_of
from campaigns.talks.asking.wish_marks import DAY, WEEK, Mark, Words
from campaigns.talks.asking.wish_weeks import COUNTED
from sextortion_aware.patterns import Match, compiled
from sextortion_aware.reading.dates import (
    NAMES_OF_MONTHS,
    month_number,
    weekday_number,
    year_in_full,
)

PARTS = {
    "early": (1, 10),
    "start": (1, 10),
    "beg": (1, 10),
    "beginning": (1, 10),
    "first half": (1, 15),
    "mid": (11, 20),
    "middle": (11, 20),
    "second half": (16, 31),
    "latter half": (16, 31),
    "late": (21, 31),
    "end": (21, 31),
}
PART = rf"(?:{'|'.join(PARTS)})"
# A month before these is the name of something else.
OF_ITS_OWN = compiled(
    r" (?:weekend|holidays?|hols?|break|half[ -]?term|mid[ -]?term|in-?service|bank|inset"
    r"|fayre|fair)\b"
)
OF_HOLIDAYS = compiled(r"\b(?:holidays?|hols?|break)\b")
OF_EACH = compiled(r"\b(?:every|each)\b")  # the second Monday of the month
SHARED_YEAR = compiled(
    rf"(?P<first>{MONTH})(?P<between>(?: ?- ?| to | and | or | until | till | through )"
    rf"(?:(?:the )?{PART}[ -](?:of |in |the )*)?)(?P<last>{MONTH}){YEAR}"
)


PART_OF_ONE = compiled(  # of "early February or March"
    rf"\b{PART}[ -](?:of |in |the )*{MONTH}(?: or |,? ?or |, ?| ?/ ?| and )(?P<other>{MONTH})"
    r"(?: ?(?:[;,.(]|$)| [a-z])"
)
# "Before the spring holidays in April": the month says which holidays.
BEFORE_HOLIDAYS = compiled(
    rf"(?P<before>\b(?:before|until|till?|by|up to) (?:the )?@(?P<break>[a-z]{{2}})@) in "
    rf"(?P<month>{MONTH})"
)


def write_months_out(words: Words) -> None:
    words.text = BEFORE_HOLIDAYS.sub(lambda match: before_holidays(words, match), words.text)
    words.text = SHARED_YEAR.sub(share_year, words.text)
    for match in PART_OF_ONE.finditer(words.text):
        named = NAMES_OF_MONTHS[(month_number(match["other"]) or 1) - 1]
        words.remarks.append(f"Do you mean all of {named.title()}?")
    words.write(
        rf"\b(?:the )?(?P<which>first|second|third|fourth|last|[1-4]) (?P<day>{WEEKDAY})"
        rf" (?:of|in) (?P<month>{MONTH}){YEAR}",
        lambda match: day_of_month(match, words.today),
    )
    unit = rf"(?:(?P<month>{MONTH}){YEAR}|(?P<near>next month|this month|the month)\b)"
    words.write(
        r"\b(?:all of |the whole of |whole of )?(?:the )?"
        rf"(?:(?P<part>{PART})(?:(?: ?[-/] ?| to | or )(?P<until>{PART}))?[ -]"
        rf"(?:of |in |the )*)?{unit}",
        lambda match: month(words, match),
    )


def before_holidays(words: Words, match: Match) -> str:
    found, number = words.mark(match["break"]), month_number(match["month"])
    is_theirs = found.is_break and found.first.month == number and found.first <= found.last
    is_named = is_theirs and OF_HOLIDAYS.search(found.said) and found.first.day <= WEEK.days
    return str(match["before"] if is_named else match[0])


def month(words: Words, match: Match) -> Mark | None:
    if match["near"] == "the month" and OF_EACH.search(words.text):
        return None
    if OF_ITS_OWN.match(words.text, match.end()):
        return None
    first, last = (
        month_of(match["month"], match["year"], words.today)
        if match["month"]
        else near_month(match["near"], words.today)
    )
    part = match["part"]
    begins, ends = PARTS.get(part or "", (1, 31))
    if match["until"]:
        ends = PARTS[match["until"]][1]
    return Mark(
        first.replace(day=begins),
        last.replace(day=min(ends, last.day)),
        match[0],
        has_year=bool(match["year"]) or not match["month"],
        is_end=part == "end",
    )


def day_of_month(match: Match, today: date) -> Mark:
    """ "The first Tuesday of February"."""
    first, last = month_of(match["month"], match["year"], today)
    weekday, which = weekday_number(match["day"]), match["which"]
    if which == "last":
        day = last - DAY * ((last.isoweekday() - weekday) % 7)
    else:
        number = COUNTED[which] if which in COUNTED else int(which) - 1
        day = first + DAY * ((weekday - first.isoweekday()) % 7 + 7 * number)
    return Mark(day, day)


def near_month(said: str, today: date) -> tuple[date, date]:
    first = today.replace(day=1)
    if said == "next month":
        year, number = divmod(today.year * 12 + today.month, 12)
        first = date(year, number + 1, 1)
    return first, first.replace(day=monthrange(first.year, first.month)[1])


def share_year(match: Match) -> str:
    """ "Nov to Jan 2028": the year is that of January."""
    if not match["year"]:
        return str(match[0])
    year = year_in_full(match["year"])
    earlier = (month_number(match["first"]) or 0) > (month_number(match["last"]) or 0)
    return f"{match['first']} {year - earlier}{match['between']}{match['last']} {year}"
