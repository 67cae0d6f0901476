from typing import Any, cast

from django import forms

from campaigns.models import Campaign, CouncilArea, SchoolHoliday, User
from campaigns.places.keep_holidays import save_holiday
from campaigns.places.stages_field import StagesSaidField
from sextortion_aware.forms.fields import DateField
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.widgets import Radios
from sextortion_aware.forms.words import WordsField
from sextortion_aware.reading.names import compared_place


class HolidayForm(ServiceForm):
    """Days on which a council's schools have no pupils."""

    asked_if = frozenset({"last_on"})

    area = forms.ModelChoiceField(
        CouncilArea.objects.none(),
        widget=Radios(),
        empty_label=None,
        label="Council area",
        error_messages={"required": "Choose the council area"},
    )
    name = WordsField(
        max_length=120,
        label="Name",
        help_text="For example, October week",
        error_messages={"required": "Enter the name of the holiday"},
    )
    first_on = DateField(label="First day", what="the first day")
    last_on = DateField(
        label="Last day",
        what="the last day",
        required=False,
        help_text="Leave it empty for one day.",
    )
    town = WordsField(max_length=80, required=False, label="Only schools in this town")
    stages = StagesSaidField(
        unread="Write the stages like S4 to S6, or leave it empty for all",
        label="Only these stages are away",
        help_text="As on exam leave: S4 to S6.",
    )
    staff_are_in = forms.BooleanField(required=False, label="Staff are in: it is an in-service day")

    def __init__(
        self, data: Any = None, *, campaign: Campaign, holiday: SchoolHoliday | None = None
    ) -> None:
        initial = (
            {
                name: getattr(holiday, name)
                for name in ("area", "name", "first_on", "last_on", "town", "staff_are_in")
            }
            if holiday
            else {}
        )
        super().__init__(
            data, initial=initial | ({"stages": ", ".join(holiday.stages)} if holiday else {})
        )
        self.holiday = holiday
        cast(
            "forms.ModelChoiceField[CouncilArea]", self.fields["area"]
        ).queryset = campaign.areas.all()

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("first_on"), self.cleaned_data.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", "The last day must be on or after the first day")
        elif first and not self.errors:
            self.cleaned_data["last_on"] = last or first
            self._refuse_second()
        return self.cleaned_data

    def _refuse_second(self) -> None:
        same_day = {name: self.cleaned_data[name] for name in ("area", "first_on")}
        town, name = (compared_place(self.cleaned_data[said]) for said in ("town", "name"))
        others = SchoolHoliday.objects.filter(**same_day, town_words=town)
        others = others.exclude(pk=self.holiday.pk) if self.holiday else others
        if name in map(compared_place, others.values_list("name", flat=True)):
            self.add_error("name", "This holiday is on the list already")

    def save(self, *, campaign: Campaign, by: User) -> SchoolHoliday:
        return save_holiday(campaign=campaign, holiday=self.holiday, given=self.cleaned_data, by=by)
