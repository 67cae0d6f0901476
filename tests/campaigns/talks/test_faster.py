"""Somebody was faster than one of us: what was typed can be copied from the page that says so."""

import pytest

from campaigns.models import TalkRequest
from campaigns.talks.asking.address import confirm_address
from tests.campaigns.shown import words
from tests.campaigns.talks.test_contact_corrected import filled
from tests.campaigns.talks.test_queue_offer import date_form
from tests.factories import NOW, make_member, make_talk_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

NOT_SAVED = "What you typed It was not saved. You can copy it from here."
SPOKEN = {"spoken-note": "Spoke to Morag, she wants the hall"}
WORDS = {
    "question": "question-question",
    "wait": "waiting-reason",
    "decline": "decline-reason",
    "date-stays": "stays-reason",
}


def withdrawn_meanwhile():
    TalkRequest.objects.update(state="withdrawn", state_reason="No room")


def confirm_page(talk):
    return f"/team/talks/unconfirmed/{talk.pk}/confirm/"


@pytest.mark.parametrize("deed", WORDS)
def test_words_of_an_answer_that_comes_too_late_can_be_copied(client, coordinator, deed):
    talk = make_talk_request()
    withdrawn_meanwhile()

    answer = client.post(
        f"/team/talks/{talk.pk}/{deed}/", {WORDS[deed]: "Is <there> a screen?\nAnd sound?"}
    )

    assert answer.status_code == 409
    assert "Somebody was faster" in words(answer)
    assert f"{NOT_SAVED} Is &lt;there&gt; a screen? And sound?" in " ".join(words(answer).split())


def test_dates_that_come_too_late_can_be_copied_with_their_officers_by_name(client, coordinator):
    talk, officer = make_talk_request(), make_member(name="Ailsa Reid")
    withdrawn_meanwhile()

    answer = client.post(f"/team/talks/{talk.pk}/offer/", date_form(officer))

    assert answer.status_code == 409
    assert NOT_SAVED in words(answer)
    for typed in ("Date: 8 12 2026", "Starts at: 10.00", "Officer: Ailsa Reid"):
        assert typed in words(answer)


@pytest.mark.parametrize("is_over", [True, False])
def test_a_contact_that_another_has_put_right_first_can_be_copied(client, coordinator, is_over):
    talk = make_talk_request()
    typed = filled(client, talk, contact_name="Ewan Orr", room="The gym")
    if is_over:
        withdrawn_meanwhile()
    else:
        TalkRequest.objects.update(contact_phone="01698 555 111")

    answer = client.post(f"/team/talks/{talk.pk}/contact/", typed)

    assert answer.status_code == 409
    assert NOT_SAVED in words(answer)
    for told in ("Name: Ewan Orr", "The room: The gym"):
        assert told in words(answer)


@pytest.mark.parametrize("first", ["The school", "One of us"])
def test_the_note_of_who_confirms_what_is_confirmed_already_can_be_copied(
    client, coordinator, first
):
    talk = make_talk_request(state="unconfirmed")
    colleague = make_member(name="Una Shaw").user if first == "One of us" else None
    confirm_address(talk_request=talk, by=colleague, note="", now=NOW)

    answer = client.post(confirm_page(talk), SPOKEN)

    assert answer.status_code == 409
    assert f"{first} has confirmed it meanwhile" in words(answer)
    assert f"{NOT_SAVED} Spoke to Morag, she wants the hall" in words(answer)
    assert not talk.changes.filter(reason__contains="Morag").exists()


def test_the_note_is_kept_also_when_the_school_confirms_at_the_same_moment(
    client, coordinator, monkeypatch
):
    talk = make_talk_request(state="unconfirmed")

    def confirmed_first(**told):
        confirm_address(talk_request=talk, now=NOW)
        return confirm_address(**told)

    monkeypatch.setattr("campaigns.talks.asking.unconfirmed_views.confirm_address", confirmed_first)

    answer = client.post(confirm_page(talk), SPOKEN)

    assert answer.status_code == 409
    assert "Spoke to Morag, she wants the hall" in words(answer)


def test_an_address_spelt_for_a_request_that_is_confirmed_meanwhile_can_be_copied(
    client, coordinator
):
    talk = make_talk_request()

    answer = client.post(
        f"/team/talks/unconfirmed/{talk.pk}/again/",
        {"letter-contact_email": "office@school.example"},
    )

    assert answer.status_code == 409
    assert f"{NOT_SAVED} office@school.example" in words(answer)
