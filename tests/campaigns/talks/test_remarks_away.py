"""New dates for a talk whose officer is called away are warned of like any other."""

from datetime import date

import pytest

from tests.campaigns.shown import words
from tests.campaigns.talks.test_called_away import address, confirmed_talk
from tests.factories import make_holiday, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


def test_a_date_that_became_a_holiday_meanwhile_comes_back_and_nothing_is_changed(
    client, coordinator
):
    talk = confirmed_talk(make_member(name="Bo Kerr"))
    dates = [words for _, words in client.get(address(talk)).context["suggestions"]]
    day = date.fromisoformat(dates[0][:10])
    make_holiday(first_on=day, last_on=day, name="Local holiday")

    response = client.post(
        address(talk, "new-dates/"), {"date": dates, "opened": talk.session.version}
    )

    talk.refresh_from_db()
    assert (response.status_code, talk.state) == (200, "confirmed")
    assert "(Local holiday). Nothing was changed. To offer what stands below" in words(response)
    shown = [words for _, words in response.context["suggestions"]]
    assert dates[0] not in shown
    again = {"date": shown, "opened": talk.session.version, "shown": response.context["shown"]}
    assert client.post(address(talk, "new-dates/"), again).status_code == 302
