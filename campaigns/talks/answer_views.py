"""The buttons of a talk request's page: a small POST view for each. They take no words."""

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.access.permissions import (
    may_confirm_offer,
    may_run_queue,
    may_see_talks,
    talks_seen_by,
)
from campaigns.access.team import team
from campaigns.history.conflicts import Conflict
from campaigns.models import Membership, TalkRequest
from campaigns.places.guests import by_name
from campaigns.talks.answer import (
    give_to,
    merge_requests,
    renew_link,
)
from campaigns.talks.confirm import confirm_offer
from campaigns.talks.end_offers import refuse_offers, take_back_offers
from campaigns.talks.forms import OwnerForm
from campaigns.talks.offers import DateIsPast
from campaigns.talks.remarks import day_remarks, not_shown
from campaigns.talks.request_views import faster, seen_talk, story
from sextortion_aware.forms.hidden_boxes import whole_number, whole_numbers

CONFIRM_ALL_THE_SAME = "To confirm it all the same, press again."
CONFIRMED = "The talk is confirmed and planned. {School} gets an e-mail."
TAKEN_BACK = "Taken back by the team."


@require_POST
@team(may_see_talks)
def talk_confirm(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    """The school said yes to one of us, on the telephone or at the door."""
    talk = seen_talk(member, pk)
    offer = get_object_or_404(talk.offers, pk=whole_number(request, "offer") or 0)
    if not may_confirm_offer(member, offer):
        raise PermissionDenied
    if new := not_shown(day_remarks(talk, [offer]), request.POST.get("shown", "")):
        texts = " ".join(remark.text for remark in new)
        return story(request, member, talk, problem=f"{texts} {CONFIRM_ALL_THE_SAME}")
    try:
        confirm_offer(offer=offer, by=member.user, now=timezone.now())
    except (Conflict, DateIsPast) as problem:
        return faster(request, talk, problem)
    messages.success(request, by_name(CONFIRMED, talk))
    return redirect("campaigns:talk_detail", talk.pk)


@require_POST
@team(may_run_queue)
def talk_said_no(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    """None of the dates suits, as the school told one of us."""
    saw, by = frozenset(whole_numbers(request, "offer")), member.user
    now = timezone.now()
    return save_answer(
        request,
        member,
        pk,
        lambda talk: refuse_offers(talk_request=talk, saw=saw, reason="", by=by, now=now),
        "Noted. The dates are free, and the request waits again.",
    )


@require_POST
@team(may_run_queue)
def talk_take_back(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    def take_back(talk: TalkRequest) -> None:
        if not take_back_offers(talk_request=talk, by=member.user, reason=TAKEN_BACK):
            raise Conflict("Nothing is held for this request any more.")

    return save_answer(
        request,
        member,
        pk,
        take_back,
        "The dates are free again. Offer others soon: {school} got no e-mail about it.",
    )


@require_POST
@team(may_run_queue)
def talk_owner(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    talk = seen_talk(member, pk)
    form, was = OwnerForm(request.POST, talk_request=talk), whole_number(request, "was")
    if not form.is_valid():
        return story(request, member, talk, owning=form)
    return save_answer(
        request,
        member,
        pk,
        lambda talk: give_to(
            talk_request=talk, owner=form.cleaned_data["owner"], was=was, by=member.user
        ),
        "Saved who sees to it.",
    )


@require_POST
@team(may_run_queue)
def talk_merge(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    """The other request ends; this one goes on with its groups and words."""
    other = get_object_or_404(talks_seen_by(member), pk=whole_number(request, "other") or 0)
    return save_answer(
        request,
        member,
        pk,
        lambda talk: merge_requests(closed=other, kept=talk, by=member.user, now=timezone.now()),
        "The two requests are one now. Whoever sent the other gets an e-mail, and their link opens "
        "this one.",
    )


@require_POST
@team(may_run_queue)
def talk_renew_link(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    return save_answer(
        request,
        member,
        pk,
        lambda talk: renew_link(talk_request=talk, by=member.user, now=timezone.now()),
        "A new link goes to {school}. The links before it no longer work.",
    )


def save_answer(
    request: HttpRequest,
    member: Membership,
    pk: int,
    save: Callable[[TalkRequest], object],
    thanks: str,
) -> HttpResponse:
    talk = seen_talk(member, pk)
    try:
        save(talk)
    except Conflict as problem:
        return faster(request, talk, problem)
    except ValidationError as problem:
        messages.error(request, " ".join(problem.messages))
    else:
        messages.success(request, by_name(thanks, talk))
    return redirect("campaigns:talk_detail", talk.pk)
