"""What a school says in words of its own behind its link: each on a page that asks for nothing
else, so no button takes away what was typed beside it.

A page that makes no sense by now leads to the school's page, and what was sent by it can be copied.
"""

from collections.abc import Callable, Sequence
from functools import partial
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.diaries.held import held_of, still_held
from campaigns.history.conflicts import Conflict
from campaigns.mail.team_contact import contact_of
from campaigns.models import Change, Offer, TalkRequest
from campaigns.places.guests import guest_of_request
from campaigns.talks.asking.turns import TooOften
from campaigns.talks.behind_link import find_talk
from campaigns.talks.by_link import (
    add_note,
    answer_question,
    ask_for_another_time,
    date_has_begun,
)
from campaigns.talks.contact_change import change_visit
from campaigns.talks.end_offers import refuse_offers
from campaigns.talks.link_forms import (
    AnotherTimeForm,
    AnswerForm,
    ChangeForm,
    NoteForm,
    RefuseForm,
    WordsForm,
    typed_in,
)
from campaigns.talks.link_views import begun_page, link_page, private, too_late
from sextortion_aware.forms.hidden_boxes import whole_numbers
from sextortion_aware.forms.layout import ServiceForm

State = TalkRequest.State

HEADINGS = {
    "note": ("Tell us something", "Send it to us"),
    "another_time": ("Ask for another time", "Ask for another time"),
    "refuse one": ("Ask for another date", "Ask for another date"),
    "refuse": ("Ask for other dates", "Ask for other dates"),
    "change": ("Change your request", "Save"),
    "hand_over": ("Hand the talk over to a colleague", "Write to my colleague"),
}
TOO_MUCH = (
    "We have had many messages from this page today, so this one was not sent. Please call or write"
    " to us, or send it tomorrow"
)

Show = Callable[..., HttpResponse]


@require_http_methods(["GET", "HEAD", "POST"])
def talk_refuse(request: HttpRequest, token: str) -> HttpResponse:
    """None of the dates that stood on the page."""
    talk, now = find_talk(token, today=timezone.localdate()), timezone.now()
    shown, form = still_held(held_of(talk), now=now), RefuseForm(sent(request))
    show = partial(words_page, request, talk, token, "refuse", offers=shown)
    if not form.is_bound:
        return show(form=form) if shown else redirect("campaigns:talk_link", token)
    saw = frozenset(whole_numbers(request, "offer"))
    offers = list(talk.offers.filter(pk__in=saw))
    if not saw or len(offers) != len(saw):
        raise Http404
    if not form.is_valid():
        if saw == {offer.pk for offer in shown}:
            return show(form=form)
        return too_late(request, talk, token, offers=offers, typed=typed_in(form))
    reason = form.cleaned_data["reason"]
    try:
        refuse_offers(talk_request=talk, saw=saw, reason=reason, by=None, now=now)
    except Conflict:
        offers = list(talk.offers.filter(pk__in=saw))
        if not is_refused_in(reason, talk, offers):
            return too_late(request, talk, token, offers=offers, typed=reason)
    return redirect("campaigns:talk_link", token)


def is_refused_in(reason: str, talk: TalkRequest, offers: Sequence[Offer]) -> bool:
    """Whether the press is the same as one before: what was typed has been read, or is nothing."""
    if any(offer.state != Offer.State.REFUSED for offer in offers):
        return False
    said = talk.changes.filter(kind=Change.Kind.REFUSED, by=None, reason=reason)
    return not reason or said.exists()


@require_http_methods(["GET", "HEAD", "POST"])
def talk_note(request: HttpRequest, token: str) -> HttpResponse:
    talk = find_talk(token, today=timezone.localdate())
    form = NoteForm(sent(request)).speak_to(guest_of_request(talk))
    fits = talk.state in TalkRequest.OPEN
    show = partial(words_page, request, talk, token, "note")
    return save_words(request, talk, token, form, add_note, show=show, fits=fits)


