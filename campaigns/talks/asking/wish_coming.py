"""Days told from today on: "tomorrow", "Tuesday week", "a fortnight on Thursday", "this Friday",
"by Wednesday".
"""

from datetime import date

from campaigns.talks.asking.wish_limits import NOT_AFTER, NOT_BEFORE
from campaigns.talks.asking.wish_marks import DAY, ONE_DAY, WEEK, Mark, Words, week_around
from campaigns.talks.asking.wish_weeks import day_and_month
from sextortion_aware.patterns import Match, compiled
from sextortion_aware.reading.dates import weekday_number

RULE = r"(?P<rule>(?:any|every|each|per|once a|one|next|this|that|last|all|most) )?"
MANY = r"week|fortnight|(?:two|three|four|[2-4]) weeks"
LONG = rf"(?P<long>{MANY})"
WEEKS = {"week": 1, "three weeks": 3, "3 weeks": 3, "four weeks": 4, "4 weeks": 4}
NUMBERS = {
    "a": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "ten": 10,
}
BOUND = (
    rf"until|till?|by|before|up to|{NOT_AFTER}|{NOT_BEFORE}|after|from|since|starting"
    r"|any ?time after"
)
GOES_ON = compiled(
    r" ?(?:-|\d|to\b|and\b|or\b|until\b|till\b|through\b|[ap]\.?m\b|morning|afternoon|lunch|week|"
    r"before|after|evening)"
)
NUMBERED = compiled(r" ?\d")


def write_coming_out(words: Words) -> None:
    words.write(
        rf"\b{RULE}(?:an? )?{LONG} (?:from )?(?P<day>today|tomorrow)\b"
        rf"|\b(?P<prefix>any |every |each |per |once a |one |next |this |last )?(?:a )?"
        rf"(?P<weeks>{MANY}) (?:on|from) (?:this |the )?"
        rf"(?P<named>{ONE_DAY})",
        lambda match: after_weeks(
            words,
            match,
            match["day"] or match["named"],
            match["long"] or match["weeks"],
            match["rule"] or match["prefix"],
        ),
    )
    words.write(
        rf"\b{RULE}(?P<day>today|tomorrow|{ONE_DAY}) {LONG}\b",
        lambda match: after_weeks(words, match, match["day"], match["long"], match["rule"]),
    )
    words.write(
        rf"\b(?:this coming|coming|this) (?P<day>{ONE_DAY})", lambda match: this_day(words, match)
    )
    words.write(rf"\bnext (?P<day>{ONE_DAY})", lambda match: next_day(words, match))
    words.write(
        r"\b(?:in )?(?P<many>\d{1,2}|a|one|two|three|four|five|six|ten) "
        r"(?P<unit>day|week)(?:'?s'?)?"
        r"(?:(?: time)? from (?:now|today)| time)\b"
        r"|\bin (?P<number>\d{1,2}|two|three|four|five|six|ten) (?P<units>day|week)s$",
        lambda match: after_days(words, match),
    )
    words.write(r"\btomorrow\b", lambda match: one_day(words.today + DAY))
    words.text = compiled(rf"\b(?P<how>{BOUND}) (?P<day>{ONE_DAY})").sub(
        lambda match: bound(words, match), words.text
    )


def after_days(words: Words, match: Match) -> Mark:
    """ "In 10 days' time", "14 days from today"; "in two weeks" is that week."""
    said, unit = match["many"] or match["number"], match["unit"] or match["units"]
    number = NUMBERS.get(said) or int(said)
    if unit == "day":
        return one_day(words.today + DAY * number)
    is_day = "today" in match[0]
    there = words.today + WEEK * number
    if not is_day:
        words.remarks.append(f"Do you mean the week of {day_and_month(week_around(there).first)}?")
    return one_day(there) if is_day else week_around(there)


def one_day(day: date) -> Mark:
    return Mark(day, day)


def coming(named: str, today: date) -> date:
    """After today."""
    return today + DAY * ((weekday_number(named) - today.isoweekday() - 1) % 7 + 1)


def after_weeks(words: Words, match: Match, day: str, long: str, rule: str | None) -> Mark | None:
    """ "Tuesday week" is a week after the coming Tuesday; "any week on Tuesday" is a rule."""
    if rule or NUMBERED.match(words.text, match.end()):
        return None
    ahead = WEEK * WEEKS.get(long, 2)
    if day in ("today", "tomorrow"):
        return one_day(words.today + DAY * (day == "tomorrow") + ahead)
    found = coming(day, words.today) + ahead
    if found.isoweekday() == words.today.isoweekday():
        words.remarks.append(f"Do you mean {day_and_month(found)}?")
    return one_day(found)


def this_day(words: Words, match: Match) -> Mark:
    return one_day(coming(match["day"], words.today))


def next_day(words: Words, match: Match) -> Mark:
    """That of next week; but some mean the coming one, and some the one after it."""
    monday = words.today - DAY * (words.today.isoweekday() - 1)
    found = monday + WEEK + DAY * (weekday_number(match["day"]) - 1)
    words.remarks.append(f"Do you mean {day_and_month(found)}?")
    return one_day(found)


def bound(words: Words, match: Match) -> str:
    """ "by Friday"; but "from Monday to Thursday" are weekdays."""
    if GOES_ON.match(words.text, match.end()):
        return str(match[0])
    return f"{match['how']} {words.put(one_day(coming(match['day'], words.today)))}"
