"""A school telephones, and one of us enters it: everybody else whom it concerns hears of it."""

from datetime import date

import pytest

from campaigns.models import Mail, Notice, TalkRequest
from campaigns.talks.called_away import offer_new_dates, take_over
from campaigns.talks.called_off import end_session
from campaigns.talks.confirm import confirm_offer
from campaigns.talks.contact_change import Person, correct_contact, version
from campaigns.talks.end_offers import refuse_offers
from campaigns.talks.heard.deeds import see_news
from campaigns.talks.heard.digest import write_digests
from tests.campaigns.shown import words
from tests.campaigns.talks.heard.told import a_set_talk, at, written
from tests.factories import make_member, make_offer, make_talk_request

pytestmark = pytest.mark.django_db

NEAR, FAR = date(2026, 12, 1), date(2026, 12, 8)
AILSA, BO, CARA = "ailsa.reid@example.org", "bo.kerr@example.org", "cara.weir@example.org"


@pytest.fixture
def cara():
    """Who is on the telephone."""
    return make_member(role="coordinator", name="Cara Weir")


@pytest.fixture
def bo():
    """Who sees to the request."""
    return make_member(role="coordinator", name="Bo Kerr")


def call_off(talk, *, by, whose="school"):
    day = at(30, 12, month=11)
    end_session(
        session=talk.session,
        called_off_by=whose,
        reason="The hall is flooded",
        now=day,
        today=day.date(),
        by=by.user,
    )


def put_right(talk, *, by, room=None, expected=None, **changed):
    person = {name: getattr(talk, f"contact_{name}") for name in ("name", "role", "email", "phone")}
    correct_contact(
        talk_request=talk,
        to=Person(**person | changed),
        room=talk.room if room is None else room,
        expected=expected or {},
        saw=version(talk),
        by=by.user,
        now=at(30, 12, month=11),
    )


def letter_to(address):
    return Mail.objects.get(to=address, kind="notice")


@pytest.mark.parametrize(
    ("whose", "told"),
    [
        ("school", "Cara Weir called the talk off for the school."),
        ("police", "Cara Weir called the talk off for us."),
    ],
)
def test_a_near_talk_called_off_is_told_at_once_to_all_but_who_entered_it(cara, bo, whose, told):
    call_off(a_set_talk(held_on=NEAR, owner=bo), by=cara, whose=whose)

    assert written() == [AILSA, BO]
    letter = letter_to(AILSA)
    assert letter.subject == "The talk on Tuesday 1 December is called off"
    assert told in letter.text
    assert "flooded" not in letter.text


def test_a_far_one_is_told_in_the_morning(cara, clock):
    call_off(a_set_talk(held_on=FAR, owner=cara), by=cara)
    assert written() == []

    clock(at(1, 7, 30))
    write_digests.func()

    assert written("digest") == [AILSA]
    letter = Mail.objects.get(kind="digest").text
    assert "This is what schools told us and what colleagues did" in letter
    assert "Tuesday 8 December 2026" in letter
    assert ": Cara Weir called the talk off for the school." in letter


def test_who_gives_the_talk_and_enters_it_hears_nothing_of_it(bo):
    ailsa = make_member()
    call_off(a_set_talk(held_on=NEAR, officers=[ailsa], owner=bo), by=ailsa)

    assert written() == [BO]
    assert not Notice.objects.for_member(ailsa).exists()
    assert not see_news(talk_request=TalkRequest.objects.get(), by=ailsa.user)


def test_what_concerns_nobody_else_is_no_notice():
    ailsa = make_member()
    call_off(a_set_talk(held_on=NEAR, officers=[ailsa], owner=ailsa), by=ailsa)

    assert not Notice.objects.exists()


def test_a_talk_becomes_theirs_by_telephone(cara):
    talk = make_talk_request(state="offered")
    TalkRequest.objects.update(owner=cara)
    offer = make_offer(talk_request=talk, officer=make_member(), held_on=NEAR)

    confirm_offer(offer=offer, by=cara.user, now=at(30, 12, month=11))

    assert written() == [AILSA]
    assert "Cara Weir entered for the school that it accepts Tuesday 1" in letter_to(AILSA).text


