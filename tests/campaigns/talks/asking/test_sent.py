"""What whoever asked sees when the request is sent: where the e-mail went, and how to put a
mistyped address right. The link itself is in the e-mail only.
"""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from campaigns.mail.links import token_of
from campaigns.models import Campaign, Mail, TalkRequest
from campaigns.talks.asking.address import confirm_address
from tests.factories import make_talk_request

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_turns_taken(settings):
    settings.EMAIL_HOST = "smtp.school.example"
    cache.clear()


@pytest.fixture
def talk():
    return make_talk_request(state="unconfirmed", contact_email="ofice@school.example")


def address_of(talk):
    return f"/talks/ask/{talk.draft_key}/sent/"


def send_again(client, talk, address):
    return client.post(f"{address_of(talk)}again/", {"contact_email": address})


def test_it_says_where_the_letter_went_and_keeps_the_link_to_itself(client, talk):
    page = client.get(address_of(talk)).content.decode()

    assert "ofice@school.example" in page
    assert talk.reference in page
    assert "/t/" not in page


def a_day_later():
    asked_at = timezone.now() - timedelta(days=1, minutes=1)
    TalkRequest.objects.update(asked_at=asked_at)


def test_a_day_later_it_shows_no_address(client, talk):
    a_day_later()

    page = client.get(address_of(talk)).content.decode()

    assert talk.contact_email not in page
    assert "contact_email" not in page
    assert talk.reference in page


@pytest.mark.parametrize("typed", ["thief@else.example", "no address", ""])
def test_a_day_later_the_letter_goes_to_the_kept_address_alone(client, talk, typed):
    a_day_later()

    response = send_again(client, talk, typed)

    assert response["Location"] == address_of(talk)
    assert [mail.to for mail in Mail.objects.all()] == [talk.contact_email]
    assert TalkRequest.objects.get().token_hash == talk.token_hash


def test_a_day_later_a_refused_address_is_not_shown_either(client, talk):
    send_again(client, talk, talk.contact_email)
    Mail.objects.update(state="refused", refused_at=timezone.now())
    assert "That address refused our e-mail" in client.get(address_of(talk)).content.decode()
    a_day_later()

    page = client.get(address_of(talk)).content.decode()

    assert talk.contact_email not in page
    assert "Error" not in page


def test_a_real_site_without_a_mail_server_keeps_the_link_to_itself(client, talk, settings):
    settings.EMAIL_HOST = ""

    page = client.get(address_of(talk)).content.decode()

    assert "/t/" not in page
    assert "This site cannot send e-mail yet" in page
    assert "We have written to" not in page


def test_where_no_letter_can_arrive_the_demonstration_leads_on(client, talk, settings):
    settings.EMAIL_HOST = ""
    Campaign.objects.update(is_demo=True)

    assert f'href="/t/{token_of(talk)}/"' in client.get(address_of(talk)).content.decode()

    confirm_address(talk_request=talk)
    assert "/t/" not in client.get(address_of(talk)).content.decode()


def test_a_mistyped_address_is_put_right_and_the_first_link_is_dead(client, talk):
    first = token_of(talk)

    response = send_again(client, talk, "office@school.example")

    talk.refresh_from_db()
    mail = Mail.objects.get()
    assert response["Location"] == address_of(talk)
    assert (talk.contact_email, mail.to, talk.state) == (
        "office@school.example",
        "office@school.example",
        "unconfirmed",
    )
    assert token_of(talk) in mail.text
    assert client.get(f"/t/{first}/").status_code == 404
    assert client.post(f"/t/{first}/confirm/").status_code == 404
    assert client.get(f"/t/{token_of(talk)}/").status_code == 200


def test_what_waits_for_the_wrong_address_is_not_sent_any_more(client, talk):
    send_again(client, talk, "one@school.example")
    send_again(client, talk, "two@school.example")

    assert [(mail.to, mail.state) for mail in Mail.objects.order_by("pk")] == [
        ("one@school.example", "stopped"),
        ("two@school.example", "waiting"),
    ]


def test_the_same_address_has_the_same_link_again(client, talk):
    send_again(client, talk, talk.contact_email)

    assert token_of(talk) in Mail.objects.get().text
    assert TalkRequest.objects.get().token_hash == talk.token_hash


def test_pressed_twice_it_is_one_letter_and_pressed_again_later_another(client, talk):
    send_again(client, talk, talk.contact_email)
    send_again(client, talk, talk.contact_email)
    assert Mail.objects.count() == 1

    Mail.objects.update(written_at=timezone.now() - timedelta(minutes=5))
    send_again(client, talk, talk.contact_email)
    assert Mail.objects.count() == 2


def test_what_is_no_address_comes_back_with_what_was_typed(client, talk):
    page = send_again(client, talk, "office at school").content.decode()

    assert "Error: " in page
    assert 'value="office at school"' in page
    assert TalkRequest.objects.get().contact_email == "ofice@school.example"
    assert not Mail.objects.exists()


def test_it_cannot_be_used_to_flood_a_mailbox(client, talk):
    answers = []
    for _ in range(4):
        answers.append(send_again(client, talk, "office@school.example").status_code)
        Mail.objects.update(written_at=timezone.now() - timedelta(minutes=5))

    assert answers == [302, 302, 302, 429]
    assert Mail.objects.count() == 3


@pytest.mark.parametrize("address", ["other@school.example", "not an address"])
def test_once_confirmed_the_address_is_the_schools_own_business(client, talk, address):
    confirm_address(talk_request=talk)

    response = send_again(client, talk, address)

    page = client.get(response["Location"]).content.decode()
    assert TalkRequest.objects.get().contact_email == "ofice@school.example"
    assert [mail.kind for mail in Mail.objects.all()] == ["received"]
    assert talk.reference in page
    assert "ofice@school.example" not in page
    assert "/t/" not in page


def test_a_draft_that_was_never_sent_has_no_such_page(client):
    assert client.get("/talks/ask/3f7a54a6-5d0f-4c0b-9f4f-0d7b35d2a8a1/sent/").status_code == 404
    assert (
        client.post("/talks/ask/3f7a54a6-5d0f-4c0b-9f4f-0d7b35d2a8a1/sent/again/").status_code
        == 404
    )


def test_long_after_it_the_page_is_gone(client):
    talk = make_talk_request(state="declined", state_reason="Full")
    TalkRequest.objects.update(asked_at=timezone.now() - timedelta(days=40))

    assert client.get(address_of(talk)).status_code == 404
