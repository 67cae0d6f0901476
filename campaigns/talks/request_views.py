"""One talk request: its page with its whole story, and the ways to answer it.

Dates are offered in offer_views.py, words written in answer_words_views.py, and the buttons that
take none are in answer_views.py.
"""

from collections.abc import Sequence
from datetime import date, datetime
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
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
from campaigns.history.seen import note_contacts_seen
from campaigns.mail.outbox import lines_of
from campaigns.mail.quiet import morning_of
from campaigns.mail.refused import refused_colleague, refused_of
from campaigns.models import Change, Mail, Membership, Notice, Offer, TalkRequest
from campaigns.places.guests import state_in_words
from campaigns.talks.answer import open_twins
from campaigns.talks.answer_words_forms import IN_ITS_PLACE
from campaigns.talks.filled_form import filled
from campaigns.talks.forms import OwnerForm
from campaigns.talks.heard.lines import heard_of
from campaigns.talks.offers import CAN_BE_OFFERED, may_be_offered
from campaigns.talks.remarks import Remark, day_remarks, keys_of, offer_remarks
from campaigns.talks.suggested import Suggestion, left_out, suggest_slots
from campaigns.talks.wish_read import Reading, lead_to, reading_of, with_reading
from campaigns.talks.words import asked_rows, group_in_words

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
    shown = Notice.objects.shown_to(member)
    notices = Prefetch("notices", shown.select_related("change__by", "dealt_by"))
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
    held = held_offers(talk, now=now)
    runs, reading = may_run_queue(member), reading_of(talk)
    told: dict[str, Any] = {
        "talk": talk,
        "kind": tag_of(talk),
        "asked": with_reading(asked_rows(talk), reading),
        "held": held_rows(member, talk, held),
        "mails": lines_of(talk.mails.all(), now=now),
        "refused": refused_of(talk),
        "refused_colleague": refused_colleague(talk, now=now),
        "morning": morning_of(talk.mails.all(), now=now),
        "runs": runs,
        "may_change_contact": talk.state in TalkRequest.OPEN,
        "heard": heard_of(talk, today=today),
        "hear_by": talk.hear_by if talk.state == State.SUBMITTED else None,
        "is_late": talk.is_late(today),
        "may_move": runs and talk.date_is_set and may_be_offered(talk),
    }
    if runs:
        told |= answers(talk, reading, today=today, now=now)
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


def held_offers(talk: TalkRequest, *, now: datetime) -> list[Offer]:
    return [
        offer
        for offer in talk.offers.all()
        if offer.state == Offer.State.HELD and not has_lapsed(offer, now=now)
    ]


def answers(talk: TalkRequest, reading: Reading, *, today: date, now: datetime) -> dict[str, Any]:
    """What fits the request's state."""
    told: dict[str, Any] = {
        "owning": OwnerForm(talk_request=talk) if talk.state in TalkRequest.OPEN else None,
        "answers": [answer.told_of(talk) for answer in IN_ITS_PLACE if talk.state in answer.states],
    }
    if may_be_offered(talk):
        told |= {"may_offer": True} | suggested(talk, reading, today=today, now=now)
    if talk.state in CAN_BE_OFFERED:
        told["twins"] = [
            (twin, [group_in_words(group) for group in twin.groups.all()])
            for twin in open_twins(talk)
        ]
    return told


def suggested(talk: TalkRequest, reading: Reading, *, today: date, now: datetime) -> dict[str, Any]:
    found: list[Suggestion] = suggest_slots(talk_request=talk, today=today, now=now)
    dates = [(one.slot.held_on, one.slot.starts_at, one.slot.officer) for one in found]
    of_each = reasons_of_each(found)
    return {
        "suggestions": [
            (one.slot, [reason for reason in one.reasons if reason not in of_each]) for one in found
        ],
        "of_each": of_each,
        "lead": lead_to(talk, reading, found=bool(found), left_out=left_out(talk, now=now)),
        "remarks": offer_remarks(talk, [one.slot for one in found], now=now),
        "use_suggestions": filled(talk, dates, minutes=found[0].slot.minutes) if found else "",
    }


def reasons_of_each(found: Sequence[Suggestion]) -> list[str]:
    """What would be said several times is said once."""
    if len(found) < 2:
        return []
    others = [one.reasons for one in found[1:]]
    return [reason for reason in found[0].reasons if all(reason in each for each in others)]


def faster(
    request: HttpRequest, talk: TalkRequest, problem: Exception | str, *, typed: str = ""
) -> HttpResponse:
    """`typed` can be copied from the page."""
    told = {"talk": talk, "problem": str(problem), "typed": typed}
    return render(request, "campaigns/talks/faster.html", told, status=HTTPStatus.CONFLICT)


def too_late_for(request: HttpRequest, talk: TalkRequest) -> HttpResponse:
    """A page was asked for that makes no sense any more, as from an old tab."""
    now = state_in_words(talk, talk.get_state_display().lower())
    messages.info(request, f"The request has moved on. It now says “{now}”.")
    return redirect("campaigns:talk_detail", talk.pk)
