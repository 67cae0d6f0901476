"""Asking for a talk, and the school's own page.

Nobody signs in here, no session is touched, and GET changes nothing.
"""

import uuid
from datetime import timedelta
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.mail.team_contact import contact_of
from campaigns.models import Campaign, TalkDraft, TalkKind, TalkRequest, Topic
from campaigns.talks.asking.address import open_request_of, send_link_again
from campaigns.talks.asking.drafts import KEEP_DRAFTS, ask_for_talk, keep_answer, start_draft
from campaigns.talks.asking.gone import DraftIsGone, or_start_anew
from campaigns.talks.asking.journey import Journey, boxes_of
from campaigns.talks.asking.later import (
    half_typed,
    is_link_refused,
    is_open,
    keep_typing,
    kept_until,
    version_of_answer,
)
from campaigns.talks.asking.people_forms import LaterForm
from campaigns.talks.asking.step_form import StepForm
from campaigns.talks.asking.turns import TooOften, came_from, take_to_send_link, take_to_start
from sextortion_aware.forms.hidden_boxes import whole_number

FASTEST = timedelta(seconds=3)  # nobody answers ten pages in less


def the_campaign() -> Campaign:
    campaign = Campaign.objects.public()
    if campaign is None:
        raise Http404
    return campaign


def can_be_asked(campaign: Campaign) -> bool:
    """There is a talk or a topic to choose."""
    kinds = TalkKind.objects.for_schools().filter(campaign=campaign)
    return kinds.exists() or Topic.objects.filter(campaign=campaign, is_offered=True).exists()


@require_http_methods(["GET", "HEAD", "POST"])
def talk_ask(request: HttpRequest) -> HttpResponse:
    campaign = Campaign.objects.public()
    if campaign is None or not can_be_asked(campaign):
        not_yet = {"contact": contact_of(campaign)}
        return render(request, "campaigns/talks/asking/not_yet.html", not_yet)
    if request.method != "POST":
        told = {"days_kept": KEEP_DRAFTS.days, "contact": contact_of(campaign)}
        return render(request, "campaigns/talks/asking/ask.html", told)
    try:
        take_to_start(came_from(request))
    except TooOften as problem:
        return too_many(request, problem.seconds, campaign)
    kind = (
        TalkKind.objects.for_schools()
        .filter(campaign=campaign, pk=whole_number(request, "kind") or 0)
        .first()
    )
    draft = start_draft(
        campaign=campaign,
        now=timezone.now(),
        answers={"kind": {"kind": [str(kind.pk)]}} if kind else None,
    )
    return redirect("campaigns:talk_step", draft.pk, "place")


@require_http_methods(["GET", "HEAD", "POST"])
@or_start_anew
def talk_step(request: HttpRequest, draft: uuid.UUID, step: str) -> HttpResponse:
    kept = find_draft(draft)
    if kept is None:
        return already_asked(draft)
    journey = journey_of(kept)
    if not journey.may_open(step):
        return onward(kept, journey)
    form = journey.form(step, request.POST if request.method == "POST" else None)
    if request.method != "POST" and form.is_bound and form.is_valid() and form.waits():
        form = form.shown_with_warnings()
    if request.method == "POST" and form.is_valid() and not form.waits():
        try:
            kept = keep_answer(draft=kept, step=step, typed=form.kept())
        except DraftIsGone:  # it was sent meanwhile
            return already_asked(draft)
        return onward(kept, journey_of(kept))
    if request.method == "POST":
        typed = half_typed(request.POST, boxes_of(step))
        kept = keep_typing(draft=kept, step=step, typed=typed, now=timezone.now())
        form = form.shown_with_warnings() if form.is_valid() else form
    return step_page(request, kept, journey, form, step)


