from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import DifferentSessions, Session
from campaigns.reach.reach import reach
from tests.campaigns.sessions.putright.pairs import (
    JOIN,
    LIST,
    OF_A_PAIR,
    SEEN,
    UNMERGE,
    address,
    make_pair,
    rows,
)
from tests.campaigns.shown import said
from tests.campaigns.typed import sign_in
from tests.factories import (
    TODAY,
    make_campaign,
    make_member,
    make_place,
    make_session,
    make_talk_request,
)
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]


def test_pairs_stand_side_by_side_and_looking_changes_nothing(client, coordinator):
    first, second = make_pair()
    before = rows()

    response = client.get(LIST)

    page = read(response.text)
    assert page.h1 == ["The same session twice?"]
    assert ("People", "25", "27") in response.context["rows"][0]["facts"]
    links = [link["href"] for link in page.links]
    assert {f"/team/sessions/{pk}/" for pk in (first.pk, second.pk)} <= set(links)
    assert [
        f'action="{address(route, (first, second))}"' in response.text for route in OF_A_PAIR
    ] == [True] * 3
    assert rows() == before


def test_list_without_pairs_says_so(client, coordinator):
    make_session()

    assert "No two sessions look like the same one" in client.get(LIST).text


def test_list_has_pages_of_ten(client, coordinator):
    for number in range(11):
        make_pair(held_on=date(2026, 9, 1) + timedelta(days=number), counts=(1, 2))

    first, second = client.get(LIST), client.get(f"{LIST}?page=2")

    assert [len(response.context["rows"]) for response in (first, second)] == [10, 1]
    assert "<strong>11 pairs.</strong>" in first.text


@pytest.mark.parametrize("how_many", [1, 3])
def test_list_takes_nine_queries_however_many_pairs(client, coordinator, how_many):
    for number in range(how_many):
        make_pair(held_on=date(2026, 9, 1) + timedelta(days=number))
    client.get(LIST)

    with CaptureQueriesContext(connection) as queries:
        response = client.get(LIST)

    assert len(response.context["rows"]) == how_many
    assert len([query for query in queries if "campaigns_" in query["sql"]]) == 9


def test_keep_the_first(client, coordinator):
    first, second = make_pair()

    response = client.post(address(OF_A_PAIR[0], (first, second)), SEEN)

    assert (response.status_code, response.url) == (302, f"/team/sessions/{first.pk}/")
    assert Session.objects.delivered().get() == first
    assert reach(make_campaign(), today=TODAY).logged == 25


def test_keep_the_second(client, coordinator):
    first, second = make_pair()

    response = client.post(address(OF_A_PAIR[1], (first, second)), SEEN)

    assert response.url == f"/team/sessions/{second.pk}/"
    assert reach(make_campaign(), today=TODAY).logged == 27


def test_they_are_different_and_not_listed_again(client, coordinator):
    pair = make_pair()

    response = client.post(address(OF_A_PAIR[2], pair))

    assert response.url == LIST
    assert (DifferentSessions.objects.get().by, Session.objects.delivered().count()) == (
        coordinator.user,
        2,
    )
    assert client.get(LIST).context["rows"] == []


@pytest.mark.parametrize(
    "seen",
    [
        {},
        {"first_version": "1"},
        {"first_version": "2", "second_version": "1"},
        dict.fromkeys(SEEN, "x"),
    ],
    ids=str,
)
def test_pair_that_was_not_looked_at_as_it_is_is_not_merged(client, coordinator, seen):
    pair = make_pair()

    response = client.post(address(OF_A_PAIR[0], pair), seen)

    assert response.status_code == 409
    assert "somebody changed or merged one of them" in response.text
    assert Session.objects.delivered().count() == 2


@pytest.mark.parametrize("route", OF_A_PAIR)
def test_pressed_twice_it_is_done_once_and_the_second_is_told(client, coordinator, route):
    pair = make_pair()
    client.post(address(route, pair), SEEN)
    before = rows()

    response = client.post(address(route, pair), SEEN)

    assert response.status_code == 409
    assert rows() == before


