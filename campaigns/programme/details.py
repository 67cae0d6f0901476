"""What the programme is called, when it began, and how schools reach the team."""

from datetime import date
from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.history.record import differences, in_words, record_deed
from campaigns.models import Campaign, Change, Session, User
from campaigns.programme.begin import EARLIEST
from campaigns.programme.telephone import check_telephone

ABOUT = "Team’s details"
LABELS = {
    "name": "Name of the programme",
    "started_on": "Began",
    "team_name": "Name under letters",
    "team_email": "E-mail",
    "telephone": "Telephone",
    "office_hours": "Office hours",
    "answer_school_days": "School days to answer in",
}


class Details(TypedDict, total=False):
    name: str
    started_on: date
    team_name: str
    team_email: str
    telephone: str
    office_hours: str
    answer_school_days: int


@transaction.atomic
def set_team_details(
    *, campaign: Campaign, by: User | None, today: date, **details: Unpack[Details]
) -> Campaign:
    """Those that are given; the others stay. ValidationError names the detail that is wrong."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    before = details_in_words(campaign)
    for column in LABELS:
        if column in details:
            value = details[column]  # type: ignore[literal-required]
            setattr(campaign, column, value.strip() if isinstance(value, str) else value)
    if before[LABELS["started_on"]] != campaign.started_on:
        _check_beginning(campaign, today)
    _check(campaign)
    campaign.save(update_fields=list(LABELS))
    if fields := differences(before, details_in_words(campaign)):
        record_deed(
            campaign=campaign, kind=Change.Kind.PUT_RIGHT, about=ABOUT, by=by, fields=fields
        )
    return campaign


def details_in_words(campaign: Campaign) -> dict[str, object]:
    return {label: getattr(campaign, column) for column, label in LABELS.items()}


def beginning_problem(campaign: Campaign, day: date, *, today: date) -> str:
    """Why the programme cannot have begun on this day; nothing when it can."""
    if not EARLIEST <= day <= today:
        return f"The day it began must be from {in_words(EARLIEST)} to today"
    delivered = Session.objects.in_campaign(campaign).delivered().filter(held_on__lt=day)
    first = delivered.select_related("place").order_by("held_on", "pk").first()
    if first is None:
        return ""
    where = first.place.name if first.place else "online"
    return (
        f"The first session that was given was on {in_words(first.held_on)} ({where}). "
        "Enter that day or an earlier one"
    )


def _check_beginning(campaign: Campaign, today: date) -> None:
    if problem := beginning_problem(campaign, campaign.started_on, today=today):
        raise ValidationError({"started_on": problem})


def _check(campaign: Campaign) -> None:
    try:
        check_telephone(campaign.telephone)
    except ValidationError as problem:
        raise ValidationError({"telephone": problem.messages}) from None
    if campaign.office_hours and not campaign.telephone:
        raise ValidationError({"telephone": "Enter the telephone number that these hours are of"})
    campaign.full_clean()
