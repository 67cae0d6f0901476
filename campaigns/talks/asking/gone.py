"""A draft that is not there, that nobody may open any more, or that never was: one answer to all,
which tells a stranger nothing and says what to do.
"""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from campaigns.mail.team_contact import contact_of
from campaigns.models import Campaign

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


class DraftIsGone(Http404):
    pass


def or_start_anew(view: View[P]) -> View[P]:
    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except DraftIsGone:
            told = {"contact": contact_of(Campaign.objects.public())}
            status = HTTPStatus.NOT_FOUND
            return render(request, "campaigns/talks/asking/gone.html", told, status=status)

    return answer
