"""The addresses of a form that is sent for more of it: a line for one more school, other ways, a
place that is not on our list.
"""

from collections.abc import Callable

from django.http import HttpResponse
from django.urls import URLPattern, path

from campaigns.sessions.count_lines import PLACE, SCHOOL, WAYS
from campaigns.sessions.new_place_views import adds_place


def with_more(address: str, view: Callable[..., HttpResponse], *, name: str) -> list[URLPattern]:
    asked = [
        path(f"{address}{what}/", view, {"asks_for": what}, name=f"{name}_{what}")
        for what in (SCHOOL, WAYS)
    ]
    adds = path(f"{address}{PLACE}/", adds_place(view), name=f"{name}_{PLACE}")
    return [path(address, view, name=name), *asked, adds]
