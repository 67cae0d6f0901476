"""The session log without a signal, as the server sees it.

The phone's side: tests/browser/test_offline.py.
"""

import json
import uuid
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.models import Attendance, Change, Place, Session
from campaigns.sessions.offline.entry import LONGEST_BODY, owner_of
from tests import factories
from tests.campaigns.typed import log_data, sign_in
from tests.factories import TODAY
from tests.html import read
from tests.races import at_once, database_for_threads  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]
SEND, TOKEN, PAGE, PLACES, WORKER = (
    f"/team/log/{name}" for name in ("send/", "token/", "offline/", "places/", "sw.js")
)
WRITTEN = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)


@pytest.fixture
def officer(officer):
    factories.make_place()
    return officer


def as_kept(given):
    """The fields of a form as the phone keeps them: lists of words."""
    return {
        name: [str(one) for one in (value if isinstance(value, list) else [value])]
        for name, value in given.items()
        if name != "client_id"
    }


def entry(officer, *, client_id=None, device_at=WRITTEN, owner=None, **changed):
    place = Place.objects.filter(campaign=officer.campaign).first()
    given = {
        "place": place.label if place else "",
        "officers": [officer],
        "topics": [factories.make_topic(campaign=officer.campaign)],
    } | changed
    return {
        "owner": owner or owner_of(officer.user),
        "client_id": client_id or str(uuid.uuid4()),
        "device_at": device_at if isinstance(device_at, str) else device_at.isoformat(),
        "fields": as_kept(log_data(**given)),
    }


def send(client, sent):
    return client.post(SEND, sent, content_type="application/json")


def problems(response):
    return {one["field"]: one["text"] for one in response.json()["problems"]}


def test_entry_is_logged_with_both_clocks_and_a_receipt(client, officer):
    sent = entry(officer)

    response = send(client, sent)

    session = Session.objects.get()
    assert response.status_code == 201
    assert response.json() == {
        "client_id": sent["client_id"],
        "session": f"/team/sessions/{session.pk}/",
        "outcome": "logged",
    }
    assert (session.state, session.held_on, session.logged_by, str(session.client_id)) == (
        "delivered",
        TODAY,
        officer.user,
        sent["client_id"],
    )
    assert session.device_at == WRITTEN
    assert timezone.now() - session.logged_at < timedelta(minutes=1)
    assert list(session.attendances.values_list("audience", "count", "known")) == [
        ("children", 25, "counted")
    ]
    assert list(Change.objects.values_list("kind", "by__name")) == [("logged", "Ailsa Reid")]


def test_session_of_the_usual_form_has_no_clock_of_a_device(client, officer):
    place = Place.objects.get()

    client.post(
        "/team/log/",
        log_data(place=place.label, officers=[officer], topics=[factories.make_topic()]),
    )

    assert Session.objects.get().device_at is None


def test_entry_sent_twice_is_one_session_with_one_address(client, officer):
    sent = entry(officer)
    first = send(client, sent)

    second = send(client, sent)

    assert (second.status_code, second.json()) == (
        200,
        first.json() | {"outcome": "already logged"},
    )
    assert (Session.objects.count(), Attendance.objects.count(), Change.objects.count()) == (
        1,
        1,
        1,
    )


def test_second_try_is_answered_even_when_the_rules_have_changed_since(client, officer):
    topic = factories.make_topic()
    sent = entry(officer, topics=[topic])
    send(client, sent)
    topic.is_offered = False
    topic.save()

    assert send(client, sent).json()["outcome"] == "already logged"


def test_usual_form_that_arrived_and_was_kept_too_is_one_session(client, officer):
    """The signal went after the form was sent and before its answer came: the worker keeps the form
    under its own id.
    """
    given = log_data(
        place=Place.objects.get().label, officers=[officer], topics=[factories.make_topic()]
    )
    client.post("/team/log/", given)

    response = send(
        client,
        {
            "owner": owner_of(officer.user),
            "client_id": given["client_id"],
            "device_at": WRITTEN.isoformat(),
            "fields": as_kept(given),
        },
    )

    assert response.json()["outcome"] == "already logged"
    assert Session.objects.count() == 1


@pytest.mark.parametrize("days", [-400, -3, 3, 400])
def test_clock_that_is_days_wrong_is_kept_as_it_is_and_the_typed_date_stands(client, officer, days):
    wrong = WRITTEN + timedelta(days=days)

    send(client, entry(officer, device_at=wrong))

    assert list(Session.objects.values_list("held_on", "device_at")) == [(TODAY, wrong)]


def test_clock_in_another_zone_is_the_same_moment(client, officer):
    send(client, entry(officer, device_at="2026-11-23T12:42:00+02:00"))

    assert Session.objects.get().device_at == WRITTEN


@pytest.mark.parametrize(
    "nonsense",
    [
        "",
        "yesterday",
        "2026-13-41T10:00:00Z",
        "2026-11-23T10:42:00",
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-14:00",
    ],
)
def test_clock_that_is_none_costs_the_entry_nothing(client, officer, nonsense):
    assert send(client, entry(officer, device_at=nonsense)).status_code == 201
    assert Session.objects.get().device_at is None


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

    response = send(client, entry(officer, owner=owner_of(colleague.user)))

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


def test_entry_needs_the_token(officer):
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(officer.user)
    sent = entry(officer)
    refused = send(strict, sent)

    token = strict.get(TOKEN).json()["token"]
    taken = strict.post(SEND, sent, content_type="application/json", headers={"X-CSRFToken": token})

    assert (refused.status_code, taken.status_code) == (403, 201)


def test_token_says_whose_it_is_in_words_that_name_nobody(client, officer):
    said = client.get(TOKEN).json()

    assert said["owner"] == owner_of(officer.user)
    assert set(said) == {"owner", "token"}
    assert owner_of(officer.user) != owner_of(factories.make_member(name="Iain Bell").user)


