"""Advice is answered before cookies, sessions and people are looked at.

So none of them can leave a mark on it.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

Answer = Callable[[HttpRequest], HttpResponse]


def advice_first(get_response: Answer) -> Answer:
    """Without this, an advice page would mend a spoilt session or form cookie with a Set-Cookie."""

    def middleware(request: HttpRequest) -> HttpResponse:
        try:
            match = resolve(request.path_info, "advice.urls")
        except Resolver404:
            return get_response(request)
        response: HttpResponse = match.func(request, *match.args, **match.kwargs)
        return response

    return middleware
