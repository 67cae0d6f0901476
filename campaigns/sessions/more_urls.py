"""The addresses of a form that is sent for more of it: a line for one more school, other ways."""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from campaigns.sessions.count_lines import SCHOOL, WAYS


def with_more(address: str, view: Callable[..., HttpResponse], *, name: str) -> list[URLPattern]:
    asked = [
        path(f"{address}{what}/", view, {"asks_for": what}, name=f"{name}_{what}")
        for what in (SCHOOL, WAYS)
    ]
    return [path(address, view, name=name), *asked]
