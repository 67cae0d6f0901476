"""A form that waited is drawn as it was typed, by its own view, and nothing is carried out."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from copy import deepcopy
from functools import partial, wraps
from typing import Any, Concatenate, ParamSpec
from urllib.parse import parse_qs, urlsplit

from django.contrib import messages
from django.contrib.messages.storage import default_storage
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme

from campaigns.access.kept import KEPT, TYPED, Kept, forget_sent, is_keeping, with_words
from sextortion_aware.only_drawn import WouldWrite, nothing_written, only_drawn

NOT_SAVED = (
    "This is what you typed before. It is not saved yet: look it over, and "
    "press the button once more."
)
FILE_GONE = "The file could not wait: choose it again."
CUT = "One text was too long to wait, and is not here any more."
NOT_DONE = (
    "You had to sign in again, so the button that you pressed has done nothing yet. If you still "
    "want it, check what is chosen beside it, and press it once more."
)
DRAWN = "_drawn_as_typed"

P = ParamSpec("P")
Run = Callable[[], HttpResponse]
View = Callable[Concatenate[HttpRequest, P], HttpResponse]


def form_waits(view: View[P]) -> View[P]:
    """For a form of somebody who is in no team yet; `team` does it for all others."""

    @wraps(view)
    def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        response = done_or_drawn(request, partial(view, request, *args, **kwargs))
        return with_words(response, request)

    return is_keeping(inner)


def is_as_typed(request: HttpRequest) -> bool:
    return hasattr(request, DRAWN)


def as_typed(request: HttpRequest, kept: Kept) -> None:
    """From here on the request says what was sent; `done_or_drawn` lets nothing come of it."""
    typed = QueryDict(kept["form"], mutable=True)
    typed[TYPED] = request.GET[TYPED]
    request.method = "POST"
    request.POST = typed  # type: ignore[assignment]
    # It came by GET and writes nothing, so there is no token to ask for, whichever view asks.
    request._dont_enforce_csrf_checks = True  # type: ignore[attr-defined]
    setattr(request, DRAWN, kept)


def done_or_drawn(request: HttpRequest, run: Run) -> HttpResponse:
    if is_as_typed(request):
        return drawn(request, run, getattr(request, DRAWN))
    response = run()
    if request.method == "POST" and leads_elsewhere(response):
        forget_sent(request)
    return response


def leads_elsewhere(response: HttpResponse) -> bool:
    return 300 <= response.status_code < 400


def drawn(request: HttpRequest, run: Run, kept: Kept) -> HttpResponse:
    gone = [(kept["has_file"], FILE_GONE), (kept.get("is_cut", False), CUT)]
    words = " ".join([NOT_SAVED, *(text for is_gone, text in gone if is_gone)])
    page = tried(request, run, partial(only_drawn, request.GET), words)
    if page and not leads_elsewhere(page):
        return page
    forget_sent(request)
    if told := page or tried(request, run, nothing_written):
        return told
    messages.info(request, NOT_DONE)
    is_ours = url_has_allowed_host_and_scheme(kept["page"], allowed_hosts=None)
    return redirect(kept["page"] if is_ours else "campaigns:home")


def tried(
    request: HttpRequest, run: Run, way: Callable[[], AbstractContextManager[None]], words: str = ""
) -> HttpResponse | None:
    """The page, with `words` on it; or an answer that leads on and says itself that, and why,
    nothing is done. Otherwise None, as if the view had not been asked.
    """
    before = deepcopy({**request.session})
    if words:
        messages.info(request, words)
    try:
        with way():
            response = run()
    except WouldWrite:
        response = None
    except Exception:
        start_again(request, before)
        raise
    # A deed that changes the session alone would have been carried out.
    is_same = {**request.session} == before
    told = not words and is_same and len(messages.get_messages(request)) > 0
    if response is None or (leads_elsewhere(response) and not leads_on(response) and not told):
        start_again(request, before)
        return None
    return response


def leads_on(response: HttpResponse) -> bool:
    """To another page that draws what was typed."""
    return KEPT in parse_qs(urlsplit(response.headers["Location"]).query)


def start_again(request: HttpRequest, session: dict[str, Any]) -> None:
    for name in [*request.session.keys()]:
        if name not in session:
            del request.session[name]
    request.session.update(session)
    request._messages = default_storage(request)  # type: ignore[attr-defined]  # as its middleware
