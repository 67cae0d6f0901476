from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from campaigns.models import Campaign
from campaigns.programme.marks import LARGEST_MARK, check_mark, earliest_day
from sextortion_aware.forms.fields import CountField, DateField
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.told import OpenedField
from sextortion_aware.forms.words import WordsField
from sextortion_aware.reading.numbers import read_number


class MarkForm(ServiceForm):
    value = CountField(label="New mark", what="the new mark", most=LARGEST_MARK)
    lower_is_meant = forms.BooleanField(required=False, label="Yes, the new mark is to be lower")
    from_on = DateField(label="The day it takes over", what="the day it takes over")
    reason = WordsField(
        max_length=300,
        label="Why",
        help_text="For example, “The log passed 20,000”. It stands in the history.",
        error_messages={"required": "Enter why there is a new mark"},
    )
    opened = OpenedField()

    def __init__(self, data: Any = None, *, campaign: Campaign, today: date) -> None:
        super().__init__(data, initial={"from_on": today, "opened": campaign.mark})
        self.campaign = campaign
        day = cast("DateField", self.fields["from_on"])
        day.earliest, day.latest = earliest_day(campaign), today
        typed = read_number(str(data.get("value", "")).strip()) if data else None
        if typed is None or typed >= campaign.mark:
            del self.fields["lower_is_meant"]

    def clean(self) -> dict[str, Any]:
        value, from_on = self.cleaned_data.get("value"), self.cleaned_data.get("from_on")
        if value is not None and from_on:
            try:
                check_mark(self.campaign, value=value, from_on=from_on)
            except ValidationError as problem:
                self.add_error(None, problem)
        if value and self.cleaned_data.get("lower_is_meant") is False:
            self.add_error(
                "lower_is_meant",
                f"{value:,} is lower than the mark of today, {self.campaign.mark:,}. "
                "Tick this if it is meant, or enter a higher number",
            )
        return self.cleaned_data
