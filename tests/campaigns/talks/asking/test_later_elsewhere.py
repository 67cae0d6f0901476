"""The link to finish later went to a wrong address, and goes to another one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Mail, TalkDraft
from tests.campaigns.talks.asking.half_typed import value
from tests.campaigns.talks.asking.test_later import OFFICE, link, mail_link
from tests.html import read

pytestmark = pytest.mark.django_db


def mail_elsewhere(client, address, to, step="group-1"):
    """On the page that says where the link went."""
    return client.post(f"{address}{step}/later/", {"later_email": to, "sent_to": OFFICE})


def test_link_that_went_to_a_wrong_address_is_sent_to_another_with_every_word_kept(
    client, address, settings
):
    settings.EMAIL_HOST = "mail.example"
    first = mail_link(client, address, expected="27 spam")
    strangers = link()

    second = mail_elsewhere(client, address, "home@school.example")

    assert f"<strong>{OFFICE}</strong>" in first.text
    assert "Wrong address? Send it to another one" in first.text
    assert "<strong>home@school.example</strong>" in second.text
    assert TalkDraft.objects.get().typing["group-1"] == {"expected": ["27 spam"]}
    assert client.get(strangers).status_code == client.post(strangers).status_code == 404
    assert client.post(link())["Location"] == address
    assert value(client.get(f"{address}group-1/"), "expected") == "27 spam"
    assert [(mail.to, mail.state) for mail in Mail.objects.order_by("pk")] == [
        (OFFICE, "stopped"),
        ("home@school.example", "waiting"),
    ]


def test_a_second_address_that_is_none_is_told_on_the_same_page(client, address, settings):
    settings.EMAIL_HOST = "mail.example"
    mail_link(client, address, expected="27 spam")
    works = link()

    wrong = mail_elsewhere(client, address, "home at school")

    assert "<title>Error: Look in your e-mail" in " ".join(wrong.text.split())
    assert read(wrong.text).h1 == ["The link is on its way"]
    assert f"<strong>{OFFICE}</strong>" in wrong.text
    assert 'value="home at school"' in wrong.text
    assert TalkDraft.objects.get().typing["group-1"] == {"expected": ["27 spam"]}
    assert client.get(works).status_code == 200


def test_page_says_of_no_address_that_it_went_where_it_did_not(client, address):
    mail_link(client, address)

    page = client.post(
        f"{address}group-1/later/", {"later_email": "x", "sent_to": "stranger@else.example"}
    )

    assert "stranger@else.example" not in page.text


def test_the_same_address_again_keeps_its_link(client, address):
    mail_link(client, address)
    before = link()
    Mail.objects.update(written_at=timezone.now() - timedelta(minutes=5))

    mail_elsewhere(client, address, OFFICE.upper())

    assert link() == before


def test_other_addresses_take_turns_as_any_letter_does(client, address):
    for number in range(3):
        mail_elsewhere(client, address, f"home+{number}@school.example")

    assert mail_elsewhere(client, address, "home+3@school.example").status_code == 429
    assert client.get(link()).status_code == 200
