"""What people write in the cells of a spreadsheet: dates, times and lengths. How many came is in
how_many.py.

The day comes before the month, but for a column that shows the other order.

Each function takes a tidied cell and raises CannotRead, with a sentence, for what it would have to
guess. What is understood and does not stand there word by word is remarked on.
"""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from campaigns.spreadsheets.machine_dates import day_of_moment
from sextortion_aware.patterns import Match, compiled
from sextortion_aware.reading.dates import MONTH, WEEKDAY, month_number, real_day, year_in_full
from sextortion_aware.reading.problems import NOT_SAID, CannotRead, shown
from sextortion_aware.reading.times import HALF, to_time, to_times

ON_WEEKDAY = rf"(?:{WEEKDAY}\.?,? )?"
CLOCK = rf"(?:,?[ t](?P<clock>\d{{1,2}}[:.]\d{{2}}(?:[:.]\d{{2}})?(?: ?{HALF})?))?"
YEAR = r"(?P<year>\d{4}|\d{2})"
ISO = compiled(rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){CLOCK}")
NUMERIC = compiled(
    rf"{ON_WEEKDAY}(?P<day>\d{{1,2}}) ?[-/.] ?(?P<month>\d{{1,2}}) ?[-/.] ?{YEAR}{CLOCK}"
)
NAMED = compiled(
    rf"{ON_WEEKDAY}(?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?[ -/.]*(?:of )?"
    rf"(?P<month>{MONTH})\.?[ -/.,’']*{YEAR}{CLOCK}"
)
MONTH_NAMED_FIRST = compiled(
    rf"{ON_WEEKDAY}(?P<month>{MONTH})\.? ?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,? "
    rf"(?P<year>\d{{4}}){CLOCK}(?: gmt(?:[+-]\d{{4}})?)?(?: \([a-z ]{{1,60}}\))?"
)
COMPACT = compiled(r"(?P<year>20\d{2})(?P<month>\d{2})(?P<day>\d{2})(?P<clock>)")
WEEK = compiled(
    r"(?:w[ ./]?[cbe]|week|wk)\b\.?(?: ?(?:commencing|beginning|starting|ending|of))?:? ?"
    r"(?P<day>\d.*)"
)
WITHOUT_YEAR = compiled(
    rf"{ON_WEEKDAY}(?:the )?(?:\d{{1,2}}(?:st|nd|rd|th)?[ -/.]*(?:of )?{MONTH}\.?"
    rf"|{MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)|\d{{1,2}} ?[-/.] ?\d{{1,2}})"
)
SERIAL = compiled(r"(?P<days>\d{5})(?P<part>\.\d+)?")
SEASON = r"spring|summer|autumn|winter|term ?\d?|easter|christmas"
SOME_YEAR = r"\d{4}(?:[-/]\d{2,4})?|\d{1,2}"
WITHOUT_DAY = compiled(
    rf"(?:[a-z]+ )*(?:{MONTH}\.?|{SEASON})?[ -/.,’']*(?:\d{{1,2}}[-/.])?(?:{SOME_YEAR})?"
)

MONTHS_IN_A_YEAR = 12
WHICH_FIRST = (
    "“%(date)s” can be two days, and a date of this column has the month first. "
    "Say under “Change the columns” which comes first"
)
NOT_MONTH_FIRST = "“%(date)s” is not a day of the calendar. You said that the month comes first"

DAY_ZERO = date(1899, 12, 30)
SECONDS_IN_A_DAY = 86_400
SERIALS = range(36_526, 73_051)  # the days of 2000 to 2099
MIDNIGHT = time(0)  # beside a date: a program wrote a day that has no time
NO_TIME = NOT_SAID | {"am", "pm", "morning", "afternoon", "evening", "all day", "various"}
UNTIL = compiled(r" ?(?:-|–|to|until) ?")
HOUR = compiled(r"(?:[1-69]|1\d|20)")  # 7 and 8 are in the morning or in the evening
UNSURE_HOUR = compiled(r"[78]")
_PERIOD = r"(?:(?:periods?|pds?|per|p)[ .]*\d{1,2}|\d(?:st|nd|rd|th) periods?)"
PART_OF_DAY = compiled(
    rf"(?:double )?{_PERIOD}(?: ?(?:[-–&/,+]|and|to) ?(?:{_PERIOD}|\d{{1,2}}))*"
    r"|(?:(?:before|after|at|over|during|early|late|first|last|all)[ -]?)?"
    r"(?:morning|afternoon|evening|school(?: day)?|lunch(?: ?time)?|break(?: ?time)?|thing|period"
    r"|mid[ -]?(?:morning|afternoon)|registration|assembly|tutor(?: time)?|day|am|pm)"
    r"|am ?(?:/|&|and) ?pm|double period"
)

Remark = Callable[[str], None]


def unsaid(_: str) -> None:
    """For whoever shows no remarks."""


class NoDay(CannotRead):
    """A date without its day, or none at all: nothing is wrong with it, but it cannot be logged."""


