"""Whoever asked shows that the address is theirs: only then is it a request that somebody sees."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from campaigns.history.conflicts import Conflict
from campaigns.history.record import record_change
from campaigns.mail import letters
from campaigns.mail.links import hash_of, new_token
from campaigns.mail.write import write_mail
from campaigns.models import Campaign, Change, TalkRequest
from campaigns.talks.offers import ANSWERED, lock_request

State = TalkRequest.State
LATELY = timedelta(weeks=8)
PRESSED_TWICE = timedelta(seconds=20)


@transaction.atomic
def confirm_address(*, talk_request: TalkRequest) -> bool:
    """False when that was done before.

    History begins here, with the moment that the school asked.
    """
    if not TalkRequest.objects.filter(pk=talk_request.pk, state=State.UNCONFIRMED).update(
        state=State.SUBMITTED
    ):
        return False
    talk_request.refresh_from_db(fields=["state"])
    record_change(
        kind=Change.Kind.ASKED, by=None, talk_request=talk_request, at=talk_request.asked_at
    )
    record_change(kind=Change.Kind.ADDRESS_CONFIRMED, by=None, talk_request=talk_request)
    return True


def open_request_of(place: int | None, *, campaign: Campaign) -> TalkRequest | None:
    """The latest one for this place that somebody still waits for an answer to."""
    waiting = Q(state__in=[*TalkRequest.OPEN, State.UNCONFIRMED])
    return (
        TalkRequest.objects.in_campaign(campaign)
        .filter(waiting, place=place or 0)
        .exclude(contact_email="")
        .order_by("asked_at", "pk")
        .last()
    )


def asked_lately(place: int, *, campaign: Campaign, now: datetime) -> TalkRequest | None:
    found = open_request_of(place, campaign=campaign)
    return found if found and found.asked_at > now - LATELY else None


@transaction.atomic
def send_receipt_again(*, talk_request: TalkRequest, address: str, now: datetime) -> None:
    """To another address, the link in the letter before is dead: whoever got that one by mistake
    can answer nothing. Pressed twice, it is one letter.
    """
    request = lock_request(talk_request)
    if request.state != State.UNCONFIRMED:
        raise Conflict(ANSWERED)
    latest = request.mails.order_by("pk").last()
    if address != request.contact_email:
        request.contact_email, request.link_number = address, request.link_number + 1
        request.token_hash = hash_of(new_token(request.draft_key, number=request.link_number))
        request.full_clean(exclude={"draft_key"})
        request.save(update_fields=["contact_email", "link_number", "token_hash"])
    elif latest and latest.written_at > now - PRESSED_TWICE:
        return
    write_mail(letters.receipt_again(request), now=now)


@transaction.atomic
def send_link_again(*, talk_request: TalkRequest) -> None:
    """The link that they have already, to the address that asked."""
    TalkRequest.objects.select_for_update(of=("self",)).get(pk=talk_request.pk)
    write_mail(letters.link_again(talk_request))
