"""A mail is sent only as long as it is of use."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core import mail as outbox
from django.db import transaction
from django.utils import timezone

from campaigns.mail import letters
from campaigns.mail.tasks import send_mail
from campaigns.mail.write import requeue_mails, write_mail
from campaigns.models import Mail
from tests.campaigns.mail.sending import jobs, refuse
from tests.campaigns.mail.written import a_mail
from tests.factories import make_member, make_offer, make_session, make_talk_request

pytestmark = pytest.mark.django_db


def an_offer_mail(*, begins):
    offer = make_offer(
        talk_request=make_talk_request(state="offered"),
        officer=make_member(),
        held_on=begins.date(),
        starts_at=begins.time(),
    )
    with transaction.atomic():
        return write_mail(letters.dates_offered([offer]))


def from_now(**away):
    return timezone.localtime().replace(microsecond=0) + timedelta(**away)


def test_an_offer_is_of_use_until_the_talk_begins():
    offer = make_offer(
        talk_request=make_talk_request(state="offered"),
        officer=make_member(),
        held_on=date(2026, 7, 8),
        starts_at=time(10, 0),
    )

    assert letters.dates_offered([offer]).useful_until == datetime(
        2026, 7, 8, 9, 0, tzinfo=UTC
    )  # summer time


def test_a_confirmation_is_of_use_until_the_talk_begins():
    session = make_session(state="planned", held_on=date(2026, 7, 8), starts_at=time(10, 0))

    letter = letters.date_confirmed(make_talk_request(state="confirmed", session=session))

    assert letter.useful_until == datetime(2026, 7, 8, 9, 0, tzinfo=UTC)


def test_a_receipt_is_of_use_for_ever():
    assert a_mail().useful_until is None


def test_a_mail_that_comes_too_late_is_not_sent():
    mail = an_offer_mail(begins=from_now(seconds=-1))

    send_mail.call(mail.pk, 0)

    mail.refresh_from_db()
    assert (mail.state, mail.sent_at, outbox.outbox) == ("given_up", None, [])


def test_a_mail_is_sent_as_long_as_it_is_of_use():
    mail = an_offer_mail(begins=from_now(minutes=1))

    send_mail.call(mail.pk, 0)

    mail.refresh_from_db()
    assert (mail.state, len(outbox.outbox)) == ("sent", 1)


@pytest.mark.parametrize(("minutes", "state", "count"), [(4, "given_up", 1), (6, "waiting", 2)])
def test_it_is_given_up_when_the_next_try_would_come_too_late(monkeypatch, minutes, state, count):
    mail = an_offer_mail(begins=from_now(minutes=minutes))
    monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", refuse)
    Mail.objects.update(tries=1)

    send_mail.call(mail.pk, 1)  # the next would be five minutes from now

    mail.refresh_from_db()
    assert (mail.state, jobs().count()) == (state, count)


def test_a_mail_that_is_given_up_gets_no_job():
    mail = an_offer_mail(begins=from_now(seconds=-1))
    send_mail.call(mail.pk, 0)
    jobs().delete()

    assert requeue_mails(now=timezone.now()) == 0
