"""Which e-mails the team's list shows."""

from typing import Any

from django import forms

from campaigns.models import Mail
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.queries import from_list

SHOWN = {
    Mail.State.WAITING: "Will be sent",
    Mail.State.GIVEN_UP: "Could not be sent",
    Mail.State.REFUSED: "Refused by the address",
    Mail.State.SENT: "Sent in the last 30 days",
    Mail.State.STOPPED: "Stopped",
}


class OutboxFilter(ServiceForm):
    """Sent by GET, so that a list can be kept as an address."""

    all_optional = True

    state = forms.ChoiceField(
        label="E-mails", required=False, error_messages=from_list("which e-mails to show")
    )

    def __init__(self, *args: Any, counts: dict[str, int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [
            (
                "" if state == Mail.State.WAITING else state.value,
                f"{words} ({counts.get(state, 0)})",
            )
            for state, words in SHOWN.items()
        ]
        self.fields["state"].choices = choices  # type: ignore[attr-defined]

    @property
    def wanted_state(self) -> Mail.State:
        return (
            Mail.State(self.cleaned_data.get("state") or Mail.State.WAITING)
            if self.is_valid()
            else Mail.State.WAITING
        )
