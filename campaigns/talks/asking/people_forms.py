"""Asking for a talk, at its end: who stays in the room, and whom to talk to.

Never asked: pupils' names, vetting numbers, consent to advertising.
"""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from campaigns.places.guests import Guest
from campaigns.talks.asking.step_form import StepForm
from sextortion_aware.forms.layout import EMAIL_MESSAGE, ServiceForm
from sextortion_aware.forms.words import WordsField
from sextortion_aware.patterns import compiled

PHONE = compiled(r"[+]?[0-9 ()./-]{7,30}( ?(ext|x)\.? ?[0-9]{1,6})?", ignore_case=True)


@dataclass(frozen=True)
class Stays:
    """The words of the page that asks for it."""

    title: str
    intro: str
    tick: str
    refused: str
    row: str


STAYS = {
    Guest.SCHOOL: Stays(
        title="Your staff stay in the room",
        intro=(
            "The officer leads the talk. Your own staff stay with the group from start to end, "
            "because they know the people in it."
        ),
        tick="Yes, a member of our staff will stay for the whole talk",
        refused="Tick to say that a member of your staff will stay. We cannot come without them",
        row="Your staff",
    ),
    Guest.YOUNG: Stays(
        title="A leader stays in the room",
        intro=(
            "The officer leads the talk. One of your own leaders stays with the group from start "
            "to end, because they know the young people in it."
        ),
        tick="Yes, one of our leaders will stay for the whole talk",
        refused="Tick to say that one of your leaders will stay. We cannot come without them",
        row="Your leader",
    ),
    Guest.ADULTS: Stays(
        title="One of you stays in the room",
        intro=(
            "The officer leads the talk. Somebody from your workplace or group stays from start "
            "to end, because they know the people in it."
        ),
        tick="Yes, one of us will stay for the whole talk",
        refused="Tick to say that one of you will stay. We cannot come without them",
        row="One of you",
    ),
}


class StaffForm(StepForm):
    title = STAYS[Guest.SCHOOL].title

    staff_stay = forms.BooleanField()

    def prepare(self) -> None:
        words = STAYS[self.guest]
        self.title, self.intro = words.title, words.intro
        self.fields["staff_stay"].label = words.tick
        self.fields["staff_stay"].error_messages["required"] = words.refused

    def rows(self) -> list[tuple[str, str]]:
        return [(STAYS[self.guest].row, "Will stay for the whole talk")]


class AddressField(forms.EmailField):
    """An address that a mail server can be told: its domain has a form in ASCII."""

    def clean(self, value: Any) -> str:
        address = str(super().clean(value))  # bounded by max_length
        try:
            address.rpartition("@")[2].encode("idna")
        except UnicodeError:
            raise ValidationError(EMAIL_MESSAGE) from None
        return address


def work_email(label: str = "Your work e-mail address") -> forms.EmailField:
    return AddressField(
        max_length=254,
        label=label,
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
    )


class AddressForm(ServiceForm):
    """When the request is sent and no e-mail comes: perhaps it was mistyped."""

    contact_email = work_email()


class LaterForm(ServiceForm):
    """Where the link goes that opens the form again."""

    asked_if = frozenset({"later_email"})

    later_email = AddressField(
        max_length=254,
        label="Where should the link go?",
        help_text="A work e-mail address.",
        widget=forms.EmailInput({"autocomplete": "email", "spellcheck": "false"}),
        error_messages={"required": "Enter the e-mail address that the link should go to"},
    )


class ContactForm(StepForm):
    title = "Who should we talk to?"
    intro = "We use this to arrange the talk, and for nothing else."

    contact_name = WordsField(
        max_length=120, label="Your name", widget=forms.TextInput({"autocomplete": "name"})
    )
    contact_role = WordsField(
        max_length=120, label="Your role", help_text="For example, depute head, or youth worker."
    )
    contact_email = work_email()
    contact_phone = WordsField(
        max_length=30,
        required=False,
        label="Your work telephone number",
        widget=forms.TextInput({"autocomplete": "tel", "inputmode": "tel", "class": "width-20"}),
    )

    def prepare(self) -> None:
        if self.guest == Guest.ADULTS:
            self.fields["contact_role"].help_text = "For example, office manager, or secretary."

    def clean_contact_phone(self) -> str:
        phone: str = self.cleaned_data["contact_phone"]
        if phone and not PHONE.fullmatch(phone):
            raise ValidationError("Enter a telephone number, like 01698 000 000")
        return phone
