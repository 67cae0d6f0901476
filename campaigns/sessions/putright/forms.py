"""What is said when a session is put right: what it should say instead, and why."""

from typing import Any

from campaigns.models import Session
from campaigns.sessions.forms import NO_NAMES, SessionForm, when_empty
from campaigns.sessions.life import LONGEST_REASON
from campaigns.sessions.notes import refuse_contacts
from campaigns.sessions.version_field import VersionField
from sextortion_aware.forms.layout import Layout, ServiceForm
from sextortion_aware.forms.words import WordsField


def reason_field(*, label: str, example: str) -> WordsField:
    return WordsField(
        label=label,
        max_length=LONGEST_REASON,
        error_messages=when_empty("Enter why, in a few words"),
        validators=[refuse_contacts],
        help_text=f"A few words, like “{example}”. {NO_NAMES}",
    )


class CorrectForm(SessionForm):
    address = "campaigns:session_correct"

    reason = reason_field(label="Why is it corrected?", example="The register came a week later")

    @property
    def layout(self) -> Layout:  # type: ignore[override]
        return Layout(*super().layout.fields, "reason")


class ReasonForm(ServiceForm):
    """Voids a session or restores it; `opened` is the version that was looked at."""

    reason = reason_field(label="Why?", example="It was entered twice")
    opened = VersionField()

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["opened"].initial = session.version


class DeclineCorrectionForm(ServiceForm):
    reason = reason_field(label="Why is it not confirmed?", example="The register says 25")
