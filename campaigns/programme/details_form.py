from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from campaigns.history.record import in_words
from campaigns.models import Campaign, User
from campaigns.models.campaign import MOST_DAYS_TO_ANSWER
from campaigns.programme.details import (
    LABELS,
    beginning_problem,
    details_in_words,
    set_team_details,
)
from campaigns.programme.opened_form import OpenedForm
from campaigns.programme.telephone import LONGEST as LONGEST_TELEPHONE
from campaigns.programme.telephone import check_telephone
from sextortion_aware.forms.fields import DateField
from sextortion_aware.forms.layout import Fieldset, Layout
from sextortion_aware.forms.words import WordsField


class TeamDetailsForm(OpenedForm):
    completes = False

    telephone = WordsField(
        max_length=LONGEST_TELEPHONE,
        required=False,
        label="Telephone",
        help_text="The office that schools call, like 01698 000 000.",
        validators=[check_telephone],
        widget=forms.TextInput({"type": "tel", "class": "width-20"}),
    )
    office_hours = WordsField(
        max_length=120,
        required=False,
        label="When it is answered",
        help_text="For example, Monday to Friday, 9 to 5",
    )
    team_email = forms.EmailField(
        max_length=254,
        required=False,
        label="E-mail address",
        help_text="Schools write to it, and their replies go there.",
    )
    team_name = WordsField(
        max_length=120,
        required=False,
        label="Name under letters",
        help_text="For example, Safer Communities, Lanarkshire Division",
    )
    answer_school_days = forms.TypedChoiceField(
        choices=[(days, f"{days}") for days in range(1, MOST_DAYS_TO_ANSWER + 1)],
        coerce=int,
        empty_value=None,
        required=False,
        label="In how many school days does a school hear from you?",
        help_text="It is told the day when it asks for a talk or for another time, answers or "
        "adds a note.",
    )
    name = WordsField(
        max_length=120,
        label="Name of the programme",
        error_messages={"required": "Enter the name of the programme"},
    )
    started_on = DateField(
        label="When did it begin?",
        what="the day it began",
        help_text="For example, 1 11 2015. No session can be logged before it.",
    )

    layout = Layout(
        Fieldset("How schools reach you", "telephone", "office_hours", "team_email", "team_name"),
        Fieldset("How soon you answer", "answer_school_days"),
        Fieldset("The programme", "name", "started_on"),
    )

    def __init__(self, data: Any = None, *, campaign: Campaign, today: date) -> None:
        self.campaign, self.today = campaign, today
        super().__init__(data, initial={name: getattr(campaign, name) for name in LABELS})

    def stands(self) -> str:
        said = details_in_words(self.campaign).values()
        return "; ".join(in_words(word) or "nothing" for word in said)

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        others = Campaign.objects.exclude(pk=self.campaign.pk).filter(name__iexact=name)
        if others.exists():
            raise ValidationError("Another programme has this name. Choose another name")
        return name

    def clean_started_on(self) -> date:
        day: date = self.cleaned_data["started_on"]
        if day != self.campaign.started_on and (
            problem := beginning_problem(self.campaign, day, today=self.today)
        ):
            raise ValidationError(problem)
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        has_hours, has_number = cleaned.get("office_hours"), cleaned.get("telephone")
        if has_hours and not has_number and "telephone" not in self.errors:
            self.add_error("telephone", "Enter the telephone number that these hours are of")
        return cleaned

    def save(self, *, by: User) -> Campaign:
        said = {name: self.cleaned_data[name] for name in LABELS}
        said["answer_school_days"] = said["answer_school_days"] or self.campaign.answer_school_days
        return set_team_details(campaign=self.campaign, by=by, today=self.today, **said)
