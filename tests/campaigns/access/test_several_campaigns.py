"""Somebody of several campaigns works in one at a time, and nothing slips from one to the other."""

import json
import uuid
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from campaigns.access.permissions import may_read
from campaigns.models import Membership, Session
from campaigns.sessions.offline.entry import owner_of
from tests.campaigns.typed import log_data
from tests.factories import make_campaign, make_member, make_place, make_topic
from tests.html import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(client) -> Membership:
    member = make_member()
    client.force_login(member.user)
    return member


@pytest.fixture
def there(here) -> Membership:
    campaign = make_campaign(name="Fife")
    return Membership.objects.create(campaign=campaign, user=here.user, role="officer")


def switch(client, member):
    return client.post(f"/team/campaign/{member.campaign_id}/")


def works_in(client) -> str:
    return client.get("/team/").context["member"].campaign.name


def test_person_works_in_the_first_until_they_switch(client, here, there):
    before = works_in(client)

    done = switch(client, there)

    assert may_read(there)
    assert (before, done["Location"], works_in(client)) == ("Lanarkshire", "/team/", "Fife")
    switch(client, here)
    assert works_in(client) == "Lanarkshire"


def test_whoever_has_one_campaign_is_shown_no_choice(client, here):
    page = client.get("/team/").content.decode()

    assert "/team/campaign/" not in page
    assert "You work in" not in page


def test_choice_is_shown_to_who_has_two(client, here, there):
    page = client.get("/team/").content.decode()

    assert f'action="/team/campaign/{there.campaign_id}/"' in page
    assert "Work in Fife" in page


def test_nobody_switches_to_a_campaign_that_they_are_not_in(client, here):
    other = make_member(name="Iain Bell", campaign=make_campaign(name="Ayrshire"))

    assert switch(client, other).status_code == 404
    assert works_in(client) == "Lanarkshire"


def test_membership_that_ended_is_no_choice_and_ends_the_one_made(client, here, there):
    switch(client, there)
    Membership.objects.filter(pk=there.pk).update(ended_at=timezone.now())

    assert works_in(client) == "Lanarkshire"
    assert switch(client, there).status_code == 404


def test_form_that_was_begun_in_one_campaign_is_not_saved_in_another(client, here, there):
    place, topic = make_place(campaign=here.campaign), make_topic(campaign=here.campaign)
    typed = log_data(place=place.label, place_id=place.pk, officers=[here], topics=[topic])
    switch(client, there)

    response = client.post("/team/log/", typed, follow=True)

    assert {"place", "officers", "topics"} <= set(response.context["form"].errors)
    assert Session.objects.count() == 0


def test_entry_that_was_kept_in_one_campaign_waits_for_it(client, here, there):
    entry = {
        "client_id": str(uuid.uuid4()),
        "owner": owner_of(here),
        "device_at": "2026-11-23T09:00:00Z",
        "fields": {},
    }
    switch(client, there)

    response = client.post("/team/log/send/", json.dumps(entry), content_type="application/json")

    assert owner_of(here) != owner_of(there)
    assert response.status_code == 409
    assert "You wrote this in Lanarkshire" in response.json()["problems"][0]["text"]
    assert Session.objects.count() == 0


def begun_in(page) -> list[str | None]:
    return [row["value"] for row in read(page.text).fields if row.get("name") == "begun_in"]


def send(client, typed):
    """As a browser sends a form without a file."""
    sent = urlencode(typed, doseq=True)
    kind = "application/x-www-form-urlencoded"
    return client.post("/team/log/", sent, content_type=kind, follow=True)


def test_form_that_was_begun_before_the_switch_is_saved_where_it_was_begun(client, here, there):
    place = make_place()
    topic = make_topic()
    forms = begun_in(client.get("/team/log/"))
    switch(client, there)

    said = send(client, log_data(place=place, topics=[topic], officers=[here], begun_in=forms[0]))

    assert set(forms) == {str(here.campaign_id)}
    assert Session.objects.get().campaign == here.campaign
    assert said.status_code == 200
    assert "You work in Lanarkshire again: the form was begun there." in said.text
    assert works_in(client) == "Lanarkshire"


def test_form_that_is_sent_after_signing_in_again_leads_to_its_own_campaign(client, here, there):
    place = make_place(campaign=there.campaign)
    topic = make_topic(campaign=there.campaign)
    typed = log_data(place=place, topics=[topic], officers=[there], begun_in=there.campaign_id)
    client.force_login(here.user)

    said = send(client, typed)

    assert (said.status_code, works_in(client)) == (200, "Fife")


def test_form_of_one_campaign_says_nothing_of_it(client, here):
    make_topic()

    assert begun_in(client.get("/team/log/")) == []


@pytest.mark.parametrize("said", ["0", "x", "9" * 19, "\u0663", "-1"])
def test_campaign_that_is_none_of_theirs_is_not_believed(client, here, there, said):
    make_campaign(name="Moray")

    send(client, {"begun_in": said})

    assert works_in(client) == "Lanarkshire"
