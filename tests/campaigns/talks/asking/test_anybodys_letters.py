"""Letters that anybody can cause for a mailbox: they shut nobody's asking, and tell nobody who has
a request with us.
"""

import pytest
from django.core.cache import cache

from campaigns.access import limits
from campaigns.models import Mail
from campaigns.talks.asking.address import confirm_address
from tests.campaigns.talks.asking.conftest import answered, start
from tests.factories import make_campaign, make_place, make_talk_request

pytestmark = pytest.mark.django_db

OFFICE = "office@school.example"


@pytest.fixture(autouse=True)
def no_turns_taken():
    cache.clear()


def ask_for_list(client, address=OFFICE):
    return client.post("/talks/earlier/", {"contact_email": address}).status_code


def link_again(client, place):
    return client.post(f"{start(client)}link/", {"place": place}).status_code


def mail_draft_link(client, answers):
    address = answered({"place": answers["place"]})
    return client.post(f"{address}group-1/later/", {"later_email": OFFICE}).status_code


def test_strangers_letters_do_not_shut_a_schools_own_request(client, answers):
    for _ in range(3):
        ask_for_list(client)
        mail_draft_link(client, answers)

    assert ask_for_list(client) == 429
    assert client.post(f"{answered(answers)}send/").status_code == 302


def test_strangers_letters_do_not_shut_the_letter_again_behind_the_same_address(
    client, monkeypatch
):
    monkeypatch.setattr(limits, "LETTERS_AGAIN_BY_ADDRESS", ((2, limits.HOUR),))
    monkeypatch.setattr(limits, "ANYBODYS_LETTERS_BY_ADDRESS", ((2, limits.HOUR),))
    talk = make_talk_request(state="unconfirmed", contact_email=OFFICE)
    statuses = [ask_for_list(client, f"office{number}@school.example") for number in range(3)]

    again = client.post(f"/talks/ask/{talk.draft_key}/sent/again/", {"contact_email": OFFICE})

    assert statuses == [200, 200, 429]
    assert again.status_code == 302


@pytest.mark.parametrize("known", [True, False])
def test_mailbox_that_has_confirmed_is_answered_like_any_other(client, known):
    make_campaign()
    if known:
        confirm_address(talk_request=make_talk_request(state="unconfirmed", contact_email=OFFICE))

    assert [ask_for_list(client) for _ in range(4)] == [200, 200, 200, 429]


def test_link_again_answers_the_same_for_a_place_with_a_request_and_one_without(client, answers):
    asked = make_talk_request(contact_email=OFFICE).place
    quiet = make_place(name="Quiet PS")

    statuses = [[link_again(client, place.pk) for _ in range(5)] for place in (asked, quiet)]

    assert statuses == [[200, 200, 200, 429, 429]] * 2
    assert Mail.objects.count() == 3


def test_link_again_leaves_no_trace_in_what_an_address_is_told(client, answers):
    """Else whoever guesses an address would see that the letters went there."""
    asked = make_talk_request(contact_email=OFFICE).place
    for _ in range(3):
        link_again(client, asked.pk)

    assert ask_for_list(client) == 200


def test_links_to_one_mailbox_are_limited_whatever_the_place_and_no_page_tells(client, answers):
    places = [make_place(name=f"{name} PS") for name in ("Ash", "Oak", "Elm", "Yew")]
    for letter, place in zip("BCDF", places, strict=True):
        make_talk_request(contact_email=OFFICE, place=place, reference=f"BCD234{letter}")

    statuses = [link_again(client, place.pk) for place in places]

    assert statuses == [200] * 4
    assert Mail.objects.count() == 3
