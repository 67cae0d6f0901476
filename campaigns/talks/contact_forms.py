"""Whom to talk to, how many come, and of which class: as the school changes it by its link, and as
one of us does for it.
"""

from copy import copy
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError

from campaigns.models import MOST_IN_A_ROW, TalkRequest, stages_label
from campaigns.places.guests import guest_of_request
from campaigns.talks.asking.group_forms import STAGES_HINT, read_stages
from campaigns.talks.asking.people_forms import PHONE, AddressField
from campaigns.talks.contact_change import Person, version
from campaigns.talks.fits import ask_once, misfits_of, shown_box
from campaigns.talks.group_change import changed_groups
from campaigns.talks.remarks import Remark
from campaigns.talks.stood import EXPECTED, STAGES
from campaigns.talks.words import how_many_of
from sextortion_aware.forms.fields import GuessField
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.words import WordsField

WHAT = "how many people you expect"
ALL_THE_SAME = "If that is right, press Save again"


class StagesBox(WordsField):
    """Of one group of pupils."""

    def __init__(self, *, label: str) -> None:
        super().__init__(
            max_length=60,
            label=label,
            help_text=f"{STAGES_HINT}.",
            error_messages={"required": f"Enter the stages. {STAGES_HINT}"},
            widget=forms.TextInput({"class": "width-10"}),
        )

    def clean(self, value: Any) -> Any:
        return read_stages(super().clean(value))


class ExpectedForm(ServiceForm):
    """Begins with the boxes for each group, and says in `expected` and `stages` what stands in
    them. What does not fit by this change is asked about once.
    """

    shown = shown_box()

    def add_groups(self, talk_request: TalkRequest) -> None:
        self.talk = talk_request
        groups = list(talk_request.groups.all())
        guest = guest_of_request(talk_request)
        boxes: dict[str, forms.Field] = {}
        for group in groups:
            if group.stages and self._asks(name := f"{STAGES}{group.pk}"):
                so_far = stages_label(group.stages)
                label = "Which stages?" if len(groups) == 1 else f"Which stages? So far {so_far}"
                boxes[name] = StagesBox(label=label)
                self.initial[name] = so_far
            name = f"{EXPECTED}{group.pk}"
            boxes[name] = GuessField(label=how_many_of(group, guest), what=WHAT, most=MOST_IN_A_ROW)
            self.initial[name] = group.expected
        for name, box in boxes.items():
            self._in_our_words(name, box)
        self.fields = {**boxes, **self.fields}

    def is_changed(self, name: str) -> bool:
        """What is not, is left as it stands by now."""
        return True

    def _asks(self, name: str) -> bool:
        """A page without that box has not emptied it."""
        return not self.is_bound or self.add_prefix(name) in self.data

    def clean(self) -> dict[str, Any]:
        for name in self.fields:
            if name.startswith(EXPECTED) and self.cleaned_data.get(name) == 0:
                self.add_error(name, f"Enter {WHAT}, 1 or more")
        if not self.errors:
            self._ask_once()
        return self.cleaned_data

    def _ask_once(self) -> None:
        stood = {remark.text for remark in misfits_of(self.talk)}
        groups = [copy(group) for group in self.talk.groups.all()]
        changed_groups(groups, expected=self.expected, stages=self.stages)
        new = [one for one in misfits_of(self.talk, groups) if one.text not in stood]

        def box_of(remark: Remark) -> str:
            """Which talk it is stands in no box here."""
            box = EXPECTED if remark.box == "expected" else STAGES
            return f"{box}{groups[remark.number].pk}"

        ask_once(self, new, box_of=box_of, again=ALL_THE_SAME)

    @property
    def expected(self) -> dict[int, int]:
        return {
            int(name.removeprefix(EXPECTED)): cast("int", number)
            for name, number in self.cleaned_data.items()
            if name.startswith(EXPECTED) and self.is_changed(name)
        }

    @property
    def stages(self) -> dict[int, tuple[str, ...]]:
        return {
            int(name.removeprefix(STAGES)): said
            for name, said in self.cleaned_data.items()
            if name.startswith(STAGES) and self.is_changed(name)
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