# --- What the phone keeps
# -----------------------------------------------------------------------------------


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


def test_worker_may_be_asked_for_again_each_time_and_touches_the_log_only(client, officer):
    response = client.get(WORKER)

    assert response.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert response.headers["Cache-Control"] == "no-cache"
    assert "Service-Worker-Allowed" not in response.headers  # so the browser holds it to /team/log/
    assert "teamLog" in response.text


# --- The ladder
# ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", [PAGE, PLACES, TOKEN, WORKER])
def test_who_may_not_log_keeps_nothing(client, address):
    sign_in(client, factories.make_member(role="viewer", name="Una Shaw"))

    assert client.get(address).status_code == 403


def test_who_may_not_log_sends_nothing(client, officer):
    viewer = factories.make_member(role="viewer", name="Una Shaw")
    sign_in(client, viewer)

    assert send(client, entry(officer, owner=owner_of(viewer.user))).status_code == 403
    assert Session.objects.count() == 0


def test_signed_out_phone_is_sent_to_sign_in_and_its_entry_is_not_logged(officer):
    response = send(Client(), entry(officer))

    assert (response.status_code, response["Location"].partition("?")[0]) == (
        302,
        "/accounts/login/",
    )
    assert Session.objects.count() == 0


@pytest.mark.parametrize(
    ("method", "address"),
    [
        ("post", PAGE),
        ("post", PLACES),
        ("post", TOKEN),
        ("post", WORKER),
        ("get", SEND),
        ("put", SEND),
    ],
)
def test_wrong_method_is_refused(client, officer, method, address):
    assert getattr(client, method)(address).status_code == 405


@pytest.mark.parametrize("sessions", [1, 3])
@pytest.mark.parametrize(("address", "queries"), [(PAGE, 10), (PLACES, 6), (TOKEN, 3), (WORKER, 3)])
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


def test_signing_out_tells_the_browser_to_forget(client, officer):
    response = client.post("/accounts/logout/")

    assert (response.status_code, response.headers["Clear-Site-Data"]) == (
        302,
        '"cache", "storage"',
    )


def test_asking_about_signing_out_forgets_nothing(client, officer):
    assert "Clear-Site-Data" not in client.get("/accounts/logout/").headers


# --- Two at once
# --------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("database_for_threads")
def test_entry_sent_by_two_tabs_at_once_is_one_session_with_one_address():
    officer = factories.make_member()
    factories.make_place()
    sent = entry(officer)
    clients = [sign_in(Client(), officer) for _ in range(4)]

    answers = at_once(*(partial(send, client, sent) for client in clients))

    assert Session.objects.count() == 1
    assert sorted(answer.json()["outcome"] for answer in answers) == ["already logged"] * 3 + [
        "logged"
    ]
    assert len({answer.json()["session"] for answer in answers}) == 1


KEPT_LONG_AGO = {
    # As the page of the first phones kept it: every box has its name, the empty ones too.
    "place": "Braeside",
    "place_id": "",
    "held_on_day": "23",
    "held_on_month": "11",
    "held_on_year": "2026",
    "format": "lesson",
    "stages": ["P7"],
    "count_children": "25",
    "known_children": "",
    "known": "counted",
    "known_parents": "estimated",
    "count_parents": "4",
    "school_1": "Rowan Bank",
    "school_1_id": "",
    "school_1_children": "45",
    "school_1_known": "register",
    **{f"school_{number}": "" for number in (2, 3, 4, 5, 6, 7)},
    "school_8": "Larkrise",
    "school_8_young_people": "120",
    "school_8_known": "",
}


def test_entry_of_the_form_before_is_logged_as_it_was_meant(client, officer):
    factories.make_place(name="Rowan Bank Primary School")
    factories.make_place(name="Larkrise High School", kind="secondary")
    sent = entry(officer)
    people = {"officers": [officer.pk], "topics": [factories.make_topic().pk]}
    sent["fields"] = as_kept(KEPT_LONG_AGO | people)

    response = send(client, sent)

    assert response.status_code == 201, response.json()
    found = Attendance.objects.values_list("place__name", "audience", "count", "known")
    assert sorted(found, key=str) == [
        ("Larkrise High School", "young_people", 120, "counted"),
        ("Rowan Bank Primary School", "children", 45, "register"),
        (None, "children", 25, "counted"),
        (None, "parents", 4, "estimated"),
    ]


def test_what_is_wrong_with_a_school_is_told_by_the_name_and_box_that_the_phone_has(
    client, officer
):
    response = send(client, entry(officer, school_2="Nowhere", school_2_children="4"))

    [problem] = response.json()["problems"]
    assert (problem["field"], problem["to"]) == ("school_2", "id_school_2")
    page = read(client.get(PAGE).text)
    assert {"id_school_2", "id_school_8", "id_known_parents"} <= set(page.ids)


def test_entry_of_more_schools_than_the_phone_shows_is_logged(client, officer):
    typed = {}
    for number in range(1, 13):
        name = f"School {number:02} Primary"
        factories.make_place(name=name)
        typed |= {f"school_{number}": name, f"school_{number}_children": str(number)}
        typed |= {f"school_{number}_{part}": "" for part in ("id", "parents", "adults", "known")}

    response = send(client, entry(officer, **typed))

    assert response.status_code == 201, response.json()
    assert Attendance.objects.filter(place__name__startswith="School").count() == 12


def test_page_that_a_phone_keeps_has_nothing_that_only_a_server_could_answer(client, officer):
    page = client.get(PAGE).text

    assert "formaction" not in page
    assert page.count("<summary>Add another school</summary>") == 7