@require_http_methods(["GET", "HEAD", "POST"])
def talk_another_time(request: HttpRequest, token: str) -> HttpResponse:
    talk = find_talk(token, today=timezone.localdate())
    fits = talk.date_is_set and not date_has_begun(talk, now=timezone.now())
    form = AnotherTimeForm(sent(request))
    show = partial(words_page, request, talk, token, "another_time")
    return save_words(request, talk, token, form, ask_for_another_time, show=show, fits=fits)


@require_POST
def talk_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Its box stands on the school's page, below the question."""
    talk = find_talk(token, today=timezone.localdate())
    form, fits = AnswerForm(request.POST), talk.state == State.NEEDS_INFO
    show = partial(link_page, request, talk, token)
    return save_words(request, talk, token, form, answer_question, show=show, fits=fits)


@require_http_methods(["GET", "HEAD", "POST"])
def talk_change(request: HttpRequest, token: str) -> HttpResponse:
    talk, now = find_talk(token, today=timezone.localdate()), timezone.now()
    form = ChangeForm(sent(request), talk_request=talk)
    if over := is_over(request, talk, token, form):
        return over
    show = partial(words_page, request, talk, token, "change")
    if not form.is_valid():
        return show(form=form)
    try:
        change_visit(
            talk_request=talk,
            details=form.details,
            expected=form.expected,
            stages=form.stages,
            saw=form.saw,
            now=now,
        )
    except Conflict:
        return too_late(request, talk, token, typed=typed_in(form))
    except TooOften as often:
        return too_much(show, form, often)
    return redirect("campaigns:talk_link", token)


def sent(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def is_over(
    request: HttpRequest, talk: TalkRequest, token: str, form: ServiceForm
) -> HttpResponse | None:
    """What is answered when the visit can no longer be changed by the link."""
    if date_has_begun(talk, now=timezone.now()):
        return begun_page(request, talk, token, typed=typed_in(form))
    if talk.state in TalkRequest.OPEN:
        return None
    if form.is_bound:
        return too_late(request, talk, token, typed=typed_in(form))
    return redirect("campaigns:talk_link", token)


def save_words(
    request: HttpRequest,
    talk: TalkRequest,
    token: str,
    form: WordsForm,
    save: Callable[..., None],
    *,
    show: Show,
    fits: bool,
) -> HttpResponse:
    """What was said stands on the school's page afterwards, so that is where it leads, also when
    pressed twice. `show` draws the page of the form.
    """
    if not form.is_valid():
        if fits:
            return show(form=form)
        if form.is_bound:
            return too_late(request, talk, token, typed=typed_in(form))
        return redirect("campaigns:talk_link", token)
    try:
        save(talk_request=talk, text=form.said, now=timezone.now())
    except Conflict:
        if not talk.notes.filter(by=None, text=form.said).exists():
            return too_late(request, talk, token, typed=form.said)
    except TooOften as often:
        return too_much(show, form, often)
    return redirect("campaigns:talk_link", token)


def too_much(show: Show, form: ServiceForm, often: TooOften, told: str = TOO_MUCH) -> HttpResponse:
    """The form comes back as it was typed."""
    form.add_error(None, told)
    response = show(form=form, status=HTTPStatus.TOO_MANY_REQUESTS)
    response["Retry-After"] = str(often.seconds)
    return response


def words_page(
    request: HttpRequest,
    talk: TalkRequest,
    token: str,
    page: str,
    *,
    status: HTTPStatus = HTTPStatus.OK,
    offers: Sequence[Offer] = (),
    **told: Any,
) -> HttpResponse:
    heading, button = HEADINGS["refuse one" if len(offers) == 1 else page]
    shared = {
        "talk": talk,
        "token": token,
        "heading": heading,
        "button": button,
        "offers": offers,
        "contact": contact_of(talk.campaign),
    }
    template = f"campaigns/talks/link_{page}.html"
    return private(render(request, template, shared | told, status=status))
