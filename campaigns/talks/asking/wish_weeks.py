"""Weeks and months in words about a wanted date: "week of 7 December", "next week", "the last week
of May", "early in March", "until June".
"""

from calendar import monthrange
from datetime import date, timedelta

from campaigns.places.school_year import DAY
from campaigns.talks.asking.wish_dates import MONTH, ON, WEEKDAY, YEAR, Words, month_of
from campaigns.talks.asking.wish_limits import NOT_AFTER, NOT_BEFORE
from sextortion_aware.patterns import Match
from sextortion_aware.reading.dates import weekday_number

WEEK = timedelta(days=7)


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
    day = today - DAY * (today.isoweekday() - 1) + WEEK + DAY * (weekday_number(named) - 1)
    return day, day


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
            rf"\b(?P<how>until|till|up to|before|by|to|{NOT_AFTER}) (?:the )?(?P<end>end of )?"
            rf"(?P<month>{MONTH}){YEAR}"
        ),
        until,
    )
    words.take(
        rf"\b(?P<how>from|after|starting|since|{NOT_BEFORE}) (?P<month>{MONTH}){YEAR}", since
    )
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
