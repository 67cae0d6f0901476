"""What a school types on the record of its talk: how it was, and that the number differs."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from campaigns.models import MOST_IN_A_ROW, Attendance, TalkFeedback
from campaigns.sessions.notes import refuse_contacts
from campaigns.sessions.notes_asked import has_birth, reads_as_told
from campaigns.sessions.version_field import VersionField
from sextortion_aware.forms.fields import CountField
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.widgets import Radios
from sextortion_aware.forms.words import WordsField
from sextortion_aware.numbers import EMERGENCY, POLICE

DO_NOT_NAME = "Do not name anybody, and do not write what happened to somebody."
TOLD = (
    "This reads as if somebody was harmed. Do not write it here: this page is not read straight "
    "away. Tell the person in your school who leads on child protection. To tell the police, call "
    f"{POLICE}, or {EMERGENCY} in danger. Then shorten this to how the talk was"
)
BIRTH = "Take the date of birth out, and the name beside it"


def check_sentence(said: str, *, held_on: date) -> None:
    """The rule of a session's notes. Nobody stands beside a school who could be asked again, so it
    is refused, and whom to tell is said.
    """
    refuse_contacts(said)
    if reads_as_told(said):
        raise ValidationError(TOLD)
    if has_birth(said, held_on=held_on):
        raise ValidationError(BIRTH)


def statement(name: str) -> forms.ChoiceField:
    label = TalkFeedback.STATEMENTS[name]
    return forms.ChoiceField(
        choices=TalkFeedback.Answer.choices,
        widget=Radios(),
        label=label,
        error_messages={"required": f"Choose how far “{label}” is right"},
    )


class FeedbackForm(ServiceForm):
    prefix = "feedback"

    pitched_right = statement("pitched_right")
    took_part = statement("took_part")
    have_again = statement("have_again")
    sentence = WordsField(
        max_length=300,
        required=False,
        lines=2,
        label="One thing we should know",
        help_text=DO_NOT_NAME,
    )

    def __init__(self, data: Any = None, *, held_on: date) -> None:
        super().__init__(data)
        self.held_on = held_on

    def clean_sentence(self) -> str:
        said = str(self.cleaned_data["sentence"])
        check_sentence(said, held_on=self.held_on)
        return said


class NumberForm(ServiceForm):
    """One box for each number of the record, filled with what stands there."""

    known = forms.ChoiceField(
        choices=[
            (Attendance.Known.COUNTED, "We counted"),
            (Attendance.Known.REGISTER, "From a register"),
            (Attendance.Known.ESTIMATED, "It is a good guess"),
        ],
        widget=Radios(),
        label="How do you know it?",
        error_messages={"required": "Choose how you know the number"},
    )
    sentence = WordsField(
        max_length=200,
        required=False,
        lines=2,
        label="Anything that explains it",
        help_text=f"For example, “P6 came too.” {DO_NOT_NAME}",
    )
    opened = VersionField()

    def __init__(
        self, data: Any = None, *, rows: Sequence[Attendance], held_on: date, version: int
    ) -> None:
        super().__init__(data, initial={"opened": version})
        self.held_on, self.rows = held_on, rows
        boxes = {
            f"number-{place}": number_box(row, alone=len(rows) == 1)
            for place, row in enumerate(rows)  # not by key: an edit may write the row anew
        }
        for name, box in boxes.items():
            self._in_our_words(name, box)
        self.fields = boxes | self.fields

    def clean_sentence(self) -> str:
        said = str(self.cleaned_data["sentence"])
        check_sentence(said, held_on=self.held_on)
        return said

    @property
    def numbers(self) -> dict[int, int]:
        typed = {
            row.pk: self.cleaned_data.get(f"number-{place}") for place, row in enumerate(self.rows)
        }
        return {key: number for key, number in typed.items() if number is not None}

    @property
    def reason(self) -> str:
        said = self.cleaned_data["sentence"]
        return f"The school says: {said}" if said else "The school says that the number differs."


def number_box(row: Attendance, *, alone: bool) -> CountField:
    whom = row.get_audience_display() + (f", {row.stage}" if row.stage else "")
    return CountField(
        label="How many people came?" if alone else f"How many came: {whom}",
        what="how many people came",
        most=MOST_IN_A_ROW,
        initial=row.count,
        required=row.count is not None or alone,
    )
