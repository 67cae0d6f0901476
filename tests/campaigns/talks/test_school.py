"""What a school can do by its link after it asked: answer, add, change, ask for another time, take
back, call off. Each press counts once.
"""

from datetime import UTC, date, datetime, time

import pytest
from django.utils import timezone

from campaigns.diaries.book import Slot
from campaigns.models import Change, DiaryEntry, Mail, Offer, Session, TalkRequest
from campaigns.talks.confirm import confirm_offer
from campaigns.talks.offers import offer_dates
from tests.campaigns.shown import link
from tests.campaigns.talks.heard.told import expected_as_it_is
from tests.campaigns.talks.offering import offer_date
from tests.factories import NOW, make_member, make_offer, make_talk_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


def slot(officer, day=8, **changed):
    return Slot(
        **{
            "officer": officer,
            "held_on": date(2026, 12, day),
            "starts_at": time(10),
            "minutes": 50,
            **changed,
        }
    )


def confirmed_talk(day=8):
    officer = make_member()
    talk = make_talk_request()
    offer = offer_date(
        talk_request=talk, slot=slot(officer, day), instead_of=None, by=officer.user, now=NOW
    )
    confirm_offer(offer=offer, by=None, now=NOW)
    talk.refresh_from_db()
    return talk


def letters(talk, *, waiting=True):
    mails = talk.mails.filter(state="waiting") if waiting else talk.mails.all()
    return sorted(mail.kind for mail in mails)


def kinds(talk):
    return list(
        Change.objects.filter(talk_request=talk).order_by("pk").values_list("kind", flat=True)
    )


# Answering and adding


def test_a_question_is_answered_once_and_the_request_keeps_its_place(client):
    talk = make_talk_request(state="needs_info", state_reason="Which room has a screen?")
    asked_at = talk.asked_at

    answers = [
        client.post(f"{link(talk)}answer/", {"answer-text": "The library."}) for _ in range(2)
    ]

    talk.refresh_from_db()
    assert [answer["Location"] for answer in answers] == [link(talk)] * 2
    assert (talk.state, talk.state_reason, talk.asked_at) == ("submitted", "", asked_at)
    assert [(note.text, note.by) for note in talk.notes.all()] == [("The library.", None)]
    assert kinds(talk) == ["answered"]


def test_an_empty_answer_is_asked_for_again(client):
    talk = make_talk_request(state="needs_info", state_reason="Which room?")

    response = client.post(f"{link(talk)}answer/", {"answer-text": " "})

    assert "Enter your answer" in response.content.decode()
    assert TalkRequest.objects.get().state == "needs_info"


def test_a_note_stands_on_the_page_and_two_presses_are_one(client):
    talk = make_talk_request()

    for _ in range(2):
        client.post(f"{link(talk)}note/", {"note-text": "Use the side gate"})

    assert "Use the side gate" in client.get(link(talk)).content.decode()
    assert talk.notes.count() == 1
    assert kinds(talk) == ["noted"]


def test_a_note_of_the_team_is_not_on_the_schools_page(client):
    talk = make_talk_request()
    talk.notes.create(text="Head teacher was short with us", by=make_member().user)

    assert "short with us" not in client.get(link(talk)).content.decode()


@pytest.mark.parametrize("deed", ["note", "answer", "another-time"])
def test_a_request_that_has_ended_takes_no_words(client, deed):
    talk = make_talk_request(state="declined", state_reason="Full")
    prefix = {"another-time": "another"}.get(deed, deed)

    response = client.post(f"{link(talk)}{deed}/", {f"{prefix}-text": "Please"})

    assert response.status_code == 409
    assert not talk.notes.exists()


def test_what_the_visit_needs_is_changed_and_the_reminder_says_it(client):
    talk = confirmed_talk(day=14)

    client.post(
        f"{link(talk)}change/",
        {"room": "The hall", "arriving": "Gate B", "access_needs": "", **expected_as_it_is(talk)},
    )

    talk.refresh_from_db()
    reminders = talk.mails.filter(kind="reminder", state="waiting")
    assert (talk.room, talk.arriving) == ("The hall", "Gate B")
    assert reminders.count() == 2
    assert all("Gate B" in mail.text for mail in reminders)
    assert "The hall" not in str(Change.objects.filter(talk_request=talk).last().fields)


def test_a_change_that_changes_nothing_leaves_no_line(client):
    talk = make_talk_request()

    nothing = {"room": "", "arriving": "", "access_needs": ""}

    client.post(f"{link(talk)}change/", nothing | expected_as_it_is(talk))

    assert kinds(talk) == []


# Dates


def test_one_of_three_dates_is_chosen_and_the_others_are_free(client):
    officer, talk = make_member(), make_talk_request()
    offers = offer_dates(
        talk_request=talk,
        slots=[slot(officer, day) for day in (8, 9, 10)],
        instead_of=frozenset(),
        place=None,
        new_place_kind="",
        by=officer.user,
        now=NOW,
    )

    page = client.get(link(talk)).content.decode()
    client.post(f"{link(talk)}accept/", {"offer": offers[1].pk})

    assert page.count("Accept this date") == 3
    assert sorted(Offer.objects.values_list("state", flat=True)) == [
        "accepted",
        "not_chosen",
        "not_chosen",
    ]
    assert DiaryEntry.objects.get().session == Session.objects.get(held_on=date(2026, 12, 9))


