"""A hand-over ends with its week; its address can be written to; a name put right is forgotten."""

from datetime import UTC, datetime, timedelta

import pytest

from campaigns.history.conflicts import Conflict
from campaigns.models import TalkContact
from campaigns.privacy.forget import forget
from campaigns.talks.asking.people_forms import AddressForm, LaterForm
from campaigns.talks.contact_change import take_over
from tests.campaigns.shown import link
from tests.campaigns.talks.test_contact_change import (
    OLD,
    asked_address,
    colleague,
    confirmed_talk,
)
from tests.factories import NOW, make_talk_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


def test_a_name_that_was_put_right_is_forgotten_too(client):
    talk = confirmed_talk()
    client.post(f"{link(talk)}hand-over/", colleague(email=OLD, name="Ewan Orr"))
    talk.session.notes = "Ask for Morag Bell or Ewan Orr"
    talk.session.save()
    late = datetime(2028, 1, 10, 3, 0, tzinfo=UTC)

    forget(now=late, today=late.date())

    talk.session.refresh_from_db()
    assert talk.session.notes == "Ask for … or …"


def test_the_week_ends_though_no_night_ran(client):
    talk = make_talk_request()
    client.post(f"{link(talk)}hand-over/", colleague())
    address, asked = asked_address(), TalkContact.objects.get()
    TalkContact.objects.update(named_at=NOW - timedelta(days=7, minutes=1))

    assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]
    with pytest.raises(Conflict):
        take_over(asked=asked, now=NOW)
    client.post(f"{link(talk)}hand-over/", colleague())
    assert client.get(asked_address()).status_code == 200


@pytest.mark.parametrize("email", ["a@" + 60 * "ü" + ".de", "a@\u00ad.de"])
def test_an_address_that_no_server_can_be_told_comes_back(client, email):
    talk = make_talk_request()

    response = client.post(f"{link(talk)}hand-over/", colleague(email=email))

    assert response.context["form"].errors == {
        "contact_email": ["Enter an e-mail address in full, like name@example.com"]
    }
    for form in (AddressForm({"contact_email": email}), LaterForm({"later_email": email})):
        assert list(form.errors.values()) == [
            ["Enter an e-mail address in full, like name@example.com"]
        ]


def test_an_address_in_german_is_taken():
    assert AddressForm({"contact_email": "a@müller.de"}).is_valid()
