"""What became of a correction that an officer proposed: on Today, and on a page of their own."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Correction, Membership
from tests import factories
from tests.campaigns.typed import sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]

URL, HOME = "/team/corrections/mine/", "/team/"
State = Correction.State


def propose(member, *, state=State.PROPOSED, days_ago=1, why="", by=None):
    decided = timezone.now() - timedelta(days=days_ago)
    return Correction.objects.create(
        session=factories.make_session(campaign=member.campaign),
        kind=Correction.Kind.VOID,
        state=state,
        based_on=1,
        reason="It was entered twice",
        proposed_by=member.user,
        proposed_at=decided - timedelta(days=1),
        decided_at=None if state == State.PROPOSED else decided,
        decided_by=None if state == State.PROPOSED else by or coordinator_of(member).user,
        decision_reason=why,
    )


def coordinator_of(member):
    """The same one each time."""
    found = Membership.objects.filter(campaign=member.campaign, user__name="Catriona Muir")
    return found.first() or factories.make_member(
        campaign=member.campaign, role="coordinator", name="Catriona Muir"
    )


@pytest.fixture
def officer(client):
    member = factories.make_member()
    sign_in(client, member)
    return member


def listed(response):
    return [line["correction"] for line in response.context["lines"]]


def test_own_page_has_all_that_one_proposed_and_what_became_of_each(client, officer):
    waits = propose(officer, days_ago=0)
    refused = propose(officer, state=State.DECLINED, days_ago=40, why="The register says 25")
    propose(factories.make_member(name="Iain Bell"))

    response = client.get(URL)

    assert listed(response) == [waits, refused]
    assert "The register says 25" in response.text
    assert "Waiting for a coordinator" in response.text


def test_own_page_leaves_out_what_a_coordinator_corrected_at_once(client):
    coordinator = factories.make_member(role="coordinator")
    sign_in(client, coordinator)
    propose(coordinator, state=State.CONFIRMED, by=coordinator.user)

    response = client.get(URL)

    assert listed(response) == []
    assert "You have proposed none." in response.text


def test_own_page_is_for_those_who_log_and_of_their_campaign(client, officer):
    propose(officer)
    fife = factories.make_campaign(name="Fife")
    viewer = factories.make_member(role="viewer", name="Una Shaw")
    stranger = factories.make_member(campaign=fife, name="Fiona Fife")

    sign_in(client, viewer)
    refused = client.get(URL)
    sign_in(client, stranger)

    assert (refused.status_code, listed(client.get(URL))) == (403, [])


def test_own_page_is_only_read(client, officer):
    assert client.post(URL).status_code == 405


def test_today_says_for_two_weeks_what_became_of_it(client, officer):
    waits = propose(officer, days_ago=0)
    accepted = propose(officer, state=State.CONFIRMED, days_ago=13)
    refused = propose(officer, state=State.DECLINED, days_ago=2, why="The register says 25")
    propose(officer, state=State.DECLINED, days_ago=15, why="Long ago")
    propose(officer, state=State.WITHDRAWN, by=officer.user)

    response = client.get(HOME)

    assert response.context["my_corrections"] == [waits, refused, accepted]
    said = " ".join(response.text.split())
    assert "Catriona Muir: The register says 25" in said
    assert ("Long ago" in said, "Corrections you proposed" in said) == (False, True)


def test_today_says_nothing_of_it_when_there_is_none(client, officer):
    assert "Corrections you proposed" not in client.get(HOME).text


def test_session_page_says_that_it_was_refused_and_why(client, officer):
    refused = propose(officer, state=State.DECLINED, why="The register says 25")

    said = " ".join(client.get(f"/team/sessions/{refused.session_id}/").text.split())

    assert "Not confirmed by Catriona Muir" in said
    assert "The register says 25" in said
