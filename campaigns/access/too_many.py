"""What is said to whoever came too often."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from campaigns.access import limits

WAIT_SECONDS = 5 * 60
LONG_WAIT_SECONDS = 60 * 60


View = Callable[..., HttpResponse]
Who = Callable[[HttpRequest], str]
LOOKING = ("GET", "HEAD", "OPTIONS")


def counted(
    what: str,
    rules: limits.Rules,
    who: Who = limits.address_of,
) -> Callable[[View], View]:
    """Looking at the page is free; each form that is sent takes a turn."""

    def decorate(view: View) -> View:
        @wraps(view)
        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method not in LOOKING and limits.wait_for(what, who(request), rules):
                return too_many(request)
            return view(request, *args, **kwargs)

        return inner

    return decorate


def too_many(request: HttpRequest, seconds: int = WAIT_SECONDS) -> HttpResponse:
    response = render(request, "account/too_many.html", status=429)
    response["Retry-After"] = str(seconds)
    return response
