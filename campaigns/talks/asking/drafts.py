"""A school's answers while it asks for a talk, and the one moment when they become a request."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

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
from campaigns.talks.asking.again import keep_answers
from campaigns.talks.asking.gone import DraftIsGone
from campaigns.talks.asking.turns import CameFrom, take_to_ask
from campaigns.talks.asking.waits import last_day_to_confirm
from campaigns.talks.asking.wishes import Wish, save_wishes
from campaigns.talks.words import asked_rows

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
    kept = TalkDraft.objects.select_for_update().filter(pk=draft.pk).first()
    if kept is None:
        raise DraftIsGone
    kept.answers = {**kept.answers, step: as_kept(typed)}
    kept.typing = {name: value for name, value in kept.typing.items() if name != step}
    kept.kept_at = this_moment()
    kept.save(update_fields=["answers", "typing", "kept_at"])
    return kept


def as_kept(typed: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    return {name: list(values) for name, values in typed.items()}


@transaction.atomic
def ask_for_talk(
    *,
    draft_key: uuid.UUID,
    campaign: Campaign,
    asked: Asked,
    answers: Mapping[str, Mapping[str, Sequence[str]]] | None = None,
    sender: CameFrom | None = None,
    now: datetime | None = None,
) -> TalkRequest:
    """Pressed twice, or by two at once, it is one request: the draft's row is the turnstile, and it
    goes with the first. So the turns of `sender` are taken once.

    Nobody has shown yet that the address is theirs. Until then the request is in no queue and in no
    history, and goes without a trace: see confirm_address.
    """
    was_here, _ = TalkDraft.objects.filter(pk=draft_key).delete()
    already = None if was_here else TalkRequest.objects.filter(draft_key=draft_key).first()
    if already:
        return already
    now = now or (sender.asked_at if sender else this_moment())
    if sender:
        take_to_ask(sender, mailbox=asked.contact_email, asked_at=now)
    talk_request = _create(
        draft_key=draft_key,
        campaign=campaign,
        asked=asked,
        state=TalkRequest.State.UNCONFIRMED,
        asked_at=now,
        confirm_by=last_day_to_confirm(asked, asked_on=timezone.localdate(now)),
    )
    keep_answers(talk_request, answers or {})
    write_mail(letters.receipt(talk_request), now=now)
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
    write_mail(letters.receipt(talk_request, asked=asked_rows(talk_request)))
    return talk_request


def _create(
    *,
    draft_key: uuid.UUID,
    campaign: Campaign,
    asked: Asked,
    state: TalkRequest.State,
    **more: Any,
) -> TalkRequest:
    """What the rows must obey beyond their own columns is the database's to say: to ask it before
    takes three round trips for each rule, and of two at once it alone knows.
    """
    columns = {
        name: value for name, value in vars(asked).items() if name not in ("groups", "wishes")
    }
    talk_request = TalkRequest(
        campaign=campaign,
        draft_key=draft_key,
        token_hash=hash_of(new_token(draft_key)),
        staff_stay=True,
        state=state,
        kind_name=asked.kind.name if asked.kind else "",
        **columns,
        **more,
    )
    talk_request.clean_fields(exclude={"campaign", "place", "area", "kind", "topic", "entered_by"})
    talk_request.save()
    groups = [TalkGroup(talk_request=talk_request, **vars(group)) for group in asked.groups]
    for group in groups:
        group.clean_fields(exclude={"talk_request"})
    TalkGroup.objects.bulk_create(groups)
    save_wishes(talk_request, asked.wishes)
    return talk_request
