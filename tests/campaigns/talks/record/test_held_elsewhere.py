"""A class that went to another hall for its talk: the record is the school's, and says where."""

import pytest

from campaigns.talks.record.earlier import signed
from tests.campaigns.shown import link, words
from tests.factories import (
    make_attendance,
    make_place,
    make_session,
    make_talk_kind,
    make_talk_request,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def school():
    return make_place(name="Calder Academy", town="Wishaw")


@pytest.fixture
def hall():
    return make_place(name="Town Hall", town="Motherwell", kind="community")


def held_in(hall, *, of, named=False, **session):
    """`named`: the attendance says which school it is of."""
    held = make_session(place=hall, topics=[], **session)
    make_attendance(session=held, count=27, **({"place": of} if named else {}))
    talk = make_talk_request(state="delivered", session=held, place=of)
    kind = make_talk_kind(topic=talk.topic)
    talk.kind, talk.kind_name = kind, kind.name
    talk.save(update_fields=["kind", "kind_name"])
    return talk


@pytest.mark.parametrize("named", [True, False])
def test_certificate_is_the_schools_and_says_where_the_talk_was(client, school, hall, named):
    talk = held_in(hall, of=school, named=named)

    page = words(client.get(f"{link(talk)}certificate/"))

    assert "P7 Calder Academy took part in the talk Know the trick" in page
    assert "at Town Hall" in page


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("page", ["evidence/", ""])
def test_record_and_evidence_name_both(client, school, hall, named, page):
    talk = held_in(hall, of=school, named=named)

    shown = words(client.get(f"{link(talk)}{page}"))

    assert f"School or group {school.label} Held at {hall.label}" in shown
    assert "27, counted" in shown


@pytest.mark.parametrize("session", [{}, {"is_online": True}])
def test_talk_at_the_school_or_online_names_one_place(client, school, session):
    talk = held_in(school, of=school, **session)

    for page in ("", "evidence/"):
        shown = words(client.get(f"{link(talk)}{page}"))
        assert f"Place {school.label}" in shown
        assert "Held at" not in shown
    assert " at Calder" not in words(client.get(f"{link(talk)}certificate/"))


def earlier(client, place, page=""):
    return client.get(f"/talks/earlier/{signed([place.pk])}/{page}")


def test_schools_own_list_has_its_talk_in_another_hall(client, school, hall):
    talk = held_in(hall, of=school)

    page = words(earlier(client, school))
    sheet = words(earlier(client, school, f"{school.pk}/{talk.session_id}/certificate/"))

    assert "Know the trick" in page
    assert "P7 Calder Academy took part in the talk Know the trick" in sheet
    assert "at Town Hall" in sheet


def test_school_that_lent_its_hall_is_not_certified_for_the_others(client, school):
    lender = make_place(name="Braes High School")
    talk = held_in(lender, of=school)

    assert "Know the trick" not in words(earlier(client, lender))
    for sheet in ("certificate", "evidence"):
        page = earlier(client, lender, f"{lender.pk}/{talk.session_id}/{sheet}/")
        assert page.status_code == 404


def test_school_that_lent_its_hall_and_came_too_has_its_own_number(client, school):
    lender = make_place(name="Braes High School")
    talk = held_in(lender, of=school)
    make_attendance(session=talk.session, count=12, place=lender)

    sheet = words(earlier(client, lender, f"{lender.pk}/{talk.session_id}/evidence/"))

    assert "12, counted" in sheet
    assert "27" not in sheet
