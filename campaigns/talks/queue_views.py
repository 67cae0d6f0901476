"""The team's side of talk requests: the queue, and one request's whole story.

The buttons are in answer_views.py.
"""

from datetime import date, datetime, time
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Case, Prefetch, Value, When
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.access.permissions import (
    may_confirm_offer,
    may_run_queue,
    may_see_talks,
    talks_seen_by,
)
from campaigns.access.team import team
from campaigns.diaries.held import has_lapsed
from campaigns.models import Change, Membership, Offer, TalkRequest
from campaigns.talks.answer import open_twins
from campaigns.talks.dates_in_boxes import DateAndOfficer, as_words, read
from campaigns.talks.forms import (
    NUMBERS,
    DeclineForm,
    OfferForm,
    OwnerForm,
    QuestionForm,
    QueueFilter,
    TeamNoteForm,
    WaitingForm,
    WhoForm,
    offer_form,
)
from campaigns.talks.offers import CAN_BE_OFFERED, may_be_offered
from campaigns.talks.suggested import Suggestion, minutes_of, suggest_slots
from campaigns.talks.waiting import LONGEST_WITHOUT_OWNER, overdue, queue_rows
from campaigns.talks.who_could import who_could
from campaigns.talks.words import asked_rows, group_in_words

State = TalkRequest.State

TALKS_A_PAGE = 25
TAGS = {State.SUBMITTED: "brand", State.CONFIRMED: "good", State.DELIVERED: "good"}
# What waits for us stands before what waits for the school, and both before what is set.
NEEDIEST_FIRST = Case(
    When(state=State.SUBMITTED, then=Value(0)),
    When(state=State.CONFIRMED, then=Value(2)),
    default=Value(1),
)


@require_safe
@team(may_see_talks)
def talk_list(request: HttpRequest, member: Membership) -> HttpResponse:
    """Neediest first, and of those the oldest."""
    today, form = timezone.localdate(), QueueFilter(request.GET or None, member=member)
    talks = talks_seen_by(member)
    chosen = (
        form.narrow(talks)
        .select_related("place__area", "area", "topic", "owner__user")
        .prefetch_related("groups")
    )
    page = Paginator(chosen.order_by(NEEDIEST_FIRST, "asked_at", "pk"), TALKS_A_PAGE).get_page(
        request.GET.get("page")
    )
    filters = {name: value for name in form.fields if (value := request.GET.get(name))}
    told = {
        "form": form,
        "page": page,
        "rows": [
            {
                "talk": row.talk,
                "days": row.days,
                "kind": tag_of(row.talk),
                "is_overdue": row.is_overdue,
            }
            for row in queue_rows(list(page), today=today)
        ],
        "sees_all": may_run_queue(member),
        "overdue": overdue_words(overdue(talks, today=today)) if may_run_queue(member) else "",
        "query": f"{urlencode(filters)}&" if filters else "",
        "clear": reverse("campaigns:talk_list") if filters else "",
    }
    return render(request, "campaigns/talks/list.html", told)


@require_safe
@team(may_see_talks)
def talk_detail(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    return story(request, member, seen_talk(member, pk))


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


def overdue_words(count: int) -> str:
    if not count:
        return ""
    few = count == 1
    waited = (
        f"{count} {'request has' if few else 'requests have'} waited more than "
        f"{LONGEST_WITHOUT_OWNER} school days"
    )
    return f"{waited}, and nobody sees to {'it' if few else 'them'}."


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
    offers = Prefetch(
        "offers", Offer.objects.select_related("officer__user", "second_officer__user")
    )
    return get_object_or_404(
        talks.prefetch_related("groups", "mails", "notes__by", "wishes", offers, history), pk=pk
    )


def story(
    request: HttpRequest, member: Membership, talk: TalkRequest, **typed: Any
) -> HttpResponse:
    """`typed` are forms that came back with something to put right."""
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
        "held": [(offer, may_confirm_offer(member, offer)) for offer in held],
        "seen": [offer.pk for offer in held],
        "runs": runs,
        "noting": TeamNoteForm(),
        "may_move": runs and talk.state == State.CONFIRMED and may_be_offered(talk),
    }
    if runs:
        told |= answers(request, talk, today=today, now=now)
    return render(request, "campaigns/talks/detail.html", told | typed)


def answers(
    request: HttpRequest, talk: TalkRequest, *, today: date, now: datetime
) -> dict[str, Any]:
    """The forms that fit the request's state, and what to put into them."""
    told: dict[str, Any] = {
        "owning": OwnerForm(talk_request=talk) if talk.state in TalkRequest.OPEN else None
    }
    if may_be_offered(talk):
        told["offering"] = offering(talk, today=today, initial=initial_from(request.GET, talk))
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
    return told


def offering(talk: TalkRequest, *, today: date, initial: dict[str, Any]) -> OfferForm:
    return offer_form(talk_request=talk, campaign=talk.campaign, today=today, initial=initial)


def suggested(talk: TalkRequest, *, today: date, now: datetime) -> dict[str, Any]:
    found: list[Suggestion] = suggest_slots(talk_request=talk, today=today, now=now)
    dates = [(one.slot.held_on, one.slot.starts_at, one.slot.officer) for one in found]
    return {
        "suggestions": found,
        "use_suggestions": filled(talk, dates, minutes=found[0].slot.minutes) if found else "",
    }


def faster(request: HttpRequest, talk: TalkRequest, problem: Exception) -> HttpResponse:
    return render(
        request,
        "campaigns/talks/faster.html",
        {"talk": talk, "problem": str(problem)},
        status=HTTPStatus.CONFLICT,
    )
