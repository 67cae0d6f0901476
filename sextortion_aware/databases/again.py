"""A press that met a lock is pressed again for the person, before anybody is told to come back."""

import time
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse

from sextortion_aware.deadlines import AGAIN_SECONDS, PAUSE_SECONDS

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

# A lock not had in time, a deadlock that ended with us, two that could not be put in order.
PASSES_BY = ("55P03", "40P01", "40001")
IS_LOCKED = "is locked"  # SQLite says it in words


def passes_by(problem: OperationalError) -> bool:
    """The database works and took nothing of it: in a moment the same words will go through."""
    code = getattr(problem.__cause__, "pgcode", None)
    return code in PASSES_BY if code else IS_LOCKED in str(problem)


def tried_again(view: View[P]) -> View[P]:
    """For a view whose whole work is one transaction, or several that may each be done twice: what
    failed left nothing behind.

    The last try's error is everybody's: a 503 that says to send the same words again.
    """

    @wraps(view)
    def wrapped(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        last_at, sent = time.monotonic() + AGAIN_SECONDS, request.POST
        while True:
            try:
                return view(request, *args, **kwargs)
            except OperationalError as problem:
                if connection.in_atomic_block or not passes_by(problem):
                    raise
                if time.monotonic() + PAUSE_SECONDS >= last_at:
                    raise
            time.sleep(PAUSE_SECONDS)
            request.POST = sent  # the view may have put another there

    return wrapped
