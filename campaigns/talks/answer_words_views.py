"""What the team answers in words, each on a page of its own: what is typed on it is lost to no
other button.
"""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaigns.access.permissions import may_run_queue, may_see_talks
from campaigns.access.team import team
from campaigns.history.conflicts import Conflict
from campaigns.models import Membership
from campaigns.talks.answer_words_forms import (
    DATE_STAYS,
    DECLINE,
    NOTE,
    QUESTION,
    WAIT,
    Answer,
)
from campaigns.talks.request_views import faster, held_offers, seen_talk, too_late_for
from campaigns.talks.words import asked_in_short, asked_rows

looked_at_or_sent = require_http_methods(["GET", "HEAD", "POST"])


@looked_at_or_sent
@team(may_run_queue)
def talk_question(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    return answer_page(request, member, pk, QUESTION)


@looked_at_or_sent
@team(may_run_queue)
def talk_wait(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    return answer_page(request, member, pk, WAIT)


@looked_at_or_sent
@team(may_run_queue)
def talk_date_stays(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    return answer_page(request, member, pk, DATE_STAYS)


@looked_at_or_sent
@team(may_run_queue)
def talk_decline(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    return answer_page(request, member, pk, DECLINE)


@looked_at_or_sent
@team(may_see_talks)
def talk_team_note(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    return answer_page(request, member, pk, NOTE)


def answer_page(request: HttpRequest, member: Membership, pk: int, answer: Answer) -> HttpResponse:
    """What was sent is judged by the deed, which knows whether somebody was faster."""
    talk = seen_talk(member, pk)
    answer = answer.told_of(talk)
    is_sent = request.method == "POST"
    if not is_sent and talk.state not in answer.states:
        return too_late_for(request, talk)
    form = answer.form(request.POST if is_sent else None)
    if form.is_valid():
        [words] = form.cleaned_data.values()
        try:
            answer.save(talk, words, member.user, timezone.now())
        except Conflict as problem:
            return faster(request, talk, problem, typed=words)
        except ValidationError as problem:
            form.add_error(None, problem.messages)
        else:
            messages.success(request, answer.thanks)
            return redirect("campaigns:talk_detail", talk.pk)
    told = {
        "talk": talk,
        "answer": answer,
        "form": form,
        "back": "campaigns:talk_detail",
        "short": asked_in_short(talk, held_offers(talk, now=timezone.now())),
        "asked": asked_rows(talk),
    }
    return render(request, "campaigns/talks/answer.html", told)
