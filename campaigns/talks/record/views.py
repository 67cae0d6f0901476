"""What a school does about the record of its talk. Looking changes nothing."""

from http import HTTPStatus
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from campaigns.history.conflicts import Conflict
from campaigns.mail.team_contact import contact_of
from campaigns.models import TalkFeedback, TalkRequest
from campaigns.sessions.putright.by_school import TooManyNumbers
from campaigns.sessions.version_field import has_seen
from campaigns.talks.behind_link import find_talk
from campaigns.talks.link_forms import typed_in
from campaigns.talks.link_views import private, too_late
from campaigns.talks.link_words_views import sent
from campaigns.talks.record.feedback import ToldAlready, give_feedback
from campaigns.talks.record.forms import FeedbackForm, HowItWas, NumberForm
from campaigns.talks.record.given import GivenTalk, given_talk
from campaigns.talks.record.number import propose_number
from campaigns.talks.record.page_view import waits
from campaigns.talks.record.sheets import certificate, evidence
from sextortion_aware.forms.layout import ServiceForm

DIFFERENT = "Is the number different?"
RECORD_CHANGED = (
    "The record of your talk has changed",
    "We are counting the talk again, or it no longer counts.",
)
TOLD_ALREADY = (
    "Somebody told us before you",
    "How the talk was is told once, and we keep the first answers.",
)


@require_http_methods(["GET", "HEAD", "POST"])
def talk_feedback(request: HttpRequest, token: str) -> HttpResponse:
    """A page of its own, so that “Ask for the next one” takes away nothing that was typed."""
    talk = find_talk(token, today=timezone.localdate())
    given = given_talk(talk) if talk.state == TalkRequest.State.DELIVERED else None
    if given is None or not given.counts:
        return no_record(request, talk, token, typed=typed_in(HowItWas(sent(request))))
    form = FeedbackForm(sent(request), given=given)
    if form.is_valid():
        return keep_feedback(request, talk, token, form)
    if TalkFeedback.objects.filter(talk_request=talk).exists():
        return no_record(request, talk, token, typed=typed_in(form), because=TOLD_ALREADY)
    shown = framed(talk, token, form, heading="How was it?", button="Send your answers")
    shown["words"] = given.words
    return private(render(request, "campaigns/talks/record/feedback.html", shown))


def framed(
    talk: TalkRequest, token: str, form: ServiceForm, *, heading: str, button: str
) -> dict[str, Any]:
    """What the frame of a page with words takes."""
    return {
        "talk": talk,
        "token": token,
        "form": form,
        "heading": heading,
        "button": button,
        "back_text": "Back to your talk",
        "contact": contact_of(talk.campaign),
    }


def keep_feedback(
    request: HttpRequest, talk: TalkRequest, token: str, form: FeedbackForm
) -> HttpResponse:
    try:
        give_feedback(talk_request=talk, now=timezone.now(), **form.cleaned_data)
    except ToldAlready:
        return no_record(request, talk, token, typed=typed_in(form), because=TOLD_ALREADY)
    except Conflict:
        return no_record(request, talk, token, typed=typed_in(form))
    return redirect("campaigns:talk_link", token)


def no_record(
    request: HttpRequest,
    talk: TalkRequest,
    token: str,
    *,
    typed: str,
    because: tuple[str, str] | None = None,
) -> HttpResponse:
    """What was sent can be copied; who only looks is led to the page of the talk."""
    if request.method != "POST":
        return redirect("campaigns:talk_link", token)
    if talk.session:
        because = because or RECORD_CHANGED
    return too_late(request, talk, token, typed=typed, because=because)


@require_http_methods(["GET", "HEAD", "POST"])
def talk_number(request: HttpRequest, token: str) -> HttpResponse:
    """The school has another number. It is looked at by a coordinator before it counts."""
    talk = find_talk(token, today=timezone.localdate())
    given = given_talk(talk) if talk.state == TalkRequest.State.DELIVERED else None
    if given is None or not given.counts:
        return no_record(request, talk, token, typed=typed_number(request.POST))
    if request.method != "POST" and waits(given):
        return redirect("campaigns:talk_link", token)
    form = NumberForm(request.POST if request.method == "POST" else None, given=given)
    told, status = "", HTTPStatus.OK
    if form.is_valid():
        try:
            told = propose(talk, form, given)
        except TooManyNumbers as enough:
            told, status = str(enough), HTTPStatus.TOO_MANY_REQUESTS
        if not told and not form.errors:
            return redirect("campaigns:talk_link", token)
    shown = framed(talk, token, form, heading=DIFFERENT, button="Send the number")
    shown |= {"given": given, "told": told}
    return private(render(request, "campaigns/talks/record/number.html", shown, status=status))


def typed_number(sent_in: QueryDict) -> str:
    """Read without the record, whose rows may be gone."""
    typed = [words for name, words in sent_in.items() if name.startswith("number-")]
    return "\n".join(str(words) for words in (*typed, sent_in.get("sentence", "")) if words)


def propose(talk: TalkRequest, form: NumberForm, given: GivenTalk) -> str:
    """Why it could not be, when somebody was faster; what is wrong with it stands on the form."""
    now, today = timezone.now(), timezone.localdate()
    try:
        propose_number(
            talk_request=talk,
            given=given,
            numbers=form.numbers,
            known=form.cleaned_data["known"],
            reason=form.reason,
            opened=form.cleaned_data["opened"],
            now=now,
            today=today,
        )
    except ValidationError as problem:
        form.add_error(None, problem.message_dict.get(NON_FIELD_ERRORS, problem.messages))
    except TooManyNumbers:
        raise
    except Conflict as lost:
        has_seen(form, given.session.version)
        return str(lost)
    return ""


@require_safe
def talk_certificate(request: HttpRequest, token: str) -> HttpResponse:
    return certificate(request, to_print(token), back=reverse("campaigns:talk_link", args=[token]))


@require_safe
def talk_evidence(request: HttpRequest, token: str) -> HttpResponse:
    return evidence(request, to_print(token), back=reverse("campaigns:talk_link", args=[token]))


def to_print(token: str) -> GivenTalk:
    """Only of a talk that was given and counts."""
    talk = find_talk(token, today=timezone.localdate())
    given = given_talk(talk) if talk.state == TalkRequest.State.DELIVERED else None
    if given is None or not given.counts:
        raise Http404
    return given
