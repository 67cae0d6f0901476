"""A form that was saved is sent once more, with other words in it."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages

from campaigns.models import Attendance, Change, Session
from campaigns.sessions.putright.logged_before_views import TOLD
from tests import factories
from tests.campaigns.access.typed_again import boxes_of, sent
from tests.campaigns.typed import log_data, sign_in
from tests.factories import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]
URL = "/team/log/"


@pytest.fixture
def data(client, officer):
    place, topic = factories.make_place(), factories.make_topic()
    sign_in(client, officer)
    return log_data(place=place.label, officers=[officer], topics=[topic])


def logged(client, data):
    assert "Session" in client.post(URL, data, follow=True).text
    return Session.objects.get()


def count():
    return Attendance.objects.get().count


def test_same_form_pressed_twice_is_one_session_and_one_answer(client, data):
    session = logged(client, data)

    again = client.post(URL, data)

    assert again.url == f"/team/sessions/{session.pk}/"
    assert Session.objects.count() == 1


def test_other_words_are_shown_beside_what_stands_and_nothing_is_written(client, data):
    session = logged(client, data)

    page = client.post(URL, data | {"count_children": "31", "notes": "Two classes"})

    assert page.status_code == 200
    assert TOLD in page.text
    assert "Session logged" not in [str(said) for said in get_messages(page.wsgi_request)]
    rows = page.context["both"]["rows"]
    assert [(name, now, said) for name, now, said in rows] == [
        ("Attendance", "Children (up to P7): 25, counted", "Children (up to P7): 31, counted"),
        ("Notes", "–", "Two classes"),
    ]
    assert (count(), Session.objects.get().version) == (25, session.version)


def test_one_press_keeps_the_change_as_a_change(client, data):
    session = logged(client, data)
    page = client.post(URL, data | {"count_children": "31", "notes": "Two classes"})
    edit = f"/team/sessions/{session.pk}/edit/"

    client.post(edit, sent(boxes_of(page.text, edit)))

    assert (count(), Session.objects.get().notes) == (31, "Two classes")
    kinds = session.changes.order_by("pk").values_list("kind", flat=True)
    assert [*kinds] == [Change.Kind.LOGGED, Change.Kind.EDITED]


def test_school_that_was_added_stands_in_it_too(client, data):
    session = logged(client, data)
    school = factories.make_place(name="Mill Lade Primary School")
    more = {"school_1": school.label, "school_1_id": school.pk, "school_1_children": "12"}
    page = client.post(URL, data | more)
    edit = f"/team/sessions/{session.pk}/edit/"

    client.post(edit, sent(boxes_of(page.text, edit)))

    assert [*Attendance.objects.order_by("count").values_list("count", flat=True)] == [12, 25]


def test_after_two_days_it_is_a_correction(client, data, monkeypatch):
    session = logged(client, data)
    monkeypatch.setattr("campaigns.sessions.edit.WINDOW", timedelta(seconds=-1))

    page = client.post(URL, data | {"count_children": "31"})

    correct = f"/team/sessions/{session.pk}/correct/"
    boxes = sent(boxes_of(page.text, correct))
    assert (boxes["count_children"], count()) == (["31"], 25)
    client.post(correct, boxes | {"reason": "The register came"})
    assert session.corrections.count() == 1


def test_plan_is_changed_as_a_plan(client, data):
    day = TODAY + timedelta(days=7)
    plan = data | {"held_on_day": day.day, "held_on_month": day.month, "held_on_year": day.year}
    plan |= {"count_children": "", "known": ""}
    session = logged(client, plan)
    page = client.post(URL, plan | {"minutes": "45"})
    edit = f"/team/sessions/{session.pk}/edit/"

    client.post(edit, sent(boxes_of(page.text, edit)))

    assert Session.objects.get().minutes == 45


def test_when_it_cannot_be_changed_what_was_typed_is_said(client, data):
    session = logged(client, data)
    Session.objects.filter(pk=session.pk).update(state="voided", state_reason="Twice")

    page = client.post(URL, data | {"notes": "Two classes"})

    assert page.url == f"/team/sessions/{session.pk}/"
    [said] = [str(said) for said in get_messages(page.wsgi_request)][-1:]
    assert "Notes: Two classes." in said
