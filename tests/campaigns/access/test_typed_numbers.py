"""Numbers that a form brings along unseen, when they are those of another campaign's rows."""

import pytest
from django.urls import reverse

from tests.campaigns.access.typed_rows import log_data, talk_enter
from tests.campaigns.typed import errors_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


def test_form_with_the_number_of_another_campaigns_session_is_still_asked_about(client, both):
    client.force_login(both.ours.coordinator.user)
    given = log_data(
        place=both.ours.place.label,
        officers=[both.ours.officer],
        topics=[both.ours.topic],
        client_id=both.theirs.delivered.client_id,
        count_children="999",
    )

    response = client.post(reverse("campaigns:session_log"), given)

    assert response.context["check"].sentences


def test_last_place_of_another_campaign_is_not_offered(client, both):
    client.force_login(both.ours.coordinator.user)
    pages = [
        client.post(
            reverse("campaigns:session_log"),
            log_data(officers=[both.ours.officer], last_place=world.place.pk, format=""),
        ).text
        for world in (both.ours, both.theirs)
    ]

    assert both.ours.place.name in pages[0]
    assert both.theirs.place.name not in pages[1]


def test_request_with_the_number_of_another_campaigns_request_is_not_that_one(client, both):
    client.force_login(both.ours.coordinator.user)
    given = talk_enter(both.ours, both.ours) | {"draft_key": both.theirs.submitted.draft_key}

    response = client.post(reverse("campaigns:talk_enter"), given)

    said = "Something went wrong with this form. Open “A request by telephone” again"
    assert errors_of(response) == {"__all__": [said]}
    assert said in response.text
