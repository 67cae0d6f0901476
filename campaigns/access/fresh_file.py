"""A file that is sent when the second factor is asked again.

What else was typed waits meanwhile; a file cannot, and would be lost in silence.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from campaigns.access.second_factor import is_fresh_enough

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]

NOT_TAKEN = (
    "The file was not taken: this page was open for long, and we had to ask for your second step "
    "again. Choose the file once more."
)


def file_is_told_of(view: View[P]) -> View[P]:
    """Above `team(…, fresh=True)`. The body is not read: its page alone knows how large it may be.

    The page that it leads to asks for the second step and then shows the words.
    """

    @wraps(view)
    def inner(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if (
            request.method == "POST"
            and request.content_type == "multipart/form-data"
            and request.user.is_authenticated
            and not is_fresh_enough(request)
        ):
            messages.warning(request, NOT_TAKEN)
            return redirect(request.path)
        return view(request, *args, **kwargs)

    return inner
