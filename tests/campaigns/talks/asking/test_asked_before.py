"""Who asked before is told so once, and gets the link again; nobody else learns of it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.mail.links import token_of
from campaigns.models import Mail, Place, TalkRequest
from tests.campaigns.talks.asking.conftest import start
from tests.factories import make_session, make_talk_request

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", ["unconfirmed", "submitted", "confirmed"])
def test_who_asked_before_is_told_so_once(client, answers, state):
    session = (
        make_session(state="planned", held_on=timezone.localdate() + timedelta(days=9))
        if state == "confirmed"
        else None
    )
    talk = make_talk_request(state=state, place=Place.objects.get(), session=session)
    address = start(client)

    told = client.post(f"{address}place/", answers["place"])
    again = client.post(
        f"{address}place/",
        {
            "place": told.context["form"]["place"].value().text,
            "told": told.context["form"]["told"].value(),
        },
    )

    page = told.content.decode()
    assert "Somebody asked us for a talk here on" in page
    assert talk.contact_email not in page
    assert talk.reference not in page
    assert again["Location"] == f"{address}group-1/"


@pytest.mark.parametrize("state", ["declined", "withdrawn", "delivered"])
def test_what_is_over_is_not_mentioned(client, answers, state):
    session = make_session() if state == "delivered" else None
    make_talk_request(state=state, state_reason="Full", place=Place.objects.get(), session=session)
    address = start(client)

    assert client.post(f"{address}place/", answers["place"])["Location"] == f"{address}group-1/"


def test_the_link_goes_again_to_whoever_asked_and_the_old_one_lives(client, answers):
    talk = make_talk_request(place=Place.objects.get())
    address = start(client)
    client.post(f"{address}place/", answers["place"])

    page = client.post(f"{address}link/", {"place": talk.place_id}).content.decode()

    mail = Mail.objects.get()
    assert mail.to == "office@school.example"
    assert f"/t/{token_of(talk)}/" in mail.text
    assert mail.to not in page
    assert client.get(f"/t/{token_of(talk)}/").status_code == 200


@pytest.mark.parametrize("place", ["", "x", "999999"])
def test_nobody_learns_whether_somebody_asked(client, answers, place):
    address = start(client)

    assert (
        "Look in your e-mail" in client.post(f"{address}link/", {"place": place}).content.decode()
    )
    assert not Mail.objects.exists()


def test_links_are_not_sent_without_end(client, answers):
    talk = make_talk_request(place=Place.objects.get())
    address = start(client)

    statuses = [
        client.post(f"{address}link/", {"place": talk.place_id}).status_code for _ in range(4)
    ]

    assert statuses == [200, 200, 200, 429]
    assert Mail.objects.count() == 3


def test_a_strangers_younger_request_does_not_stand_before_the_schools_own(client, answers):
    place = Place.objects.get()
    own = make_talk_request(place=place)
    TalkRequest.objects.update(asked_at=timezone.now() - timedelta(weeks=9))
    stranger = {"contact_email": "thief@else.example", "reference": "BCD2346"}
    make_talk_request(state="unconfirmed", place=place, **stranger)

    client.post(f"{start(client)}link/", {"place": place.pk})

    assert Mail.objects.get().to == own.contact_email
