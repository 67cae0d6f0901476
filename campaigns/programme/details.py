"""The team's details: what schools read under letters and on the pages of talks."""

from typing import TypedDict, Unpack

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.history.record import differences, record_deed
from campaigns.models import Campaign, Change, User
from campaigns.programme.telephone import check_telephone

ABOUT = "Team’s details"
LABELS = {
    "name": "Name of the campaign",
    "team_name": "Name under letters",
    "team_email": "E-mail",
    "telephone": "Telephone",
    "office_hours": "Office hours",
}


class Details(TypedDict, total=False):
    name: str
    team_name: str
    team_email: str
    telephone: str
    office_hours: str


@transaction.atomic
def set_team_details(
    *, campaign: Campaign, by: User | None, **details: Unpack[Details]
) -> Campaign:
    """Those that are given; the others stay. ValidationError names the detail that is wrong."""
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    before = details_in_words(campaign)
    for column in LABELS:
        if column in details:
            setattr(campaign, column, details[column].strip())  # type: ignore[literal-required]
    _check(campaign)
    campaign.save(update_fields=list(LABELS))
    if fields := differences(before, details_in_words(campaign)):
        record_deed(
            campaign=campaign, kind=Change.Kind.PUT_RIGHT, about=ABOUT, by=by, fields=fields
        )
    return campaign


def details_in_words(campaign: Campaign) -> dict[str, str]:
    return {label: getattr(campaign, column) for column, label in LABELS.items()}


def _check(campaign: Campaign) -> None:
    try:
        check_telephone(campaign.telephone)
    except ValidationError as problem:
        raise ValidationError({"telephone": problem.messages}) from None
    if campaign.office_hours and not campaign.telephone:
        raise ValidationError({"telephone": "Enter the telephone number that these hours are of"})
    campaign.full_clean()
