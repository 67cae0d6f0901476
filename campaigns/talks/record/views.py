"""What a school does on the record of its talk. Each button is a POST; looking changes nothing."""

from http import HTTPStatus

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from campaigns.history.conflicts import Conflict
from campaigns.mail.team_contact import contact_of
from campaigns.models import TalkRequest
from campaigns.sessions.putright.by_school import TooManyNumbers
from campaigns.sessions.version_field import has_seen
from campaigns.talks.behind_link import find_talk
from campaigns.talks.link_views import private, too_late
from campaigns.talks.record.feedback import give_feedback
from campaigns.talks.record.forms import FeedbackForm, NumberForm
from campaigns.talks.record.given import GivenTalk, given_talk
from campaigns.talks.record.number import propose_number
from campaigns.talks.record.page_view import record_page, waits
from campaigns.talks.record.sheets import certificate, evidence


@require_POST
def talk_feedback(request: HttpRequest, token: str) -> HttpResponse:
    talk = find_talk(token, today=timezone.localdate())
    if talk.session is None or talk.state != TalkRequest.State.DELIVERED:
        return too_late(request, talk, token)
    form = FeedbackForm(request.POST, held_on=talk.session.held_on)
    if not form.is_valid():
        return private(record_page(request, talk, token, feedback=form))
    try:
        give_feedback(talk_request=talk, now=timezone.now(), **form.cleaned_data)
    except Conflict:
        return too_late(request, talk, token)
    return redirect("campaigns:talk_link", token)


@require_http_methods(["GET", "HEAD", "POST"])
def talk_number(request: HttpRequest, token: str) -> HttpResponse:
    """The school has another number. It is looked at by a coordinator before it counts."""
    talk = find_talk(token, today=timezone.localdate())
    given = given_talk(talk) if talk.state == TalkRequest.State.DELIVERED else None
    if given is None or not given.counts:
        return redirect("campaigns:talk_link", token)
    if request.method != "POST" and waits(given):
        return redirect("campaigns:talk_link", token)
    form = NumberForm(
        request.POST if request.method == "POST" else None,
        rows=given.own,
        held_on=given.session.held_on,
        version=given.session.version,
    )
    told, status = "", HTTPStatus.OK
    if form.is_valid():
        try:
            told = propose(talk, form, given)
        except TooManyNumbers as enough:
            told, status = str(enough), HTTPStatus.TOO_MANY_REQUESTS
        if not told and not form.errors:
            return redirect("campaigns:talk_link", token)
    shown = {
        "talk": talk,
        "token": token,
        "given": given,
        "form": form,
        "told": told,
        "contact": contact_of(talk.campaign),
    }
    return private(render(request, "campaigns/talks/record/number.html", shown, status=status))


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
