"""What the team does with a request besides offering dates: who sees to it, a question, the waiting
list, no, a note, two that are one, a new link.
"""

from datetime import datetime
from textwrap import wrap

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.access.permissions import may_run_queue
from campaigns.history.conflicts import Conflict
from campaigns.history.record import record_change
from campaigns.mail import letters
from campaigns.mail.around_talks import stop_mails
from campaigns.mail.links import hash_of, new_token
from campaigns.mail.write import write_mail
from campaigns.models import Change, Membership, TalkNote, TalkRequest, User
from campaigns.talks.by_link import PRESSED_TWICE
from campaigns.talks.contact_change import end_handing_over
from campaigns.talks.end_offers import take_back_offers
from campaigns.talks.offers import ANSWERED, CAN_BE_OFFERED, lock_request
from sextortion_aware.reading.names import compared_place

State = TalkRequest.State

LONGEST_NOTE = 1000
QUESTION_FROM = (State.SUBMITTED, State.WAITING)
WAITING_FROM = (State.SUBMITTED, State.NEEDS_INFO)


@transaction.atomic
def give_to(
    *, talk_request: TalkRequest, owner: Membership | None, was: int | None, by: User
) -> None:
    """`was` is the owner whom this person saw: of two who take it at once,
    the later one is told.
    """
    request = lock_request(talk_request)
    if request.state not in TalkRequest.OPEN or request.owner_id != was:
        raise Conflict(ANSWERED)
    if owner and (
        owner.campaign_id != request.campaign_id or not may_run_queue(owner) or not owner.is_active
    ):
        raise ValidationError("Choose a coordinator of this campaign")
    before = str(request.owner) if request.owner else ""
    TalkRequest.objects.filter(pk=request.pk).update(owner=owner)
    record_change(
        kind=Change.Kind.OWNED,
        by=by,
        talk_request=request,
        fields={"Owner": (before, str(owner or ""))},
    )


@transaction.atomic
def ask_school(*, talk_request: TalkRequest, question: str, by: User, now: datetime) -> None:
    """It keeps its place in the queue. What is held for it stays held."""
    request = _from(talk_request, QUESTION_FROM)
    _to(request, State.NEEDS_INFO, reason=question, kind=Change.Kind.QUESTION, by=by)
    write_mail(letters.question_asked(request), now=now)


@transaction.atomic
def put_on_waiting_list(*, talk_request: TalkRequest, reason: str, by: User, now: datetime) -> None:
    """The school reads the reason."""
    request = _from(talk_request, WAITING_FROM)
    _to(request, State.WAITING, reason=reason, kind=Change.Kind.WAITING, by=by)
    write_mail(letters.on_waiting_list(request), now=now)


@transaction.atomic
def decline_talk(*, talk_request: TalkRequest, reason: str, by: User) -> None:
    request = _from(talk_request, CAN_BE_OFFERED)
    TalkRequest.objects.filter(pk=request.pk).update(state=State.DECLINED, state_reason=reason)
    talk_request.refresh_from_db()
    take_back_offers(talk_request=request, by=by, reason=reason)
    record_change(kind=Change.Kind.DECLINED, by=by, talk_request=request, reason=reason)
    stop_mails(talk_request=request)
    write_mail(letters.talk_declined(request))


@transaction.atomic
def note_down(*, talk_request: TalkRequest, text: str, by: User, now: datetime) -> TalkNote:
    """What was said on the telephone, or what colleagues should know.

    The school does not see it.
    """
    request = lock_request(talk_request)
    latest = request.notes.filter(by=by).last()
    if latest and latest.text == text and now - latest.at < PRESSED_TWICE:
        return latest
    note = TalkNote(talk_request=request, by=by, text=text)
    note.full_clean()
    note.save()
    record_change(kind=Change.Kind.NOTED, by=by, talk_request=request)
    return note


def open_twins(talk_request: TalkRequest) -> list[TalkRequest]:
    """Other requests for the same place that are open: somebody may have asked twice."""
    same = TalkRequest.objects.in_campaign(talk_request.campaign).open().exclude(pk=talk_request.pk)
    found = (
        same.filter(place=talk_request.place_id)
        .select_related("topic", "place__area")
        .prefetch_related("groups")
    )
    return [twin for twin in found if where(twin) == where(talk_request)]


