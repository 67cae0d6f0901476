"""A school's answers while it asks for a talk, and the one moment when they become a request."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, transaction

from campaigns.history.record import record_change
from campaigns.mail import letters
from campaigns.mail.links import hash_of, new_token
from campaigns.mail.write import write_mail
from campaigns.models import (
    Campaign,
    Change,
    CouncilArea,
    Place,
    TalkDraft,
    TalkGroup,
    TalkKind,
    TalkRequest,
    Topic,
    User,
)
from campaigns.models.fields import this_moment
from campaigns.talks.asking.wishes import Wish, save_wishes

KEEP_DRAFTS = settings.FORGET_DRAFTS_AFTER


@dataclass(frozen=True)
class Group:
    audience: str
    stages: tuple[str, ...]
    expected: int


@dataclass(frozen=True)
class Asked:
    """All answers, checked. Either `place`, or a place that is not on our list with its council."""

    place: Place | None
    unlisted_place: str
    unlisted_town: str
    area: CouncilArea
    groups: Sequence[Group]
    topic: Topic
    format: str
    assembly_reason: str
    wanted: str
    room: str
    access_needs: str
    anything_else: str
    contact_name: str
    contact_role: str
    contact_email: str
    contact_phone: str
    kind: TalkKind | None = None
    arriving: str = ""
    wishes: Sequence[Wish] = ()


@transaction.atomic
def start_draft(
    *,
    campaign: Campaign,
    now: datetime,
    answers: Mapping[str, Mapping[str, Sequence[str]]] | None = None,
) -> TalkDraft:
    """Drafts that nobody finished are forgotten here, so that no answer waits for a cleaner to come
    by.
    """
    TalkDraft.objects.filter(started_at__lt=now - KEEP_DRAFTS).delete()
    return TalkDraft.objects.create(
        campaign=campaign, answers={step: as_kept(typed) for step, typed in (answers or {}).items()}
    )


@transaction.atomic
def keep_answer(*, draft: TalkDraft, step: str, typed: Mapping[str, Sequence[str]]) -> TalkDraft:
    kept = TalkDraft.objects.select_for_update().get(pk=draft.pk)
    kept.answers = {**kept.answers, step: as_kept(typed)}
    kept.typing = {name: value for name, value in kept.typing.items() if name != step}
    kept.kept_at = this_moment()
    kept.save(update_fields=["answers", "typing", "kept_at"])
    return kept


def as_kept(typed: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {name: list(values) for name, values in typed.items()}


@transaction.atomic
def ask_for_talk(*, draft_key: uuid.UUID, campaign: Campaign, asked: Asked) -> TalkRequest:
    """Pressed twice, or by two at once, it is one request: the draft's row is the turnstile, and it
    goes with the first.

    Nobody has shown yet that the address is theirs. Until then the request is in no queue and in no
    history, and goes without a trace: see confirm_address.
    """
    TalkDraft.objects.select_for_update().filter(pk=draft_key).first()
    already = TalkRequest.objects.filter(draft_key=draft_key).first()
    if already:
        return already
    talk_request = _create(
        draft_key=draft_key, campaign=campaign, asked=asked, state=TalkRequest.State.UNCONFIRMED
    )
    TalkDraft.objects.filter(pk=draft_key).delete()
    write_mail(letters.receipt(talk_request))
    return talk_request


def enter_talk(*, draft_key: uuid.UUID, campaign: Campaign, asked: Asked, by: User) -> TalkRequest:
    """One of us writes down what a school says on the telephone: it is in the queue at once.

    Sent twice, it is one request.
    """
    try:
        return _enter(draft_key=draft_key, campaign=campaign, asked=asked, by=by)
    except IntegrityError:
        already = TalkRequest.objects.filter(draft_key=draft_key, campaign=campaign).first()
        if already is None:
            raise
        return already


@transaction.atomic
def _enter(*, draft_key: uuid.UUID, campaign: Campaign, asked: Asked, by: User) -> TalkRequest:
    talk_request = _create(
        draft_key=draft_key,
        campaign=campaign,
        asked=asked,
        state=TalkRequest.State.SUBMITTED,
        entered_by=by,
    )
    record_change(kind=Change.Kind.ASKED, by=by, talk_request=talk_request)
    write_mail(letters.receipt(talk_request))
    return talk_request


def _create(
    *,
    draft_key: uuid.UUID,
    campaign: Campaign,
    asked: Asked,
    state: TalkRequest.State,
    entered_by: User | None = None,
) -> TalkRequest:
    columns = {
        name: value for name, value in vars(asked).items() if name not in ("groups", "wishes")
    }
    talk_request = TalkRequest(
        campaign=campaign,
        draft_key=draft_key,
        token_hash=hash_of(new_token(draft_key)),
        staff_stay=True,
        state=state,
        entered_by=entered_by,
        **columns,
    )
    talk_request.full_clean(
        exclude={"draft_key", "token_hash"}
    )  # whether they are new is the database's to tell: of two at once only one can know
    talk_request.save()
    for group in asked.groups:
        row = TalkGroup(
            talk_request=talk_request,
            audience=group.audience,
            stages=group.stages,
            expected=group.expected,
        )
        row.full_clean()
        row.save()
    save_wishes(talk_request, asked.wishes)
    return talk_request
