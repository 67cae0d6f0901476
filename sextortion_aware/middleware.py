"""Around every view: no browser keeps anything, and a stopped database gets a clear page."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from sextortion_aware.databases.away import database_is_away
from sextortion_aware.headers import NO_STORE
from sextortion_aware.views import unavailable

type_of_view = Callable[[HttpRequest], HttpResponse]


def no_store(get_response: type_of_view) -> type_of_view:
    """A page leaves no copy behind unless its view says otherwise.

    Static files are answered before this.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault(*NO_STORE)
        return response

    return middleware


class DatabaseGuard:
    """A database that is stopped, locked or lost gives a 503 with a telephone number, never a 500.

    This is for views and their templates. What a middleware raises, such as a session that cannot
    be saved, Django turns into an answer before it gets here: views.server_error looks at it in the
    same way.
    """

    def __init__(self, get_response: type_of_view) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        return unavailable(request, exception) if database_is_away(exception) else None
