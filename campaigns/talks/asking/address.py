"""Whoever asked shows that the address is theirs: only then is it a request that somebody sees."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from campaigns.history.conflicts import Conflict
from campaigns.history.record import record_change, record_deed
from campaigns.mail import letters
from campaigns.mail.address_letters import received
from campaigns.mail.links import hash_of, new_token
from campaigns.mail.write import write_mail
from campaigns.models import Campaign, Change, Mail, TalkRequest, UnconfirmedAnswers, User
from campaigns.models.fields import this_moment
from campaigns.places.school_days import school_days_after
from campaigns.talks.asking.turns import CameFrom, may_have_link, take_to_write_again
from campaigns.talks.asking.waits import town_of
from campaigns.talks.offers import ANSWERED, lock_request
from campaigns.talks.words import asked_rows

State = TalkRequest.State
LATELY = timedelta(weeks=8)
PRESSED_TWICE = timedelta(seconds=20)


@transaction.atomic
def confirm_address(
    *,
    talk_request: TalkRequest,
    by: User | None = None,
    note: str = "",
    now: datetime | None = None,
) -> bool:
    """False when that was done before. `by` is whoever of us spoke to the school, which `note`
    says.

    History begins here, with the moment that the school asked.
    """
    if not TalkRequest.objects.filter(pk=talk_request.pk, state=State.UNCONFIRMED).update(
        state=State.SUBMITTED
    ):
        return False
    now = now or this_moment()
    talk_request.refresh_from_db(fields=["state"])
    UnconfirmedAnswers.objects.filter(talk_request=talk_request).delete()
    record_change(
        kind=Change.Kind.ASKED, by=None, talk_request=talk_request, at=talk_request.asked_at
    )
    record_change(
        kind=Change.Kind.ADDRESS_CONFIRMED, by=by, talk_request=talk_request, reason=note, at=now
    )
    whole = TalkRequest.objects.select_related("campaign", "place__area", "area", "topic")
    asked = whole.prefetch_related("groups").get(pk=talk_request.pk)
    talk_request.hear_by = _first_answer_day(asked, today=timezone.localdate(now))
    talk_request.save(update_fields=["hear_by"])
    letter = received(asked, asked=asked_rows(asked), hear_by=talk_request.hear_by)
    write_mail(letter, now=now)
    return True


def _first_answer_day(talk: TalkRequest, *, today: date) -> date:
    """As the team has it today: the letter, the page and the queue keep to this day."""
    days = talk.campaign.answer_school_days
    return school_days_after(today, days, talk.area, town_of(talk))


def open_request_of(place: int | None, *, campaign: Campaign) -> TalkRequest | None:
    """The latest one for this place that somebody still waits for an answer to."""
    return _confirmed_first(_waiting(place, campaign=campaign))


def asked_lately(place: int, *, campaign: Campaign, now: datetime) -> TalkRequest | None:
    return _confirmed_first(_waiting(place, campaign=campaign).filter(asked_at__gt=now - LATELY))


def _waiting(place: int | None, *, campaign: Campaign) -> QuerySet[TalkRequest]:
    waiting = Q(state__in=[*TalkRequest.OPEN, State.UNCONFIRMED])
    at_place = TalkRequest.objects.in_campaign(campaign).filter(waiting, place=place or 0)
    return at_place.exclude(contact_email="")


def _confirmed_first(requests: QuerySet[TalkRequest]) -> TalkRequest | None:
    """Anybody can ask in a school's name: one that nobody confirmed hides none that is."""
    latest = requests.order_by("-asked_at", "-pk")
    return latest.exclude(state=State.UNCONFIRMED).first() or latest.first()


@transaction.atomic
def send_receipt_again(
    *,
    talk_request: TalkRequest,
    address: str | None,
    now: datetime,
    sender: CameFrom | None = None,
    by: User | None = None,
) -> None:
    """To `address`, or to the one that is kept. To another one, the link in the letter before is
    dead: whoever got that one by mistake can answer nothing. Pressed twice, it is one letter, and
    takes one turn of `sender`.

    `by` is whoever of us does it for a school; what they are told on the telephone is not counted.
    """
    request = lock_request(talk_request)
    if request.state != State.UNCONFIRMED:
        raise Conflict(ANSWERED)
    latest = request.mails.filter(kind=Mail.Kind.RECEIPT).order_by("pk").last()
    address = address or request.contact_email
    is_new = address != request.contact_email
    if not is_new and latest and latest.written_at > now - PRESSED_TWICE:
        return
    if sender:
        take_to_write_again(sender, mailbox=address)
    if is_new:
        _write_to(request, address, by=by)
    write_mail(letters.receipt_again(request), now=now)


def _write_to(request: TalkRequest, address: str, *, by: User | None) -> None:
    request.contact_email, request.link_number = address, request.link_number + 1
    request.token_hash = hash_of(new_token(request.draft_key, number=request.link_number))
    request.full_clean(exclude={"draft_key"})
    request.save(update_fields=["contact_email", "link_number", "token_hash"])
    if by:
        record_deed(
            campaign=request.campaign,
            kind=Change.Kind.LINK_RENEWED,
            about=f"Talk request {request.reference}, its address not confirmed",
            by=by,
        )


@transaction.atomic
def send_link_again(*, talk_request: TalkRequest, sender: CameFrom) -> None:
    """The link that they have already, to the address that asked; none when the request was deleted
    meanwhile.
    """
    is_there = TalkRequest.objects.select_for_update(of=("self",)).filter(pk=talk_request.pk)
    if is_there.first() and may_have_link(sender, talk_request.contact_email):
        write_mail(letters.link_again(talk_request))
