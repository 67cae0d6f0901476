"""Asking for a talk, and the school's own page.

Nobody signs in here, no session is touched, and GET changes nothing.
"""

import uuid
from datetime import timedelta
from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.access import limits
from campaigns.mail.team_contact import contact_of
from campaigns.models import Campaign, Place, TalkDraft, TalkKind, TalkRequest, Topic
from campaigns.talks.asking.address import open_request_of, send_link_again
from campaigns.talks.asking.drafts import KEEP_DRAFTS, ask_for_talk, keep_answer, start_draft
from campaigns.talks.asking.journey import Journey
from campaigns.talks.asking.place_forms import kind_in_short
from campaigns.talks.asking.step_form import StepForm
from sextortion_aware.forms.hidden_boxes import whole_number

FEWEST_LETTERS = 2
MOST_FOUND = 10
FASTEST = timedelta(seconds=3)  # nobody answers ten pages in less


def the_campaign() -> Campaign:
    campaign = Campaign.objects.public()
    if campaign is None:
        raise Http404
    return campaign


@require_safe
def talks(request: HttpRequest) -> HttpResponse:
    campaign = Campaign.objects.public()
    topics = Topic.objects.filter(campaign=campaign, is_offered=True)
    kinds = TalkKind.objects.for_schools().filter(campaign=campaign)
    sorts = (
        ("For schools and young people", [kind for kind in kinds if kind.is_for_pupils]),
        (
            "For parents, workplaces and other adults",
            [kind for kind in kinds if not kind.is_for_pupils],
        ),
    )
    told = {
        "campaign": campaign,
        "topics": topics,
        "offered": [
            (whom, [(kind, kind_in_short(kind)) for kind in those])
            for whom, those in sorts
            if those
        ],
        "contact": contact_of(campaign),
    }
    return render(request, "campaigns/talks/offered.html", told)


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
    wait = limits.wait_for("talk started", limits.address_of(request), limits.STARTED_BY_ADDRESS)
    if wait:
        return too_many(request, wait, campaign)
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
def talk_step(request: HttpRequest, draft: uuid.UUID, step: str) -> HttpResponse:
    kept = find_draft(draft)
    if kept is None:
        return already_asked(draft)
    journey = journey_of(kept)
    if not journey.may_open(step):
        return onward(kept, journey)
    form = journey.form(step, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        if form.waits():
            return step_page(request, kept, journey, form.shown_with_warnings(), step)
        kept = keep_answer(draft=kept, step=step, typed=form.kept())
        return onward(kept, journey_of(kept))
    return step_page(request, kept, journey, form, step)


@require_safe
def talk_check(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    kept = find_draft(draft)
    if kept is None:
        return already_asked(draft)
    journey = journey_of(kept)
    if journey.first_unanswered:
        return onward(kept, journey)
    return check_page(request, kept, journey)


@require_POST
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
    asked = journey.asked()
    wait = limits.wait_for("talk asked", limits.address_of(request), limits.ASKED_BY_ADDRESS)
    wait = wait or limits.wait_for(
        "talk asked from network", limits.network_of(request), limits.ASKED_BY_NETWORK
    )
    wait = wait or limits.wait_for(
        "receipt", asked.contact_email.lower(), limits.MAILS_TO_RECIPIENT
    )
    if wait:
        return too_many(request, wait, kept.campaign)
    ask_for_talk(draft_key=kept.pk, campaign=kept.campaign, asked=asked)
    return already_asked(kept.pk)


@require_POST
def talk_link_again(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """To the address that asked, whichever that is; the page says the same whether there is one or
    not.
    """
    kept = find_draft(draft)
    if kept is None:
        return already_asked(draft)
    asked = open_request_of(whole_number(request, "place"), campaign=kept.campaign)
    if asked:
        wait = limits.wait_for("talk asked", limits.address_of(request), limits.ASKED_BY_ADDRESS)
        wait = wait or limits.wait_for(
            "receipt", asked.contact_email.lower(), limits.MAILS_TO_RECIPIENT
        )
        if wait:
            return too_many(request, wait, kept.campaign)
        send_link_again(talk_request=asked)
    told = {"draft": kept, "contact": contact_of(kept.campaign)}
    return render(request, "campaigns/talks/asking/link_again.html", told)


@require_safe
def talk_place_search(request: HttpRequest) -> HttpResponse:
    """Names of public places, for the script of the first page; without it the server asks which
    one is meant.
    """
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    places = (
        Place.objects.filter(campaign=the_campaign())
        .open_on(timezone.localdate())
        .search(words)[:MOST_FOUND]
        if len(words) >= FEWEST_LETTERS
        else Place.objects.none()
    )
    return JsonResponse(
        {
            "results": [
                {"id": place.pk, "label": place.label, "kind": place.get_kind_display()}
                for place in places
            ]
        }
    )


def find_draft(key: uuid.UUID) -> TalkDraft | None:
    return (
        TalkDraft.objects.select_related("campaign")
        .filter(pk=key, started_at__gte=timezone.now() - KEEP_DRAFTS)
        .first()
    )


def already_asked(key: uuid.UUID) -> HttpResponse:
    """A draft goes when it is sent.

    Who goes back to it then is told where it went; who knows no draft's address sees nothing.
    """
    if not TalkRequest.objects.filter(draft_key=key).exists():
        raise Http404
    return redirect("campaigns:talk_sent", key)


def journey_of(draft: TalkDraft) -> Journey:
    return Journey(answers=draft.answers, campaign=draft.campaign, today=timezone.localdate())


def onward(draft: TalkDraft, journey: Journey) -> HttpResponse:
    if journey.first_unanswered:
        return redirect("campaigns:talk_step", draft.pk, journey.first_unanswered)
    return redirect("campaigns:talk_check", draft.pk)


def step_page(
    request: HttpRequest, draft: TalkDraft, journey: Journey, form: StepForm, step: str
) -> HttpResponse:
    told = {
        "form": form,
        "draft": draft,
        "back": journey.before(step),
        "contact": contact_of(draft.campaign),
    }
    return render(request, "campaigns/talks/asking/step.html", told)


def check_page(
    request: HttpRequest, draft: TalkDraft, journey: Journey, *, problem: str = ""
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
