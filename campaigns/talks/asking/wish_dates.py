"""Finds the dates in words about a wanted date, in every form that people here write them in: the
day first, the month by name or number, the year or none.
"""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from string import ascii_lowercase

from campaigns.places.school_year import SchoolYear
from sextortion_aware.patterns import Match, compiled
from sextortion_aware.reading import dates as reading

LATELY = timedelta(
    days=60
)  # a date without its year, and not longer past than this: a slip, and not next year's

MONTH, WEEKDAY = rf"\b{reading.MONTH}\b", rf"\b{reading.WEEKDAY}\b"
YEAR = r"(?:,? (?P<year>20\d\d|'?(?:2[5-9]|3\d))\b)?"
SINGLE = compiled(
    rf"(?:(?P<weekday>{WEEKDAY}),? )?(?:the )?(?P<day>\d{{1,2}})(?: of)? (?P<month>{MONTH}){YEAR}"
)
TURNED = compiled(
    rf"(?:(?P<weekday>{WEEKDAY}),? )?(?P<month>{MONTH}) (?:the )?(?P<day>\d{{1,2}})\b{YEAR}"
)
NUMERIC = compiled(
    rf"(?:(?P<weekday>{WEEKDAY}),? )?(?P<day>\d{{1,2}}) ?/ ?(?P<month>\d{{1,2}})(?: ?/ "
    rf"?(?P<year>\d{{4}}|\d\d))?"
)
DOTTED = compiled(
    rf"(?:(?P<weekday>{WEEKDAY}),? )?"
    r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4}|\d\d)"
)
DASHED = compiled(DOTTED.pattern.replace(r"\.", "-"))  # both signs are one: 9.30-10 is no date
YEAR_AT_THE_END = compiled(  # 7.12-11.12.2026
    r"\b(\d{1,2}\.(?:0?[1-9]|1[0-2]))\.?( ?- ?| to | until | till )"
    r"(\d{1,2}\.\d{1,2}\.(\d{4}|\d\d)\b)"
)
ISO = compiled(r"(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)")
SEVERAL = compiled(
    rf"(?P<days>(?:{WEEKDAY},? )?\b\d{{1,2}}(?:(?: ?[,&-] ?| or | and | to )+(?:{WEEKDAY},? "
    rf")?\d{{1,2}})+)(?: of)? (?P<month>{MONTH}){YEAR}"
)

ON = r"@([a-z])@"
BETWEEN = compiled(r"( ?[,&-] ?| or | and | to )")
HOUR_BEFORE = compiled(r"\d[.:]")
ONE_OF_SEVERAL = compiled(rf"(?:(?P<weekday>{WEEKDAY}),? )?(?P<day>\d{{1,2}})")
ORDINAL = compiled(r"(\d)(?:st|nd|rd|th)\b")
SHORTENED = compiled(rf"\b({'|'.join([reading.SHORT_WEEKDAY, *reading.SHORT_MONTHS])})\.")
# 10-Dec-2026 and 10-Dec-26, as a spreadsheet has it; in 21-Dec-25-Dec is no year.
YEAR_AFTER_SIGN = compiled(rf"\b({reading.MONTH})[-/.]?(20\d\d)\b")
SHORT_YEAR_AFTER_SIGN = compiled(rf"(\d[-/.]{reading.MONTH})[-/.]?\b((?:2[5-9]|3\d))($|[^-\d/])")
MONTH_AFTER_SIGN = compiled(rf"(\d)[-/.]({MONTH})")
# No month. In capitals, which no pattern knows, it is not taken for one.
VERB = compiled(r"(?:you |we )may\b|\bmay (?:be|suit|come)\b")


@dataclass
class Words:
    """What is left to read, and what was found."""

    text: str
    today: date
    year: SchoolYear
    remarks: list[str] = field(default_factory=list)
    dates: list[date] = field(default_factory=list)
    spans: list[tuple[date, date]] = field(default_factory=list)
    first_on: date | None = None
    last_on: date | None = None
    no_such_day: bool = False

    def day(self, letter: str) -> date:
        return self.dates[ascii_lowercase.index(letter)]

    def take(self, pattern: str, use: Callable[[Match], object]) -> None:
        """`use` takes what is found in; what it gives back False for stays where it is."""
        self.text = compiled(pattern).sub(
            lambda match: match[0] if use(match) is False else " ; ", self.text
        )