def where(talk_request: TalkRequest) -> tuple[int, int | None, str]:
    """One place, or one name of a place that is not on our list."""
    name = "" if talk_request.place_id else compared_place(talk_request.unlisted_place)
    return talk_request.campaign_id, talk_request.place_id, name


@transaction.atomic
def merge_requests(*, closed: TalkRequest, kept: TalkRequest, by: User, now: datetime) -> None:
    """`closed` ends and its groups and what it said go over to `kept`.

    Only a request without a date can be closed so.
    """
    for pk in sorted((closed.pk, kept.pk)):  # one order, whoever merges what into which
        TalkRequest.objects.select_for_update(of=("self",)).get(pk=pk)
    first, other = lock_request(kept), lock_request(closed)
    if first.pk == other.pk or where(first) != where(other):
        raise ValidationError("These two requests are not for the same place")
    if first.state not in TalkRequest.OPEN or other.state not in CAN_BE_OFFERED:
        raise Conflict(ANSWERED)
    told = f"Merged into {first.reference}."
    before = State(other.state)
    TalkRequest.objects.filter(pk=other.pk).update(
        state=State.WITHDRAWN, state_reason=told, merged_into=first
    )
    take_back_offers(talk_request=other, by=by, reason=told)
    _carry_over(other, first, by=by)
    other.notices.update(talk_request=first)
    fields = {"State": (str(before.label), str(State.WITHDRAWN.label))}
    record_change(kind=Change.Kind.MERGED, by=by, talk_request=other, fields=fields, reason=told)
    record_change(
        kind=Change.Kind.MERGED,
        by=by,
        talk_request=first,
        reason=f"{other.reference} was merged into this one.",
    )
    stop_mails(talk_request=other, now=now)
    write_mail(letters.merged(other), now=now)


@transaction.atomic
def renew_link(*, talk_request: TalkRequest, by: User | None, now: datetime) -> None:
    """Every link before it is dead from now on; the new one goes to the address that asked, and to
    no other.
    """
    request = lock_request(talk_request)
    end_handing_over(request, by=by, now=now)
    number = request.link_number + 1
    TalkRequest.objects.filter(pk=request.pk).update(
        link_number=number, token_hash=hash_of(new_token(request.draft_key, number=number))
    )
    record_change(kind=Change.Kind.LINK_RENEWED, by=by, talk_request=request)
    write_mail(letters.link_renewed(request), now=now)


def _carry_over(other: TalkRequest, kept: TalkRequest, *, by: User) -> None:
    known = {(group.audience, group.stages, group.expected) for group in kept.groups.all()}
    for group in other.groups.all():
        if (group.audience, group.stages, group.expected) not in known:
            kept.groups.create(
                audience=group.audience, stages=group.stages, expected=group.expected
            )
    said = [
        ("Wanted", other.wanted),
        ("Why an assembly", other.assembly_reason),
        ("The room", other.room),
        ("Arriving", other.arriving),
        ("What people need", other.access_needs),
        ("Anything else", other.anything_else),
    ]
    words = f"From {other.reference}. " + " ".join(
        f"{name}: {value}." for name, value in said if value
    )
    for part in wrap(words, LONGEST_NOTE, replace_whitespace=False, expand_tabs=False):
        kept.notes.create(text=part, by=by)
    for note in other.notes.all():
        kept.notes.create(text=note.text, by=note.by)


def _from(talk_request: TalkRequest, states: tuple[State, ...]) -> TalkRequest:
    request = lock_request(talk_request)
    if request.state not in states:
        raise Conflict(ANSWERED)
    return request


def _to(request: TalkRequest, state: State, *, reason: str, kind: Change.Kind, by: User) -> None:
    before = State(request.state)
    TalkRequest.objects.filter(pk=request.pk).update(state=state, state_reason=reason)
    record_change(
        kind=kind,
        by=by,
        talk_request=request,
        fields={"State": (str(before.label), str(state.label))},
        reason=reason,
    )
