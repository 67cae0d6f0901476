"""No school is written to at night, by the clock on its wall;
what cannot wait goes all the same.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as outbox
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from campaigns.mail import letters, quiet, tasks
from campaigns.mail.tasks import send_mail
from campaigns.mail.write import requeue_mails, write_mail
from campaigns.models import Mail
from campaigns.people.letters import password_link_letter
from tests.factories import (
    make_mail,
    make_member,
    make_offer,
    make_session,
    make_talk_request,
    make_user,
)

pytestmark = pytest.mark.django_db

SCOTLAND = ZoneInfo("Europe/London")
NOON, EVENING, NIGHT = (
    datetime(2026, 11, 23, 12, 0, tzinfo=SCOTLAND),
    datetime(2026, 11, 23, 20, 0, tzinfo=SCOTLAND),
    datetime(2026, 11, 24, 3, 0, tzinfo=SCOTLAND),
)
MORNING = datetime(2026, 11, 24, 7, 30, tzinfo=SCOTLAND)


@pytest.fixture(autouse=True)
def nights(settings):
    settings.QUIET_AT_NIGHT = True


def at(day, hour, minute=0):
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=SCOTLAND)


@pytest.mark.parametrize(
    "day",
    [date(2026, 11, 23), date(2026, 7, 8), date(2026, 10, 24), date(2026, 3, 28)],
    ids=["winter", "summer", "clocks back", "clocks on"],
)
@pytest.mark.parametrize(("hour", "minute"), [(20, 0), (23, 59)])
def test_the_evening_waits_for_the_next_morning(day, hour, minute):
    assert quiet.not_at_night(at(day, hour, minute)) == at(day + timedelta(days=1), 7, 30)


@pytest.mark.parametrize(("hour", "minute"), [(0, 0), (7, 29)])
def test_the_small_hours_wait_for_the_same_morning(hour, minute):
    day = date(2026, 7, 8)

    assert quiet.not_at_night(at(day, hour, minute)) == at(day, 7, 30)


@pytest.mark.parametrize(("hour", "minute"), [(7, 30), (12, 0), (19, 59)])
def test_the_day_does_not_wait(hour, minute):
    moment = at(date(2026, 7, 8), hour, minute)

    assert quiet.not_at_night(moment) == moment


def test_a_site_can_leave_the_night_out(settings):
    settings.QUIET_AT_NIGHT = False

    assert quiet.not_at_night(NIGHT) == NIGHT


@transaction.atomic
def write(letter, *, now):
    return write_mail(letter, now=now)


def an_offer(*, held_on=date(2026, 12, 8)):
    return letters.dates_offered(
        [
            make_offer(
                talk_request=make_talk_request(state="offered"),
                officer=make_member(),
                held_on=held_on,
            )
        ]
    )


def job():
    return DBTaskResult.objects.get()


def test_an_offer_of_the_evening_goes_in_the_morning():
    mail = write(an_offer(), now=EVENING)

    assert (mail.send_after, job().run_after) == (MORNING, MORNING)


def test_an_offer_of_the_day_goes_at_once():
    mail = write(an_offer(), now=NOON)

    assert mail.send_after == NOON
    assert job().run_after > MORNING + timedelta(days=365)  # "at once" is a date that never comes


@pytest.mark.parametrize("state", ["unconfirmed", "submitted"])
def test_a_receipt_goes_at_night_because_somebody_waits_for_it(state):
    assert write(letters.receipt(make_talk_request(state=state)), now=NIGHT).send_after is None


def test_a_new_link_goes_at_night():
    assert write(letters.link_renewed(make_talk_request()), now=NIGHT).send_after is None


def test_a_password_goes_at_night():
    assert write(password_link_letter(make_user()), now=NIGHT).send_after is None


@pytest.mark.parametrize(
    ("days", "goes"),
    [(0, None), (1, None), (2, MORNING)],
    ids=["today", "tomorrow", "the day after"],
)
def test_a_talk_that_is_called_off_is_told_at_night_only_when_it_is_near(days, goes):
    session = make_session(
        state="cancelled", state_reason="Court", held_on=EVENING.date() + timedelta(days=days)
    )

    mail = write(
        letters.talk_called_off(
            make_talk_request(session=session), session=session, by_school=False
        ),
        now=EVENING,
    )

    assert mail.send_after == goes


def test_what_would_be_of_no_use_in_the_morning_goes_at_night():
    session = make_session(state="planned", held_on=MORNING.date(), starts_at=time(7, 15))

    mail = write(
        letters.date_confirmed(make_talk_request(state="confirmed", session=session)), now=EVENING
    )

    assert mail.send_after == EVENING


def sends_at(monkeypatch, moment):
    monkeypatch.setattr(tasks.timezone, "now", lambda: moment)


def test_a_worker_that_comes_late_in_the_evening_waits_as_well(monkeypatch):
    mail = write(an_offer(), now=NOON)
    DBTaskResult.objects.all().delete()
    sends_at(monkeypatch, EVENING)

    send_mail.call(mail.pk, 0)

    mail.refresh_from_db()
    assert (mail.state, mail.tries, outbox.outbox, job().run_after) == ("waiting", 0, [], MORNING)


def test_a_worker_that_comes_too_early_waits_until_the_day(monkeypatch):
    mail = make_mail(send_after=MORNING)
    sends_at(monkeypatch, NOON)

    send_mail.call(mail.pk, 0)

    mail.refresh_from_db()
    assert (mail.state, mail.tries, outbox.outbox, job().run_after) == ("waiting", 0, [], MORNING)


def refuse(message, **options):
    raise ConnectionRefusedError


@pytest.mark.parametrize(
    ("send_after", "again"),
    [(NOON, MORNING), (None, EVENING + timedelta(minutes=1))],
    ids=["ordinary", "cannot wait"],
)
def test_a_failure_in_the_last_minute_of_the_day_is_tried_again(monkeypatch, send_after, again):
    mail = make_mail(send_after=send_after)
    Mail.objects.update(written_at=NOON)
    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    sends_at(monkeypatch, EVENING - timedelta(seconds=30) if send_after else EVENING)

    send_mail.call(mail.pk, 0)

    mail.refresh_from_db()
    assert (mail.state, mail.tries, job().run_after) == ("waiting", 1, again)


def test_three_days_are_counted_from_the_day_it_was_to_go(monkeypatch):
    mail = make_mail(send_after=NOON)
    Mail.objects.update(written_at=NOON - timedelta(days=60))
    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    sends_at(monkeypatch, NOON)

    send_mail.call(mail.pk, 0)

    mail.refresh_from_db()
    assert (mail.state, mail.tries) == ("waiting", 1)


def test_a_lost_job_of_a_reminder_is_made_for_its_day():
    make_mail(send_after=MORNING)

    counts = [requeue_mails(now=NOON), requeue_mails(now=NOON)]

    assert (counts, job().run_after) == ([1, 0], MORNING)
