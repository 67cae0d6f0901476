"""A form that is left for later: kept while it is typed, mailed as a link, and opened by it."""

import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.mail.links import may_be_shown, new_draft_token
from campaigns.mail.team_contact import contact_of
from campaigns.models import TalkDraft
from campaigns.talks.asking.gone import DraftIsGone, or_start_anew
from campaigns.talks.asking.journey import Journey, boxes_of
from campaigns.talks.asking.later import (
    draft_of_link,
    half_typed,
    is_link_refused,
    keep_typing,
    kept_until,
    letters_of,
    open_again,
    send_draft_link,
)
from campaigns.talks.asking.people_forms import LaterForm
from campaigns.talks.asking.turns import TooOften, came_from
from campaigns.talks.asking.views import (
    already_asked,
    check_page,
    find_draft,
    journey_of,
    onward,
    step_page,
    too_many,
)
from campaigns.talks.link_views import private

CHECK = "check"
SENT_TO = "sent_to"  # on the page that says so: no box of the form comes with it


@require_safe
@or_start_anew
def talk_draft(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """The draft's address without a page: on with the page that was being typed."""
    kept = find_draft(draft)
    if kept is None:
        return already_asked(draft)
    journey = journey_of(kept)
    if step := journey.half_typed:
        return redirect("campaigns:talk_step", kept.pk, step)
    return onward(kept, journey)


@require_POST
@or_start_anew
def talk_typing(request: HttpRequest, draft: uuid.UUID, step: str) -> HttpResponse:
    """For static/js/keep-typing.js, which looks at no answer."""
    kept = find_draft(draft)
    if kept is None:
        raise DraftIsGone
    keep_page(request, kept, step, seen=request.GET.get("seen", ""))
    return HttpResponse(status=204)


@require_POST
@or_start_anew
def talk_mail_link(request: HttpRequest, draft: uuid.UUID, step: str) -> HttpResponse:
    """The button stands in the page's own form, so what was typed there comes with it."""
    kept = find_draft(draft)
    if kept is None:
        return already_asked(draft)
    later, sent_to = LaterForm(request.POST), request.POST.get(SENT_TO, "")
    if not sent_to:
        kept = keep_page(request, kept, step)
    if not later.is_valid():
        if sent_to and letters_of(kept).filter(to=sent_to).exists():
            return mailed_page(request, kept, step, sent_to, later)
        return back_to(request, kept, step, later)
    address = later.cleaned_data["later_email"]
    try:
        send_draft_link(draft=kept, address=address, now=timezone.now(), sender=came_from(request))
    except TooOften as often:
        return too_many(request, often.seconds, kept.campaign)
    except DraftIsGone:  # it was sent meanwhile
        return already_asked(draft)
    kept.refresh_from_db(fields=["link_number"])
    return mailed_page(request, kept, step, address, LaterForm())


def mailed_page(
    request: HttpRequest, draft: TalkDraft, step: str, address: str, later: LaterForm
) -> HttpResponse:
    """It is the answer to the press alone, so nobody else reads where the link went."""
    told = {
        "draft": draft,
        "step": step,
        "address": address,
        "later": later,
        "kept_until": kept_until(draft),
        "refused": is_link_refused(draft),
        "token": new_draft_token(draft) if may_be_shown(draft.campaign) else None,
        "sends_mail": bool(settings.EMAIL_HOST),
        "contact": contact_of(draft.campaign),
    }
    return private(render(request, "campaigns/talks/asking/link_mailed.html", told))


@require_http_methods(["GET", "HEAD", "POST"])
@or_start_anew
def talk_later(request: HttpRequest, token: str) -> HttpResponse:
    """What opens mails to look for harm presses no button."""
    now = timezone.now()
    draft = draft_of_link(token, now=now)
    if draft is None:
        raise DraftIsGone
    if request.method == "POST":
        try:
            return redirect("campaigns:talk_draft", open_again(draft=draft, now=now))
        except DraftIsGone:  # it was sent meanwhile
            return already_asked(draft.pk)
    told = {"kept_until": kept_until(draft), "contact": contact_of(draft.campaign)}
    return private(render(request, "campaigns/talks/asking/later.html", told))


def keep_page(request: HttpRequest, draft: TalkDraft, step: str, *, seen: str = "") -> TalkDraft:
    boxes = boxes_of(step)
    if not boxes:
        return draft
    typed, now = half_typed(request.POST, boxes), timezone.now()
    return keep_typing(draft=draft, step=step, typed=typed, now=now, seen=seen)


def back_to(request: HttpRequest, draft: TalkDraft, step: str, later: LaterForm) -> HttpResponse:
    journey: Journey = journey_of(draft)
    if step == CHECK and not journey.first_unanswered:
        return check_page(request, draft, journey, later=later)
    if not journey.may_open(step):
        return onward(draft, journey)
    return step_page(request, draft, journey, journey.form(step), step, later=later)
