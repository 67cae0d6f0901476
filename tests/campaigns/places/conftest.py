"""Who is at work on the lists of places."""

import pytest

from tests.factories import make_area, make_member


@pytest.fixture
def coordinator(client):
    member = make_member(role="coordinator")
    member.campaign.areas.add(make_area())
    client.force_login(member.user)
    return member


@pytest.fixture
def officer(client):
    member = make_member()
    member.campaign.areas.add(make_area())
    client.force_login(member.user)
    return member
