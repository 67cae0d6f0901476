"""The school's page behind its secret link. Mail scanners open it, so GET and HEAD change nothing; each answer is a POST that names the offer it is to."""

from datetime import date, datetime
from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from campaigns.forms.talk_visit import RefuseForm
from campaigns.links import hash_of
from campaigns.models import Offer, TalkRequest
from campaigns.services.errors import SomebodyWasFaster
from campaigns.services.talks import DateIsPast, confirm_offer, refuse_offer
from campaigns.views.talk_words import asked_rows, date_rows


@require_safe
def talk_link(request: HttpRequest, token: str) -> HttpResponse:
    return link_page(request, find_talk(token, today=timezone.localdate()), token, RefuseForm())


@require_POST
def talk_accept(request: HttpRequest, token: str) -> HttpResponse:
    talk = find_talk(token, today=timezone.localdate())
    offer = named_offer(request, talk)
    try:
        confirm_offer(offer=offer, by=None, now=timezone.now())
    except (SomebodyWasFaster, DateIsPast):
        offer.refresh_from_db()
        if offer.state != Offer.State.ACCEPTED:  # pressed twice is answered as once
            return too_late(request, token)
    return redirect("campaigns:talk_link", token)


@require_POST
def talk_refuse(request: HttpRequest, token: str) -> HttpResponse:
    talk = find_talk(token, today=timezone.localdate())
    offer = named_offer(request, talk)
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return link_page(request, talk, token, form)
    try:
        refuse_offer(offer=offer, reason=form.cleaned_data["reason"], by=None)
    except SomebodyWasFaster:
        offer.refresh_from_db()
        if offer.state != Offer.State.REFUSED:
            return too_late(request, token)
    return redirect("campaigns:talk_link", token)


def find_talk(token: str, *, today: date) -> TalkRequest:
    """An unknown link, an old one and a mistyped one look alike."""
    found = TalkRequest.objects.select_related("topic", "place__area", "area", "session").filter(token_hash=hash_of(token)).first()
    if found is None or today > last_day(found):
        raise Http404
    return found


def last_day(talk: TalkRequest) -> date:
    """Thirty days after the talk, or after the last thing that happened to a request that ended without one."""
    if talk.session:
        return talk.session.held_on + settings.FORGET_LINKS_AFTER
    if talk.state in TalkRequest.OPEN:
        return date.max
    ended: datetime | None = talk.changes.values_list("at", flat=True).last()
    return timezone.localdate(ended or talk.asked_at) + settings.FORGET_LINKS_AFTER


def named_offer(request: HttpRequest, talk: TalkRequest) -> Offer:
    number = request.POST.get("offer", "")
    return get_object_or_404(talk.offers, pk=int(number) if number.isascii() and number.isdigit() and len(number) < 19 else 0)


def link_page(request: HttpRequest, talk: TalkRequest, token: str, form: RefuseForm) -> HttpResponse:
    offer = talk.offers.select_related("officer__user").filter(state__in=[Offer.State.HELD, Offer.State.ACCEPTED]).last()
    is_past = bool(offer and datetime.combine(offer.held_on, offer.starts_at) <= timezone.make_naive(timezone.now()))
    told = {
        "talk": talk,
        "asked": asked_rows(talk),
        "offer": offer,
        "date": date_rows(talk, offer) if offer else [],
        "is_past": is_past,
        "is_open": talk.state in TalkRequest.OPEN,
        "was_offered": talk.offers.exists(),
        "token": token,
        "form": form,
    }
    return private(render(request, "campaigns/talk_link.html", told))


def too_late(request: HttpRequest, token: str) -> HttpResponse:
    return private(render(request, "campaigns/talk_too_late.html", {"token": token}, status=HTTPStatus.CONFLICT))


def private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
