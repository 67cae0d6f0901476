"""The team's side of talk requests: the queue, one request's whole story, and a small POST view for each button."""

from datetime import date
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from campaigns.forms.queue import DeclineForm, OfferForm, QueueFilter, offer_form
from campaigns.models import Change, Membership, Offer, TalkRequest
from campaigns.permissions import may_confirm_offer, may_run_queue, may_see_talks, talks_seen_by
from campaigns.services.diary import OfficerIsBusy, Slot
from campaigns.services.errors import SomebodyWasFaster
from campaigns.services.talks import CAN_BE_OFFERED, DateIsPast, confirm_offer, decline_talk, offer_date
from campaigns.views.access import team
from campaigns.views.talk_words import asked_rows

TALKS_A_PAGE = 25
TAGS = {TalkRequest.State.SUBMITTED: "brand", TalkRequest.State.CONFIRMED: "good", TalkRequest.State.DELIVERED: "good"}


@require_safe
@team(may_see_talks)
def talk_list(request: HttpRequest, member: Membership) -> HttpResponse:
    """Oldest first: who waits longest is answered next."""
    form = QueueFilter(request.GET or None)
    talks = talks_seen_by(member).select_related("place__area", "area", "topic").prefetch_related("groups")
    page = Paginator(form.narrow(talks), TALKS_A_PAGE).get_page(request.GET.get("page"))
    state = request.GET.get("state", "")
    told = {
        "form": form,
        "page": page,
        "rows": [queue_row(talk, today=timezone.localdate()) for talk in page],
        "sees_all": may_run_queue(member),
        "query": f"{urlencode({'state': state})}&" if state else "",
        "clear": reverse("campaigns:talk_list") if state else "",
    }
    return render(request, "campaigns/talk_list.html", told)


@require_safe
@team(may_see_talks)
def talk_detail(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    return story(request, member, seen_talk(member, pk))


@require_POST
@team(may_run_queue)
def talk_offer(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    talk = seen_talk(member, pk)
    form = offer_form(request.POST, talk_request=talk, campaign=member.campaign, today=timezone.localdate())
    if not form.is_valid():
        return story(request, member, talk, offering=form)
    try:
        make_offer(request, member, talk, form)
    except (OfficerIsBusy, DateIsPast) as problem:
        form.add_error("starts_at" if isinstance(problem, DateIsPast) else "officer", str(problem))
        return story(request, member, talk, offering=form)
    except ValidationError as problem:
        form.add_error(None, problem.messages)
        return story(request, member, talk, offering=form)
    except SomebodyWasFaster as problem:
        return faster(request, talk, problem)
    messages.success(request, "The date is offered. The school gets an e-mail with a link to answer.")
    return redirect("campaigns:talk_detail", talk.pk)


@require_POST
@team(may_see_talks)
def talk_confirm(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    """The school said yes to one of us, on the telephone or at the door."""
    talk = seen_talk(member, pk)
    offer = get_object_or_404(talk.offers, pk=whole_number(request, "offer") or 0)
    if not may_confirm_offer(member, offer):
        raise PermissionDenied
    try:
        confirm_offer(offer=offer, by=member.user, now=timezone.now())
    except (SomebodyWasFaster, DateIsPast) as problem:
        return faster(request, talk, problem)
    messages.success(request, "The talk is confirmed and planned. The school gets an e-mail.")
    return redirect("campaigns:talk_detail", talk.pk)


@require_POST
@team(may_run_queue)
def talk_decline(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    talk = seen_talk(member, pk)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return story(request, member, talk, declining=form)
    try:
        decline_talk(talk_request=talk, reason=form.cleaned_data["reason"], by=member.user)
    except SomebodyWasFaster as problem:
        return faster(request, talk, problem)
    messages.success(request, "The request is declined. The school gets an e-mail with your words.")
    return redirect("campaigns:talk_detail", talk.pk)


def queue_row(talk: TalkRequest, *, today: date) -> dict[str, Any]:
    return {"talk": talk, "days": (today - timezone.localdate(talk.asked_at)).days, "kind": TAGS.get(TalkRequest.State(talk.state), "")}


def seen_talk(member: Membership, pk: int) -> TalkRequest:
    talks = talks_seen_by(member).select_related("topic", "place__area", "area", "session")
    history = Prefetch("changes", Change.objects.select_related("by"))
    offers = Prefetch("offers", Offer.objects.select_related("officer__user"))
    return get_object_or_404(talks.prefetch_related("groups", "mails", offers, history), pk=pk)


def story(
    request: HttpRequest, member: Membership, talk: TalkRequest, *, offering: OfferForm | None = None, declining: DeclineForm | None = None
) -> HttpResponse:
    held = next((offer for offer in talk.offers.all() if offer.state == Offer.State.HELD), None)
    answers = may_run_queue(member) and talk.state in CAN_BE_OFFERED
    told = {
        "talk": talk,
        "kind": TAGS.get(TalkRequest.State(talk.state), ""),
        "asked": asked_rows(talk),
        "held": held,
        "may_confirm": held is not None and may_confirm_offer(member, held),
        "offering": offering or (offer_form(talk_request=talk, campaign=member.campaign, today=timezone.localdate()) if answers else None),
        "declining": declining or (DeclineForm() if answers else None),
    }
    return render(request, "campaigns/talk_detail.html", told)


def make_offer(request: HttpRequest, member: Membership, talk: TalkRequest, form: OfferForm) -> Offer:
    chosen = form.cleaned_data
    return offer_date(
        talk_request=talk,
        slot=Slot(officer=chosen["officer"], held_on=chosen["held_on"], starts_at=chosen["starts_at"], minutes=chosen["minutes"]),
        instead_of=whole_number(request, "instead_of"),
        place=chosen.get("place"),
        new_place_kind=chosen.get("new_place_kind", ""),
        by=member.user,
        now=timezone.now(),
    )


def whole_number(request: HttpRequest, name: str) -> int | None:
    """A row's number from a hidden box; None for anything else."""
    value = request.POST.get(name, "")
    return int(value) if value.isascii() and value.isdigit() and len(value) < 19 else None


def faster(request: HttpRequest, talk: TalkRequest, problem: Exception) -> HttpResponse:
    return render(request, "campaigns/talk_faster.html", {"talk": talk, "problem": str(problem)}, status=HTTPStatus.CONFLICT)
