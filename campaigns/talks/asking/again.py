"""What was typed into a request whose address nobody confirmed in time, asked once more by the link
that was mailed.
"""

import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone

from campaigns.mail.links import hash_of
from campaigns.models import TalkDraft, TalkRequest, UnconfirmedAnswers

OF_A_PERSON = ("contact",)  # the page whose answers are asked again
DRAFTS = uuid.UUID("b5a3c9de-2f7c-4f51-9d0f-1b9f3c0f6a0e")


def keep_answers(
    talk_request: TalkRequest, answers: Mapping[str, Mapping[str, Sequence[str]]]
) -> None:
    """Needs the transaction of the request."""
    kept = {step: typed for step, typed in answers.items() if step not in OF_A_PERSON}
    UnconfirmedAnswers.objects.create(
        campaign_id=talk_request.campaign_id,
        talk_request=talk_request,
        answers=kept,
        asked_on=timezone.localdate(talk_request.asked_at),
    )


def find_forgotten(token: str) -> UnconfirmedAnswers | None:
    return (
        UnconfirmedAnswers.objects.select_related("campaign")
        .filter(token_hash=hash_of(token))
        .first()
    )


@transaction.atomic
def ask_again(*, forgotten: UnconfirmedAnswers, token: str) -> uuid.UUID:
    """The draft that only this link opens: pressed twice it is one, and sent it is one request."""
    key = uuid.uuid5(DRAFTS, token)
    if not TalkRequest.objects.filter(draft_key=key).exists():
        TalkDraft.objects.get_or_create(
            key=key, defaults={"campaign": forgotten.campaign, "answers": forgotten.answers}
        )
    return key
