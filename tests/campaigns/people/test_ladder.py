"""Nothing of the team's side can be reached signed out:
asked of every address that the site has.
"""

import inspect
import uuid
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from campaigns.access import permissions
from campaigns.models import TalkRequest
from tests.factories import make_campaign, make_user
from tests.html import read

pytestmark = pytest.mark.django_db
EXAMPLES = {
    "pk": 1,
    "key": "1-gone",
    "first": 1,
    "place": 1,
    "second": 2,
    "draft": uuid.UUID(int=1),
    "step": "place",
    "token": "abc",
    "line": 2,
    "time": 1,
    "role": "viewer",
    "reason": "hidden",
    "answer": "take",
}


@pytest.fixture(autouse=True)
def one_team_page(settings) -> None:
    """The real addresses, not the small team page that the other tests here use."""


def patterns(entries, route="", names=()) -> Iterator[tuple[str, URLPattern, tuple[str, ...]]]:
    for entry in entries:
        if isinstance(entry, URLResolver):
            yield from patterns(
                entry.url_patterns,
                route + str(entry.pattern),
                (*names, entry.namespace) if entry.namespace else names,
            )
        else:
            yield route + str(entry.pattern), entry, names


TEAM = {
    route: (entry, names)
    for route, entry, names in patterns(get_resolver("sextortion_aware.urls").url_patterns)
    if route.startswith("team/") or route == "team"
}
# A browser asks for it whoever is signed in; it holds what /static/ gives to everybody.
del TEAM["team/sw.js"]
# Before there is a team: tests/campaigns/setup/ climbs these two.
del TEAM["team/set-up/<str:token>/"], TEAM["team/set-up/programme/"]


def address(route: str) -> str:
    entry, names = TEAM[route]
    wanted = entry.pattern.converters
    return reverse(":".join([*names, entry.name]), kwargs={name: EXAMPLES[name] for name in wanted})


def test_there_are_team_pages():
    assert len(TEAM) > 10


@pytest.mark.parametrize("route", TEAM)
def test_signed_out_person_is_sent_to_sign_in(client, route):
    answers = [
        getattr(client, method)(address(route))
        for method in ("get", "head", "post", "put", "delete", "options")
    ]

    assert {answer.status_code for answer in answers} <= {302, 405}
    assert {
        answer["Location"].partition("?next=")[0] for answer in answers if answer.status_code == 302
    } == {"/accounts/login/"}


@pytest.mark.parametrize("route", TEAM)
def test_each_team_page_says_who_may(route):
    may = getattr(TEAM[route][0].callback, "may", None)

    assert may in [
        function
        for name, function in inspect.getmembers(permissions, inspect.isfunction)
        if name.startswith("may_")
    ]


@pytest.mark.parametrize("route", TEAM)
def test_signed_in_person_without_a_team_is_refused(client, route):
    make_campaign()
    client.force_login(make_user())

    for method in ("get", "post"):
        response = getattr(client, method)(address(route))
        assert response.status_code in (403, 405)
    assert not TalkRequest.objects.exists()


def test_sign_in_is_where_a_signed_out_person_arrives(client):
    response = client.get("/team/", follow=True)

    assert read(response.content.decode()).h1 == ["Sign in"]
