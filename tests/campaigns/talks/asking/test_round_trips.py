"""How often Send goes to the database: each trip is time in which somebody waits."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import TalkRequest
from tests.campaigns.talks.asking.conftest import walk

pytestmark = pytest.mark.django_db(transaction=True)

MOST = 30


def whole_request(answers):
    """Three groups and three wishes."""
    rest = {step: typed for step, typed in answers.items() if step not in ("place", "group-1")}
    rest["topic"]["format"] = "workshop"
    rest["dates"] = {
        "when_1": "any Tuesday, morning",
        "when_2": "any Thursday",
        "when_3": "any Friday, afternoon",
    }
    return {
        "place": answers["place"],
        "group-1": {**answers["group-1"], "another": "on"},
        "group-2": {"who": "pupils", "stages": "P6", "expected": "120", "another": "on"},
        "group-3": {"who": "parents", "expected": "40"},
        **rest,
    }


def test_send_makes_few_round_trips(client, answers, counted_in_database):
    address, _ = walk(client, whole_request(answers))

    with CaptureQueriesContext(connection) as trips:
        client.post(f"{address}send/")

    talk = TalkRequest.objects.get()
    assert (talk.groups.count(), talk.wishes.count()) == (3, 3)
    assert len(trips) <= MOST, "\n".join(trip["sql"][:300] for trip in trips)
