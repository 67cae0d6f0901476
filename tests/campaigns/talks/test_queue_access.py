"""Who may open the queue and its requests, and by which method."""

import pytest

from tests.campaigns.talks.signed_in import sign_in
from tests.campaigns.talks.test_queue_offer import date_form
from tests.factories import make_campaign, make_offer, make_talk_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


def ask(client, address):
    """By the method that the address takes."""
    return (
        client.post(address)
        if address.endswith(("offer/", "confirm/", "decline/"))
        else client.get(address)
    )


@pytest.mark.parametrize("deed", ["", "offer/", "confirm/", "decline/"])
def test_signed_out_nobody_gets_in(client, deed):
    talk = make_talk_request()

    response = ask(client, f"/team/talks/{talk.pk}/{deed}")

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    "address",
    [
        "/team/talks/",
        "/team/talks/1/",
        "/team/talks/1/offer/",
        "/team/talks/1/confirm/",
        "/team/talks/1/decline/",
    ],
)
def test_a_viewer_sees_no_contact(client, address):
    sign_in(client, "viewer")

    assert ask(client, address).status_code == 403


@pytest.mark.parametrize("deed", ["", "offer/", "confirm/", "decline/"])
def test_a_coordinator_of_another_campaign_finds_nothing(client, deed):
    sign_in(client, "coordinator", campaign=make_campaign(name="Ayrshire"))
    talk = make_talk_request(campaign=make_campaign())

    assert ask(client, f"/team/talks/{talk.pk}/{deed}").status_code == 404


@pytest.mark.parametrize("deed", ["", "confirm/"])
def test_an_officer_finds_nothing_that_was_not_offered_to_them(client, deed):
    sign_in(client, "officer")
    talk = make_talk_request()

    assert ask(client, f"/team/talks/{talk.pk}/{deed}").status_code == 404


@pytest.mark.parametrize("deed", ["offer/", "decline/"])
def test_an_officer_does_not_run_the_queue(client, deed):
    officer = sign_in(client, "officer")
    talk = make_talk_request(state="offered")
    make_offer(talk_request=talk, officer=officer)

    assert client.post(f"/team/talks/{talk.pk}/{deed}", date_form(officer)).status_code == 403


@pytest.mark.parametrize("deed", ["", "offer/", "confirm/", "decline/"])
def test_a_request_that_is_not_there_is_not_found(client, coordinator, deed):
    assert ask(client, f"/team/talks/999999/{deed}").status_code == 404


@pytest.mark.parametrize("deed", ["confirm/", "said-no/", "take-back/"])
def test_buttons_are_posts(client, coordinator, deed):
    assert client.get(f"/team/talks/{make_talk_request().pk}/{deed}").status_code == 405


@pytest.mark.parametrize("address", ["/team/talks/", "/team/talks/1/"])
def test_reading_takes_no_post(client, coordinator, address):
    assert client.post(address).status_code == 405
