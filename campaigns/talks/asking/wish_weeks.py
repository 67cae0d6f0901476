"""Weeks in words about a wanted date: "week of 7 December", "w/c 14 or 21 Dec", "next week", "the
last week of May".
"""

from datetime import date

from campaigns.talks.asking.wish_dates import MONTH, WEEKDAY, YEAR, month_of
from campaigns.talks.asking.wish_marks import ANY_MARK, DAY, ON, WEEK, Mark, Words, week_around
from sextortion_aware.patterns import Match, compiled
from sextortion_aware.reading.dates import weekday_number

COUNTED = {"first": 0, "second": 1, "third": 2, "fourth": 3}
WHICH = r"(?:first|second|third|fourth|last|[1-4])"
WEEKS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4}
MANY = r"(?P<many>two|three|four|[2-4])"
WEEK_OF = (
    r"\b(?:(?:the )?(?:week|wk)\.?s?[ -]?(?:of|beg(?:inning|ins?|\.)?|b|c|comm(?:encing|\.)?"
    r"|starting|from|ending|end|in|is)?[.:]? ?|w[/. ]?[cbek]\b[ .:]*)(?:on )?(?:the )?"
)
NAME, RANGE = compiled(WEEKDAY), compiled(r" ?- ?| to ")
DAYS_OF_WEEK = compiled(
    rf"(?P<days>{WEEKDAY}(?:(?: or | and | ?[,&/] ?|, or ){WEEKDAY})*"
    rf"|{WEEKDAY}(?: ?- ?| to ){WEEKDAY}) (?:of )?(?P<which>this|next) week\b"
)
MONTH_LONG = 30 * DAY
THIS_OR_NEXT = compiled(r"\bthis week or next(?: week)?\b")
ALSO = r"(?:(?: ?[,&/] ?| or |, or | and )"
WEEKS_OF = compiled(rf"{WEEK_OF}(?P<all>{ON}{ALSO}(?:{WEEK_OF})?(?:the )?{ON})*)")


def write_weeks_out(words: Words) -> None:
    words.write(
        rf"\b(?:{MANY} weeks|(?:a )?fortnight) (?:of|beg(?:inning)?|commencing|starting|from) "
        rf"(?:the )?{ON}",
        lambda match: several_weeks(words, match),
    )
    words.text = WEEKS_OF.sub(lambda match: weeks_of(words, match["all"]), words.text)
    month = rf"(?:of|in) (?P<month>{MONTH}){YEAR}"
    words.write(
        rf"\b(?P<which>first|last) (?:{MANY} weeks|fortnight) {month}",
        lambda match: weeks_of_month(words, match),
    )
    words.text = compiled(
        rf"\b(?P<one>{WHICH})(?P<sign> or | and | ?[/&] ?)(?P<which>{WHICH}) (?:full )?"
        rf"(?:week|wk)s? (?P<rest>(?:of|in) {MONTH})"
    ).sub(
        lambda match: (
            f"{match['one']} week {match['rest']} or {match['which']} week {match['rest']}"
        ),
        words.text,
    )
    words.write(
        rf"\b(?P<which>{WHICH}) (?P<full>full )?(?:week|wk) {month}",
        lambda match: week_of_month(words, match),
    )
    today = words.today
    words.text = THIS_OR_NEXT.sub(lambda match: "this week or next week", words.text)
    words.write(rf"{ON} week\b", lambda match: around(words, words.mark(match[1])))
    words.write(
        rf"\b(?:within |in |over |during )?the next (?:{MANY} weeks|fortnight)\b"
        r"|\bnext (?P<few>two|three|four|[2-4]) weeks\b",
        lambda match: next_weeks(match["many"] or match["few"] or "two", today),
    )
    words.text = DAYS_OF_WEEK.sub(lambda match: days_of_week(words, match), words.text)
    words.write(
        r"\b(?:within |in |over |during )?the next month\b",
        lambda match: Mark(today + DAY, today + MONTH_LONG),
    )
    words.write(r"\bweek after next\b", lambda match: week_around(today + 2 * WEEK))
    words.write(r"\bnext week\b", lambda match: week_around(today + WEEK))
    words.write(r"\bthis week\b", lambda match: week_around(today))


def days_of_week(words: Words, match: Match) -> str:
    """ "Thursday/Friday this week or Monday/Tuesday next week": each in its own week."""
    monday = week_around(words.today + WEEK * (match["which"] == "next")).first
    days = [monday + DAY * (weekday_number(each[0]) - 1) for each in NAME.finditer(match["days"])]
    if days[0] <= words.today or (" - " in match["days"] and len(days) != 2):
        return str(match[0])
    if RANGE.search(match["days"]):
        return words.put(Mark(days[0], days[-1])) if days[0] <= days[-1] else str(match[0])
    return " or ".join(words.put(Mark(day, day)) for day in days)


def weeks_of(words: Words, said: str) -> str:
    """Of "w/c 14 or 21 December" both are weeks, because both are Mondays."""
    found = [*ANY_MARK.finditer(said)]
    weekday = words.mark(found[0][1]).first.isoweekday()
    written, here = "", 0
    for match in found:
        mark = words.mark(match[1])
        is_week = mark.first.isoweekday() == weekday
        if here:  # "between the weeks of 11 and 18 January"
            written += " and " if " and " in said[here : match.start()] else " or "
        written += words.put(week_around(mark.first, mark.said) if is_week else mark)
        here = match.end()
    return written


def around(words: Words, mark: Mark) -> Mark | None:
    if mark.is_break:
        return None
    week = week_around(mark.first, mark.said)
    if mark.first > week.last:
        words.remarks.append(f"Do you mean the week of {day_and_month(week.first)}?")
    return week


def next_weeks(many: str, today: date) -> Mark:
    return Mark(today + DAY, today + WEEK * (WEEKS.get(many) or int(many)))


def several_weeks(words: Words, match: Match) -> Mark:
    number = WEEKS.get(match["many"] or "two") or int(match["many"])
    first = words.mark(match[2]).first
    last = first + WEEK * number - DAY
    return Mark(first, last - 2 * DAY if first.isoweekday() == 1 else last)


def weeks_of_month(words: Words, match: Match) -> Mark:
    number = WEEKS.get(match["many"] or "two") or int(match["many"])
    first, last = month_of(match["month"], match["year"], words.today)
    if match["which"] == "first":
        return Mark(first, first + WEEK * number - DAY)
    return Mark(last - WEEK * number + DAY, last)


def week_of_month(words: Words, match: Match) -> Mark:
    """Where a part of a week comes before or after the full ones, it may be counted or not."""
    first, last = month_of(match["month"], match["year"], words.today)
    which = match["which"]
    if which == "last":
        week, is_cut = week_around(last - DAY * ((last.isoweekday() - 5) % 7)), last
        is_doubtful = is_cut.isoweekday() < 5
    else:
        monday = first + DAY * ((8 - first.isoweekday()) % 7)
        number = COUNTED[which] if which in COUNTED else int(which) - 1
        week = week_around(monday + WEEK * number)
        is_doubtful = 1 < first.isoweekday() <= 5 and not match["full"]
    if is_doubtful and which != "last" and first.isoweekday() == 5:
        words.remarks.append(f"Do you mean the week of {day_and_month(week.first)}?")
    elif is_doubtful:
        other = week_around(week.first + (WEEK if which == "last" else -WEEK))
        first, second = sorted((week.first, other.first))
        words.is_either = True
        words.remarks.append(
            f"Do you mean the week of {day_and_month(first)} or of {day_and_month(second)}?"
        )
    return week


def day_and_month(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
