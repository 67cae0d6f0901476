"""What a school says in words of its own behind its link: on which page, what comes back, how often
a day.
"""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from campaigns.models import Campaign, Change
from campaigns.talks.end_offers import refuse_offers
from campaigns.talks.link_turns import MOST_SAID_A_DAY
from tests.campaigns.shown import link, words
from tests.campaigns.talks.heard.told import a_set_talk, at, expected_as_it_is, press
from tests.factories import NOW, make_member, make_offer, make_talk_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


@pytest.fixture
def clock(monkeypatch):
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


@pytest.fixture
def offered_talk():
    talk = make_talk_request(state="offered")
    for number, name in enumerate(("Ailsa Reid", "Ina Given")):
        day = date(2026, 12, 8 + number)
        make_offer(talk_request=talk, officer=make_member(name=name), held_on=day)
    return talk


def visit(talk, **changed):
    return expected_as_it_is(talk) | {"room": "", "arriving": "", "access_needs": ""} | changed


def said_often(talk, *, times=MOST_SAID_A_DAY):
    for number in range(times):
        press(talk, "note", **{"note-text": f"Note {number}"})


# Where each of them is


def test_the_schools_page_leads_to_each_page_and_each_leads_back(client):
    talk = a_set_talk()
    front = client.get(link(talk)).text

    for page in ("note", "another-time", "change", "hand-over", "end"):
        assert f'href="{link(talk)}{page}/"' in front
        assert f'href="{link(talk)}"' in client.get(f"{link(talk)}{page}/").text


def test_dates_that_do_not_suit_are_named_on_the_page_that_gives_them_back(client, offered_talk):
    assert f'href="{link(offered_talk)}refuse/"' in client.get(link(offered_talk)).text

    page = client.get(f"{link(offered_talk)}refuse/")

    assert "we no longer hold these dates for you" in words(page)
    for day in ("Tuesday 8 December", "Wednesday 9 December"):
        assert day in words(page)
    for offer in offered_talk.offers.all():
        assert f'name="offer" value="{offer.pk}"' in page.text


def test_who_would_call_off_is_led_to_the_page_that_asks_for_another_time(client):
    talk = a_set_talk()

    assert f'href="{link(talk)}another-time/"' in client.get(f"{link(talk)}end/").text


def test_looking_at_the_pages_changes_nothing(client, offered_talk):
    talk = a_set_talk(reference="XYZ2345", officers=[])

    for one in (talk, offered_talk):
        for page in ("note", "another-time", "refuse", "change", "hand-over"):
            client.get(f"{link(one)}{page}/")
            client.head(f"{link(one)}{page}/")

    assert not Change.objects.exists()


@pytest.mark.parametrize(("page", "state"), [("another-time", "submitted"), ("refuse", "waiting")])
def test_a_page_that_makes_no_sense_by_now_leads_to_the_schools_page(client, page, state):
    talk = make_talk_request(state=state, state_reason="Why" if state == "waiting" else "")

    assert client.get(f"{link(talk)}{page}/")["Location"] == link(talk)


# What was typed comes back


@pytest.mark.parametrize(
    ("page", "box", "most"),
    [
        ("note", "note-text", 1000),
        ("another-time", "another-text", 1000),
        ("refuse", "refuse-reason", 300),
    ],
)
def test_what_is_too_long_comes_back_on_its_own_page(client, offered_talk, page, box, most):
    talk = offered_talk if page == "refuse" else a_set_talk(reference="XYZ2345", officers=[])
    offers = [offer.pk for offer in talk.offers.all()]

    answer = client.post(f"{link(talk)}{page}/", {box: "x" * (most + 1), "offer": offers})

    assert f"Shorten this to {most} characters or fewer" in words(answer)
    assert answer.text.count("x" * (most + 1)) == 1
    assert "<title>Error:" in " ".join(answer.text.split()).replace("> ", ">")
    assert client.get(f"{link(talk)}{page}/").status_code == 200


def test_a_refusal_of_other_dates_than_are_held_by_now_does_not_come_back_for_these(
    client, offered_talk
):
    first, second = offered_talk.offers.order_by("pk")
    typed = {"offer": [first.pk, second.pk], "refuse-reason": "x" * 301}
    offered_talk.offers.filter(pk=first.pk).update(state="taken_back")

    answer = client.post(f"{link(offered_talk)}refuse/", typed)

    assert answer.status_code == 409
    assert "x" * 301 in answer.text


@pytest.mark.parametrize("first", ["the team", "a colleague"])
def test_what_suits_better_can_be_copied_when_somebody_refused_the_dates_first(
    client, offered_talk, first
):
    offers = [offer.pk for offer in offered_talk.offers.all()]
    press(offered_talk, "refuse", offer=offers) if first == "a colleague" else refuse_offers(
        talk_request=offered_talk,
        saw=frozenset(offers),
        reason="",
        by=make_member(name="Una Shaw").user,
        now=NOW,
    )

    answer = press(offered_talk, "refuse", offer=offers, **{"refuse-reason": "A Friday"})

    assert answer.status_code == 409
    assert "It was not saved. You can copy it from here. A Friday" in words(answer)


@pytest.mark.parametrize("reason", ["A Friday", ""])
def test_a_refusal_pressed_twice_in_the_same_words_is_answered_as_once(offered_talk, reason):
    offers = [offer.pk for offer in offered_talk.offers.all()]

    pressed = [
        press(offered_talk, "refuse", offer=offers, **{"refuse-reason": reason}) for _ in range(2)
    ]

    assert [answer["Location"] for answer in pressed] == [link(offered_talk)] * 2