def test_none_of_them_suits(client):
    officer, talk = make_member(), make_talk_request()
    offers = offer_dates(
        talk_request=talk,
        slots=[slot(officer, day) for day in (8, 9)],
        instead_of=frozenset(),
        place=None,
        new_place_kind="",
        by=officer.user,
        now=NOW,
    )

    client.post(
        f"{link(talk)}refuse/",
        {"offer": [offer.pk for offer in offers], "refuse-reason": "Any Friday"},
    )

    talk.refresh_from_db()
    assert talk.state == "submitted"
    assert not DiaryEntry.objects.exists()


def test_a_confirmed_talk_asks_for_another_time_and_keeps_its_date(client):
    talk = confirmed_talk()

    for _ in range(2):
        client.post(f"{link(talk)}another-time/", {"another-text": "A week later, please"})

    talk.refresh_from_db()
    assert (talk.state, talk.session.held_on) == ("asks_to_move", date(2026, 12, 8))
    assert kinds(talk).count("move_asked") == 1


def test_new_dates_stand_beside_the_one_that_is_set(client):
    talk = confirmed_talk()
    officer = talk.session.officers.get()
    offer_date(talk_request=talk, slot=slot(officer, 15), instead_of=None, by=officer.user, now=NOW)

    page = client.get(link(talk)).content.decode()
    client.post(f"{link(talk)}accept/", {"offer": Offer.objects.get(state="held").pk})

    talk.session.refresh_from_db()
    assert "Tuesday 8 December 2026" in page
    assert "Tuesday 15 December" in page
    assert talk.session.held_on == date(2026, 12, 15)
    assert Session.objects.count() == 1


# Ending


@pytest.mark.parametrize("state", ["submitted", "needs_info", "waiting", "offered"])
def test_a_request_is_taken_back_and_what_was_held_is_free(client, state):
    talk = make_talk_request(
        state=state, state_reason="Full" if state in ("needs_info", "waiting") else ""
    )
    if state == "offered":
        make_offer(talk_request=talk, officer=make_member())

    client.post(f"{link(talk)}end/", {"reason": "Timetable changed"})
    again = client.post(f"{link(talk)}end/", {"reason": "Timetable changed"})

    talk.refresh_from_db()
    assert again["Location"] == link(talk)
    assert (talk.state, talk.state_reason) == ("withdrawn", "Timetable changed")
    assert not Offer.objects.filter(state="held").exists()
    assert letters(talk) == ["withdrawn"]


def test_a_set_talk_is_called_off_and_everybody_hears_of_it(client):
    talk = confirmed_talk()

    client.post(f"{link(talk)}end/", {"reason": ""})

    talk.refresh_from_db()
    assert talk.state == "cancelled_by_school"
    assert (talk.session.state, talk.session.state_reason) == (
        "cancelled",
        "Called off by the school or group.",
    )
    assert not DiaryEntry.objects.exists()
    assert letters(talk) == ["called_off"]
    assert "METHOD:CANCEL" in Mail.objects.get(kind="called_off").calendar


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (datetime(2026, 12, 8, 9, 59, tzinfo=UTC), "cancelled_by_school"),
        (datetime(2026, 12, 8, 10, 0, tzinfo=UTC), "confirmed"),
    ],
)
def test_a_talk_that_has_begun_is_not_called_off_by_the_link(client, monkeypatch, now, state):
    talk = confirmed_talk()
    monkeypatch.setattr(timezone, "now", lambda: now)

    client.post(f"{link(talk)}end/", {"reason": ""})

    talk.refresh_from_db()
    assert talk.state == state
    if state == "confirmed":
        assert "It is too late to do this here" in client.get(f"{link(talk)}end/").content.decode()


# The ladder


@pytest.mark.parametrize("deed", ["confirm", "accept", "answer"])
def test_buttons_take_a_post_only(client, deed):
    assert client.get(f"{link(make_talk_request())}{deed}/").status_code == 405


@pytest.mark.parametrize(
    "deed", ["confirm", "accept", "refuse", "note", "answer", "another-time", "change", "end"]
)
def test_an_unknown_link_does_nothing(client, deed):
    assert client.post(f"/t/nonsense/{deed}/").status_code == 404


@pytest.mark.parametrize("page", ["change", "hand-over", "note", "another-time", "refuse", "end"])
@pytest.mark.parametrize("state", ["delivered", "declined"])
def test_pages_of_an_ended_request_lead_back(client, page, state):
    talk = (
        confirmed_talk()
        if state == "delivered"
        else make_talk_request(state="declined", state_reason="Full")
    )
    TalkRequest.objects.update(state=state)

    assert client.get(f"{link(talk)}{page}/")["Location"] == link(talk)
