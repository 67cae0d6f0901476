"""A page of talks that is not there says how to reach the team all the same."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from campaigns.mail.team_contact import contact_of
from campaigns.models import Campaign

View = Callable[..., HttpResponse]


def or_contact(view: View) -> View:
    """Which link it was is not said: an unknown one, an old one and a mistyped one look alike."""

    @wraps(view)
    def instead(request: HttpRequest, *args: Any, **named: Any) -> HttpResponse:
        try:
            return view(request, *args, **named)
        except Http404:
            told = {"contact": contact_of(Campaign.objects.public())}
            status = HTTPStatus.NOT_FOUND
            return render(request, "campaigns/talks/not_found.html", told, status=status)

    return instead