def test_an_answer_too_long_for_a_question_that_is_gone_can_be_copied(client):
    talk = make_talk_request()

    answer = client.post(f"{link(talk)}answer/", {"answer-text": "x" * 1001})

    assert answer.status_code == 409
    assert "x" * 1001 in answer.text


@pytest.mark.parametrize("page", ["change", "hand-over"])
def test_once_the_talk_has_begun_the_page_says_whom_to_call_and_shows_what_was_typed(
    client, clock, page
):
    talk = a_set_talk()
    Campaign.objects.update(telephone="01698 555 010")
    typed = visit(talk, room="The gym") | {"next-contact_name": "Ewan Orr"}
    clock(at(8, 9, 59))
    before = client.get(f"{link(talk)}{page}/")
    clock(at(8, 10))

    looked, sent = client.get(f"{link(talk)}{page}/"), client.post(f"{link(talk)}{page}/", typed)

    assert "It is too late to do this here" not in words(before)
    assert (looked.status_code, sent.status_code) == (200, 409)
    for answer in (looked, sent):
        assert "It is too late to do this here" in words(answer)
        assert "01698 555 010" in words(answer)
    assert "What you typed" not in words(looked)
    assert ("The room: The gym" if page == "change" else "Name: Ewan Orr") in words(sent)
    assert not Change.objects.exists()


def test_a_change_of_a_request_that_has_ended_can_be_copied(client):
    talk = make_talk_request(state="declined", state_reason="Full")

    answer = client.post(f"{link(talk)}change/", visit(talk, room="The gym"))

    assert answer.status_code == 409
    assert "The room: The gym" in words(answer)


def test_why_it_is_called_off_can_be_copied_also_when_it_is_too_long_and_too_late(client, clock):
    talk = a_set_talk()
    clock(at(8, 10))

    answer = client.post(f"{link(talk)}end/", {"reason": "x" * 201})

    assert answer.status_code == 409
    assert "x" * 201 in answer.text


def test_hand_over_form_with_something_wrong_comes_back_also_when_somebody_was_asked(client):
    talk = make_talk_request()
    typed = {"next-contact_name": "Ewan Orr", "next-contact_email": "ewan@school.example"}
    client.post(f"{link(talk)}hand-over/", typed)
    assert "ewan@school.example" in words(client.get(f"{link(talk)}hand-over/"))

    answer = client.post(f"{link(talk)}hand-over/", typed | {"next-contact_email": "Iona's"})

    assert 'value="Ewan Orr"' in answer.text
    assert "Iona&#x27;s" in answer.text
    assert "We have written to ewan@school.example already" in words(answer)
    assert "Do not hand it over" not in words(answer)


def test_who_only_puts_the_own_name_right_is_led_to_the_schools_page(client):
    talk = make_talk_request()
    typed = {"next-contact_name": "M Bell", "next-contact_email": talk.contact_email}

    assert client.post(f"{link(talk)}hand-over/", typed)["Location"] == link(talk)


# How often


def test_twenty_a_day_are_taken_and_the_next_comes_back_as_typed(client):
    talk = a_set_talk()
    said_often(talk)

    late = {
        "note": press(talk, "note", **{"note-text": "The side gate"}),
        "another-time": press(talk, "another-time", **{"another-text": "The side gate"}),
        "change": press(talk, "change", room="The side gate"),
    }

    for name, answer in late.items():
        assert answer.status_code == 429, name
        assert "We have had many messages from this page today" in words(answer)
        assert "How to reach us" in words(answer)
        assert "The side gate" in answer.text
        assert int(answer["Retry-After"]) == 86400
    assert talk.notes.count() == Change.objects.count() == MOST_SAID_A_DAY
    talk.refresh_from_db()
    assert (talk.state, talk.room) == ("confirmed", "")


def test_all_of_them_count_together_and_a_day_later_there_is_room(client, clock):
    talk = a_set_talk()
    said_often(talk, times=MOST_SAID_A_DAY - 2)
    press(talk, "another-time", **{"another-text": "In May"})
    press(talk, "change", room="The gym")
    assert press(talk, "note", **{"note-text": "More"}).status_code == 429

    clock(NOW + timedelta(days=1))

    assert press(talk, "note", **{"note-text": "More"}).status_code == 302


def test_the_last_one_pressed_twice_is_taken_once():
    talk = a_set_talk()
    said_often(talk, times=MOST_SAID_A_DAY - 1)

    pressed = [press(talk, "note", **{"note-text": "The last"}).status_code for _ in range(2)]
    nothing = press(talk, "change", room="").status_code

    assert (pressed, nothing) == ([302, 302], 302)
    assert talk.notes.count() == MOST_SAID_A_DAY


def test_what_we_asked_is_answered_however_much_was_said():
    talk = make_talk_request(state="needs_info", state_reason="Which room?")
    said_often(talk)

    press(talk, "answer", **{"answer-text": "The library"})

    talk.refresh_from_db()
    assert talk.state == "submitted"


def test_one_talk_does_not_shut_another():
    busy, other = a_set_talk(), a_set_talk(reference="XYZ2345", officers=[])
    said_often(busy)

    assert press(other, "note", **{"note-text": "Hello"}).status_code == 302