@require_safe
@or_start_anew
def talk_check(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    kept = find_draft(draft)
    if kept is None:
        return already_asked(draft)
    journey = journey_of(kept)
    if journey.first_unanswered:
        return onward(kept, journey)
    return check_page(request, kept, journey)


@require_POST
@or_start_anew
def talk_send(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """Pressed again, on a page left open or by an impatient finger, it answers with the first
    press's page.
    """
    kept = find_draft(draft)
    if kept is None:
        return already_asked(draft)
    journey = journey_of(kept)
    if journey.first_unanswered:
        return onward(kept, journey)
    if request.POST.get("website"):
        return check_page(
            request, kept, journey, problem="Leave the box for a website empty, then send again."
        )
    if timezone.now() - kept.started_at < FASTEST:
        return check_page(
            request,
            kept,
            journey,
            problem="That was very quick. Please look at your answers, then send them.",
        )
    try:
        ask_for_talk(
            draft_key=kept.pk,
            campaign=kept.campaign,
            asked=journey.asked(),
            answers=kept.answers,
            sender=came_from(request),
        )
    except TooOften as problem:
        return too_many(request, problem.seconds, kept.campaign)
    return redirect("campaigns:talk_sent", kept.pk)


@require_POST
@or_start_anew
def talk_link_again(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """To the address that asked, whichever that is; the page says the same whether there is one or
    not.
    """
    kept = find_draft(draft)
    if kept is None:
        return already_asked(draft)
    place = whole_number(request, "place")
    told, sender = {"draft": kept, "contact": contact_of(kept.campaign)}, came_from(request)
    try:
        take_to_send_link(sender, place=place)
    except TooOften as problem:
        return too_many(request, problem.seconds, kept.campaign)
    if asked := open_request_of(place, campaign=kept.campaign):
        send_link_again(talk_request=asked, sender=sender)
    return render(request, "campaigns/talks/asking/link_again.html", told)


def find_draft(key: uuid.UUID) -> TalkDraft | None:
    now = timezone.now()
    drafts = TalkDraft.objects.select_related("campaign")
    found = drafts.filter(pk=key, started_at__gte=now - KEEP_DRAFTS).first()
    return found if found and is_open(found, now=now) else None


def already_asked(key: uuid.UUID) -> HttpResponse:
    """A draft goes when it is sent.

    Who goes back to it then is told where it went; who knows no draft's address sees nothing.
    """
    if not TalkRequest.objects.filter(draft_key=key).exists():
        raise DraftIsGone
    return redirect("campaigns:talk_sent", key)


def journey_of(draft: TalkDraft) -> Journey:
    return Journey(
        answers=draft.answers,
        typing=draft.typing,
        campaign=draft.campaign,
        today=timezone.localdate(),
    )


def onward(draft: TalkDraft, journey: Journey) -> HttpResponse:
    if journey.first_unanswered:
        return redirect("campaigns:talk_step", draft.pk, journey.first_unanswered)
    return redirect("campaigns:talk_check", draft.pk)


def step_page(
    request: HttpRequest,
    draft: TalkDraft,
    journey: Journey,
    form: StepForm,
    step: str,
    *,
    later: LaterForm | None = None,
) -> HttpResponse:
    told = {
        "form": form,
        "draft": draft,
        "step": step,
        "seen": version_of_answer(draft, step),
        "later": later or LaterForm(),
        "wrong": bool(form.errors or (later and later.errors)),
        "kept_until": kept_until(draft),
        "link_refused": is_link_refused(draft),
        "back": journey.before(step),
        "contact": contact_of(draft.campaign),
    }
    return render(request, "campaigns/talks/asking/step.html", told)


def check_page(
    request: HttpRequest,
    draft: TalkDraft,
    journey: Journey,
    *,
    problem: str = "",
    later: LaterForm | None = None,
) -> HttpResponse:
    rows = [
        {
            "key": question,
            "value": answer,
            "href": reverse("campaigns:talk_step", args=[draft.pk, slug]),
        }
        for slug, form in journey.answered.items()
        for question, answer in form.rows()
    ]
    told = {
        "draft": draft,
        "rows": rows,
        "problem": problem,
        "wrong": bool(problem or later),
        "later": later or LaterForm(),
        "kept_until": kept_until(draft),
        "link_refused": is_link_refused(draft),
        "back": journey.before("check"),
        "contact": contact_of(draft.campaign),
    }
    return render(request, "campaigns/talks/asking/check.html", told)


def too_many(request: HttpRequest, wait: int, campaign: Campaign) -> HttpResponse:
    response = render(
        request,
        "campaigns/talks/asking/too_many.html",
        {"minutes": -(-wait // 60), "contact": contact_of(campaign)},
        status=HTTPStatus.TOO_MANY_REQUESTS,
    )
    response["Retry-After"] = str(wait)
    return response
