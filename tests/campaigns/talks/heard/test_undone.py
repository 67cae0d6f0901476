"""Whoever undoes a count or leaves a talk: what a school said waits for those who can open it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from campaigns.models import Notice
from campaigns.sessions import life
from campaigns.sessions.putright import undo
from campaigns.sessions.rules import Count
from campaigns.talks.heard.lines import lines_on_today
from tests.campaigns.talks.heard.told import DEEDS, a_set_talk, press
from tests.factories import make_member

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 30)
WISH = DEEDS["another-time"]["another-text"]


def counted_and_undone(talk, member):
    session = talk.session
    session.refresh_from_db()
    before = undo.what_stands(session)
    counts = [Count(audience="children", count=25, known="counted")]
    life.deliver_session(session=session, counts=counts, today=DAY, by=member.user)
    undo.put_back(session=session, made=session.version, before=before, today=DAY, by=member)
    talk.refresh_from_db()


def test_a_wish_waits_again_when_the_count_is_undone():
    member = make_member()
    talk = a_set_talk(held_on=DAY, officers=[member])
    type(talk.session).objects.update(starts_at="23:00")
    press(talk, "another-time")

    counted_and_undone(talk, member)

    notice = Notice.objects.get()
    assert (talk.state, talk.state_reason) == ("asks_to_move", WISH)
    assert talk.changes.last().fields == {"State": ["Delivered", "Wishes another time"]}
    assert (notice.dealt_at, notice.dealt_by, notice.answered_at) == (None, None, None)


def test_what_was_seen_before_the_count_stays_seen_and_is_owed_again():
    member = make_member()
    talk = a_set_talk(held_on=DAY, officers=[member])
    type(talk.session).objects.update(starts_at="23:00")
    press(talk, "another-time")
    Notice.objects.update(dealt_at=timezone.now() - timedelta(hours=1), dealt_by=member.user)

    counted_and_undone(talk, member)

    notice = Notice.objects.get()
    assert (notice.dealt_by, notice.answered_at) == (member.user, None)


def test_who_left_the_talk_has_no_line_that_they_cannot_open(client):
    left, gives = make_member(), make_member(name="Bo Kerr")
    talk = a_set_talk(officers=[left, gives])
    press(talk, "note")

    talk.session.officers.remove(left)

    client.force_login(left.user)
    assert client.get(f"/team/talks/{talk.pk}/").status_code == 404
    assert lines_on_today(left, today=DAY) == []
    assert [line.talk for line in lines_on_today(gives, today=DAY)] == [talk]
