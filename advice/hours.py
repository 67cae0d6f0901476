"""Opening hours as data, proved against the words that people read.

Times are those of a clock on a wall in Scotland.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from advice.fields import Fields
from sextortion_aware.patterns import compiled
from sextortion_aware.reading.dates import NAMES_OF_WEEKDAYS

ALWAYS = "always"
ALWAYS_WORDS = ("day and night", "any time")
HOLIDAY_WORDS = "bank holidays"
PLACES = {day[:3]: place for place, day in enumerate(NAMES_OF_WEEKDAYS)}
DAY = 24 * 60
WEEK = 7 * DAY
_DAY, _TIME = f"({'|'.join(PLACES)})", r"([01]\d|2[0-3]):([0-5]\d)"
SPAN = compiled(rf"{_DAY}(?:-{_DAY})? {_TIME}-(?:{_DAY} )?{_TIME}")
DAY_OR_TIME = compiled(rf"{_DAY[1:-1]}|\d\d:\d\d")
NAMED = compiled(
    rf"{'|'.join(NAMES_OF_WEEKDAYS)}|every day|weekdays|noon|midnight|\b\d{{1,2}}(?::\d\d)?[ap]m"
)
SEVERAL_DAYS = {"every day": ("Monday", "Sunday"), "weekdays": ("Monday", "Friday")}
TWELVES = {"12pm": "noon", "12am": "midnight"}

Span = tuple[int, int]
"""Opens and closes in minutes since Monday 00:00; over the end of the week it closes after WEEK."""
WHOLE_WEEK: tuple[Span, ...] = ((0, WEEK),)


@dataclass(frozen=True)
class Opening:
    spans: tuple[Span, ...] = ()
    """Nothing when the hours are not known."""
    on_holidays: bool = True

    @property
    def always(self) -> bool:
        return self.spans == WHOLE_WEEK

    # What static/js/open-now.js reads and says.

    @property
    def data(self) -> str:
        """Each span with the days and times of its two ends.

        Like 1080 1560 Monday 6pm Tuesday 2am.
        """
        return ",".join(
            f"{opens} {closes} {day_and_time(opens)} {day_and_time(closes)}"
            for opens, closes in self.spans
        )

    @property
    def open_words(self) -> str:
        return f"Open now{'' if self.on_holidays else ' (not on bank holidays)'}"


def read_opening(fields: Fields, hours: str) -> Opening:
    entries = read_entries(fields)
    opening = Opening(
        spans=WHOLE_WEEK
        if fields.table.get("open") == ALWAYS
        else tuple(sorted(span for entry in entries for span in read_spans(entry, fields))),
        on_holidays=fields.flag("open_on_holidays", default=True),
    )
    refuse_overlaps(opening, fields)
    refuse_other_words(opening, entries, hours, fields)
    return opening


def read_entries(fields: Fields) -> tuple[str, ...]:
    fields.asked.add("open")
    value = fields.table.get("open", ALWAYS)
    if value == ALWAYS:
        return ()
    if not isinstance(value, list) or not value:
        raise fields.error(
            '"open" must be "always" or a list like ["Mon-Thu 18:00-02:00", "Fri 18:00-Mon 06:00"].'
        )
    return fields.words("open")


def read_spans(entry: str, fields: Fields) -> Iterator[Span]:
    """One span for each day of "Mon-Thu 18:00-02:00", which closes on the day after.

    "Fri 18:00-Mon 06:00" is one in all.
    """
    found = SPAN.fullmatch(entry)
    if not found:
        raise fields.error(
            f'"open" says "{entry}": write it like "Mon-Thu 18:00-02:00" or "Fri 18:00-Mon 06:00".'
        )
    first, last, from_hour, from_minute, until_day, to_hour, to_minute = found.groups()
    if last and (until_day or last == first):
        raise fields.error(
            f'"open" says "{entry}": '
            "give either two days and hours that hold on each, or one span from a day to a day."
        )
    opens = int(from_hour) * 60 + int(from_minute)
    closes = int(to_hour) * 60 + int(to_minute)
    length = (closes - opens) % DAY
    if until_day:
        length = (closes - opens + DAY * days_between(first, until_day)) % WEEK
    if not length:
        raise fields.error(
            f'"open" says "{entry}", which closes as it opens: '
            'for day and night write open = "always".'
        )
    for day in range(days_between(first, last or first) + 1):
        start = (PLACES[first] + day) % 7 * DAY + opens
        yield start, start + length


def days_between(first: str, last: str) -> int:
    return (PLACES[last] - PLACES[first]) % 7


def refuse_overlaps(opening: Opening, fields: Fields) -> None:
    round_again = [
        *opening.spans,
        *((opens + WEEK, closes + WEEK) for opens, closes in opening.spans[:1]),
    ]
    if not opening.always and any(
        closes >= opens for (_, closes), (opens, _) in pairwise(round_again)
    ):
        raise fields.error('"open" has hours that overlap or meet: write them as one span.')


def refuse_other_words(
    opening: Opening, entries: tuple[str, ...], hours: str, fields: Fields
) -> None:
    if bool(hours) != bool(opening.spans):
        raise fields.error(
            '"hours" (for people) and "open" (for the clock) belong together: '
            "give both, or leave out both."
        )
    if not opening.spans and not opening.on_holidays:
        raise fields.error('"open_on_holidays" says something about "open", which is missing.')
    if opening.always != any(words in hours for words in ALWAYS_WORDS):
        raise fields.error(
            f'"hours" says "{hours}" and "open" says otherwise: "{ALWAYS_WORDS[0]}" or '
            f'"{ALWAYS_WORDS[1]}" is open = "always".'
        )
    if opening.on_holidays == (HOLIDAY_WORDS in hours):
        raise fields.error(
            f'"open_on_holidays = false" and the words "{HOLIDAY_WORDS}" in "hours" '
            "belong together."
        )
    if not opening.always and named_in_words(hours) != named_in_data(entries):
        raise fields.error(
            f'"hours" says "{hours}" and "open" says {list(entries)}: '
            "name the same days and times in the same order."
        )


def named_in_words(hours: str) -> list[str]:
    return [
        name
        for found in NAMED.findall(hours)
        for name in SEVERAL_DAYS.get(found, (TWELVES.get(found, found),))
    ]


def named_in_data(entries: tuple[str, ...]) -> list[str]:
    return [spoken(name) for entry in entries for name in DAY_OR_TIME.findall(entry)]


def spoken(name: str) -> str:
    """As `hours` has it: Mon is Monday, 18:00 is 6pm, 09:30 is 9:30am, 12:00 is noon."""
    if name in PLACES:
        return NAMES_OF_WEEKDAYS[PLACES[name]]
    hour, minute = int(name[:2]), name[3:]
    twelve = (
        f"{hour % 12 or 12}{'' if minute == '00' else f':{minute}'}{'am' if hour < 12 else 'pm'}"
    )
    return TWELVES.get(twelve, twelve)


def day_and_time(at: int) -> str:
    return f"{NAMES_OF_WEEKDAYS[at // DAY % 7]} {spoken(f'{at % DAY // 60:02}:{at % 60:02}')}"
