"""One talk request: its page with its whole story, and the dates that are offered on it.

The other buttons are in answer_views.py.
"""

from datetime import date, datetime, time
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from campaigns.access.permissions import (
    may_confirm_offer,
    may_run_queue,
    may_see_talks,
    talks_seen_by,
)
from campaigns.access.team import team
from campaigns.diaries.book import OfficerIsBusy
from campaigns.diaries.held import has_lapsed
from campaigns.history.conflicts import Conflict
from campaigns.history.seen import note_contacts_seen
from campaigns.mail.outbox import lines_of
from campaigns.mail.quiet import morning_of
from campaigns.mail.refused import refused_colleague, refused_of
from campaigns.models import Change, Mail, Membership, Notice, Offer, TalkRequest
from campaigns.talks.answer import open_twins
from campaigns.talks.dates_in_boxes import DateAndOfficer, as_words, read
from campaigns.talks.forms import (
    DeclineForm,
    OwnerForm,
    QuestionForm,
    TeamNoteForm,
    WaitingForm,
    WhoForm,
)
from campaigns.talks.heard.forms import DateStaysForm
from campaigns.talks.heard.lines import heard_of
from campaigns.talks.offer_form import NUMBERS, OfferForm, offer_form
from campaigns.talks.offers import (
    CAN_BE_OFFERED,
    DateIsPast,
    SlotRefused,
    may_be_offered,
    offer_dates,
)
from campaigns.talks.remarks import Remark, day_remarks, keys_of, offer_remarks
from campaigns.talks.suggested import Suggestion, minutes_of, suggest_slots
from campaigns.talks.who_could import who_could
from campaigns.talks.words import asked_rows, group_in_words
from sextortion_aware.forms.hidden_boxes import whole_numbers

State = TalkRequest.State

TAGS = {
    State.SUBMITTED: "brand",
    State.ASKS_TO_MOVE: "brand",
    State.CONFIRMED: "good",
    State.DELIVERED: "good",
}


