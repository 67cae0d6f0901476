"""Who says for a school that it said yes, and how a request is declined."""

from datetime import date

import pytest

from campaigns.models import Change, Mail, Session
from tests.campaigns.shown import words
from tests.campaigns.talks.signed_in import sign_in
from tests.factories import make_member, make_offer, make_session, make_talk_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


@pytest.mark.parametrize("role", ["officer", "coordinator", "administrator"])
def test_the_officer_offered_or_who_runs_the_queue_may_say_that_the_school_said_yes(client, role):
    member = sign_in(client, role)
    talk = make_talk_request(state="offered")
    offer = make_offer(talk_request=talk, officer=member if role == "officer" else make_member())

    response = client.post(f"/team/talks/{talk.pk}/confirm/", {"offer": offer.pk})

    talk.refresh_from_db()
    assert response["Location"] == f"/team/talks/{talk.pk}/"
    assert (talk.state, Session.objects.count()) == ("confirmed", 1)
    assert Change.objects.get(kind="accepted").by == member.user


def test_an_officer_who_was_offered_before_does_not_confirm_for_another(client):
    officer = sign_in(client, "officer")
    talk = make_talk_request(state="offered")
    make_offer(talk_request=talk, officer=officer, state="refused")
    offer = make_offer(talk_request=talk, officer=make_member())

    assert client.post(f"/team/talks/{talk.pk}/confirm/", {"offer": offer.pk}).status_code == 404
    assert not Session.objects.exists()


def test_confirming_twice_has_one_winner(client, coordinator):
    talk = make_talk_request(state="offered")
    offer = make_offer(talk_request=talk, officer=coordinator)

    statuses = [
        client.post(f"/team/talks/{talk.pk}/confirm/", {"offer": offer.pk}).status_code
        for _ in range(2)
    ]

    assert statuses == [302, 409]
    assert Session.objects.count() == 1


def test_a_confirmed_request_leads_to_its_session(client, coordinator):
    session = make_session(state="planned", held_on=date(2026, 12, 8))
    talk = make_talk_request(state="confirmed", session=session)

    assert (
        f'href="/team/sessions/{session.pk}/"'
        in client.get(f"/team/talks/{talk.pk}/").content.decode()
    )


def test_declining_needs_a_reason(client, coordinator):
    talk = make_talk_request()

    response = client.post(f"/team/talks/{talk.pk}/decline/", {"decline-reason": ""})

    talk.refresh_from_db()
    assert "Enter why, in words that they can read" in words(response)
    assert talk.state == "submitted"


def test_declining_tells_the_school_why(client, coordinator):
    talk = make_talk_request()

    client.post(f"/team/talks/{talk.pk}/decline/", {"decline-reason": "We are fully booked."})

    talk.refresh_from_db()
    assert (talk.state, talk.state_reason) == ("declined", "We are fully booked.")
    assert "We are fully booked." in Mail.objects.get().text


def test_declining_what_was_answered_is_told_plainly(client, coordinator):
    talk = make_talk_request(state="declined", state_reason="Full")

    assert (
        client.post(f"/team/talks/{talk.pk}/decline/", {"decline-reason": "Full"}).status_code
        == 409
    )
