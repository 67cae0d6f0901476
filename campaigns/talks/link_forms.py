"""What a school types on the page behind its link."""

from typing import Self

from django import forms

from campaigns.models import TalkRequest
from campaigns.places.guests import DO_NOT_NAME, Guest
from campaigns.talks.by_link import CHANGEABLE
from campaigns.talks.contact_forms import ExpectedForm
from campaigns.talks.stood import Stood, in_short, read_stood, stood_in, written
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.words import WordsField


def typed_in(form: ServiceForm) -> str:
    """All that was typed, as it was: to be copied from a page that cannot keep it."""
    boxes = form.visible_fields() if form.is_bound else []
    filled = [(box.label, said_in(box)) for box in boxes]
    if len(filled) == 1:
        return filled[0][1]
    return "\n".join(f"{label}: {words}" for label, words in filled if words)


def said_in(box: forms.BoundField) -> str:
    """A choice is the words that were chosen, a date its three boxes."""
    value = box.value() or ""
    boxes = value if isinstance(value, list | tuple) else [value]
    typed = " ".join(str(one) for one in boxes if one).strip()
    choices = getattr(box.field, "choices", ())
    return next((str(words) for key, words in choices if str(key) == typed and typed), typed)


class RefuseForm(ServiceForm):
    """None of the dates suits."""

    prefix = "refuse"

    reason = WordsField(
        max_length=300,
        lines=3,
        required=False,
        label="What would suit you better?",
        help_text="For example, a Tuesday, or any week in January.",
    )


class WordsForm(ServiceForm):
    """One box, named `text`."""

    @property
    def said(self) -> str:
        return str(self.cleaned_data["text"])

    def speak_to(self, guest: Guest) -> Self:
        self.fields["text"].help_text = f"{DO_NOT_NAME[guest]}."
        return self


class NoteForm(WordsForm):
    prefix = "note"

    text = WordsField(
        max_length=1000,
        lines=3,
        label="Your note",
        help_text=f"{DO_NOT_NAME[Guest.SCHOOL]}.",
        error_messages={"required": "Enter your note"},
    )


class AnswerForm(WordsForm):
    prefix = "answer"

    text = WordsField(
        max_length=1000,
        lines=3,
        label="Your answer",
        help_text=f"{DO_NOT_NAME[Guest.SCHOOL]}.",
        error_messages={"required": "Enter your answer"},
    )


class AnotherTimeForm(WordsForm):
    prefix = "another"

    text = WordsField(
        max_length=1000,
        lines=3,
        label="When would suit you better?",
        help_text="For example, the same time a week later.",
        error_messages={"required": "Enter when would suit you better"},
    )


class ChangeForm(ExpectedForm):
    """How many come, and what the officer needs to know of the visit."""

    room = WordsField(
        max_length=300,
        required=False,
        label="The room",
        help_text="Is there a screen, with sound? Does your network block videos?",
    )
    arriving = WordsField(
        max_length=300,
        required=False,
        label="Arriving",
        help_text="Which gate, where to park, and who meets us?",
    )
    access_needs = WordsField(
        max_length=500,
        lines=2,
        required=False,
        label="What people need",
        help_text="Do not name anyone.",
    )

    stood = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: object = None, *, talk_request: TalkRequest) -> None:
        shown = {name: getattr(talk_request, name) for name in CHANGEABLE}
        super().__init__(data, initial=shown | {"stood": written(stood_in(talk_request))})
        self.add_groups(talk_request)

    def is_changed(self, name: str) -> bool:
        return self.saw.get(name) != in_short(self.cleaned_data[name])

    @property
    def saw(self) -> Stood:
        return read_stood(self.cleaned_data.get("stood", ""))

    @property
    def details(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in CHANGEABLE if self.is_changed(name)}


class EndForm(ServiceForm):
    reason = WordsField(
        max_length=200,
        lines=2,
        required=False,
        label="Would you tell us why?",
        help_text="It helps us plan. Do not name anyone.",
        widget=forms.Textarea({"rows": 2}),
    )
