"""Asking for a talk, continued: when, what the visit needs, and whom to talk to. Never asked: pupils' names, vetting numbers, consent to advertising."""

import re

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError

from campaigns.forms.layout import ServiceForm
from campaigns.forms.talk_step import StepForm
from campaigns.forms.words import WordsField
from sextortion_aware.numbers import EMERGENCY, POLICE

PHONE = re.compile(r"[+]?[0-9 ()./-]{7,30}( ?(ext|x)\.? ?[0-9]{1,6})?", re.IGNORECASE)
PARTS_OF_DAY = {"morning": "Morning", "afternoon": "Afternoon", "evening": "Evening", "any": "Any time of day"}


def wish(required: bool) -> tuple[WordsField, forms.ChoiceField]:
    when = WordsField(max_length=100, required=required, label="Date or week", error_messages={"required": "Enter a date or a week"})
    part = forms.ChoiceField(choices=list(PARTS_OF_DAY.items()), initial="any", required=False, label="Time of day")
    return when, part


class DatesForm(StepForm):
    title = "When would suit you?"
    intro = "Give us two or three choices. Write a date, like “Tuesday 8 December”, or a week, like “week of 7 December”."
    layout = Layout(Fieldset("First choice", "when_1", "part_1"), Fieldset("Second choice", "when_2", "part_2"), Fieldset("Third choice", "when_3", "part_3"))
    asked_if = frozenset({"part_1", "part_2", "part_3"})

    when_1, part_1 = wish(required=True)
    when_2, part_2 = wish(required=True)
    when_3, part_3 = wish(required=False)

    @property
    def wanted(self) -> str:
        return "; ".join(words for _, words in self.rows())

    def rows(self) -> list[tuple[str, str]]:
        names = {1: "First choice", 2: "Second choice", 3: "Third choice"}
        return [(name, self._words(number)) for number, name in names.items() if self.cleaned_data[f"when_{number}"]]

    def _words(self, number: int) -> str:
        part = PARTS_OF_DAY[self.cleaned_data[f"part_{number}"] or "any"]
        return f"{self.cleaned_data[f'when_{number}']}, {part.lower()}"


class RoomForm(StepForm):
    title = "Help us get ready"

    room = WordsField(max_length=300, lines=2, required=False, label="The room", help_text="Is there a screen, with sound? Does your network block videos?")
    access_needs = WordsField(
        max_length=500, lines=2, required=False, label="What people need", help_text="For example, a sign language interpreter, or extra time."
    )
    anything_else = WordsField(
        max_length=1000,
        lines=4,
        required=False,
        label="Anything else we should know",
        help_text=f"Do not name a child, and do not report a crime here. To report one, call {POLICE}. In danger now, call {EMERGENCY}.",
    )


class StaffForm(StepForm):
    title = "Your staff stay in the room"
    intro = "The officer leads the talk. Your own staff stay with the group from start to end, because they know the people in it."

    staff_stay = forms.BooleanField(
        label="Yes, a member of our staff will stay for the whole talk",
        error_messages={"required": "Tick to say that a member of your staff will stay. We cannot come without them"},
    )

    def rows(self) -> list[tuple[str, str]]:
        return [("Your staff", "Will stay for the whole talk")]


class ContactForm(StepForm):
    title = "Who should we talk to?"
    intro = "We use this to arrange the talk, and for nothing else."

    contact_name = WordsField(max_length=120, label="Your name", widget=forms.TextInput({"autocomplete": "name"}))
    contact_role = WordsField(max_length=120, label="Your role", help_text="For example, depute head, or youth worker.")
    contact_email = forms.EmailField(
        max_length=254, label="Your work e-mail address", widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"})
    )
    contact_phone = WordsField(
        max_length=30,
        required=False,
        label="Your work telephone number",
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel", "class": "width-20"}),
    )

    def clean_contact_phone(self) -> str:
        phone: str = self.cleaned_data["contact_phone"]
        if phone and not PHONE.fullmatch(phone):
            raise ValidationError("Enter a telephone number, like 01698 000 000")
        return phone


class RefuseForm(ServiceForm):
    """The school's answer when the date that we offer does not suit."""

    reason = WordsField(
        max_length=300, lines=3, required=False, label="What would suit you better?", help_text="For example, a Tuesday, or any week in January."
    )