@require_safe
@team(may_see_talks)
def talk_detail(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    return story(request, member, seen_talk(member, pk))


@require_POST
@team(may_run_queue)
def talk_offer(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    talk = seen_talk(member, pk)
    now = timezone.now()
    form = offer_form(request.POST, talk_request=talk, campaign=member.campaign, now=now)
    if not form.is_valid():
        return story(request, member, talk, offering=form)
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
        return story(request, member, talk, offering=form)
    except Conflict as problem:
        return faster(request, talk, problem)
    offered = "The date is offered" if len(form.slots) == 1 else "The dates are offered"
    messages.success(request, f"{offered}. The school gets an e-mail with a link to answer.")
    return redirect("campaigns:talk_detail", talk.pk)


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


def filled(talk: TalkRequest, dates: list[tuple[date, time, Membership]], *, minutes: int) -> str:
    """The address of the request's page with these dates in its form."""
    pairs = [("date", as_words(DateAndOfficer(day, at, officer.pk))) for day, at, officer in dates]
    page = reverse("campaigns:talk_detail", args=[talk.pk])
    return f"{page}?{urlencode([*pairs, ('minutes', minutes)])}#offer"


def initial_from(query: QueryDict, talk: TalkRequest) -> dict[str, Any]:
    """What `filled` wrote, or nothing where it cannot be read."""
    minutes = query.get("minutes", "")
    initial: dict[str, Any] = {
        "minutes": int(minutes)
        if minutes.isascii() and minutes.isdigit() and len(minutes) < 4
        else minutes_of(talk)
    }
    for number, one in zip(NUMBERS, read(query.getlist("date")), strict=False):
        initial |= {
            f"held_on{number}": one.day,
            f"starts_at{number}": one.at,
            f"officer{number}": str(one.officer),
        }
    return initial


def tag_of(talk: TalkRequest) -> str:
    return TAGS.get(State(talk.state), "")


def seen_talk(member: Membership, pk: int) -> TalkRequest:
    talks = talks_seen_by(member).select_related(
        "topic",
        "kind",
        "campaign",
        "place__area",
        "area",
        "session",
        "owner__user",
        "entered_by",
        "merged_into",
    )
    history = Prefetch("changes", Change.objects.select_related("by"))
    notices = Prefetch("notices", Notice.objects.select_related("change", "dealt_by"))
    offers = Prefetch(
        "offers", Offer.objects.select_related("officer__user", "second_officer__user")
    )
    mails = Prefetch("mails", Mail.objects.select_related("stopped_by"))
    return get_object_or_404(
        talks.prefetch_related("groups", mails, "notes__by", "wishes", offers, history, notices),
        pk=pk,
    )


def story(
    request: HttpRequest, member: Membership, talk: TalkRequest, **typed: Any
) -> HttpResponse:
    """`typed` are forms that came back with something to put right."""
    if talk.contact_email and request.method != "HEAD":
        note_contacts_seen(by=member.user, campaign=talk.campaign, references=[talk.reference])
    today, now = timezone.localdate(), timezone.now()
    held = [
        offer
        for offer in talk.offers.all()
        if offer.state == Offer.State.HELD and not has_lapsed(offer, now=now)
    ]
    runs = may_run_queue(member)
    told: dict[str, Any] = {
        "talk": talk,
        "kind": tag_of(talk),
        "asked": asked_rows(talk),
        "held": held_rows(member, talk, held),
        "mails": lines_of(talk.mails.all(), now=now),
        "refused": refused_of(talk),
        "refused_colleague": refused_colleague(talk, now=now),
        "morning": morning_of(talk.mails.all(), now=now),
        "seen": [offer.pk for offer in held],
        "runs": runs,
        "noting": TeamNoteForm(),
        "may_change_contact": talk.state in TalkRequest.OPEN,
        "heard": heard_of(talk, today=today),
        "may_move": runs and talk.date_is_set and may_be_offered(talk),
    }
    if runs:
        told |= answers(request, talk, today=today, now=now)
    return render(request, "campaigns/talks/detail.html", told | typed)


def held_rows(member: Membership, talk: TalkRequest, held: list[Offer]) -> list[dict[str, Any]]:
    """What waits for the school's yes, with what to look at before somebody says it for them."""
    told: list[list[Remark]] = [[] for _ in held]
    for remark in day_remarks(talk, held):
        told[remark.number].append(remark)
    return [
        {
            "offer": offer,
            "may_confirm": may_confirm_offer(member, offer),
            "remarks": remarks,
            "shown": keys_of(remarks),
        }
        for offer, remarks in zip(held, told, strict=True)
    ]


def answers(
    request: HttpRequest, talk: TalkRequest, *, today: date, now: datetime
) -> dict[str, Any]:
    """The forms that fit the request's state, and what to put into them."""
    told: dict[str, Any] = {
        "owning": OwnerForm(talk_request=talk) if talk.state in TalkRequest.OPEN else None
    }
    if may_be_offered(talk):
        told["offering"] = offering(talk, now=now, initial=initial_from(request.GET, talk))
        told |= suggested(talk, today=today, now=now)
    if talk.state in CAN_BE_OFFERED:
        told |= {
            "declining": DeclineForm(),
            "twins": [
                (twin, [group_in_words(group) for group in twin.groups.all()])
                for twin in open_twins(talk)
            ],
        }
    if talk.state in (State.SUBMITTED, State.WAITING):
        told["questioning"] = QuestionForm()
    if talk.state in (State.SUBMITTED, State.NEEDS_INFO):
        told["making_wait"] = WaitingForm()
    if talk.state == State.ASKS_TO_MOVE:
        told["staying"] = DateStaysForm()
    return told


def offering(talk: TalkRequest, *, now: datetime, initial: dict[str, Any]) -> OfferForm:
    return offer_form(talk_request=talk, campaign=talk.campaign, now=now, initial=initial)


def suggested(talk: TalkRequest, *, today: date, now: datetime) -> dict[str, Any]:
    found: list[Suggestion] = suggest_slots(talk_request=talk, today=today, now=now)
    dates = [(one.slot.held_on, one.slot.starts_at, one.slot.officer) for one in found]
    return {
        "suggestions": found,
        "remarks": offer_remarks(talk, [one.slot for one in found], now=now),
        "use_suggestions": filled(talk, dates, minutes=found[0].slot.minutes) if found else "",
    }


def faster(request: HttpRequest, talk: TalkRequest, problem: Exception) -> HttpResponse:
    return render(
        request,
        "campaigns/talks/faster.html",
        {"talk": talk, "problem": str(problem)},
        status=HTTPStatus.CONFLICT,
    )
