"""What a coordinator should look at once more before a date is offered or confirmed, as the school
is warned when it asks. It refuses nothing.

`text` may hold the school's words, so history keeps `short`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Protocol

from django.utils import timezone

from campaigns.diaries.free_time import away_at, is_there
from campaigns.diaries.read import Diaries, read_hours
from campaigns.diaries.reasons import away_words, diary_words
from campaigns.models import Format, Membership, SchoolHoliday, TalkRequest, TalkWish
from campaigns.places.guests import is_of_a_school
from campaigns.places.school_days import SATURDAY, is_school_day, school_days_after
from campaigns.talks.asking.wishes import day_in_words, one_day
from campaigns.talks.suggested import is_in_time, town_of
from sextortion_aware.reading.times import time_question

SCHOOL_OPENS, SCHOOL_CLOSES = time(9, 0), time(15, 30)
PUPILS_COME = time(8, 30)  # the first bell of some is before nine
OF_PUPILS = (Format.LESSON, Format.ASSEMBLY, Format.WORKSHOP)
TO_GET_THERE = timedelta(hours=1)
DAY, TIME = "held_on", "starts_at"  # beside which box it stands
ODD_TIME = "odd time of day"


class When(Protocol):
    """A slot, or an offer."""

    @property
    def held_on(self) -> date: ...
    @property
    def starts_at(self) -> time: ...
    @property
    def minutes(self) -> int: ...


class Given(When, Protocol):
    """A slot: it is known who would come."""

    @property
    def officers(self) -> Sequence[Membership]: ...


@dataclass(frozen=True, kw_only=True)
class Remark:
    """`number` says which of the dates it is about, from nought."""

    text: str
    short: str
    box: str = DAY
    number: int = 0

    @property
    def key(self) -> str:
        """Stands for its words in a hidden box: what was shown is not asked again."""
        return sha256(self.text.encode()).hexdigest()[:12]


def offer_remarks(talk: TalkRequest, dates: Sequence[Given], *, now: datetime) -> list[Remark]:
    """Needs `place` and `area` selected. Six queries at most, for any number of dates."""
    wishes = list(talk.wishes.all())
    misfits = [
        remark
        for number, when in enumerate(dates)
        if (remark := wish_remark(talk, wishes, when, number=number))
    ]
    return [
        *day_remarks(talk, dates),
        *diary_remarks(talk, dates, now=now),
        *misfits,
        *answer_remarks(talk, dates, now=now),
    ]


def day_remarks(talk: TalkRequest, dates: Sequence[When]) -> list[Remark]:
    """Of the days and hours themselves, whatever was wished for."""
    closed = holidays_on(talk, [when.held_on for when in dates])
    found = []
    for number, when in enumerate(dates):
        day = when.held_on
        row = next((row for row in closed if row.first_on <= day <= row.last_on), None)
        if row:
            short = "in-service day" if row.staff_are_in else f"holiday ({row.name})"
            found.append(Remark(text=one_day(day, row, talk.area), short=short, number=number))
        elif is_of_a_school(talk) and day.isoweekday() >= SATURDAY:
            text = f"{day_in_words(day)} is at the weekend."
            found.append(Remark(text=text, short="weekend", number=number))
        at = when.starts_at
        for text, short in (clock_change(day, at), odd_time(at) or no_pupils(talk, when)):
            if text:
                found.append(Remark(text=text, short=short, box=TIME, number=number))
    return found


def holidays_on(talk: TalkRequest, days: Sequence[date]) -> list[SchoolHoliday]:
    """Those that keep away who would listen: staff are there on an in-service day."""
    if not days or not is_of_a_school(talk):
        return []
    stages = {stage for group in talk.groups.all() for stage in group.stages}
    rows = (
        SchoolHoliday.objects.at(area=talk.area, town=town_of(talk))
        .closing(stages)
        .filter(first_on__lte=max(days), last_on__gte=min(days))
    )
    if talk.format == Format.STAFF:
        rows = rows.exclude(staff_are_in=True)
    return list(rows)


def clock_change(day: date, at: time) -> tuple[str, str]:
    """On one night of the year an hour is left out, and on another one it comes twice."""
    zone = timezone.get_default_timezone()
    begins = datetime.combine(day, at, tzinfo=zone)
    if begins.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != datetime.combine(day, at):
        text = f"There is no {at:%H.%M} on {day_in_words(day)}: the clocks go forward."
        return text, "hour that does not exist"
    if begins.utcoffset() != begins.replace(fold=1).utcoffset():
        text = f"{at:%H.%M} comes twice on {day_in_words(day)}: the clocks go back."
        return text, "hour that comes twice"
    return "", ""


def odd_time(at: time) -> tuple[str, str] | None:
    text = time_question(at)
    return (text, ODD_TIME) if text else None


def no_pupils(talk: TalkRequest, when: When) -> tuple[str, str]:
    """Parents come in the evening, and staff after the bell."""
    if talk.format not in OF_PUPILS or not is_of_a_school(talk):
        return "", ""
    begins = datetime.combine(when.held_on, when.starts_at)
    ends = begins + timedelta(minutes=when.minutes)
    short = "out of school hours"
    if not PUPILS_COME <= when.starts_at < SCHOOL_CLOSES:
        return f"Pupils are not in school at {when.starts_at:%H:%M}.", short
    if ends > datetime.combine(when.held_on, SCHOOL_CLOSES):
        return f"Pupils are not in school at {ends:%H:%M}, when it ends.", short
    return "", ""


def diary_remarks(talk: TalkRequest, dates: Sequence[Given], *, now: datetime) -> Iterator[Remark]:
    """Of officers who are away then, or who give no talks at that time of their week.

    An odd time has its question.
    """
    officers = {officer for when in dates for officer in when.officers}
    if not officers:
        return
    days = [when.held_on for when in dates]
    diaries = read_hours(
        campaign=talk.campaign, officers=officers, first=min(days), last=max(days), now=now
    )
    for number, when in enumerate(dates):
        for officer in when.officers:
            text, short = not_in_diary(diaries, officer, when)
            if text:
                yield Remark(text=text, short=short, box=TIME, number=number)


def not_in_diary(diaries: Diaries, officer: Membership, when: When) -> tuple[str, str]:
    day, begins = when.held_on, datetime.combine(when.held_on, when.starts_at)
    if away := away_at(diaries, officer, begins, when.minutes):
        return f"{officer} is {away_words(away, day).removeprefix('Not free: ')}", "officer away"
    if time_question(when.starts_at) or is_there(diaries, officer, begins, when.minutes):
        return "", ""
    text = diary_words(str(officer), day, diaries.hours_on(officer, day))
    return text, "outside the officer’s hours"


def wish_remark(
    talk: TalkRequest, wishes: Sequence[TalkWish], when: When, *, number: int
) -> Remark | None:
    """What could not be read of the school's words is nobody's to hold a date against."""
    day = when.held_on
    of_the_day = [
        wish
        for wish in wishes
        if wish.first_on <= day <= wish.last_on and str(day.isoweekday()) in wish.weekdays
    ]
    begins = datetime.combine(day, when.starts_at)
    ends = begins + timedelta(minutes=when.minutes)
    if not wishes or any(is_in_time(wish, begins, ends) for wish in of_the_day):
        return None
    said = [talk.new_wish] if talk.new_wish else talk.wanted.split("; ")
    words = "; ".join(f"“{part}”" for part in said)
    if of_the_day:
        text = f"The school asked for another time of day: {words}."
        return Remark(text=text, short="not at a time asked for", box=TIME, number=number)
    text = f"{day_in_words(day)} is not a day that the school asked for: {words}."
    return Remark(text=text, short="not a day asked for", number=number)


def answer_remarks(talk: TalkRequest, dates: Sequence[When], *, now: datetime) -> list[Remark]:
    """Whether anybody is at the school to answer before the last of the dates begins."""
    local = timezone.localtime(now)
    today, area, town = local.date(), talk.area, town_of(talk)
    if not dates or not is_of_a_school(talk):
        return []
    opens_today = local.time() < SCHOOL_CLOSES and is_school_day(today, area, town)
    if opens_today and local.time() >= SCHOOL_OPENS:
        return []
    number, last = max(enumerate(dates), key=lambda one: (one[1].held_on, one[1].starts_at))
    opens_on = today if opens_today else school_days_after(today, 1, area, town)
    if answer_by(talk, last) > datetime.combine(opens_on, SCHOOL_OPENS):
        return []
    text = (
        f"Nobody at the school can answer in time: it opens again on {day_in_words(opens_on)} at "
        f"{SCHOOL_OPENS.hour}.00. Offer a later date, or agree it on the telephone."
    )
    return [Remark(text=text, short="before the school opens again", number=number)]


def answer_by(talk: TalkRequest, when: When) -> datetime:
    """Later than this nobody can come any more: there is a way to go, and a working day ends."""
    latest = datetime.combine(when.held_on, when.starts_at) - TO_GET_THERE
    if not is_of_a_school(talk):
        return latest
    return min(latest, datetime.combine(when.held_on, SCHOOL_CLOSES))


def not_shown(remarks: Iterable[Remark], shown: str) -> list[Remark]:
    """`shown` is what a hidden box says that the page had."""
    keys = shown.split()
    return [remark for remark in remarks if remark.key not in keys]


def keys_of(remarks: Iterable[Remark]) -> str:
    return " ".join(remark.key for remark in remarks)


def in_short(remarks: Iterable[Remark]) -> str:
    return "; ".join(dict.fromkeys(remark.short for remark in remarks))
