"""How many letters the link of one talk can have written to colleagues."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import OperationalError
from django.utils import timezone

from campaigns.access import limits
from campaigns.models import Change, Mail, Notice, TalkContact
from campaigns.talks import contact_change, link_turns
from tests.campaigns.shown import link, words
from tests.factories import make_talk_request

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_turns_taken():
    cache.clear()


def hand_over(client, talk, number=0, **changed):
    typed = {"name": "Ewan Orr", "role": "Guidance", "email": f"ewan{number}@school.example"}
    typed["phone"] = "01698 555 111"
    typed |= changed
    typed = {f"next-contact_{name}": value for name, value in typed.items()}
    return client.post(f"{link(talk)}hand-over/", typed)


def test_five_letters_a_day_go_from_one_talk(client):
    talk = make_talk_request()

    answers = [hand_over(client, talk, number) for number in range(7)]

    assert [answer.status_code for answer in answers] == [302] * 5 + [429] * 2
    assert "We have written many of these e-mails lately" in words(answers[-1])
    assert "ewan6@school.example" in answers[-1].text
    assert int(answers[-1]["Retry-After"]) > 0
    assert Mail.objects.filter(kind="contact_asked").count() == 5
    assert TalkContact.objects.get().email == "ewan4@school.example"


def test_next_day_there_are_five_more(client):
    talk = make_talk_request()
    for number in range(5):
        hand_over(client, talk, number)
    Mail.objects.update(written_at=timezone.now() - timedelta(days=1, minutes=1))

    assert hand_over(client, talk, 5).status_code == 302


def test_one_address_writes_so_many_from_all_its_talks(client, monkeypatch):
    monkeypatch.setattr(limits, "ANYBODYS_LETTERS_BY_ADDRESS", ((2, limits.HOUR),))
    talk = make_talk_request()

    statuses = [hand_over(client, talk, number).status_code for number in range(3)]

    assert statuses == [302, 302, 429]
    assert Mail.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_what_is_pressed_twice_or_met_a_lock_takes_one_turn(client, monkeypatch):
    monkeypatch.setattr(limits, "ANYBODYS_LETTERS_BY_ADDRESS", ((2, limits.HOUR),))
    talk, write_mail, tries = make_talk_request(), contact_change.write_mail, []

    def locked_at_first(*args, **values):
        tries.append(1)
        if len(tries) < 3:
            raise OperationalError("database is locked")
        return write_mail(*args, **values)

    monkeypatch.setattr(contact_change, "write_mail", locked_at_first)

    for _ in range(3):
        assert hand_over(client, talk, 1).status_code == 302

    assert hand_over(client, talk, 2).status_code == 302


def rename(client, talk, number):
    return hand_over(client, talk, name=f"Person {number}", email=talk.contact_email)


def test_another_name_at_the_same_address_is_counted_with_what_the_link_says(client):
    talk = make_talk_request()

    answers = [rename(client, talk, number) for number in range(22)]

    assert [answer.status_code for answer in answers] == [302] * 20 + [429] * 2
    assert "We have written many of these e-mails lately" in words(answers[-1])
    assert "Person 21" in answers[-1].text
    assert int(answers[-1]["Retry-After"]) > 0
    assert Change.objects.filter(kind="contact_changed").count() == 20
    assert (Mail.objects.count(), Notice.objects.count()) == (20, 20)


def test_names_and_notes_take_turns_together(client, monkeypatch):
    monkeypatch.setattr(link_turns, "MOST_SAID_A_DAY", 2)
    talk = make_talk_request()
    rename(client, talk, 1)
    client.post(f"{link(talk)}note/", {"note-text": "Use the north gate"})

    assert client.post(f"{link(talk)}note/", {"note-text": "Or not"}).status_code == 429
    assert rename(client, talk, 2).status_code == 429


def test_the_same_name_again_takes_no_turn(client, monkeypatch):
    monkeypatch.setattr(link_turns, "MOST_SAID_A_DAY", 1)
    talk = make_talk_request()

    assert [rename(client, talk, 1).status_code for _ in range(3)] == [302] * 3
