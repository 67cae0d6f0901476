"""The page on which dates are offered, and who could come at another time."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.access.permissions import may_run_queue
from campaigns.access.team import team
from campaigns.diaries.book import OfficerIsBusy
from campaigns.history.conflicts import Conflict
from campaigns.models import Membership, TalkRequest
from campaigns.places.guests import in_a_sentence
from campaigns.talks.filled_form import filled, initial_from
from campaigns.talks.forms import WhoForm
from campaigns.talks.link_forms import typed_in
from campaigns.talks.offer_form import OfferForm, offer_form
from campaigns.talks.offers import DateIsPast, SlotRefused, may_be_offered, offer_dates
from campaigns.talks.request_views import faster, held_offers, seen_talk, too_late_for
from campaigns.talks.suggested import minutes_of
from campaigns.talks.who_could import who_could
from campaigns.talks.wish_read import reading_of, with_reading
from campaigns.talks.words import asked_in_short, asked_rows
from sextortion_aware.forms.hidden_boxes import whole_numbers


@require_http_methods(["GET", "HEAD", "POST"])
@team(may_run_queue)
def talk_offer(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    talk, now = seen_talk(member, pk), timezone.now()
    is_sent = request.method == "POST"
    if not is_sent and not may_be_offered(talk):
        return too_late_for(request, talk)
    form = offer_form(
        request.POST if is_sent else None,
        talk_request=talk,
        campaign=member.campaign,
        now=now,
        initial=initial_from(request.GET, talk),
    )
    if not form.is_valid():
        return offer_page(request, talk, form)
    try:
        offer_dates(
            talk_request=talk,
            slots=form.slots,
            instead_of=frozenset(whole_numbers(request, "instead_of")),
            place=form.cleaned_data.get("place"),
            new_place_kind=form.cleaned_data.get("new_place_kind", ""),
            by=member.user,
            now=now,
        )
    except (OfficerIsBusy, DateIsPast, ValidationError) as problem:
        tell_offer_problem(form, problem)
        return offer_page(request, talk, form)
    except Conflict as problem:
        return faster(request, talk, problem, typed=typed_in(form))
    offered = "The date is offered" if len(form.slots) == 1 else "The dates are offered"
    asker = in_a_sentence(talk)
    messages.success(request, f"{offered}. {asker} gets an e-mail with a link to answer.")
    return redirect("campaigns:talk_detail", talk.pk)


def offer_page(request: HttpRequest, talk: TalkRequest, form: OfferForm) -> HttpResponse:
    held, reading = held_offers(talk, now=timezone.now()), reading_of(talk)
    told: dict[str, Any] = {
        "talk": talk,
        "offering": form,
        "held": held,
        "may_move": talk.date_is_set,
        "short": with_reading(asked_in_short(talk, held), reading),
        "asked": with_reading(asked_rows(talk), reading),
    }
    return render(request, "campaigns/talks/offer.html", told)


def tell_offer_problem(form: OfferForm, problem: Exception) -> None:
    number = getattr(problem, "number", 0)
    if isinstance(problem, OfficerIsBusy):
        form.add_problem("officer", str(problem), number=number)
    elif isinstance(problem, DateIsPast):
        form.add_problem("starts_at", str(problem), number=number)
    elif isinstance(problem, SlotRefused):
        form.add_problem("officer", " ".join(problem.messages), number=number)
    elif isinstance(problem, ValidationError):
        form.add_error(None, problem.messages)


@require_safe
@team(may_run_queue)
def talk_who(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    """Who could give it at one time, each with the reasons."""
    talk, today = seen_talk(member, pk), timezone.localdate()
    form = WhoForm(request.GET or None, initial={"minutes": minutes_of(talk)})
    found: list[dict[str, Any]] = []
    if form.is_valid():
        chosen = form.cleaned_data
        could = who_could(
            talk_request=talk,
            day=chosen["held_on"],
            starts_at=chosen["starts_at"],
            minutes=chosen["minutes"],
            today=today,
            now=timezone.now(),
        )
        found = [
            {
                "one": one,
                "href": filled(
                    talk,
                    [(chosen["held_on"], chosen["starts_at"], one.officer)],
                    minutes=chosen["minutes"],
                ),
            }
            for one in could
        ]
    return render(request, "campaigns/talks/who.html", {"talk": talk, "form": form, "found": found})
