"""Which links open the school's page, and for how long."""

from datetime import date, timedelta

import pytest

from campaigns.mail import letters
from campaigns.mail.links import hash_of
from campaigns.models import TalkRequest
from campaigns.talks.answer import decline_talk
from tests.campaigns.shown import link
from tests.factories import make_member, make_session, make_talk_request

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("token", ["x", "a" * 43, "a" * 5000, "%00", "🙂"])
def test_an_unknown_link_tells_nothing(client, token):
    make_talk_request()

    answers = [
        client.get(f"/t/{token}/"),
        client.post(f"/t/{token}/accept/"),
        client.post(f"/t/{token}/refuse/"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert "Braeside" not in answers[0].content.decode()


def test_the_hash_is_no_link(client):
    talk = make_talk_request()

    assert client.get(f"/t/{talk.token_hash}/").status_code == 404


@pytest.mark.parametrize("state", ["confirmed", "delivered"])
@pytest.mark.parametrize(("days", "status"), [(365, 200), (366, 404)])
def test_a_link_ends_twelve_months_after_the_talk(client, state, days, status, midday):
    talk = make_talk_request(state=state, session=make_session(held_on=date(2026, 11, 23)))
    midday(timedelta(days=days))

    assert client.get(link(talk)).status_code == status


@pytest.mark.parametrize(("days", "status"), [(30, 200), (31, 404)])
def test_a_link_ends_thirty_days_after_a_request_was_declined(client, days, status, midday):
    talk = make_talk_request()
    midday(timedelta(days=100))
    decline_talk(talk_request=talk, reason="Fully booked", by=make_member().user)
    midday(timedelta(days=days))

    assert client.get(link(talk)).status_code == status


def test_a_request_that_waits_long_keeps_its_link(client, midday):
    talk = make_talk_request()
    midday(timedelta(days=400))

    assert client.get(link(talk)).status_code == 200


def test_a_link_survives_a_new_secret_key_while_the_old_one_is_kept(client, settings):
    talk = make_talk_request()
    address = link(talk)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another long secret " * 5

    assert link(talk) == address
    assert client.get(address).status_code == 200


def test_after_the_old_key_is_thrown_away_the_next_mail_brings_a_new_link(client, settings):
    talk = make_talk_request()
    settings.SECRET_KEY = "another long secret " * 5

    letter = letters.receipt(talk)

    new_link = next(line for line in letter.text.splitlines() if "/t/" in line)
    assert new_link.startswith(f"{settings.SITE_URL}/t/")
    assert client.get(new_link.removeprefix(settings.SITE_URL)).status_code == 200
    assert TalkRequest.objects.get().token_hash == hash_of(new_link.split("/")[-2])
