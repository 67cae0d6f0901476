from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from campaigns.models import Attendance, Change, Session
from campaigns.sessions import life
from campaigns.sessions.rules import Count
from tests import factories
from tests.campaigns.typed import errors_of, log_data
from tests.factories import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]


def make_delivered(officer):
    session = factories.make_session(state="planned", held_on=TODAY, officers=[officer])
    counts = [
        Count(audience="children", count=25, known="counted"),
        Count(audience="parents", count=8, known="estimated"),
    ]
    return life.deliver_session(session=session, counts=counts, today=TODAY, by=officer.user)


def url(session):
    return f"/team/sessions/{session.pk}/edit/"


def opened(session):
    return {"opened": Session.objects.get(pk=session.pk).version}


def data(session, **changed):
    given = log_data(
        place=session.place.label,
        officers=session.officers.all(),
        topics=session.topics.all(),
        held_on=session.held_on,
    )
    return (
        given
        | {
            "count_parents": "8",
            "known": "",
            "known_children": "counted",
            "known_parents": "estimated",
        }
        | opened(session)
        | changed
    )


def test_edit_shows_what_stands_there(client, officer):
    session = make_delivered(officer)

    form = client.get(url(session)).context["form"]

    shown = {
        name: form[name].value()
        for name in (
            "held_on",
            "format",
            "minutes",
            "count_children",
            "known",
            "known_children",
            "known_parents",
        )
    }
    assert shown == {
        "held_on": TODAY,
        "format": "lesson",
        "minutes": 50,
        "count_children": 25,
        "known": "",
        "known_children": "counted",
        "known_parents": "estimated",
    }
    assert form["place"].value().text == session.place.label


def test_edit_sent_back_unchanged_changes_nothing(client, officer):
    session = make_delivered(officer)
    before = list(Attendance.objects.values())

    response = client.post(url(session), data(session))

    assert response.url == f"/team/sessions/{session.pk}/"
    assert (list(Attendance.objects.values()), Change.objects.filter(kind="edited").count()) == (
        before,
        0,
    )


def test_edit_changes_a_figure_and_says_so(client, officer):
    session = make_delivered(officer)

    client.post(url(session), data(session, count_children="27"))

    assert list(Attendance.objects.order_by("audience").values_list("audience", "count")) == [
        ("children", 27),
        ("parents", 8),
    ]
    assert Change.objects.get(kind="edited").fields == {
        "Attendance": [
            "Children (up to P7): 25, counted; Parents and guardians: 8, estimated",
            "Children (up to P7): 27, counted; Parents and guardians: 8, estimated",
        ]
    }


def test_edit_that_is_wrong_comes_back(client, officer):
    session = make_delivered(officer)

    response = client.post(url(session), data(session, count_children="-2"))

    assert errors_of(response) == {"count_children": ["Enter how many children came as 0 or more"]}
    assert Change.objects.filter(kind="edited").count() == 0


def test_edit_into_the_future_comes_back(client, officer):
    session = make_delivered(officer)
    tomorrow = log_data(held_on=TODAY + timedelta(days=1))
    nobody = {"count_children": "", "count_parents": "", "known_children": "", "known_parents": ""}

    response = client.post(
        url(session),
        data(
            session,
            **{name: tomorrow[name] for name in ("held_on_day", "held_on_month", "held_on_year")},
            **nobody,
        ),
    )

    assert errors_of(response) == {
        "held_on": ["This session has been held, so its date cannot be in the future"]
    }


def test_edit_of_a_planned_session_asks_for_no_count(client, officer):
    session = factories.make_session(
        state="planned", held_on=TODAY + timedelta(days=3), officers=[officer]
    )

    form = client.get(url(session)).context["form"]
    client.post(url(session), data(session, minutes="30"))

    assert "known" not in form.fields
    assert (Session.objects.get().minutes, Attendance.objects.count()) == (30, 0)


@pytest.mark.parametrize("method", ["get", "post"])
def test_edit_after_48_hours_is_refused_in_plain_words(client, officer, method):
    session = make_delivered(officer)
    factories.set_back(to=timezone.now() - timedelta(hours=49))

    response = getattr(client, method)(url(session), data(session, count_children="27"))

    assert (response.status_code, response.url) == (302, f"/team/sessions/{session.pk}/")
    assert [str(message) for message in get_messages(response.wsgi_request)] == [
        "This session was logged more than 48 hours ago. It can now change by a correction only."
    ]
    assert Attendance.objects.get(audience="children").count == 25


def test_edit_keeps_a_topic_that_is_no_longer_offered(client, officer):
    session = make_delivered(officer)
    topic = session.topics.get()
    topic.is_offered = False
    topic.save()

    client.post(url(session), data(session, count_children="27"))

    assert list(session.topics.all()) == [topic]
    assert Attendance.objects.get(audience="children").count == 27
