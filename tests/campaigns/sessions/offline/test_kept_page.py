"""What the phone keeps: the page, the places and the worker, and when it forgets them."""

import json
from datetime import timedelta

import pytest

from campaigns.models import Place
from tests import factories
from tests.campaigns.sessions.offline.entries import PAGE, PLACES, TOKEN, WORKER
from tests.factories import TODAY
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]


def test_kept_page_has_the_form_and_no_token_no_sign_out_and_no_contact(client, officer):
    contact = factories.make_talk_request()

    response = client.get(PAGE)

    page = read(response.text)
    names = {field["name"] for field in page.fields if "name" in field}
    assert {
        "place",
        "held_on_day",
        "format",
        "topics",
        "officers",
        "count_children",
        "known",
        "notes",
    } <= names
    assert "csrfmiddlewaretoken" not in names
    assert "/accounts/logout/" not in page.loads
    assert contact.contact_name
    assert contact.contact_name not in response.text


def test_kept_page_knows_the_rules_of_the_server(client, officer):
    rules = json.loads(client.get(PAGE).context["rules"])

    assert (rules["today"], rules["zone"], rules["date"]["began"]) == (
        "2026-11-23",
        "Europe/London",
        "2015-11-01",
    )
    assert (
        rules["minutes"]["least"],
        rules["minutes"]["most"],
        rules["counts"]["children"]["most"],
    ) == (5, 600, 5000)
    assert (
        rules["date"]["early"]
        == "The date must be 1 November 2015 or later, when the campaign began"
    )
    assert next(iter(rules["counts"])) == "children"


def test_kept_page_names_no_one_and_nothing_of_another_campaign(client, officer):
    fife = factories.make_campaign(name="Fife")
    factories.make_member(name="Iain Bell", campaign=fife)
    factories.make_topic(name="Fife topic", campaign=fife)

    text = client.get(PAGE).text

    assert "Iain Bell" not in text
    assert "Fife topic" not in text


def test_kept_places_are_mine_first_and_open_and_of_this_campaign(client, officer):
    visited = factories.make_place(name="Yarrow Primary School")
    closed = factories.make_place(
        name="Old Mill Primary School", closed_on=TODAY - timedelta(days=1)
    )
    factories.make_place(name="Kelty Primary School", campaign=factories.make_campaign(name="Fife"))
    for place in (visited, closed):
        factories.make_session(place=place, officers=[officer])

    kept = client.get(PLACES).json()["results"]

    assert [place["label"].partition(",")[0] for place in kept] == [
        "Yarrow Primary School",
        "Braeside Primary School",
    ]
    assert kept[0]["words"] == "yarrow primary school wishaw  north lanarkshire"


def test_kept_places_go_on_with_the_nearest(client, officer):
    def place_at(name, latitude, longitude):
        place = factories.make_place(name=name)
        Place.objects.filter(pk=place.pk).update(latitude=latitude, longitude=longitude)
        return place

    factories.make_session(place=place_at("Visited", "55.80", "-4.00"), officers=[officer])
    place_at("Far north", "56.20", "-4.00")
    place_at("Near east", "55.80", "-3.90")
    place_at("Nearer", "55.81", "-4.01")

    kept = client.get(PLACES).json()["results"]

    assert [place["label"].partition(",")[0] for place in kept] == [
        "Visited",
        "Nearer",
        "Near east",
        "Far north",
        "Braeside Primary School",
    ]


def test_worker_may_be_asked_for_again_each_time_and_touches_the_log_only(client):
    response = client.get(WORKER)

    assert response.status_code == 200  # to a browser that has just signed out too
    assert not response.cookies
    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-cache"
    assert "Service-Worker-Allowed" not in response.headers  # so the browser holds it to /team/log/
    assert "teamLog" in response.text


@pytest.mark.parametrize("sessions", [1, 3])
@pytest.mark.parametrize(("address", "queries"), [(PAGE, 9), (PLACES, 7), (TOKEN, 3), (WORKER, 0)])
def test_each_takes_as_many_queries_whatever_there_is(
    client, officer, django_assert_num_queries, address, queries, sessions
):
    for number in range(sessions):
        factories.make_session(
            officers=[officer], place=factories.make_place(name=f"School {number}")
        )
    client.get(TOKEN)  # the first request of a minute also notes the minute

    with django_assert_num_queries(queries):
        assert client.get(address).status_code == 200


def test_signing_out_leaves_what_somebody_else_wrote_on_this_phone(client, officer):
    response = client.post("/accounts/logout/", {"others_wait": "1"})
    assert response.headers["Clear-Site-Data"] == '"cache"'


def test_signing_out_tells_the_browser_to_forget(client, officer):
    response = client.post("/accounts/logout/")

    assert (response.status_code, response.headers["Clear-Site-Data"]) == (
        302,
        '"cache", "storage"',
    )


def test_asking_about_signing_out_forgets_nothing(client, officer):
    assert "Clear-Site-Data" not in client.get("/accounts/logout/").headers


def test_page_that_a_phone_keeps_has_nothing_that_only_a_server_could_answer(client, officer):
    page = client.get(PAGE).text

    assert "formaction" not in page
    assert page.count("<summary>Add another school</summary>") == 7
