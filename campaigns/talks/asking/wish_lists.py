"""Dates in lists that say the month, or the weekday, only once: "Tuesday 5 January or Wednesday
6", "25 January or the Friday before", "April 22nd 29th May 6th".
"""

from datetime import date, timedelta

from campaigns.talks.asking.wish_marks import ANY_MARK, ON, ONE_DAY, Mark, Words, week_around
from campaigns.talks.asking.wish_spelling import DAY_SIGN
from sextortion_aware.patterns import Match, compiled
from sextortion_aware.reading.dates import MONTH, WEEKDAY, weekday_number

DAY, FORTNIGHT, FURTHEST = timedelta(days=1), timedelta(days=14), timedelta(days=182)
SIGN = r"(?:,? or |,? and | ?[,/&] ?)"
NUMBERED = rf"{WEEKDAY},? (?:the )?\d{{1,2}}"
FOLLOWING = compiled(rf"{ON}(?P<more>(?:{SIGN}{NUMBERED}\b)+)")
ONE = compiled(rf"(?P<sign>{SIGN})(?P<weekday>{WEEKDAY}),? (?:the )?(?P<day>\d{{1,2}})\b")
NOT_A_DAY = compiled(r"[:./]\d| ?-| ?(?:[ap]\.?m\b|hrs?\b|o ?'?clock|to \d|until|till)")
BESIDE = compiled(
    rf"{ON}(?P<sign>{SIGN})(?:the )?(?P<day>day|week|{ONE_DAY})"
    r" (?P<how>before|after)(?P<end> ?(?:$|[;,.)])| (?:is|are|would|suits?|works?)\b)"
)
NOT_WANTED = compiled(rf"\bOFF {ON}")
WITHIN = compiled(rf"{ON} in (?:the )?{ON}")
ORDINALS = rf"\d{{1,2}}{DAY_SIGN}(?:{SIGN}|,? )"
MONTH_FIRST = compiled(
    rf"\b(?P<month>{MONTH}) (?:the )?(?P<days>(?:{ORDINALS})+(?:\d{{1,2}}{DAY_SIGN})?)"
    rf"(?:{SIGN}| )?(?P<next>{MONTH} (?:the )?\d{{1,2}}{DAY_SIGN})"
)
ORDINAL = compiled(rf"\d{{1,2}}{DAY_SIGN}")


def write_month_first_out(text: str) -> str:
    """ "Apr 22nd 29th May 6th": where a month comes first, the next one does too."""
    return MONTH_FIRST.sub(
        lambda match: ", ".join(
            [f"{match['month']} {day}" for day in ORDINAL.findall(match["days"])] + [match["next"]]
        ),
        text,
    )


def write_following_out(words: Words) -> None:
    """A bare number is a day where its weekday agrees; else it may be an hour."""
    said = words.text
    words.text = FOLLOWING.sub(lambda match: following(words, match, said), said)


def following(words: Words, match: Match, text: str) -> str:
    if NOT_A_DAY.match(text, match.end()):
        return str(match[0])
    earlier, written = words.mark(match[1]), f"@{match[1]}@"
    if not earlier.is_day:
        return str(match[0])
    for each in ONE.finditer(match["more"]):
        weekday, number = weekday_number(each["weekday"]), int(each["day"])
        found = agreeing(earlier.first, weekday, number)
        if found is None:
            return written + match["more"][each.start() :]
        earlier = Mark(found, found, each[0])
        written += each["sign"] + words.put(earlier)
    return written


def agreeing(earlier: date, weekday: int, number: int) -> date | None:
    days = (earlier + DAY * ahead for ahead in range(-14, 32))
    return next((day for day in days if (day.day, day.isoweekday()) == (number, weekday)), None)


def take_every_second(words: Words) -> None:
    """Between two days that are known, each of them; else it is handed back."""

    def take(match: Match) -> bool:
        first, last = words.first_on, words.last_on
        if len(words.spans) == 1 and not (first or last):
            first, last = words.spans[0]
        elif words.spans:
            return False
        if not (first and last) or match[2]:
            return False
        if first.isoweekday() != weekday_number(match[1]) or not first <= last <= first + FURTHEST:
            return False
        words.spans = [
            (first + FORTNIGHT * number,) * 2 for number in range((last - first) // FORTNIGHT + 1)
        ]
        words.first_on = words.last_on = None
        return True

    words.take(rf"\bevery (?:second|other) ({ONE_DAY})( of the| in the)?\b", take)


def write_beside_out(words: Words) -> None:
    """ "St Patrick's Day or the day after": beside the day before it in the list."""
    words.text = BESIDE.sub(lambda match: beside(words, match), words.text)


def beside(words: Words, match: Match) -> str:
    mark = words.mark(match[1])
    if ANY_MARK.search(NOT_WANTED.sub("", words.text[: match.start()])):
        words.is_unclear = True  # of the last of them, or of each?
    step = -DAY if match["how"] == "before" else DAY
    if match["day"] == "week" and not mark.is_day and week_around(mark.first).last == mark.last:
        week = week_around(mark.first + 7 * step)
        return f"@{match[1]}@{match['sign']}{words.put(week)}{match['end']}"
    if not mark.is_day or match["day"] == "week":
        return str(match[0])
    day = mark.first + step
    while match["day"] != "day" and day.isoweekday() != weekday_number(match["day"]):
        day += step
    return f"@{match[1]}@{match['sign']}{words.put(Mark(day, day))}{match['end']}"


def write_within_out(words: Words) -> None:
    """ "The week before the holidays in March": the month is no second wish."""

    def within(match: Match) -> str:
        one, other = words.mark(match[1]), words.mark(match[2])
        if one.is_break or other.is_break:
            return str(match[0])
        if one.last < other.first or other.last < one.first:
            words.is_unclear = True
        return f"@{match[1]}@"

    words.text = WITHIN.sub(within, words.text)
