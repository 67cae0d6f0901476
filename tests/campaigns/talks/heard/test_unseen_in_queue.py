"""What a school ended stands in the queue until somebody has seen it, whoever is ill."""

import pytest

from campaigns.talks.heard.deeds import see_news
from tests.campaigns.talks.heard.told import a_set_talk, press
from tests.factories import make_member, make_notice, make_session, make_talk_request

pytestmark = pytest.mark.django_db


def shown(client):
    return [row["talk"].reference for row in client.get("/team/talks/").context["rows"]]


def test_a_call_off_that_nobody_has_seen_stays_in_the_queue_of_all_who_run_it(client, coordinator):
    ill = make_member(role="coordinator", name="Ill Ann")
    talk = a_set_talk(owner=ill)
    press(talk, "end")
    assert shown(client) == ["BCD2345"]

    see_news(talk_request=talk, by=coordinator.user)

    assert shown(client) == []


def test_a_withdrawal_that_nobody_has_seen_stays_in_the_queue(client, coordinator):
    talk = make_talk_request(reference="BCD2346")
    press(talk, "end")

    assert shown(client) == ["BCD2346"]
    assert [
        row["talk"].reference for row in client.get("/team/talks/?state=declined").context["rows"]
    ] == []


def test_how_a_talk_was_is_no_work_of_the_queue(client, coordinator):
    session = make_session(officers=[make_member()])
    talk = make_talk_request(state="delivered", session=session)
    make_notice(talk_request=talk, kind="proposed")

    assert shown(client) == []
