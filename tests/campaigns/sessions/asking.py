"""A session as it is typed, what is asked about it, and the press that confirms it."""

from datetime import date

from tests.campaigns.shown import keys_of
from tests.campaigns.typed import log_data
from tests.factories import make_topic

URL = "/team/log/"
SATURDAY, NEXT_SATURDAY = date(2026, 11, 21), date(2026, 11, 28)


def typed(officer, place, **changed):
    return log_data(place=place.label, officers=[officer], topics=[make_topic()], **changed)


def asked(response):
    assert response.status_code == 200
    return [sentence.text for sentence in response.context["check"].sentences]


def again(client, response, given, *, address=URL, **changed):
    """Presses the button of the page that asked."""
    return client.post(address, given | changed | {"confirmed": keys_of(response)})
