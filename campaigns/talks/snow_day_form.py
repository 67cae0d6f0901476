from datetime import date, timedelta
from typing import Any, cast

from django import forms

from campaigns.models import Campaign, CouncilArea
from sextortion_aware.forms.fields import DateField
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.widgets import Radios

FURTHEST = timedelta(days=14)  # weather is not known further ahead


class SnowForm(ServiceForm):
    area = forms.ModelChoiceField(
        CouncilArea.objects.none(),
        widget=Radios(),
        empty_label=None,
        label="Council area",
        error_messages={"required": "Choose the council area"},
    )
    day = DateField(label="Closed on", what="the day on which the schools are closed")

    def __init__(self, data: Any = None, *, campaign: Campaign, today: date) -> None:
        super().__init__(data, initial={"day": today})
        cast(
            "forms.ModelChoiceField[CouncilArea]", self.fields["area"]
        ).queryset = campaign.areas.all()
        field = cast("DateField", self.fields["day"])
        field.earliest, field.latest = today, today + FURTHEST
