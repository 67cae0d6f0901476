"""Offers that end without a talk: the school refuses them, the team takes them back, nobody answers
in time. Their dates are free again, and a request that was only offered waits again.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from campaigns.diaries.held import has_lapsed, held_of, release_offers, still_held
from campaigns.history.conflicts import Conflict
from campaigns.history.record import record_change
from campaigns.mail import letters
from campaigns.mail.letter import begins
from campaigns.mail.write import write_mail
from campaigns.models import Change, Offer, TalkRequest, User
from campaigns.talks.heard.people import touched_by
from campaigns.talks.heard.tell import tell_team
from campaigns.talks.new_wish import take_new_wish
from campaigns.talks.offers import dates_in_words, lock_request

State = TalkRequest.State


@transaction.atomic
def refuse_offers(
    *,
    talk_request: TalkRequest,
    saw: frozenset[int],
    reason: str,
    by: User | None,
    now: datetime,
) -> None:
    """The school asks for other dates. A confirmed talk stays on the date that it has."""
    request, held = lock_request(talk_request), held_of(talk_request)
    refused = [offer for offer in held if offer.pk in saw]
    if not refused or len(refused) < len(saw) or _is_new(held, saw, now=now):
        raise Conflict("Someone else has just answered this offer.")
    touched = touched_by(request)
    release_offers([one for one in held if one.pk not in saw], to=Offer.State.LAPSED)
    change = _free(
        request, refused, to=Offer.State.REFUSED, kind=Change.Kind.REFUSED, by=by, reason=reason
    )
    if by is None and reason:
        take_new_wish(request, reason, now=now)
    tell_team(change, touched=touched, now=now)


def _is_new(held: Sequence[Offer], saw: frozenset[int], *, now: datetime) -> bool:
    """A date whose time has gone by stands on no page, so it is not missed among what was seen."""
    return any(one.pk not in saw for one in still_held(held, now=now))


@transaction.atomic
def take_back_offers(*, talk_request: TalkRequest, by: User | None, reason: str) -> int:
    """Frees what is held.

    A request that was only offered waits for a date again; one that has ended or is confirmed stays
    what it is.
    """
    request, held = lock_request(talk_request), held_of(talk_request)
    if held:
        taken_back = Offer.State.TAKEN_BACK
        _free(request, held, to=taken_back, kind=Change.Kind.EDITED, by=by, reason=reason)
    return len(held)


@transaction.atomic
def take_back_one(*, offer: Offer, by: User, reason: str) -> None:
    """Of one to three. The others stay held; a request without any waits for a date again."""
    request = lock_request(offer.talk_request)
    held = held_of(request)
    chosen = [one for one in held if one.pk == offer.pk]
    release_offers(chosen, to=Offer.State.TAKEN_BACK)
    if len(held) == len(chosen):
        wait_again(request)
    record_change(
        kind=Change.Kind.EDITED,
        by=by,
        talk_request=request,
        fields={"Date": (dates_in_words(chosen), "")},
        reason=reason,
    )


def lapse_offers(*, now: datetime) -> int:
    """Marks what nobody answered in time, and tells the school.

    How many requests it was. Run twice or beside an answer it does no harm.
    """
    lapsed = Offer.objects.to_lapse(now)
    requests = TalkRequest.objects.filter(pk__in=lapsed.values("talk_request")).order_by("pk")
    return sum(_lapse(talk_request=request, now=now) for request in requests)


@transaction.atomic
def _lapse(*, talk_request: TalkRequest, now: datetime) -> bool:
    request = lock_request(talk_request)
    lapsed = [offer for offer in held_of(request) if has_lapsed(offer, now=now)]
    if not lapsed:
        return False
    _free(request, lapsed, to=Offer.State.LAPSED, kind=Change.Kind.LAPSED, by=None)
    if _wants_to_hear(request, now=now):
        write_mail(letters.offer_lapsed(request), now=now)
    return True


def _wants_to_hear(request: TalkRequest, *, now: datetime) -> bool:
    """That nothing is held any more. `request` is as it was before."""
    if not request.contact_email or held_of(request):
        return False
    if not request.date_is_set or request.session is None:
        return request.state == State.OFFERED
    return now < begins(request.session.held_on, request.session.starts_at)


def _free(
    request: TalkRequest,
    offers: Sequence[Offer],
    *,
    to: Offer.State,
    kind: Change.Kind,
    by: User | None,
    reason: str = "",
) -> Change:
    """Their dates are free again, and the request waits for one unless it is confirmed, or others
    stay held.
    """
    release_offers(offers, to=to)
    if not held_of(request):
        wait_again(request)
    fields = {"Dates": (dates_in_words(offers), "")}
    return record_change(kind=kind, by=by, talk_request=request, fields=fields, reason=reason)


def wait_again(request: TalkRequest) -> None:
    TalkRequest.objects.filter(pk=request.pk, state=State.OFFERED).update(
        state=State.SUBMITTED, state_reason=""
    )
