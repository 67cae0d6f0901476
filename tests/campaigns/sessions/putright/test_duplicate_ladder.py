"""The pairs and their buttons climb the ladder."""

import pytest

from tests.campaigns.sessions.putright.pairs import (
    BUTTONS,
    JOIN,
    LIST,
    OF_A_PAIR,
    SEEN,
    UNMERGE,
    address,
    make_pair,
    rows,
)
from tests.campaigns.typed import sign_in
from tests.factories import make_campaign, make_member, make_session, make_user
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]

ALL_METHODS = ("get", "head", "post", "put", "patch", "delete")


@pytest.mark.parametrize("role", ["officer", "viewer"])
def test_only_a_coordinator_sees_the_way_to_the_pairs(client, role):
    sign_in(client, make_member(role=role))

    assert LIST not in [link["href"] for link in read(client.get("/team/sessions/").text).links]


def test_coordinator_sees_the_way_to_the_pairs(client, coordinator):
    assert LIST in [link["href"] for link in read(client.get("/team/sessions/").text).links]


@pytest.mark.parametrize("role", ["viewer", "officer"])
@pytest.mark.parametrize("route", [LIST, *OF_A_PAIR, UNMERGE])
def test_others_than_coordinators_are_refused(client, role, route):
    pair = make_pair()
    sign_in(client, make_member(role=role))
    before = rows()

    response = (client.get if route == LIST else client.post)(address(route, pair), SEEN)

    assert response.status_code == 403
    assert rows() == before


def test_viewer_joins_nothing(client):
    pair = make_pair()
    sign_in(client, make_member(role="viewer"))

    assert client.post(address(JOIN, pair)).status_code == 403


@pytest.mark.parametrize("route", BUTTONS)
def test_sessions_of_another_campaign_are_not_there(client, coordinator, route):
    pair = make_pair(campaign=make_campaign(name="Fife"))
    before = rows()

    assert client.post(address(route, pair), SEEN).status_code == 404
    assert client.get(LIST).context["rows"] == []
    assert rows() == before


@pytest.mark.parametrize("route", OF_A_PAIR)
def test_pair_of_ours_and_theirs_is_not_there(client, coordinator, route):
    ours, theirs = make_session(), make_session(campaign=make_campaign(name="Fife"))

    answers = [
        client.post(address(route, pair), SEEN).status_code
        for pair in ((ours, theirs), (theirs, ours))
    ]

    assert answers == [404, 404]


@pytest.mark.parametrize("route", BUTTONS)
def test_sessions_that_never_were_are_not_there(client, coordinator, route):
    assert [
        client.post(route.format(first=pk, second=pk), SEEN).status_code
        for pk in ("0", "999999", "9" * 30)
    ] == [404, 404, 404]


@pytest.mark.parametrize("route", OF_A_PAIR)
def test_session_is_no_pair_with_itself(client, coordinator, route):
    session = make_session()

    assert client.post(address(route, (session, session)), SEEN).status_code == 409


@pytest.mark.parametrize("route", [LIST, *BUTTONS])
def test_signed_out_nothing_is_seen_and_nothing_done(client, route):
    pair = make_pair()
    before = rows()

    response = (client.get if route == LIST else client.post)(address(route, pair), SEEN)

    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")
    assert rows() == before


@pytest.mark.parametrize("route", [LIST, *BUTTONS])
def test_somebody_without_a_campaign_is_refused(client, route):
    pair = make_pair()
    client.force_login(make_user())

    assert (client.get if route == LIST else client.post)(
        address(route, pair), SEEN
    ).status_code == 403


@pytest.mark.parametrize("route", [LIST, *BUTTONS])
def test_other_methods_are_refused(client, coordinator, route):
    pair = make_pair()
    others = [
        method
        for method in ALL_METHODS
        if method not in (("get", "head") if route == LIST else ("post",))
    ]

    assert [getattr(client, method)(address(route, pair)).status_code for method in others] == [
        405
    ] * len(others)