def test_only_the_one_that_was_held_can_be_kept(client, coordinator):
    place = make_place()
    planned, held = make_session(state="planned", place=place), make_session(place=place)

    page, refused = client.get(LIST).text, client.post(address(OF_A_PAIR[0], (planned, held)), SEEN)

    assert (
        address(OF_A_PAIR[0], (planned, held)) in page,
        address(OF_A_PAIR[1], (planned, held)) in page,
    ) == (False, True)
    assert "Keep the one that was held." in page
    assert refused.status_code == 409
    assert "Keep the one that was held." in refused.text


def test_page_of_the_kept_one_undoes_the_merge(client, coordinator):
    first, second = make_pair()
    client.post(address(OF_A_PAIR[0], (first, second)), SEEN)
    page = client.get(f"/team/sessions/{first.pk}/").text

    response = client.post(address(UNMERGE, (first, second)))

    assert f'action="{address(UNMERGE, (first, second))}"' in page
    assert response.url == f"/team/sessions/{first.pk}/"
    assert reach(make_campaign(), today=TODAY).logged == 52
    assert "Undo the merge" not in client.get(f"/team/sessions/{first.pk}/").text


def test_page_of_the_merged_one_leads_to_the_kept_one(client, coordinator):
    first, second = make_pair()
    client.post(address(OF_A_PAIR[0], (first, second)), SEEN)

    response = client.get(f"/team/sessions/{second.pk}/")

    assert f"/team/sessions/{first.pk}/" in [link["href"] for link in read(response.text).links]
    assert "This one does not." in response.text


def test_undo_of_what_was_changed_since_says_so(client, coordinator):
    first, second = make_pair()
    client.post(address(OF_A_PAIR[0], (first, second)), SEEN)
    Session.objects.filter(pk=first.pk).update(version=7)

    response = client.post(address(UNMERGE, (first, second)))

    assert response.status_code == 409
    assert "was changed after they were merged" in response.text
    assert Session.objects.delivered().get() == first


def test_undo_of_what_was_never_merged_says_so(client, coordinator):
    response = client.post(address(UNMERGE, make_pair()))

    assert response.status_code == 409
    assert Session.objects.delivered().count() == 2


def test_officer_joins_the_session_that_is_there(client):
    colleague, officer = make_member(name="Iain Bell"), make_member()
    session = make_session(officers=[colleague])
    sign_in(client, officer)

    responses = [client.post(address(JOIN, (session, session))) for _ in range(2)]

    assert [response.url for response in responses] == [f"/team/sessions/{session.pk}/"] * 2
    change = session.changes.get()
    assert (change.kind, change.by, change.fields) == (
        "edited",
        officer.user,
        {"Officers": ["Iain Bell", "Ailsa Reid, Iain Bell"]},
    )
    assert (Session.objects.count(), Session.objects.get().version) == (1, 2)


@pytest.mark.parametrize(
    "changed",
    [
        {"state": "cancelled", "state_reason": "Snow"},
        {"state": "planned", "held_on": TODAY + timedelta(days=1)},
    ],
    ids=str,
)
def test_nobody_joins_what_does_not_stand_or_is_still_to_come(client, changed):
    session = make_session(**changed)
    sign_in(client, make_member())

    response = client.post(address(JOIN, (session, session)))

    assert said(response) == [
        "You cannot add yourself to this session. Ask a coordinator to do it."
    ]
    assert not session.officers.exists()


def test_nobody_joins_their_way_to_a_schools_contact(client):
    session = make_session()
    request = make_talk_request(state="delivered", session=session)
    sign_in(client, make_member())

    client.post(address(JOIN, (session, session)))

    assert not session.officers.exists()
    assert client.get(f"/team/talks/{request.pk}/").status_code == 404
