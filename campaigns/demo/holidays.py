"""Days without pupils, so that a date on one of them shows what the team and schools are warned of.

All of them are made up, and say so: real ones are each council's to set.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from campaigns.demo.school_days import (
    DAY,
    FRIDAY,
    MONDAY,
    days,
    holidays,
    is_school_day,
    school_year_start,
    weekday_from,
)
from campaigns.models import Campaign, CouncilArea, Offer, Session
from campaigns.places.save_holidays import save_holidays
from campaigns.places.term_dates_file import Holiday

NAMES = (
    "Summer holidays",
    "September weekend",
    "October week",
    "Christmas holidays",
    "February break",
    "Spring holidays",
    "May holiday",
    "Summer holidays",
)
MADE_UP = " (made up)"
SOON, LATEST = timedelta(days=7), timedelta(weeks=6)
WEEK = FRIDAY * DAY  # from its Monday


def add_holidays(campaign: Campaign, *, today: date) -> None:
    """Whatever the day, an in-service day and a week of holidays lie in the next six weeks."""
    found = [row for area in campaign.areas.all() for row in days_of(campaign, area, today=today)]
    save_holidays(holidays=found, campaigns=[campaign], file_name="made up")


def days_of(campaign: Campaign, area: CouncilArea, *, today: date) -> list[Holiday]:
    this_year = school_year_start(today).year
    of_the_year = [
        Holiday(area=area.name, first_on=first, last_on=last, name=f"{name}{MADE_UP}")
        for year in (this_year, this_year + 1)
        for name, (first, last) in zip(NAMES, holidays(year), strict=True)
    ]
    taken = taken_days(campaign, area)
    ahead = list(days(today + SOON, today + LATEST))
    in_service = first_free([[day] for day in ahead if is_school_day(day)], taken)
    found = [
        *of_the_year,
        *(
            Holiday(
                area=area.name,
                first_on=day,
                last_on=day,
                name=f"In-service day{MADE_UP}",
                staff_are_in=True,
            )
            for day in in_service
        ),
    ]
    if not any(has_a_week(row, today=today) for row in of_the_year):
        week = first_free(weeks_of_school(today), taken | set(in_service))
        name = f"Local holiday week{MADE_UP}"
        found.append(Holiday(area=area.name, first_on=week[0], last_on=week[-1], name=name))
    return found


def weeks_of_school(today: date) -> list[list[date]]:
    monday = weekday_from(today + 2 * SOON, MONDAY)
    begins = [monday + number * SOON for number in range(4)]
    weeks = [list(days(begin, begin + WEEK)) for begin in begins if begin + WEEK <= today + LATEST]
    return weeks[::-1]  # the latest first: least is planned then


def has_a_week(row: Holiday, *, today: date) -> bool:
    """That can be offered to anybody: five days of it are still to come, and come soon."""
    first, last = max(row.first_on, today + DAY), min(row.last_on, today + LATEST)
    return last - first >= WEEK


def first_free(choices: Sequence[list[date]], taken: Iterable[date]) -> list[date]:
    """Without a talk, or when each has one the first of all."""
    free = (choice for choice in choices if not set(choice) & set(taken))
    return next(free, choices[0] if choices else [])


def taken_days(campaign: Campaign, area: CouncilArea) -> set[date]:
    planned = Session.objects.in_campaign(campaign).planned().filter(place__area=area)
    held = Offer.objects.filter(
        state=Offer.State.HELD, talk_request__campaign=campaign, talk_request__area=area
    )
    return {
        *planned.values_list("held_on", flat=True),
        *held.values_list("held_on", flat=True),
    }