def test_a_move_by_telephone_is_told_to_who_gave_it_and_who_gives_it(cara, bo):
    talk = a_set_talk(held_on=NEAR, owner=cara)
    offer = make_offer(talk_request=talk, officer=bo, held_on=FAR)

    confirm_offer(offer=offer, by=cara.user, now=at(30, 12, month=11))

    assert written() == [AILSA, BO]
    assert "entered for the school that it accepts Tuesday 8 December" in letter_to(BO).text


def test_a_no_by_telephone(cara):
    talk = make_talk_request(state="offered")
    TalkRequest.objects.update(owner=cara)
    offer = make_offer(talk_request=talk, officer=make_member(), held_on=NEAR)
    saw, now = frozenset([offer.pk]), at(30, 12, month=11)

    refuse_offers(talk_request=talk, saw=saw, reason="", by=cara.user, now=now)

    assert written() == [AILSA]
    assert "entered for the school that it cannot take the dates" in letter_to(AILSA).text
    assert Notice.objects.get().answer_by is None


def test_another_room_and_another_number_are_one_message(cara):
    talk = a_set_talk(held_on=NEAR, owner=cara)

    put_right(talk, by=cara, room="The gym", expected={talk.groups.get().pk: 30})

    assert written() == [AILSA]
    told = "Cara Weir entered for the school how many come and the room."
    assert told in letter_to(AILSA).text


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"phone": "01698 111 222"}, "Cara Weir put the contact right for the school."),
        ({"email": "new@school.example"}, "Cara Weir entered another contact for the school."),
    ],
)
def test_another_contact(cara, changed, told):
    put_right(a_set_talk(held_on=NEAR, owner=cara), by=cara, **changed)

    assert written() == [AILSA]
    assert told in letter_to(AILSA).text


def test_who_is_called_away_and_who_comes_instead_both_hear_of_it(cara, bo):
    talk = a_set_talk(held_on=NEAR, owner=cara)
    away = talk.session.officers.get()

    take_over(
        talk_request=talk,
        away=away,
        instead=bo,
        opened=talk.session.version,
        by=cara.user,
        now=at(30, 12, month=11),
    )

    assert written() == [AILSA, BO]
    told = "Cara Weir changed who gives the talk: Bo Kerr, and before Ailsa Reid."
    assert told in letter_to(BO).text


def test_who_is_called_away_without_a_colleague_hears_of_it(cara):
    talk = a_set_talk(held_on=NEAR, owner=cara)

    offer_new_dates(
        talk_request=talk,
        slots=[],
        opened=talk.session.version,
        by=cara.user,
        now=at(30, 12, month=11),
    )

    assert written() == [AILSA]
    assert "Cara Weir called the talk off for us." in letter_to(AILSA).text


def test_no_other_deed_and_no_other_person_takes_it_away_before_the_officer_read_it(cara, bo):
    talk = a_set_talk(held_on=FAR, owner=cara)
    put_right(talk, by=cara, room="The gym")
    notice = Notice.objects.get()

    assert not see_news(talk_request=talk, by=cara.user)
    assert not see_news(talk_request=talk, by=bo.user)
    notice.refresh_from_db()
    assert notice.dealt_at is None

    assert see_news(talk_request=talk, by=talk.session.officers.get().user)


def test_the_queue_and_the_page_show_it_to_whom_it_concerns(client, cara):
    talk = a_set_talk(held_on=FAR, owner=cara)
    put_right(talk, by=cara, room="The gym")
    told = "Cara Weir entered for the school the room."

    ailsa = talk.session.officers.get()
    client.force_login(ailsa.user)
    assert told in words(client.get("/team/"))
    assert told in words(client.get(f"/team/talks/{talk.pk}/"))
    assert told in words(client.get("/team/talks/"))

    client.force_login(cara.user)
    assert told not in words(client.get("/team/talks/"))
    assert told not in words(client.get(f"/team/talks/{talk.pk}/"))
