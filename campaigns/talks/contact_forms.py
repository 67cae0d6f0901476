"""Whom to talk to, and how many come: as the school changes it by its link, and as one of us does
for it.
"""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from campaigns.models import MOST_IN_A_ROW, TalkRequest
from campaigns.places.guests import guest_of_request
from campaigns.talks.asking.people_forms import PHONE, AddressField
from campaigns.talks.contact_change import Person, version
from campaigns.talks.words import who_in_words
from sextortion_aware.forms.fields import CountField
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.words import WordsField

EXPECTED = "expected_"
WHAT = "how many people you expect"


class ExpectedForm(ServiceForm):
    """Begins with one box for each group, and says in `expected` what stands in them."""

    def add_groups(self, talk_request: TalkRequest) -> None:
        boxes: dict[str, forms.Field] = {}
        guest = guest_of_request(talk_request)
        for group in talk_request.groups.all():
            name = f"{EXPECTED}{group.pk}"
            boxes[name] = CountField(
                label=f"How many: {who_in_words(group, guest)}", what=WHAT, most=MOST_IN_A_ROW
            )
            self._in_our_words(name, boxes[name])
            self.initial[name] = group.expected
        self.fields = {**boxes, **self.fields}

    def clean(self) -> dict[str, Any]:
        for name in self.fields:
            if name.startswith(EXPECTED) and self.cleaned_data.get(name) == 0:
                self.add_error(name, f"Enter {WHAT}, 1 or more")
        return self.cleaned_data

    @property
    def expected(self) -> dict[int, int]:
        return {
            int(name.removeprefix(EXPECTED)): cast("int", number)
            for name, number in self.cleaned_data.items()
            if name.startswith(EXPECTED)
        }


class PersonForm(ServiceForm):
    """Somebody other than who types, so no browser fills it in."""

    contact_name = WordsField(
        max_length=120, label="Name", error_messages={"required": "Enter the name"}
    )
    contact_role = WordsField(max_length=120, required=False, label="Role")
    contact_email = AddressField(
        max_length=254,
        label="Work e-mail address",
        error_messages={"required": "Enter the work e-mail address"},
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    contact_phone = WordsField(
        max_length=30,
        required=False,
        label="Work telephone number",
        widget=forms.TextInput({"autocomplete": "off", "inputmode": "tel", "class": "width-20"}),
    )

    def clean_contact_phone(self) -> str:
        phone: str = self.cleaned_data["contact_phone"]
        if phone and not PHONE.fullmatch(phone):
            raise ValidationError("Enter a telephone number, like 01698 000 000")
        return phone

    @property
    def person(self) -> Person:
        given = self.cleaned_data
        return Person(
            name=given["contact_name"],
            role=given["contact_role"],
            email=given["contact_email"],
            phone=given["contact_phone"],
        )


class HandOverForm(PersonForm):
    prefix = "next"


class ContactForm(PersonForm, ExpectedForm):
    """For one of us, as the school told it."""

    prefix = "contact"

    room = WordsField(
        max_length=300,
        required=False,
        label="The room",
        help_text="Is there a screen, with sound? Do not name a pupil.",
    )
    saw = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20)

    def __init__(self, data: Any = None, *, talk_request: TalkRequest) -> None:
        names = ("contact_name", "contact_role", "contact_email", "contact_phone", "room")
        shown = {name: getattr(talk_request, name) for name in names}
        super().__init__(data, initial=shown | {"saw": version(talk_request)})
        self.add_groups(talk_request)
