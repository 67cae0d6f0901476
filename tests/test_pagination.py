"""The numbers beneath a long list: a few of them, however many pages it has."""

import re

import pytest
from django.core.paginator import Paginator
from django.template.loader import render_to_string


@pytest.mark.parametrize(
    ("pages", "number", "shown"),
    [
        (1, 1, ""),
        (3, 2, "Previous 1 [2] 3 Next"),
        (10, 1, "[1] 2 … 10 Next"),
        (10, 4, "Previous 1 2 3 [4] 5 … 10 Next"),
        (10, 5, "Previous 1 … 4 [5] 6 … 10 Next"),
        (10, 10, "Previous 1 … 9 [10]"),
    ],
)
def test_pages_beside_the_shown_one_and_both_ends_are_led_to(pages, number, shown):
    assert drawn(Paginator(range(pages), 1), number) == shown


def test_thousands_of_pages_are_not_walked_through(monkeypatch):
    """The trail of some years has them, and each number cost a tenth of a millisecond."""
    walked = []

    def page_range(paginator):
        for number in range(1, paginator.num_pages + 1):
            walked.append(number)
            yield number

    monkeypatch.setattr(Paginator, "page_range", property(page_range))

    assert drawn(Paginator(range(4_000), 1), 2_000) == "Previous 1 … 1999 [2000] 2001 … 4000 Next"
    assert len(walked) < 10


def drawn(paginator: Paginator, number: int) -> str:
    """Its words, with the shown page in brackets."""
    told = {"page": paginator.page(number), "query": "state=planned&"}
    html = render_to_string("components/pagination.html", told)
    html = re.sub(r'<span class="unseen">[^<]*</span>', "", html)
    html = re.sub(r'<span aria-current="page">(\d+)</span>', r"[\1]", html)
    return " ".join(re.sub("<[^>]*>", " ", html).split())
