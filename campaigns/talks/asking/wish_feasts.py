"""Days with a name, as schools use them for a date. Only those whose day is sure, by a rule of
their own; a day that is set anew each year is read as its week, with a question.
"""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial

from dateutil.easter import easter  # type: ignore[import-untyped]  # it ships no types

from campaigns.talks.asking.wish_marks import Mark, Words
from sextortion_aware.patterns import Match, compiled

DAY = timedelta(days=1)
TUESDAY, THURSDAY = 2, 4
SAFER_INTERNET = r"safer internet (?:day|week)"


def fixed(month: int, day: int) -> Callable[[int], date]:
    return lambda year: date(year, month, day)


def around_easter(days: int) -> Callable[[int], date]:
    def found(year: int) -> date:
        sunday: date = easter(year)
        return sunday + days * DAY

    return found


def first_monday_of_may(year: int) -> date:
    first = date(year, 5, 1)
    return first + DAY * (-(first.isoweekday() - 1) % 7)


def first_thursday_of_march(year: int) -> date:
    """World Book Day here, in each year since 2008; elsewhere it is another day."""
    first = date(year, 3, 1)
    return first + DAY * ((THURSDAY - first.isoweekday()) % 7)


def safer_internet_day(year: int) -> date:
    """Of its week we are nearly sure: the Tuesday from 5 February on was so in 2018, 2021 and
    2022. Of the day its makers are.
    """
    first = date(year, 2, 5)
    return first + DAY * ((TUESDAY - first.isoweekday()) % 7)


FEASTS: dict[str, Callable[[int], date]] = {
    r"burns'?s? (?:night|day|supper)": fixed(1, 25),
    r"(?:st\.? )?valentine'?s?(?: day)": fixed(2, 14),
    r"(?:shrove tuesday|pancake (?:day|tuesday))": around_easter(-47),
    r"ash wednesday": around_easter(-46),
    r"world book day": first_thursday_of_march,
    r"(?:international )women'?s day": fixed(3, 8),
    r"st\.? patrick'?s day": fixed(3, 17),
    r"good friday": around_easter(-2),
    r"easter sunday": around_easter(0),
    r"easter monday": around_easter(1),
    r"(?:early )?may ?day(?: bank)?(?: holiday)?(?: monday)?": first_monday_of_may,
    r"hallow(?:e|')*en": fixed(10, 31),
    r"(?:guy fawkes(?: night)?|bonfire night)": fixed(11, 5),
    r"(?:armistice|remembrance) day": fixed(11, 11),
    r"(?:st|saint)\.? andrew'?s day": fixed(11, 30),
    r"christmas eve": fixed(12, 24),
    r"christmas day": fixed(12, 25),
    r"boxing day": fixed(12, 26),
    r"hogmanay": fixed(12, 31),
    r"new year'?s day": fixed(1, 1),
}
FEAST_WEEK = compiled(r"\b(valentine'?s?|burns'?s?|patrick'?s|andrew'?s) week\b")
IN_A_YEAR = r"(?:,? (?P<year>20\d\d))?"


def write_feasts_out(words: Words) -> None:
    """A date written beside the name says which day is meant."""
    words.text = FEAST_WEEK.sub(lambda match: f"{match[1]} day week", words.text)
    beside = r" ?(?:[,(-]|is|which is)? ?(?:on )?(?:the )?@([a-z]{2})@ ?\)?"
    for name in FEASTS:
        words.write(rf"\b(?:{name}){beside}", lambda match: words.mark(match[1]))
    for name, rule in FEASTS.items():
        words.write(rf"\b{name}\b{IN_A_YEAR}", partial(day_of, words, rule))
    words.write(rf"\bholy week\b{IN_A_YEAR}", lambda match: holy_week(words, match))
    words.write(rf"\b(?:{SAFER_INTERNET}){IN_A_YEAR}", lambda match: safer_internet(match, words))


def day_of(words: Words, rule: Callable[[int], date], match: Match) -> Mark:
    day = coming(rule, match["year"], words.today)
    return Mark(day, day, match[0])


def holy_week(words: Words, match: Match) -> Mark:
    monday = coming(around_easter(-6), match["year"], words.today - 4 * DAY)
    return Mark(monday, monday + 4 * DAY, match[0])


def coming(rule: Callable[[int], date], year: str | None, today: date) -> date:
    if year:
        return rule(int(year))
    this = rule(today.year)
    return this if this >= today else rule(today.year + 1)


def safer_internet(match: Match, words: Words) -> Mark | None:
    day = coming(safer_internet_day, match["year"], words.today)
    monday = day - DAY * (day.isoweekday() - 1)
    named = [
        mark for mark in words.marks if mark.is_day and monday <= mark.first < monday + 7 * DAY
    ]
    if named:  # "9 February for Safer Internet Day"
        return None
    words.remarks.append(
        f"Is Safer Internet Day in the week of {monday.day} {monday:%B %Y}? Please check its date."
    )
    return Mark(monday, monday + 4 * DAY, match[0])
