"""A school calls and gives its reference: a coordinator finds the request and helps."""

import pytest

from campaigns.mail.links import token_of
from campaigns.models import Change, Mail, TalkRequest
from tests.campaigns.shown import words
from tests.factories import NOW, make_mail, make_talk_request
from tests.forms_of_page import forms_with_words
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


@pytest.fixture
def talk():
    return make_talk_request(state="unconfirmed", contact_email="ofice@school.example")


def page_of(talk):
    return f"/team/talks/unconfirmed/{talk.pk}/"


@pytest.mark.parametrize("typed", ["BCD2345", "bcd2345", " bcd 23-45 ", "b c d – 2 3 4 5"])
def test_a_reference_is_found_however_it_is_spelt(client, coordinator, talk, typed):
    found = client.get("/team/talks/", {"q": typed})

    assert found["Location"] == page_of(talk)
    page = client.get(found["Location"]).content.decode()
    assert "Address not confirmed" in page
    assert "ofice@school.example" in page
    assert Change.objects.filter(kind="contact_seen").exists()


@pytest.mark.parametrize("state", ["submitted", "declined"])
def test_it_finds_requests_in_any_state(client, coordinator, state):
    make_talk_request(state=state, state_reason="Full" if state == "declined" else "")
    make_talk_request(reference="XYZ2345")

    page = client.get("/team/talks/", {"q": "bcd 2345", "state": "waiting"})

    assert [row["talk"].reference for row in page.context["rows"]] == ["BCD2345"]


def test_references_stand_in_the_queue(client, coordinator):
    make_talk_request()

    assert "BCD2345" in client.get("/team/talks/").content.decode()


def test_a_wrong_reference_finds_nothing_and_unconfirmed_ones_are_in_no_list(
    client, coordinator, talk
):
    for query in ({"q": "BCD2346"}, {"q": "?"}, {}, {"state": "all"}):
        assert client.get("/team/talks/", query).context["rows"] == []


def test_officers_do_not_find_it(client, officer, talk):
    assert client.get("/team/talks/", {"q": "BCD2345"}).context["rows"] == []
    assert client.get(page_of(talk)).status_code == 403
    assert client.post(f"{page_of(talk)}confirm/").status_code == 403


def test_the_letter_goes_again_to_the_address_as_told_on_the_telephone(client, coordinator, talk):
    first = token_of(talk)

    response = client.post(
        f"{page_of(talk)}again/", {"letter-contact_email": "office@school.example"}
    )

    talk.refresh_from_db()
    assert response["Location"] == page_of(talk)
    assert [(mail.to, token_of(talk) in mail.text) for mail in Mail.objects.all()] == [
        ("office@school.example", True)
    ]
    assert client.get(f"/t/{first}/").status_code == 404
    line = Change.objects.get(kind="link_renewed")
    assert (line.by, line.talk_request, line.fields) == (coordinator.user, None, {})


def test_what_is_no_address_comes_back(client, coordinator, talk):
    page = client.post(f"{page_of(talk)}again/", {"letter-contact_email": "office at school"})

    assert 'value="office at school"' in page.content.decode()
    assert not Mail.objects.exists()


def test_confirmed_for_the_school_it_is_in_the_queue_and_history_says_who(
    client, coordinator, talk
):
    note = {"spoken-note": "Called the office on its own number"}

    answers = [client.post(f"{page_of(talk)}confirm/", note) for _ in range(2)]

    assert {answer["Location"] for answer in answers} == {f"/team/talks/{talk.pk}/"}
    assert TalkRequest.objects.get().state == "submitted"
    assert [(line.kind, line.by, line.reason) for line in talk.changes.all()] == [
        ("asked", None, ""),
        ("address_confirmed", coordinator.user, "Called the office on its own number"),
    ]
    assert [mail.kind for mail in Mail.objects.all()] == ["received"]


def test_it_is_confirmed_on_a_page_of_its_own(client, coordinator, talk):
    address = f"{page_of(talk)}confirm/"

    page = client.get(address)

    assert f'href="{address}"' in client.get(page_of(talk)).text
    assert forms_with_words(page.text) == [address]
    assert read(page.text).h1 == ["Confirm it for the school"]
    assert "Any Tuesday morning in December" in words(page)


def test_confirmed_meanwhile_its_page_leads_to_the_request(client, coordinator):
    talk = make_talk_request()

    page = client.get(f"{page_of(talk)}confirm/")

    assert (page.status_code, page.url) == (302, f"/team/talks/{talk.pk}/")


def test_without_a_note_nothing_is_confirmed(client, coordinator, talk):
    page = client.post(f"{page_of(talk)}confirm/", {"spoken-note": " "}).content.decode()

    assert "Enter whom you spoke to and how you know" in page
    assert TalkRequest.objects.get().state == "unconfirmed"


def test_its_page_lists_the_letters_and_asks_for_the_schools_address(client, coordinator, talk):
    make_mail(talk_request=talk, subject="Please confirm", state="sent", sent_at=NOW)

    page = words(client.get(page_of(talk)))

    assert "Please confirm Sent on Monday 23 November 2026 at 12:00 Read it" in page
    assert "None yet" not in page
    assert "Their e-mail address" in page
    assert "Your work e-mail address" not in page


@pytest.mark.parametrize("typed", ["Ref: BCD2345.", "Your request BCD2345", "bcd2345 please"])
def test_a_reference_is_found_in_words_that_were_copied_with_it(client, coordinator, talk, typed):
    assert client.get("/team/talks/", {"q": typed})["Location"] == page_of(talk)


def test_a_wrong_reference_is_said_to_be_one(client, coordinator):
    page = words(client.get("/team/talks/", {"q": "BCD2346"}))

    assert "No request has the reference or the place “BCD2346”." in page
    assert "fits what you chose" not in page


def test_an_officer_is_told_of_their_own_requests_only(client, officer, talk):
    page = words(client.get("/team/talks/", {"q": "BCD2345"}))

    assert "No request of yours has the reference or the place “BCD2345”." in page


def test_a_filter_that_nothing_fits_says_so(client, coordinator):
    page = words(client.get("/team/talks/", {"owner": "mine"}))

    assert "No request fits what you chose." in page
