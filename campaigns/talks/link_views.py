"""The school's page behind its link; what it says in its own words is in link_words_views.py.

Mail scanners open it, so GET and HEAD change nothing; each answer is a POST that names what it is
to.
"""

from collections.abc import Collection
from datetime import datetime
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.diaries.held import held_of, still_held
from campaigns.history.conflicts import Conflict
from campaigns.mail.quiet import morning_of
from campaigns.mail.refused import refused_colleague
from campaigns.mail.team_contact import contact_of
from campaigns.models import Offer, Session, TalkRequest
from campaigns.places.guests import guest_of_request
from campaigns.places.materials import before_talk
from campaigns.talks.asking.again import find_forgotten
from campaigns.talks.asking.again_view import forgotten_page
from campaigns.talks.behind_link import find_talk, merged_away
from campaigns.talks.by_link import (
    NOT_SET,
    TooLateToCallOff,
    call_off,
    date_has_begun,
    is_very_soon,
    withdraw,
)
from campaigns.talks.confirm import confirm_offer
from campaigns.talks.heard.for_school import arrived, lost_others, why_date_stays
from campaigns.talks.heard.tell import is_near
from campaigns.talks.link_forms import AnswerForm, EndForm, typed_in
from campaigns.talks.offers import DateIsPast, date_in_words
from campaigns.talks.record.page_view import record_page
from campaigns.talks.too_late import what_came_first
from campaigns.talks.words import asked_rows, offer_rows, session_rows
from sextortion_aware.forms.hidden_boxes import whole_number

State = TalkRequest.State


@require_safe
def talk_link(request: HttpRequest, token: str) -> HttpResponse:
    if forgotten := find_forgotten(token):
        return forgotten_page(request, forgotten, token)
    return link_page(request, find_talk(token, today=timezone.localdate()), token)


@require_POST
def talk_accept(request: HttpRequest, token: str) -> HttpResponse:
    talk = find_talk(token, today=timezone.localdate())
    offer = named_offer(request, talk)
    try:
        confirm_offer(offer=offer, by=None, now=timezone.now())
    except (Conflict, DateIsPast):
        offer.refresh_from_db()
        if offer.state != Offer.State.ACCEPTED:  # pressed twice is answered as once
            return too_late(request, talk, token, offers=[offer])
    return redirect("campaigns:talk_link", token)


@require_http_methods(["GET", "HEAD", "POST"])
def talk_end(request: HttpRequest, token: str) -> HttpResponse:
    """The page asks once more; only its button ends anything."""
    talk, now = find_talk(token, today=timezone.localdate()), timezone.now()
    is_set = talk.date_is_set
    form = EndForm(request.POST if request.method == "POST" else None)
    if date_has_begun(talk, now=now):
        return begun_page(request, talk, token, typed=typed_in(form))
    if not is_set and talk.state not in NOT_SET:
        return redirect("campaigns:talk_link", token)
    if form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            (call_off if is_set else withdraw)(talk_request=talk, reason=reason, now=now)
        except Conflict:
            return too_late(request, talk, token, typed=reason)
        except TooLateToCallOff:
            return begun_page(request, talk, token, typed=reason)
        return redirect("campaigns:talk_link", token)
    session = talk.session if is_set else None
    told = {
        "talk": talk,
        "token": token,
        "form": form,
        "is_set": is_set,
        "hears_at_once": bool(session and hears_at_once(session, now=now)),
        "call_too": bool(session and is_very_soon(session, now=now)),
        "contact": contact_of(talk.campaign),
    }
    return private(render(request, "campaigns/talks/link_end.html", told))


def named_offer(request: HttpRequest, talk: TalkRequest) -> Offer:
    return get_object_or_404(talk.offers, pk=whole_number(request, "offer") or 0)


def link_page(
    request: HttpRequest,
    talk: TalkRequest,
    token: str,
    *,
    form: AnswerForm | None = None,
    status: HTTPStatus = HTTPStatus.OK,
) -> HttpResponse:
    """`form` is an answer that came back with something to put right."""
    if talk.state == State.DELIVERED:
        return private(record_page(request, talk, token))
    now = timezone.now()
    offers = still_held(held_of(talk), now=now)
    is_set, is_past = talk.date_is_set, date_has_begun(talk, now=now)
    told = {
        "talk": talk,
        "asked": asked_rows(talk),
        "offers": [(offer, offer_rows(talk, offer)) for offer in offers],
        "held_until": min((offer.lapses_at for offer in offers if offer.lapses_at), default=None),
        "date": session_rows(talk, talk.session) if talk.session else [],
        "day": date_in_words(talk.session) if talk.session else "",
        "is_set": is_set,
        "arrived": arrived(talk, is_held=bool(offers), today=timezone.localdate(now)),
        "stays_because": "" if is_past else why_date_stays(talk),
        "call_too": called_off_soon(talk, now=now),
        "is_past": is_past,
        **before_talk(talk),
        "is_open": talk.state in TalkRequest.OPEN,
        "may_end": talk.state in NOT_SET or (is_set and not is_past),
        "was_offered": talk.offers.exists(),
        "lost_others": is_set and not is_past and not offers and lost_others(talk),
        "hear_by": talk.hear_by if talk.state == State.SUBMITTED else None,
        "notes": [note for note in talk.notes.all() if note.by_id is None],
        "token": token,
        "came_by": merged_away(talk, token),
        "contact": contact_of(talk.campaign),
        "refused_colleague": refused_colleague(talk, now=now),
        "morning": morning_of(talk.mails.all(), now=now),
        "answering": (form or AnswerForm()).speak_to(guest_of_request(talk)),
    }
    return private(render(request, "campaigns/talks/link.html", told, status=status))


def called_off_soon(talk: TalkRequest, *, now: datetime) -> bool:
    """By the school, so late that somebody may be on the way before it is read."""
    is_off = talk.state == State.CANCELLED_BY_SCHOOL
    return bool(is_off and talk.session and is_very_soon(talk.session, now=now))


def hears_at_once(session: Session, *, now: datetime) -> bool:
    """Whether calling it off writes to an officer of it at once."""
    near = is_near(session.held_on, today=timezone.localdate(now))
    return near and session.officers.presenters().exists()


def too_late(
    request: HttpRequest,
    talk: TalkRequest,
    token: str,
    *,
    offers: Collection[Offer] = (),
    typed: str = "",
    because: tuple[str, str] | None = None,
) -> HttpResponse:
    """`offers` are those that it was about; `typed` can be copied from the page; `because` is a
    heading and words, where what happened does not follow from the request.
    """
    as_it_is = TalkRequest.objects.select_related("session").get(pk=talk.pk)
    heading, happened = because or what_came_first(as_it_is, offers, now=timezone.now())
    told = {
        "token": token,
        "contact": contact_of(talk.campaign),
        "heading": heading,
        "happened": happened,
        "typed": typed,
    }
    status = HTTPStatus.CONFLICT
    return private(render(request, "campaigns/talks/too_late.html", told, status=status))


def begun_page(
    request: HttpRequest, talk: TalkRequest, token: str, *, typed: str = ""
) -> HttpResponse:
    """The talk has begun, so only a person can do it now."""
    told = {"token": token, "contact": contact_of(talk.campaign), "talk": talk, "typed": typed}
    status = HTTPStatus.CONFLICT if request.method == "POST" else HTTPStatus.OK
    return private(render(request, "campaigns/talks/link_begun.html", told, status=status))


def private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
