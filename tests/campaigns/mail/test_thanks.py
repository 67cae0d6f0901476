"""Thanks come once, for a talk that was held, and never for an entry that was undone."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from campaigns.mail.around_talks import THANK_AFTER, thank
from campaigns.mail.links import token_of
from campaigns.models import Attendance, Mail
from campaigns.sessions.life import deliver_session
from campaigns.sessions.putright.merge import merge_sessions, undo_merge
from campaigns.sessions.putright.undo import WINDOW, put_back, what_stands
from campaigns.sessions.rules import Count
from tests.campaigns.mail.planned_talks import a_talk
from tests.campaigns.mail.test_reminders import SCOTLAND
from tests.factories import NOW, make_mail, make_member, make_session, make_user

pytestmark = pytest.mark.django_db


def deliver(session, *, today):
    counts = [Count(audience="children", count=25, known="counted")]
    return deliver_session(
        session=session, counts=counts, today=today, by=make_user(name="Bo Kerr")
    )


def test_delivered_the_school_is_thanked_and_reminded_no_more():
    session = a_talk(held_on=timezone.localdate())
    make_mail(
        talk_request=session.talk_request,
        session=session,
        kind="reminder",
        send_after=timezone.now(),
    )

    deliver(session, today=timezone.localdate())

    assert Attendance.objects.count() == 1
    assert dict(Mail.objects.values_list("subject", "state")) == {
        "Thank you for having us": "waiting",
        "We have your request for a talk": "stopped",
    }


def test_thanks_come_once_whatever_happens():
    session = a_talk(held_on=NOW.date(), state="delivered")

    with transaction.atomic():
        first, second = thank(session, NOW), thank(session, NOW + timedelta(days=2))

    assert (first.key, second, Mail.objects.count()) == (f"thanks:{session.pk}:1", None, 1)


def test_thanks_wait_until_the_entry_can_no_longer_be_undone():
    session = a_talk(held_on=NOW.date(), state="delivered")

    with transaction.atomic():
        assert thank(session, NOW).send_after == NOW + timedelta(minutes=15)

    assert THANK_AFTER > WINDOW


def test_an_entry_that_is_undone_thanks_nobody_and_the_next_one_does():
    member = make_member(role="coordinator", name="Cara Moss")
    today, counts = timezone.localdate(), [Count(audience="children", count=25, known="counted")]
    session = a_talk(held_on=today)
    for _ in range(2):
        before = what_stands(session)
        deliver_session(session=session, counts=counts, today=today, by=member.user)
        if Mail.objects.count() == 1:
            session = put_back(
                session=session, made=session.version, before=before, today=today, by=member
            )

    assert list(Mail.objects.order_by("pk").values_list("key", "state")) == [
        (f"thanks:{session.pk}:1", "stopped"),
        (f"thanks:{session.pk}:2", "waiting"),
    ]


def merged():
    """An officer logged the talk anew, in place of entering the count of the planned one."""
    by, today = make_user(name="Bo Kerr"), timezone.localdate()
    planned = a_talk(held_on=today)
    make_mail(
        talk_request=planned.talk_request,
        session=planned,
        kind="reminder",
        send_after=timezone.now(),
    )
    logged = make_session(held_on=today, officers=list(planned.officers.all()))
    merge_sessions(kept=logged, other=planned, seen=(1, 1), today=today, by=by)
    return planned, logged, by, today


def test_a_talk_that_is_merged_into_one_that_was_held_is_thanked_for():
    _, logged, _, _ = merged()

    assert dict(Mail.objects.values_list("key", "state")) == {
        "reminder:1": "stopped",
        f"thanks:{logged.pk}:1": "waiting",
    }


def test_a_merge_that_is_undone_thanks_nobody():
    planned, logged, by, today = merged()

    undo_merge(other=planned, today=today, by=by)

    assert Mail.objects.get(key=f"thanks:{logged.pk}:1").state == "stopped"
    assert planned.talk_request.session == planned


def test_thanks_lead_to_the_record_and_its_three_questions():
    session = a_talk(held_on=NOW.date(), state="delivered")

    with transaction.atomic():
        mail = thank(session, NOW)

    asks, link = mail.text.split("The record of this talk is here")[1].split("\n\n")[:2]
    assert "Three questions" in asks
    assert "They take a minute" in asks
    assert link.endswith(f"/t/{token_of(session.talk_request)}/")


def test_thanks_are_not_sent_when_the_link_in_them_is_dead():
    session = a_talk(held_on=NOW.date() - timedelta(days=366), state="delivered")

    with transaction.atomic():
        thank(session, NOW)

    assert not Mail.objects.exists()


def test_a_talk_of_the_last_day_of_the_link_is_thanked_for():
    session = a_talk(held_on=NOW.date() - timedelta(days=365), state="delivered")

    with transaction.atomic():
        assert thank(session, NOW).useful_until == datetime(2026, 11, 24, 0, 0, tzinfo=SCOTLAND)
