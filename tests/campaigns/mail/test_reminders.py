"""Reminders are written with the confirmation, so that everybody sees them, and follow the talk
wherever it goes.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from campaigns.mail.around_talks import stop_mails
from campaigns.models import Mail, Session
from campaigns.sessions.edit import edit_session
from campaigns.sessions.life import cancel_session
from tests.campaigns.mail.planned_talks import TALK, a_talk, plan, waiting
from tests.factories import (
    NOW,
    make_holiday,
    make_mail,
    make_member,
    make_session,
    make_talk_request,
    make_user,
)

pytestmark = pytest.mark.django_db


SCOTLAND = ZoneInfo("Europe/London")


def moments():
    return [timezone.localtime(mail.send_after) for mail in waiting()]


def test_five_school_days_and_one_before_at_eight():
    plan(a_talk())

    assert moments() == [
        datetime(2026, 12, 1, 8, 0, tzinfo=SCOTLAND),
        datetime(2026, 12, 7, 8, 0, tzinfo=SCOTLAND),
    ]
    assert [mail.useful_until for mail in waiting()] == [
        datetime(2026, 12, 8, 10, 0, tzinfo=SCOTLAND)
    ] * 2
    assert sorted(DBTaskResult.objects.values_list("run_after", flat=True)) == moments()


def test_days_off_are_not_school_days():
    make_holiday(first_on=date(2026, 12, 3), last_on=date(2026, 12, 7), name="Local holiday")

    plan(a_talk())

    assert [moment.date() for moment in moments()] == [date(2026, 11, 26), date(2026, 12, 2)]


def test_a_reminder_whose_time_has_gone_by_is_not_written():
    plan(a_talk(held_on=date(2026, 11, 26)))

    assert [moment.date() for moment in moments()] == [date(2026, 11, 25)]


def test_a_talk_of_tomorrow_has_no_reminder():
    plan(a_talk(held_on=date(2026, 11, 24)))

    assert not waiting().exists()


def test_it_says_where_and_who_and_what_was_told():
    told = {
        "arriving": "Ring at the blue gate",
        "room": "P7 classroom, loudspeakers",
        "access_needs": "A BSL interpreter is there",
    }
    plan(a_talk(officers=("Ailsa Reid", "Callum Shaw"), **told))

    text = waiting()[1].text
    assert "Your talk is on Tuesday 8 December at 10:00. Please check" in text
    for words in (
        (
            "Date: Tuesday 8 December 2026\nTime: 10:00, for 50 minutes\nWhere: Braeside Primary "
            "School, Wishaw (North Lanarkshire)"
        ),
        "Who comes: Ailsa Reid and Callum Shaw, Safer Communities officers",
        "Arriving: Ring at the blue gate\nRoom and sound: P7 classroom, loudspeakers\nThe "
        "officer asks for: Morag Bell, Depute head, 01698 000000\n"
        "Access needs: A BSL interpreter is there\n",
    ):
        assert words in text


def test_it_asks_for_what_was_not_told():
    plan(a_talk())

    assert (
        "Arriving: nothing yet. Which gate or door? Where can the officer park?\nRoom and "
        "sound: nothing yet."
    ) in waiting()[0].text


def test_planned_again_the_old_ones_are_stopped():
    session = a_talk()
    plan(session)
    old = list(waiting())
    session.held_on = TALK + timedelta(days=7)
    session.save()

    plan(session)

    assert [Mail.objects.get(pk=mail.pk).state for mail in old] == ["stopped", "stopped"]
    assert [moment.date() for moment in moments()] == [date(2026, 12, 8), date(2026, 12, 14)]


def test_planned_again_after_one_was_sent_only_what_is_to_come_is_written():
    session = a_talk()
    plan(session)
    Mail.objects.filter(pk=waiting()[0].pk).update(state="sent", sent_at=NOW)

    plan(session, now=datetime(2026, 12, 3, 12, 0, tzinfo=SCOTLAND))

    assert [moment.date() for moment in moments()] == [date(2026, 12, 7)]
    assert Mail.objects.filter(state="sent").count() == 1


def edited(session, *, officers):
    session = Session.objects.get(pk=session.pk)
    details = {
        "held_on": session.held_on,
        "starts_at": session.starts_at,
        "minutes": session.minutes,
        "format": session.format,
        "place": session.place,
        "stages": session.stages,
        "topics": list(session.topics.all()),
        "officers": officers,
    }
    by = make_member(role="coordinator", name="Cara Moss")
    return edit_session(session=session, counts=(), now=NOW, today=NOW.date(), by=by, **details)


def test_another_officer_in_the_plan_is_told_and_stands_in_the_reminders():
    session = a_talk()
    plan(session)

    edited(session, officers=[make_member(name="Callum Shaw")])

    assert (
        "Who comes: Callum Shaw, Safer Communities officer"
        in Mail.objects.get(kind="officer_changed").text
    )
    assert ["Who comes: Callum Shaw" in mail.text for mail in waiting()] == [True, True]


def test_the_same_officers_are_no_news():
    session = a_talk()

    edited(session, officers=list(session.officers.all()))

    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    "changed",
    [{"state": "cancelled_by_school", "state_reason": "Flood"}, {"contact_email": ""}],
    ids=["over", "contact forgotten"],
)
def test_nobody_is_reminded_of_what_will_not_be(changed):
    plan(a_talk(**changed))

    assert not Mail.objects.exists()


def test_a_session_without_a_request_has_nobody_to_remind():
    plan(make_session(state="planned", held_on=TALK))

    assert not Mail.objects.exists()


def test_called_off_nothing_waits_but_the_news_of_it():
    session = a_talk()
    plan(session)
    make_mail(talk_request=session.talk_request, kind="confirmed", send_after=NOW)

    cancel_session(
        session=session,
        called_off_by="school",
        reason="Flood",
        now=NOW,
        today=NOW.date(),
        by=make_user(name="Bo Kerr"),
    )

    assert list(Mail.objects.filter(state="waiting").values_list("key", flat=True)) == [
        f"called_off:{session.pk}:{session.version}"
    ]
    assert Mail.objects.filter(state="stopped").count() == 3


def test_a_request_that_has_ended_keeps_its_last_letter():
    talk = make_talk_request()
    for name in ("question", "offered", "declined", "withdrawn"):
        make_mail(talk_request=talk, kind=name)

    with transaction.atomic():
        stop_mails(talk_request=talk)

    assert sorted(Mail.objects.filter(state="waiting").values_list("key", flat=True)) == [
        "declined:1",
        "withdrawn:1",
    ]
