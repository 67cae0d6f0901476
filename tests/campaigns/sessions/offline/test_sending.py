"""What was written without a signal is logged, once, as it was meant.

The phone's side: tests/browser/offline/.
"""

from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.models import Attendance, Change, Place, Session
from campaigns.sessions.offline.entry import owner_of
from tests import factories
from tests.campaigns.sessions.offline.entries import WRITTEN, as_kept, entry, send
from tests.campaigns.typed import log_data, sign_in
from tests.factories import TODAY
from tests.races import at_once, database_for_threads  # noqa: F401  (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]


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
            "owner": owner_of(officer),
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
