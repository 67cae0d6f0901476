"""A form that was sent too late is there after signing in by the provider."""

from urllib.parse import parse_qs, urlsplit

import pytest

from campaigns.access.kept import WHOSE, living, signer
from tests.campaigns.people.sso.conftest import trip

pytestmark = pytest.mark.django_db


def test_form_that_waits_is_there_after_the_way_to_the_provider_and_back(client, provider, member):
    word = signer.sign(str(member.user_id))
    waits = client.post("/team/press/", {WHOSE: word, "notes": "Two classes"})
    [where] = parse_qs(urlsplit(waits["Location"]).query)["next"]

    arrived = trip(client, provider, next=where)

    assert arrived["Location"] == where
    [form] = living(member.user_id).values()
    assert (form["owner"], form["form"]) == (member.user_id, "notes=Two+classes")
