"""An officer is called away from a confirmed talk: who can take over, and when nobody can, which
dates the school is offered instead.
"""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from campaigns.access.permissions import may_run_queue
from campaigns.access.team import team
from campaigns.diaries.book import OfficerIsBusy, Slot
from campaigns.diaries.rule import USUAL_LENGTH
from campaigns.history.conflicts import Conflict
from campaigns.models import Membership, Session, TalkRequest
from campaigns.places.guests import in_a_sentence
from campaigns.talks.called_away import offer_new_dates, take_over
from campaigns.talks.dates_in_boxes import DateAndOfficer, as_words, read
from campaigns.talks.offers import DateIsPast
from campaigns.talks.remarks import keys_of, not_shown, offer_remarks
from campaigns.talks.request_views import faster, seen_talk
from campaigns.talks.suggested import minutes_of, suggest_slots
from campaigns.talks.who_could import who_could
from sextortion_aware.forms.hidden_boxes import whole_number

CANNOT_BE_OFFERED = (
    "One of those dates cannot be offered. Nothing was changed, and the school was not told. "
    "Look below at what can be offered now, then press again."
)
ALL_THE_SAME = "Nothing was changed. To offer what stands below, press again."


@require_safe
@team(may_run_queue)
def called_away(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    talk = set_talk(member, pk)
    return page(request, talk, "")


@require_POST
@team(may_run_queue)
def called_away_take_over(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    """Without a colleague named, the other officer of two gives it alone."""
    talk = set_talk(member, pk)
    officers = Membership.objects.filter(campaign=member.campaign).select_related(
        "user", "campaign", "base"
    )
    away = get_object_or_404(officers, pk=whole_number(request, "away") or 0)
    instead = (
        get_object_or_404(officers.presenters(), pk=whole_number(request, "instead") or 0)
        if "instead" in request.POST
        else None
    )
    try:
        take_over(
            talk_request=talk,
            away=away,
            instead=instead,
            opened=whole_number(request, "opened") or 0,
            by=member.user,
            now=timezone.now(),
        )
    except OfficerIsBusy as problem:
        return page(request, talk, str(problem))
    except ValidationError as problem:
        return page(request, talk, " ".join(problem.messages))
    except Conflict as problem:
        return faster(request, talk, problem)
    messages.success(
        request,
        f"{instead} gives the talk now." if instead else f"The talk is given without {away}.",
    )
    return redirect("campaigns:talk_detail", talk.pk)


@require_POST
@team(may_run_queue)
def called_away_new_dates(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    talk, now = set_talk(member, pk), timezone.now()
    try:
        slots = slots_from(request, talk, member)
        new = not_shown(offer_remarks(talk, slots, now=now), request.POST.get("shown", ""))
        if new:
            texts = " ".join(remark.text for remark in new)
            return page(request, talk, f"{texts} {ALL_THE_SAME}")
        offer_new_dates(
            talk_request=talk,
            slots=slots,
            opened=whole_number(request, "opened") or 0,
            by=member.user,
            now=now,
        )
    except (OfficerIsBusy, DateIsPast) as problem:
        return page(request, talk, str(problem))
    except ValidationError as problem:
        return page(request, talk, " ".join(problem.messages))
    except Conflict as problem:
        return faster(request, talk, problem)
    asker = in_a_sentence(talk)
    messages.success(
        request,
        f"{asker} is told, with the new dates."
        if slots
        else f"{asker} is told. The request waits for a new date.",
    )
    return redirect("campaigns:talk_detail", talk.pk)


def set_talk(member: Membership, pk: int) -> TalkRequest:
    talk = seen_talk(member, pk)
    if talk.session is None:
        raise Http404
    return talk


def slots_from(request: HttpRequest, talk: TalkRequest, member: Membership) -> list[Slot]:
    """The dates that stood on the page: each of them, or the deed would be another one.

    Whether they are still free is asked when they are taken.
    """
    posted = request.POST.getlist("date")
    named = read(posted)
    presenters = (
        Membership.objects.filter(campaign=member.campaign)
        .presenters()
        .select_related("user", "campaign", "base")
    )
    officers = presenters.in_bulk([one.officer for one in named])
    if len(named) != len(posted) or any(one.officer not in officers for one in named):
        raise ValidationError(CANNOT_BE_OFFERED)
    minutes = minutes_of(talk)
    return [
        Slot(officer=officers[one.officer], held_on=one.day, starts_at=one.at, minutes=minutes)
        for one in named
    ]


def page(request: HttpRequest, talk: TalkRequest, problem: str) -> HttpResponse:
    session = talk.session
    if session is None or not talk.date_is_set or not session.is_planned:
        return redirect("campaigns:talk_detail", talk.pk)
    today, now = timezone.localdate(), timezone.now()
    officers = list(session.officers.select_related("user"))
    suggestions = suggest_slots(talk_request=talk, today=today, now=now)
    remarks = offer_remarks(talk, [one.slot for one in suggestions], now=now)
    told: dict[str, Any] = {
        "talk": talk,
        "session": session,
        "officers": officers,
        "could": colleagues(talk, session, officers, now=now),
        "suggestions": [
            (
                one,
                as_words(DateAndOfficer(one.slot.held_on, one.slot.starts_at, one.slot.officer.pk)),
            )
            for one in suggestions
        ],
        "remarks": remarks,
        "shown": keys_of(remarks),
        "problem": problem,
    }
    return render(request, "campaigns/talks/called_away.html", told)


def colleagues(
    talk: TalkRequest, session: Session, officers: list[Membership], *, now: datetime
) -> list[Any]:
    """Who is not in it already, with reasons; nobody can be asked of a talk without a time."""
    if session.starts_at is None:
        return []
    could = who_could(
        talk_request=talk,
        day=session.held_on,
        starts_at=session.starts_at,
        minutes=session.minutes or USUAL_LENGTH,
        today=timezone.localdate(now),
        now=now,
    )
    return [one for one in could if one.officer not in officers]
