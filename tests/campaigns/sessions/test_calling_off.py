from datetime import timedelta

import pytest

from campaigns.models import Session, TalkRequest
from tests import factories
from tests.campaigns.sessions.planned import make_planned
from tests.campaigns.typed import errors_of
from tests.factories import TODAY
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]


def test_did_not_happen_needs_a_reason(client, officer):
    session = make_planned(officer)

    response = client.post(f"/team/sessions/{session.pk}/cancel/", {})

    assert errors_of(response) == {
        "called_off_by": ["Choose who called it off"],
        "reason": ["Enter why, in a few words"],
    }
    assert read(response.text).h1 == ["It did not happen"]
    assert Session.objects.get().state == "planned"


@pytest.mark.parametrize(
    ("days", "state", "heading"),
    [(0, "did_not_happen", "It did not happen"), (1, "cancelled", "Cancel this session")],
)
def test_calling_off_is_cancelled_before_its_day_and_did_not_happen_after(
    client, officer, days, state, heading
):
    session = make_planned(officer, held_on=TODAY + timedelta(days=days))
    address = f"/team/sessions/{session.pk}/cancel/"
    assert read(client.get(address).text).h1 == [heading]

    client.post(address, {"called_off_by": "school", "reason": "The hall was flooded"})

    session.refresh_from_db()
    assert (session.state, session.state_reason) == (
        state,
        "Called off by the school or group: The hall was flooded",
    )
    assert TalkRequest.objects.get().state == "cancelled_by_school"


def test_calling_off_twice_keeps_the_first(client, officer):
    session = make_planned(officer)
    address = f"/team/sessions/{session.pk}/cancel/"
    client.post(address, {"called_off_by": "school", "reason": "The hall was flooded"})

    response = client.post(address, {"called_off_by": "police", "reason": "Another story"})

    assert response.status_code == 302
    assert (
        Session.objects.get().state_reason
        == "Called off by the school or group: The hall was flooded"
    )


def test_calling_off_a_colleagues_session_is_for_coordinators(client, officer):
    session = make_planned(factories.make_member(name="Iain Bell"))

    response = client.post(
        f"/team/sessions/{session.pk}/cancel/", {"called_off_by": "school", "reason": "Flood"}
    )

    assert (response.status_code, Session.objects.get().state) == (403, "planned")