def tidy(said: str) -> str:
    text = (
        said.casefold().replace("’", "'").replace("–", "-").replace("—", "-").replace("@", " at ")
    )  # ours, for dates
    text = ORDINAL.sub(lambda match: match[1], text)
    text = VERB.sub(
        lambda match: match[0].replace("may", "MAY"), SHORTENED.sub(lambda match: match[1], text)
    )
    return without_signs(" ".join(text.split()).strip(" .!"))


def without_signs(text: str) -> str:
    """ "10-dec-2026" becomes "10 dec 2026"."""
    text = YEAR_AFTER_SIGN.sub(lambda match: f"{match[1]} {match[2]}", text)
    text = SHORT_YEAR_AFTER_SIGN.sub(lambda match: f"{match[1]} 20{match[2]}{match[3]}", text)
    return MONTH_AFTER_SIGN.sub(lambda match: f"{match[1]} {match[2]}", text)


def write_dates_out(words: Words) -> str:
    """Each date becomes @a@, @b@ and so on, so that what stands around it can be read."""
    said = words.text
    text = SEVERAL.sub(
        lambda match: several(match, words, is_minutes=begins_with_minutes(said, match)), said
    )
    text = YEAR_AT_THE_END.sub(lambda match: f"{match[1]}.{match[4]}{match[2]}{match[3]}", text)
    for form in (ISO, DOTTED, DASHED, NUMERIC, SINGLE, TURNED):
        text = form.sub(partial(whole_date, words, text, "/" if form is NUMERIC else ""), text)
    return text


def whole_date(words: Words, text: str, more: str, match: Match) -> str:
    """What goes on with a digit, or with `more`, is another number, and so is 9.30-10-30."""
    following = text[match.end() :][:1]
    goes_on = following.isdigit() or bool(more and following == more)
    is_time = "-" in match[0] and begins_with_minutes(text, match)
    return match[0] if goes_on or is_time else one_date(words, match.groupdict(), match[0])


def begins_with_minutes(text: str, match: Match) -> bool:
    return HOUR_BEFORE.fullmatch(text[: match.start()][-2:]) is not None


def several(match: Match, words: Words, *, is_minutes: bool) -> str:
    """ "Tuesday 8 or Thursday 10 December" and "8-12 December" name the month once.

    Of "9.30, 8 or 10 December" the 30 is no day.
    """
    parts = BETWEEN.split(match["days"])
    written = ""
    for place, part in enumerate(parts):
        if is_minutes and place == 0:
            written += part
        elif found := ONE_OF_SEVERAL.fullmatch(part):
            written += one_date(
                words,
                {**found.groupdict(), "month": match["month"], "year": match["year"]},
                f"{part} {match['month']}",
            )
        else:
            written += part
    return written


def one_date(words: Words, found: dict[str, str | None], said: str) -> str:
    day, number = int(found["day"] or 0), reading.month_number(str(found["month"])) or 0
    said_weekday, year = found.get("weekday"), found["year"]
    weekday = reading.weekday_number(said_weekday) if said_weekday else 0
    try:
        named = (
            date(reading.year_in_full(year), number, day)
            if year
            else nearest(day, number, weekday, words.today)
        )
    except ValueError:
        words.no_such_day = True
        words.remarks.append(f"There is no day like “{said}”. Please check it.")
        return said
    if weekday and named.isoweekday() != weekday:
        words.remarks.append(f"{named.day} {named:%B %Y} is a {named:%A}. Please check the day.")
    words.dates.append(named)
    return (
        f"@{ascii_lowercase[len(words.dates) - 1]}@"
        if len(words.dates) <= len(ascii_lowercase)
        else said
    )


def nearest(day: int, month: int, weekday: int, today: date) -> date:
    """The next one, but for one that has just gone by; of the two,
    the one whose weekday was named.
    """
    found = [
        date(year, month, day)
        for year in range(today.year - 1, today.year + 3)
        if (month, day) != (2, 29) or monthrange(year, 2)[1] == 29
    ]
    found = [each for each in found if each >= today - LATELY]
    if not found:
        raise ValueError("no such day soon")
    matching = [each for each in found[:2] if each.isoweekday() == weekday]
    return matching[0] if matching else found[0]


def month_of(named: str, year: str | None, today: date) -> tuple[date, date]:
    number = reading.month_number(named) or 0
    given = reading.year_in_full(year) if year else today.year + (number < today.month)
    return date(given, number, 1), date(given, number, monthrange(given, number)[1])
