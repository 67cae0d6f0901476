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
    rf"(?:(?P<weekday>{WEEKDAY}),? "
    rf")?(?P<day>\d{{1,2}})[.-](?P<month>\d{{1,2}})[.-](?P<year>\d{{4}}|\d\d)"
)
ISO = compiled(r"(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)")
SEVERAL = compiled(
    rf"(?P<days>(?:{WEEKDAY},? )?\b\d{{1,2}}(?:(?: ?[,&-] ?| or | and | to )+(?:{WEEKDAY},? "
    rf")?\d{{1,2}})+)(?: of)? (?P<month>{MONTH}){YEAR}"
)

ON = r"@([a-z])@"
BETWEEN = compiled(r"( ?[,&-] ?| or | and | to )")
ONE_OF_SEVERAL = compiled(rf"(?:(?P<weekday>{WEEKDAY}),? )?(?P<day>\d{{1,2}})")
ORDINAL = compiled(r"(\d)(?:st|nd|rd|th)\b")
SHORTENED = compiled(rf"\b({'|'.join([reading.SHORT_WEEKDAY, *reading.SHORT_MONTHS])})\.")
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
    return " ".join(text.split()).strip(" .!")


def write_dates_out(words: Words) -> str:
    """Each date becomes @a@, @b@ and so on, so that what stands around it can be read."""
    text = SEVERAL.sub(lambda match: several(match, words), words.text)
    for form in (ISO, DOTTED, NUMERIC, SINGLE, TURNED):
        text = form.sub(partial(whole_date, words, text, "/" if form is NUMERIC else ""), text)
    return text


def whole_date(words: Words, text: str, more: str, match: Match) -> str:
    """What goes on with a digit, or with `more`, is another number."""
    following = text[match.end() :][:1]
    goes_on = following.isdigit() or bool(more and following == more)
    return match[0] if goes_on else one_date(words, match.groupdict(), match[0])


def several(match: Match, words: Words) -> str:
    """ "Tuesday 8 or Thursday 10 December" and "8-12 December" name the month once."""
    parts = BETWEEN.split(match["days"])
    written = ""
    for part in parts:
        if found := ONE_OF_SEVERAL.fullmatch(part):
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
