"""What the team answers to a talk request besides dates, in words, and who sees to it."""

from typing import Any, cast

from django import forms

from campaigns.access.permissions import coordinators_of
from campaigns.models import LONGEST_MINUTES, Membership, TalkRequest
from sextortion_aware.forms.fields import CountField, DateField, TimeField
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.words import WordsField


class DeclineForm(ServiceForm):
    prefix = "decline"

    reason = WordsField(
        max_length=300,
        lines=3,
        label="Why we cannot give this talk",
        help_text="They read these words in an e-mail.",
        error_messages={"required": "Enter why, in words that they can read"},
    )


class QuestionForm(ServiceForm):
    prefix = "question"

    question = WordsField(
        max_length=300,
        lines=2,
        label="Your question",
        help_text="They read it in an e-mail and answer on their page.",
        error_messages={"required": "Enter your question"},
    )


class WaitingForm(ServiceForm):
    prefix = "waiting"

    reason = WordsField(
        max_length=300,
        lines=2,
        label="Why they wait, and how long it may be",
        help_text=(
            "They read these words in an e-mail. Say it honestly: “All our officers are "
            "booked until Easter.”"
        ),
        error_messages={"required": "Enter why they wait and how long it may be"},
    )


class TeamNoteForm(ServiceForm):
    prefix = "note"

    text = WordsField(
        max_length=1000,
        lines=2,
        label="A note for the team",
        help_text="Only the team sees it. Do not name a pupil, or anyone who has been hurt.",
        error_messages={"required": "Enter your note"},
    )


class OwnerForm(ServiceForm):
    prefix = "owner"

    owner = forms.ModelChoiceField(
        Membership.objects.none(), required=False, label="Who sees to it", empty_label="Nobody"
    )

    all_optional = True

    def __init__(self, data: Any = None, *, talk_request: TalkRequest) -> None:
        super().__init__(data, initial={"owner": talk_request.owner_id})
        cast("forms.ModelChoiceField[Membership]", self.fields["owner"]).queryset = coordinators_of(
            talk_request.campaign
        )


class WhoForm(ServiceForm):
    """Who could come at this time. Read by GET: it changes nothing."""

    held_on = DateField(label="Date", what="the date", is_coming=True)
    starts_at = TimeField(label="Starts at", what="the time it starts")
    minutes = CountField(
        label="Length in minutes", what="the length in minutes", most=LONGEST_MINUTES, initial=50
    )
