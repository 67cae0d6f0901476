"""What is found in words about a wanted date: each date, week, month or holiday becomes a mark in
the text, @aa@, @ab@ and so on, so that what stands around it can be read.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from string import ascii_lowercase

from campaigns.places.school_year import SchoolYear
from sextortion_aware.patterns import Match, compiled

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
LETTERS = len(ascii_lowercase)
ON = r"@([a-z]{2})@"
ANY_MARK = compiled(ON)
# Beyond these no day is read: an officer reads the words.
LONGEST_AGO, FURTHEST_AHEAD = 53 * WEEK, 106 * WEEK
ONE_DAY = r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\b"


@dataclass(frozen=True)
class Mark:
    """From the first day to the last.

    A break is what schools have off: "until" it ends before it, and "from" it begins after. Alone
    it is no wish.
    """

    first: date
    last: date
    said: str = ""
    is_break: bool = False
    has_year: bool = True
    is_end: bool = False  # "the end of January": what comes before it is January too

    @property
    def is_day(self) -> bool:
        return self.first == self.last


def week_around(day: date, said: str = "") -> Mark:
    """The school days of its week."""
    monday = day - DAY * (day.isoweekday() - 1)
    return Mark(monday, monday + 4 * DAY, said)


@dataclass
class Words:
    """What is left to read, and what was found."""

    text: str
    today: date
    year: SchoolYear
    since: date | None = None  # a day that was named before: "12 January am or the 13th pm"
    remarks: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)
    spans: list[tuple[date, date]] = field(default_factory=list)
    off: list[tuple[date, date]] = field(default_factory=list)
    first_on: date | None = None
    last_on: date | None = None
    no_such_day: bool = False
    is_either: bool = False  # which of two is asked, and until then nothing is read
    is_unclear: bool = False  # what we know of it would say something else

    def put(self, mark: Mark) -> str:
        if len(self.marks) == LETTERS**2:
            return mark.said
        self.marks.append(self.within_reach(mark))
        first, second = divmod(len(self.marks) - 1, LETTERS)
        return f"@{ascii_lowercase[first]}{ascii_lowercase[second]}@"

    def reaches(self, mark: Mark) -> bool:
        return self.today - LONGEST_AGO <= mark.first and mark.last <= self.today + FURTHEST_AHEAD

    def within_reach(self, mark: Mark) -> Mark:
        """Every day passes here before anything is reckoned with it. Of words with a day that is
        too far away nothing is read, and what is reckoned until then stays within the calendar.
        """
        if self.reaches(mark):
            return mark
        earliest, latest = self.today - LONGEST_AGO, self.today + FURTHEST_AHEAD
        if mark.said and not self.no_such_day:
            if mark.last > latest:
                found = f"“{mark.said}” is more than two years ahead. Please check it."
                self.remarks.append(found)
            elif mark.last.year >= self.today.year - 1:  # 9/10/11 may be hours
                self.remarks.append(f"“{mark.said}” has gone by. Please check the date.")
        self.no_such_day = True
        first, last = (min(max(day, earliest), latest) for day in (mark.first, mark.last))
        return replace(mark, first=first, last=last)

    def mark(self, letters: str) -> Mark:
        first, second = (ascii_lowercase.index(letter) for letter in letters)
        return self.marks[first * LETTERS + second]

    def write(self, pattern: str, use: Callable[[Match], Mark | None]) -> None:
        """What `use` gives back stands in the text for what it was found in."""

        def written(match: Match) -> str:
            found = use(match)
            return str(match[0]) if found is None else self.put(found)

        self.text = compiled(pattern).sub(written, self.text)

    def take(self, pattern: str, use: Callable[[Match], object]) -> None:
        """`use` takes what is found in; what it gives back False for stays where it is."""
        self.text = compiled(pattern).sub(
            lambda match: match[0] if use(match) is False else " ; ", self.text
        )
