"""What a school types on the record of its talk: how it was, and that the number differs."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from campaigns.models import MOST_IN_A_ROW, Attendance, TalkFeedback
from campaigns.sessions.notes import NO_EMAIL, contacts_problem
from campaigns.sessions.notes_asked import has_birth, reads_as_told
from campaigns.sessions.version_field import VersionField
from campaigns.talks.record.given import GivenTalk
from campaigns.talks.record.guest_words import RecordWords
from sextortion_aware.forms.fields import CountField
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.widgets import Radios
from sextortion_aware.forms.words import WordsField
from sextortion_aware.patterns import compiled

DO_NOT_NAME = "Do not name anybody, and do not write what happened to somebody."
# How long this is kept is said of a session's notes, and is not so here.
EMAIL = "Take the e-mail address out: other people read this"
PHONE = "Take the phone number out: other people read this"
NAME = "Take the name out: write “the teacher” or “a pupil” instead"
# Only somebody's title shows that a word is a name: without one it is left to who writes.
TITLED = compiled(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Master)\b\.? \p{Lu}[\pL’']")
BIRTH = "Take the date of birth out, and the name beside it"


def check_sentence(said: str, *, held_on: date, words: RecordWords) -> None:
    """The rule of a session's notes. Nobody stands beside a guest who could be asked again, so it
    is refused, and whom to tell is said.
    """
    if problem := contacts_problem(said):
        raise ValidationError(EMAIL if problem == NO_EMAIL else PHONE)
    if TITLED.search(said):
        raise ValidationError(NAME)
    if reads_as_told(said):
        raise ValidationError(words.told)
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


class HowItWas(ServiceForm):
    """The boxes alone, of which what was typed is read when there is no record to judge it by."""

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


class FeedbackForm(HowItWas):
    def __init__(self, data: Any = None, *, given: GivenTalk) -> None:
        super().__init__(data)
        self.given = given

    def clean_sentence(self) -> str:
        said = str(self.cleaned_data["sentence"])
        check_sentence(said, held_on=self.given.session.held_on, words=self.given.words)
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
    )
    opened = VersionField()

    def __init__(self, data: Any = None, *, given: GivenTalk) -> None:
        super().__init__(data, initial={"opened": given.session.version})
        self.given, self.rows = given, given.own
        boxes = {
            f"number-{place}": number_box(row, given.audience_of(row), alone=len(given.own) == 1)
            for place, row in enumerate(given.own)  # not by key: an edit may write the row anew
        }
        self.fields["sentence"].help_text = f"For example, “{given.words.example}” {DO_NOT_NAME}"
        for name, box in boxes.items():
            self._in_our_words(name, box)
        self.fields = boxes | self.fields

    def clean_sentence(self) -> str:
        said = str(self.cleaned_data["sentence"])
        check_sentence(said, held_on=self.given.session.held_on, words=self.given.words)
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
        who = "The school says" if self.given.is_of_a_school else "They say"
        return f"{who}: {said}" if said else f"{who} that the number differs."


def number_box(row: Attendance, audience: str, *, alone: bool) -> CountField:
    whom = audience + (f", {row.stage}" if row.stage else "")
    return CountField(
        label="How many people came?" if alone else f"How many came: {whom}",
        what="how many people came",
        most=MOST_IN_A_ROW,
        initial=row.count,
        required=row.count is not None or alone,
    )
