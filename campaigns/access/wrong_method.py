"""Back, reload or an old bookmark on the address of a button leads to the page with the button.

Buttons have addresses of their own, which take no GET. A browser that opens one is sent to the page
above it; anything else is refused, in words.
"""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve, reverse

from sextortion_aware.views import error_page

NOT_ALLOWED = 405
TEAM = "/team/"
NOT_SENT = (
    "Nothing was sent just now, and what you did before stands. This is the page with the button."
)
# By the name of the address: its page and what that takes, where the nearest page above is not it,
# or goes with the row that was removed.
PAGES: dict[str, tuple[str, tuple[str, ...]]] = {
    "talk_send": ("campaigns:talk_check", ("draft",)),
    "talk_link_again": ("campaigns:talk_check", ("draft",)),
    "diary_time_remove": ("campaigns:diary", ("pk",)),
    "correction_withdraw": ("campaigns:session_list", ()),
    "holiday_remove": ("campaigns:holiday_list", ()),
    "incident_remove": ("campaigns:incident_list", ()),
    **{
        f"{noun}_{deed}": (f"campaigns:{noun}_list", ())
        for noun in ("topic", "partner")
        for deed in ("retire", "offer_again", "remove")
    },
}

Answer = Callable[[HttpRequest], HttpResponse]


def back_to_the_page(get_response: Answer) -> Answer:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if response.status_code != NOT_ALLOWED or response.content:
            return response
        page = page_above(request) if is_opened(request) else ""
        return lead(request, page) if page else in_words(response)

    return middleware


def is_opened(request: HttpRequest) -> bool:
    """By a browser, to be looked at. Scripts and programs do not ask for HTML."""
    return request.method == "GET" and "text/html" in request.headers.get("Accept", "")


def page_above(request: HttpRequest) -> str:
    match = request.resolver_match
    if match and match.url_name in PAGES:
        name, takes = PAGES[match.url_name]
        return reverse(name, kwargs={key: match.kwargs[key] for key in takes})
    parts = request.path.strip("/").split("/")
    above = ("/" + "/".join(parts[:count]) + "/" for count in range(len(parts) - 1, 0, -1))
    return next((path for path in above if is_there(path)), "")


def is_there(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def lead(request: HttpRequest, page: str) -> HttpResponse:
    """Only the team's pages show such words: the public ones have no session to keep them in."""
    if request.path.startswith(TEAM) and request.user.is_authenticated:
        messages.info(request, NOT_SENT)
    return redirect(page)


def in_words(response: HttpResponse) -> HttpResponse:
    told = error_page("405.html", NOT_ALLOWED)
    told["Allow"] = response["Allow"]
    return told
