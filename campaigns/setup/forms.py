"""Who begins, and what is begun. The facts in the boxes are an example to keep or to change."""

from datetime import date
from typing import Any, ClassVar

from allauth.account.adapter import get_adapter
from django import forms

from campaigns.models import CarriedFigure, User
from campaigns.people.sign_in.forms import LENGTH_HINT, LONGEST_PASSWORD, set_words
from campaigns.places.councils import COUNCILS, council_called
from campaigns.programme.begin import EARLIEST
from campaigns.setup.begin import Carried
from sextortion_aware.forms.fields import CountField, DateField
from sextortion_aware.forms.layout import Fieldset, Layout, ServiceForm
from sextortion_aware.forms.widgets import Radios
from sextortion_aware.forms.words import WordsField

MOST = 10_000_000
EXAMPLE: dict[str, Any] = {
    "name": "Lanarkshire",
    "areas": "North Lanarkshire\nSouth Lanarkshire",
    "started_on": date(2015, 11, 1),
    "mark": 20_000,
    "has_carried": "yes",
    "qualifier": CarriedFigure.Qualifier.OVER,
    "value": 20_000,
    "starts_on": date(2015, 11, 1),
    "source": "Local newspaper report, 2016",
}
CARRIED = ("qualifier", "value", "starts_on", "ends_on", "source")


class FirstPersonForm(ServiceForm):
    name = WordsField(
        max_length=120,
        label="Your name",
        error_messages={"required": "Enter your name"},
        widget=forms.TextInput({"autocomplete": "name"}),
    )
    email = forms.EmailField(
        max_length=254,
        label="Your work e-mail address",
        help_text="You sign in with it.",
        widget=forms.EmailInput({"autocomplete": "username"}),
        error_messages={"required": "Enter your e-mail address"},
    )
    password1 = forms.CharField(
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        strip=False,
        max_length=LONGEST_PASSWORD,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_words(
            self.fields["password1"],
            label="Password",
            hint=LENGTH_HINT,
            required="Enter a password",
        )
        set_words(
            self.fields["password2"],
            label="The password again",
            required="Enter the password again",
        )

    def clean(self) -> dict[str, Any]:
        """The password is judged beside the name and the address, which it must not be like."""
        said = self.cleaned_data
        password = said.get("password1")
        if password:
            who = User(name=said.get("name", ""), email=said.get("email", ""))
            try:
                get_adapter().clean_password(password, user=who)
            except forms.ValidationError as refused:
                self.add_error("password1", refused)
        if password and said.get("password2") and password != said["password2"]:
            self.add_error("password2", "This is not the same password. Enter the password again")
        return said


class ProgrammeForm(ServiceForm):
    asked_if = frozenset({"value", "qualifier", "starts_on", "source"})

    name = WordsField(
        max_length=120,
        label="Name of the programme",
        help_text="For example, the area it is for.",
        error_messages={"required": "Enter the name of the programme"},
    )
    areas = WordsField(
        max_length=1000,
        lines=3,
        label="Council areas",
        help_text="One line for each.",
        error_messages={"required": "Enter at least one council area"},
    )
    started_on = DateField(
        label="When did it begin?",
        what="the day it began",
        earliest=EARLIEST,
        help_text="For example, 1 11 2015",
    )
    mark = CountField(
        label="Mark",
        what="the mark",
        most=MOST,
        help_text="The number of attendances that the reach is tracked against.",
    )
    has_carried = forms.ChoiceField(
        label="Was a figure stated before this log began?",
        choices=[("yes", "Yes, as below"), ("no", "No, leave it out")],
        widget=Radios,
        error_messages={"required": "Answer whether a figure was stated before this log began"},
    )
    qualifier = forms.ChoiceField(
        label="How it was put",
        choices=[(value, label.capitalize()) for value, label in CarriedFigure.Qualifier.choices],
        widget=Radios,
        required=False,
    )
    value = CountField(label="The figure", what="the figure", most=MOST, required=False)
    starts_on = DateField(
        label="Counted from", what="the day it was counted from", earliest=EARLIEST, required=False
    )
    ends_on = DateField(
        label="Counted up to",
        what="the day it was counted up to",
        earliest=EARLIEST,
        required=False,
        help_text="Leave it empty when nobody said. Then nothing is added to the figure.",
    )
    source = WordsField(
        max_length=300, label="Who said so, and when", required=False, help_text="It is public."
    )
    needed: ClassVar[dict[str, str]] = {
        "qualifier": "Choose how the figure was put",
        "value": "Enter the figure",
        "starts_on": "Enter the day it was counted from",
        "source": "Enter who said so, and when",
    }
    layout = Layout(
        Fieldset("The programme", "name", "areas", "started_on", "mark"),
        Fieldset("Before this log", "has_carried", *CARRIED),
    )

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data, initial=EXAMPLE)
        for name in ("started_on", "starts_on", "ends_on"):
            self.fields[name].latest = today  # type: ignore[attr-defined]  # a DateField

    def clean_areas(self) -> list[str]:
        lines = [line.strip(" ,") for line in self.cleaned_data["areas"].split("\n")]
        named = list(dict.fromkeys(council_called(line) for line in lines if line.strip(" ,")))
        if not named:
            raise forms.ValidationError("Enter at least one council area")
        if unknown := [name for name in named if name not in COUNCILS]:
            raise forms.ValidationError(
                f"“{unknown[0][:60]}” is no council area of Scotland. "
                "Write one on each line, like North Lanarkshire"
            )
        return named

    def clean_mark(self) -> int:
        mark: int = self.cleaned_data["mark"]
        if mark < 1:
            raise forms.ValidationError("Enter the mark, 1 or more")
        return mark

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if said.get("has_carried") != "yes":
            for name in CARRIED:
                self.errors.pop(name, None)
            return said
        for name, words in self.needed.items():
            if name not in self.errors and said.get(name) in (None, ""):
                self.add_error(name, words)
        if said.get("value") == 0:
            self.add_error("value", "Enter the figure, 1 or more")
        first, last = said.get("starts_on"), said.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "The last day must be on or after the first day")
        return said

    @property
    def carried(self) -> Carried | None:
        said = self.cleaned_data
        return (
            Carried(**{name: said[name] for name in CARRIED})
            if said["has_carried"] == "yes"
            else None
        )
