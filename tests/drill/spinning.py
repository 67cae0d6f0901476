"""A thread that never ends and never lets another one run, as a careless pattern makes it."""

import os
import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

ADDRESS = "DRILL_SPIN"
View = Callable[[HttpRequest], HttpResponse]

CARELESS = re.compile(r"(a+)+b")
WOULD_TAKE_YEARS = "a" * 64


def spin_if_asked(get_response: View) -> View:
    path = os.environ[ADDRESS]

    def answer(request: HttpRequest) -> HttpResponse:
        if request.path == path:
            CARELESS.match(WOULD_TAKE_YEARS)
        return get_response(request)

    return answer