def to_date(text: str, *, month_first: bool | None = False) -> tuple[date, time | None]:
    """The day, and the time when the cell holds that too.

    Without `month_first`, None, what can be two days is refused with the question.
    """
    said = text.casefold()
    if moment_said := day_of_moment(said):
        return moment_said
    for form in (ISO, NUMERIC, NAMED, MONTH_NAMED_FIRST, COMPACT):
        if match := form.fullmatch(said):
            in_order = form is not NUMERIC or not month_first
            if form is NUMERIC and month_first is None and can_be_two_days(match):
                raise CannotRead(WHICH_FIRST % {"date": shown(text)})
            day = day_of(match, said=text) if in_order else month_before_day(match, said=text)
            moment = to_time(match["clock"]) if match["clock"] else MIDNIGHT
            return day, None if moment == MIDNIGHT else moment
    if (match := SERIAL.fullmatch(said)) and int(match["days"]) in SERIALS:
        return of_serial(match)
    if said in NOT_SAID:
        raise NoDay("It has no date")
    if WEEK.fullmatch(said):
        raise NoDay(f"“{shown(text)}” is a week. Enter the day of the talk, like 12/03/2019")
    if WITHOUT_YEAR.fullmatch(said):
        raise NoDay(f"“{shown(text)}” has no year. Enter it in full, like 12/03/2019")
    if WITHOUT_DAY.fullmatch(said):
        raise NoDay(
            f"“{shown(text)}” is not a full date. Enter the day, the month and the year, like "
            "12/03/2019"
        )
    raise CannotRead(
        f"“{shown(text)}” is not a date that we can read. Write it with the day first, like "
        "12/03/2019"
    )


def of_serial(match: Match) -> tuple[date, time | None]:
    """As the workbook would have shown it. A fraction is of a day, and comes out a hair beside the
    second.
    """
    seconds = round(float(match["part"] or 0) * SECONDS_IN_A_DAY)
    since = timedelta(days=int(match["days"]), seconds=seconds)
    shown_as = datetime.combine(DAY_ZERO, MIDNIGHT) + since
    moment = to_time(f"{shown_as:%H:%M}")
    return shown_as.date(), None if moment == MIDNIGHT else moment


def day_of(match: Match, *, said: str) -> date:
    month, year = month_number(match["month"]) or 0, year_in_full(match["year"])
    return real_day(int(match["day"]), month, year, said=said)


def month_before_day(match: Match, *, said: str) -> date:
    try:
        return date(year_in_full(match["year"]), int(match["day"]), int(match["month"]))
    except ValueError:
        raise CannotRead(NOT_MONTH_FIRST % {"date": shown(said)}) from None


def can_be_two_days(match: Match) -> bool:
    first, second = int(match["day"]), int(match["month"])
    return first != second and max(first, second) <= MONTHS_IN_A_YEAR


def shows_month_first(text: str) -> bool:
    """03/25/2019 is a day in that order only."""
    match = NUMERIC.fullmatch(text.casefold())
    if match is None or int(match["month"]) <= MONTHS_IN_A_YEAR:
        return False
    try:
        return bool(month_before_day(match, said=text))
    except CannotRead:
        return False


def to_start(text: str, remark: Remark = unsaid) -> tuple[time | None, int | None]:
    """ "9.30 - 10.20" says how long it was, too."""
    said = text.casefold()
    if said in NO_TIME:
        return None, None
    if PART_OF_DAY.fullmatch(said):
        remark(f"“{shown(text)}” is not a time of the clock: brought in without a time.")
        return None, None
    parts = UNTIL.split(said)
    if len(parts) == 1 and HOUR.fullmatch(said):
        moment = to_time(said, hour_alone=True)
        remark(f"“{shown(text)}” is taken as {moment:%H:%M}.")
        return moment, None
    if len(parts) != 2:
        return to_time(text), None
    try:
        first, last = to_times(*parts, hour_alone=not UNSURE_HOUR.fullmatch(parts[0]))
    except CannotRead:
        first = last = MIDNIGHT
    if last <= first:
        raise CannotRead(
            f"“{shown(text)}” is not a start and an end that we can read. Write them like "
            "9.30 - 10.20"
        )
    if any(map(HOUR.fullmatch, parts)):
        remark(f"“{shown(text)}” is taken as {first:%H:%M} to {last:%H:%M}.")
    return first, (last.hour - first.hour) * 60 + last.minute - first.minute


HOURS = compiled(
    r"(?P<hours>\d{1,2}(?:\.\d{1,2})?) ?(?:h|hrs?|hours?)\.?(?:,? ?(?:and "
    r")?(?P<minutes>\d{1,2}) ?(?:m|mins?|minutes?)?\.?)?"
)
MINUTES = compiled(r"(?P<minutes>\d{1,3}) ?(?:['’m]|mins?|minutes?)?\.?")
CLOCKED = compiled(r"(?P<hours>\d{1,2}):(?P<minutes>[0-5]\d)(?::00)?")


def to_minutes(text: str) -> int | None:
    said = text.casefold()
    if said in NOT_SAID:
        return None
    if match := HOURS.fullmatch(said) or CLOCKED.fullmatch(said):
        return round(float(match["hours"]) * 60) + int(match["minutes"] or 0)
    if match := MINUTES.fullmatch(said):
        return int(match["minutes"])
    raise CannotRead(
        f"“{shown(text)}” is not a length that we can read. Write it in minutes, like 50"
    )
