"""The addresses of a form that is sent for more of it: a line for one more school, other ways, a
place that is not on our list.
"""

from collections.abc import Callable

from django.urls import URLPattern, path

from campaigns.sessions.count_lines import PLACE, SCHOOL, SPLIT, WAYS
from campaigns.sessions.new_place_views import View, adds_place


def with_more(
    address: str, view: View, *, name: str, adds: Callable[[View], View] = adds_place
) -> list[URLPattern]:
    asked = [
        path(f"{address}{what}/", view, {"asks_for": what}, name=f"{name}_{what}")
        for what in (SCHOOL, WAYS, SPLIT)
    ]
    adding = path(f"{address}{PLACE}/", adds(view), name=f"{name}_{PLACE}")
    return [path(address, view, name=name), *asked, adding]
