"""The page behind the link of a talk that was given is its record."""

from datetime import timedelta

import pytest

from campaigns.models import TalkDraft, TalkRequest
from tests.campaigns.shown import link, words
from tests.campaigns.talks.record.conftest import given
from tests.factories import make_attendance, make_place, make_session, make_talk_request

pytestmark = pytest.mark.django_db


def test_record_says_what_was_given_and_how_many_were_counted(client):
    talk = given()

    page = words(client.get(link(talk)))

    for said in ("Monday 2 November 2026", "Know the trick", "P7", "27, counted", "50 minutes"):
        assert said in page


@pytest.mark.parametrize(
    ("count", "known", "said"),
    [
        (None, "unknown", "Not counted yet"),
        (0, "counted", "0, counted"),
        (120, "estimated", "120, estimated"),
        (24, "register", "24, from a register"),
    ],
)
def test_record_says_how_the_number_is_known(client, count, known, said):
    assert said in words(client.get(link(given(count=count, known=known))))


def test_record_of_several_numbers_says_that_part_is_a_guess(client):
    talk = given()
    make_attendance(session=talk.session, audience="professionals", count=3, known="estimated")

    assert "30, partly estimated" in words(client.get(link(talk)))


def test_school_sees_its_own_number_of_a_talk_to_several(client):
    talk = given(count=40)
    other = make_place(name="Newmains PS")
    make_attendance(session=talk.session, count=33, place=other)

    page = words(client.get(link(talk)))

    assert "40, counted" in page
    assert "of your school or group only" in page
    assert "73" not in page
    assert "Newmains" not in page


def test_school_in_somebody_elses_hall_sees_its_own_rows(client):
    talk = given(count=40)
    theatre = make_place(name="The Theatre", kind="community")
    type(talk.session).objects.filter(pk=talk.session_id).update(place=theatre)
    make_attendance(session=talk.session, count=33, place=talk.place)

    assert "33, counted" in words(client.get(link(talk)))


def test_voided_talk_is_said_to_count_no_more(client):
    page = words(client.get(link(given(state="voided", state_reason="Twice, says Bo Kerr"))))

    assert "no longer counts in our figures" in page
    assert "27" not in page
    assert "Bo Kerr" not in page
    assert "Tell us how it was" not in page


def test_record_shows_no_contact_no_notes_and_no_officer(client):
    talk = given()
    talk.notes.create(text="Ring Morag at the gate", by=None)
    TalkRequest.objects.filter(pk=talk.pk).update(
        anything_else="A rumour", arriving="By the side door", room="Room 4", access_needs="A loop"
    )
    type(talk.session).objects.filter(pk=talk.session_id).update(notes="Officers' own words")

    page = client.get(link(talk)).content.decode()

    private = ("Morag", "Depute", "office@school", "01698", "rumour", "side door", "Room 4")
    for secret in (*private, "A loop", "own words", "Bo Kerr"):
        assert secret not in page


def test_record_is_kept_from_search_engines(client):
    response = client.get(link(given()))

    assert (response["X-Robots-Tag"], response["Cache-Control"]) == ("noindex", "no-store")


@pytest.mark.parametrize("address", ["", "certificate/", "evidence/"])
@pytest.mark.parametrize(("days", "status"), [(344, 200), (345, 404)])
def test_link_of_a_given_talk_lives_twelve_months(client, midday, address, days, status):
    talk = given()
    midday(timedelta(days=days))  # 2 and 3 November 2027

    assert client.get(f"{link(talk)}{address}").status_code == status


def test_link_of_a_talk_called_off_lives_thirty_days(client, midday):
    session = make_session(state="cancelled", state_reason="Snow")
    talk = make_talk_request(state="cancelled_by_police", state_reason="Snow", session=session)
    midday(timedelta(days=9))
    last = client.get(link(talk)).status_code
    midday(timedelta(days=1))

    assert (last, client.get(link(talk)).status_code) == (200, 404)


def test_buttons_of_before_do_nothing_to_a_talk_that_was_given(client):
    talk = given()
    before = TalkRequest.objects.values().get()
    typed = {
        "note/": {"note-text": "Hello"},
        "answer/": {"answer-text": "Hello"},
        "another-time/": {"another-text": "Later"},
        "change/": {"room": "The gym"},
        "end/": {"reason": "No"},
    }

    for address, fields in typed.items():
        client.post(f"{link(talk)}{address}", fields)

    assert TalkRequest.objects.values().get() == before
    assert not talk.notes.exists()
    assert talk.session.state == "delivered"


def test_form_of_before_with_something_wrong_leads_to_the_record(client):
    talk = given()
    TalkRequest.objects.filter(pk=talk.pk).update(anything_else="A rumour")

    page = client.post(f"{link(talk)}note/", {"note-text": "x" * 1001})

    assert page.status_code == 409
    assert "x" * 1001 in page.text
    assert f'href="{link(talk)}"' in page.text
    assert "rumour" not in page.text


def test_next_one_begins_with_place_groups_and_talk_and_asks_who_again(client):
    talk = given()

    response = client.post(f"{link(talk)}next/")

    draft = TalkDraft.objects.get()
    assert response["Location"] == f"/talks/ask/{draft.pk}/dates/"
    assert client.get(response["Location"]).status_code == 200
    assert draft.answers == {
        "place": {"place": [talk.place.label], "place_id": [str(talk.place_id)]},
        "group-1": {"who": ["pupils"], "expected": ["27"], "stages": ["P7"]},
        "kind": {"kind": [str(talk.kind_id)]},
    }


def test_next_one_of_a_talk_without_a_kind_names_its_topic(client):
    talk = given(with_kind=False)
    talk.groups.create(audience="professionals", expected=4)

    response = client.post(f"{link(talk)}next/")

    answers = TalkDraft.objects.get().answers
    assert client.get(response["Location"]).status_code == 200
    assert answers["group-1"]["another"] == ["on"]
    assert answers["group-2"] == {"who": ["professionals"], "expected": ["4"]}
    assert answers["topic"] == {"topic": [str(talk.topic_id)], "format": ["lesson"]}


def test_next_one_of_a_place_not_on_the_list_begins_empty(client):
    talk = given()
    TalkRequest.objects.filter(pk=talk.pk).update(place=None, unlisted_place="A hall")

    response = client.post(f"{link(talk)}next/")

    assert TalkDraft.objects.get().answers == {}
    assert client.get(response["Location"])["Location"].endswith("/place/")


def test_next_one_is_a_press_and_no_look(client):
    assert client.get(f"{link(given())}again/").status_code == 405
    assert not TalkDraft.objects.exists()
