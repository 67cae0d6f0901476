"""A button's address that is opened leads to the page with the button; nobody sees a blank page."""

import pytest
from django.test import Client

from campaigns.access.wrong_method import NOT_SENT, PAGES
from tests.campaigns.access.every_address import address_of, addresses, is_of_team
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
ADDRESSES = addresses()
# Whose talk was sent already, whose link is of another kind, or which is not reached yet: the page
# above leads on once more.
LEADS_ON = {"talk_send", "talk_link_again", "talk_read_dates"}


@pytest.fixture
def world(both):
    return both.ours


def button_addresses(client, world):
    """Every address that takes no GET, by its name."""
    found = {}
    for name in ADDRESSES:
        if client.get(address_of(name, world)).status_code == 405:
            found[name] = address_of(name, world)
    return found


def test_every_button_opened_by_a_browser_leads_to_a_page_that_opens(client, world):
    client.force_login(world.coordinator.user)
    buttons = button_addresses(client, world)

    ends = {}
    for name, address in buttons.items():
        first = client.get(address, headers=BROWSER)
        page = client.get(first.url, headers=BROWSER)
        ends[name] = (first.status_code, page.status_code)
        assert first.url.split("/")[1] == address.split("/")[1]

    assert len(ends) > 60
    assert set(PAGES) <= set(ends)
    gone = {"talk_ask_again": (302, 410)}  # the page of what was forgotten
    others = {name: end for name, end in ends.items() if end != (302, 200)}
    assert others == dict.fromkeys(LEADS_ON, (302, 302)) | gone


def test_on_the_team_s_side_the_page_says_that_nothing_was_sent(client, world):
    client.force_login(world.coordinator.user)
    buttons = button_addresses(client, world)

    told = {}
    for name, address in buttons.items():
        page = client.get(address, headers=BROWSER, follow=True)
        told[name] = page.text.count(NOT_SENT)

    assert told == {name: int(is_of_team(ADDRESSES[name])) for name in buttons}


def test_officer_who_took_a_correction_back_is_not_led_to_a_page_that_is_refused(client, world):
    client.force_login(world.officer.user)

    page = client.get(address_of("correction_withdraw", world), headers=BROWSER, follow=True)

    assert (page.status_code, read(page.text).h1) == (200, ["Sessions"])


@pytest.mark.parametrize(
    "name",
    [
        "holiday_remove",
        "incident_remove",
        *(f"topic_{deed}" for deed in ("retire", "offer_again", "remove")),
        *(f"partner_{deed}" for deed in ("retire", "offer_again", "remove")),
    ],
)
def test_button_of_a_list_leads_to_the_list_whether_or_not_its_row_is_gone(client, world, name):
    client.force_login(world.coordinator.user)
    start, deed = f"/team/{name.split('_')[0]}s/", address_of(name, world).split("/")[-2]

    for number in (address_of(name, world).split("/")[3], "999999"):
        page = client.get(f"{start}{number}/{deed}/", headers=BROWSER)
        assert (page.status_code, page.url) == (302, start)


def test_signed_out_it_asks_to_sign_in_and_says_nothing(client, world):
    address = address_of("talk_confirm", world)

    page = client.get(address, headers=BROWSER, follow=True)

    assert page.redirect_chain[-1][0].startswith("/accounts/login/?next=/team/talks/")
    assert NOT_SENT not in page.text


def test_school_gets_no_cookie_by_it(world):
    browser = Client()

    page = browser.get(address_of("talk_accept", world), headers=BROWSER)

    assert (page.status_code, page.url) == (302, address_of("talk_link", world))
    assert not browser.cookies


@pytest.mark.parametrize("method", ["get", "head", "put", "patch", "delete"])
def test_program_gets_a_refusal_in_words_and_is_told_what_is_allowed(client, world, method):
    client.force_login(world.coordinator.user)

    response = getattr(client, method)(address_of("talk_confirm", world))

    assert (response.status_code, response["Allow"]) == (405, "POST")
    if method != "head":
        assert read(response.text).h1 == ["This address does not work that way"]


def test_no_address_answers_anything_with_a_blank_refusal(client, world):
    client.force_login(world.coordinator.user)

    blank = [
        (name, method)
        for name in ADDRESSES
        for method in ("get", "post", "put")
        if (answer := getattr(client, method)(address_of(name, world))).status_code == 405
        and (not answer.content or "Allow" not in answer)
    ]

    assert blank == []
