"""What the server does not log of what a phone sends, and what it says of it."""

import json
import uuid

import pytest

from campaigns.models import Session
from campaigns.sessions.offline.entry import LONGEST_BODY, owner_of
from tests import factories
from tests.campaigns.sessions.offline.entries import PAGE, SEND, entry, problems, send
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]


@pytest.mark.parametrize(
    ("typed", "field", "to"),
    [
        ({"minutes": "3"}, "minutes", "id_minutes"),
        (
            {"held_on_day": "24", "held_on_month": "11", "held_on_year": "2026"},
            "held_on",
            "id_held_on_day",
        ),
        ({"topics": []}, "topics", "id_topics_0"),
        ({"officers": []}, "officers", "id_officers_0"),
        ({"format": ""}, "format", "id_format_0"),
        ({"place": "braeside"}, "place", "id_place"),
        ({"count_children": ""}, "count_children", "id_count_children"),
        ({"known": ""}, "known", "id_known_0"),
        ({"notes": "Ask ann@example.org"}, "notes", "id_notes"),
    ],
)
def test_entry_against_a_rule_comes_back_with_its_problem_by_field(
    client, officer, typed, field, to
):
    factories.make_place(name="Braeside High School", kind="secondary")

    response = send(client, entry(officer, **typed))

    assert response.status_code == 422
    assert [(one["field"], one["to"]) for one in response.json()["problems"]] == [(field, to)]
    assert Session.objects.count() == 0


@pytest.mark.parametrize("field", ["place", "topics", "officers"])
def test_entry_never_names_what_is_another_campaigns(client, officer, field):
    fife = factories.make_campaign(name="Fife")
    theirs = {
        "place": lambda: factories.make_place(name="Kelty Primary School", campaign=fife).label,
        "topics": lambda: [factories.make_topic(campaign=fife)],
        "officers": lambda: [factories.make_member(name="Iain Bell", campaign=fife)],
    }[field]()

    response = send(client, entry(officer, **{field: theirs}))

    assert (response.status_code, list(problems(response))) == (422, [field])


def test_id_of_another_campaigns_session_is_refused_and_tells_no_address(client, officer):
    theirs = factories.make_session(campaign=factories.make_campaign(name="Fife"))

    response = send(client, entry(officer, client_id=str(theirs.client_id)))

    assert response.status_code == 422
    assert problems(response) == {
        "client_id": "This form was used before. Open “Log a session” again"
    }
    assert "session" not in response.json()


def test_entry_of_a_colleague_is_not_sent_under_my_name(client, officer):
    colleague = factories.make_member(name="Iain Bell")

    response = send(client, entry(officer, owner=owner_of(colleague)))

    assert response.status_code == 409
    assert Session.objects.count() == 0


def wrong_bodies():
    good = {"owner": "o", "client_id": str(uuid.UUID(int=1)), "device_at": "", "fields": {}}
    yield from (
        b"",
        b"{",
        b"[]",
        b"null",
        b'"x"',
        b"\xff",
        b"[" * 20_000,
        b'{"owner": ' + b"9" * 9_000 + b"}",
    )
    for name, value in [
        ("owner", 1),
        ("client_id", "x"),
        ("client_id", 5),
        ("device_at", None),
        ("fields", []),
        ("fields", {"a": "b"}),
        ("fields", {"a": [1]}),
    ]:
        yield json.dumps(good | {name: value}).encode()
    yield json.dumps(good | {"fields": {f"f{number}": [] for number in range(501)}}).encode()
    yield json.dumps(good | {"fields": {"topics": ["1"] * 201}}).encode()
    yield json.dumps(good | {"fields": {"notes": ["\ud800"]}}).encode()
    yield from (
        json.dumps({key: value for key, value in good.items() if key != gone}).encode()
        for gone in good
    )


@pytest.mark.parametrize("body", list(wrong_bodies()))
def test_what_our_page_did_not_write_is_refused(client, officer, body):
    response = client.post(SEND, body, content_type="application/json")

    assert (response.status_code, problems(response)) == (400, {"": "This could not be read"})


@pytest.mark.parametrize("size", [LONGEST_BODY + 1, 3_000_000])
def test_what_is_too_long_is_refused(client, officer, size):
    response = client.post(SEND, b" " * size, content_type="application/json")

    assert (response.status_code, problems(response)) == (
        413,
        {"": "This is too long to be a session"},
    )


@pytest.mark.parametrize("value", ["9" * 30, "-1", "\x00", "1'", "🙂" * 50])
def test_nonsense_in_every_field_never_breaks(client, officer, value):
    sent = entry(officer)
    sent["fields"] = {name: [value] for name in sent["fields"]}

    assert send(client, sent).status_code == 422


def test_what_is_wrong_with_a_school_is_told_by_the_name_and_box_that_the_phone_has(
    client, officer
):
    response = send(client, entry(officer, school_2="Nowhere", school_2_children="4"))

    [problem] = response.json()["problems"]
    assert (problem["field"], problem["to"]) == ("school_2", "id_school_2")
    page = read(client.get(PAGE).text)
    assert {"id_school_2", "id_school_8", "id_known_parents"} <= set(page.ids)
