"""How long the contact of a request is kept, and how long its link works."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from campaigns.mail.links import token_of
from campaigns.mail.tasks import send_mail
from campaigns.models import Mail, TalkRequest
from campaigns.privacy.forget import DEAD_LINK
from campaigns.talks.answer import decline_talk
from tests.campaigns.privacy.forgetting import (
    NIGHT,
    asked_for,
    at,
    news,
    tonight,
)
from tests.factories import (
    make_member,
    make_offer,
    make_session,
    make_talk_request,
    set_back,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", ["confirmed", "delivered"])
@pytest.mark.parametrize(
    ("held_on", "forgotten"), [(date(2025, 11, 22), 1), (date(2025, 11, 23), 0)]
)
def test_a_contact_is_kept_for_twelve_months_after_the_talk(state, held_on, forgotten):
    make_talk_request(state=state, session=make_session(held_on=held_on))

    assert tonight().contacts == forgotten


@pytest.mark.parametrize(
    "state", ["declined", "withdrawn", "cancelled_by_school", "cancelled_by_police", "lapsed"]
)
@pytest.mark.parametrize(("day", "forgotten"), [(date(2026, 8, 22), 1), (date(2026, 8, 23), 0)])
def test_a_contact_is_kept_for_three_months_after_the_talk_was_called_off(state, day, forgotten):
    talk = make_talk_request(state=state, state_reason="A reason")
    news(talk, at(day))

    assert tonight().contacts == forgotten


def test_the_three_months_begin_with_the_last_change():
    talk = make_talk_request()
    decline_talk(talk_request=talk, reason="No officer", by=make_member(role="coordinator").user)
    TalkRequest.objects.update(asked_at=at(date(2025, 1, 1)))
    set_back(to=at(date(2026, 11, 1)))

    assert tonight().contacts == 0


@pytest.mark.parametrize("state", ["submitted", "needs_info", "waiting", "offered"])
@pytest.mark.parametrize(("day", "forgotten"), [(date(2025, 11, 22), 1), (date(2025, 11, 23), 0)])
def test_a_request_that_came_to_nothing_lapses_after_twelve_months(state, day, forgotten):
    talk = make_talk_request(state=state, state_reason="A reason")
    offer = make_offer(talk_request=talk, officer=make_member())
    news(talk, at(day))

    done = tonight()

    talk.refresh_from_db()
    offer.refresh_from_db()
    assert done.contacts == forgotten
    assert (talk.state, offer.state) == (("lapsed", "lapsed") if forgotten else (state, "held"))
    assert [change.fields["State"][1] for change in talk.changes.all()] == ["Lapsed"] * forgotten


def test_mail_that_waits_for_a_forgotten_contact_is_never_sent(mailoutbox):
    talk = asked_for(NIGHT)
    news(talk, at(date(2025, 1, 1)))
    jobs = list(DBTaskResult.objects.values_list("args_kwargs", flat=True))

    tonight()
    for job in jobs:
        send_mail.call(*job["args"])

    assert not Mail.objects.exists()
    assert mailoutbox == []


@pytest.mark.parametrize("state", ["cancelled_by_school", "cancelled_by_police", "submitted"])
@pytest.mark.parametrize(("days", "status"), [(30, 200), (31, 404)])
def test_the_schools_link_leads_nowhere_thirty_days_after_the_day_that_was_called_off(
    state, days, status
):
    held_on = timezone.localdate() - timedelta(days=days)
    session = make_session(state="cancelled", state_reason="Snow", held_on=held_on)
    talk = make_talk_request(state=state, state_reason="Snow", session=session)
    link = f"/t/{token_of(talk)}/"

    done = tonight(now=timezone.now())

    talk.refresh_from_db()
    assert done.links == (status == 404)
    assert talk.token_hash.startswith(DEAD_LINK) is (status == 404)
    assert Client().get(link).status_code == status


@pytest.mark.parametrize("state", ["confirmed", "delivered"])
@pytest.mark.parametrize("email", ["office@school.example", ""])
@pytest.mark.parametrize(
    ("day", "is_dead"), [(date(2025, 11, 23), False), (date(2025, 11, 22), True)]
)
def test_the_record_of_a_talk_goes_with_its_contact(state, email, day, is_dead):
    session = make_session(held_on=day)
    talk = make_talk_request(state=state, session=session, contact_email=email)

    tonight()

    talk.refresh_from_db()
    assert talk.token_hash.startswith(DEAD_LINK) is is_dead


def test_a_dead_link_stays_dead_whatever_the_page_thinks_of_the_day(monkeypatch):
    talk = make_talk_request(state="delivered", session=make_session(held_on=date(2025, 11, 22)))
    link = f"/t/{token_of(talk)}/"
    tonight()
    monkeypatch.setattr(timezone, "localdate", lambda value=None: date(2025, 11, 23))

    assert Client().get(link).status_code == 404


def test_a_link_of_an_open_request_is_never_forgotten():
    talk = make_talk_request(state="offered")
    news(talk, at(date(2026, 1, 1)))

    assert tonight().links == 0
