"""What an old link says of a request that was forgotten because nobody confirmed its address."""

from http import HTTPStatus

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from campaigns.mail.team_contact import contact_of
from campaigns.models import UnconfirmedAnswers
from campaigns.talks.asking.again import ask_again, find_forgotten
from campaigns.talks.asking.turns import TooOften, came_from, take_to_start
from campaigns.talks.asking.views import too_many


@require_POST
def talk_ask_again(request: HttpRequest, token: str) -> HttpResponse:
    """To the first page that is not answered, which is the contact's."""
    forgotten = find_forgotten(token)
    if forgotten is None:
        raise Http404
    try:
        take_to_start(came_from(request))
    except TooOften as problem:
        return too_many(request, problem.seconds, forgotten.campaign)
    return redirect("campaigns:talk_check", ask_again(forgotten=forgotten, token=token))


def forgotten_page(request: HttpRequest, forgotten: UnconfirmedAnswers, token: str) -> HttpResponse:
    told = {"forgotten": forgotten, "token": token, "contact": contact_of(forgotten.campaign)}
    response = render(
        request, "campaigns/talks/asking/forgotten.html", told, status=HTTPStatus.GONE
    )
    response["X-Robots-Tag"] = "noindex"
    return response
