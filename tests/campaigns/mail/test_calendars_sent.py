"""The calendar file in letters: a confirmation brings the entry, a move moves it, and it goes when
the talk is called off.
"""

import email.policy
from datetime import date
from email import message_from_bytes

import pytest
from django.db import transaction

from campaigns.history.record import record_change
from campaigns.mail import letters
from campaigns.mail.tasks import as_message
from campaigns.mail.write import write_mail
from campaigns.models import Change, Session
from tests.campaigns.mail.calendars import a_talk, read
from tests.factories import make_member, make_offer, make_talk_request, make_user

pytestmark = pytest.mark.django_db


@transaction.atomic
def sent(letter):
    return message_from_bytes(
        as_message(write_mail(letter)).message().as_bytes(), policy=email.policy.default
    )


def calendar_of(message):
    [part] = message.iter_attachments()
    assert (part.get_content_type(), part.get_content_charset(), part.get_filename()) == (
        "text/calendar",
        "utf-8",
        "invite.ics",
    )
    params = part["Content-Type"].params
    assert (params["name"], part.get_content()[:17]) == ("invite.ics", "BEGIN:VCALENDAR\r\n")
    return params["method"], read(part.get_content())


@pytest.fixture(autouse=True)
def of_one_domain(settings):
    settings.DEFAULT_FROM_EMAIL = "Sextortion Aware <no-reply@demo.example>"


def test_a_confirmation_brings_the_entry():
    talk = a_talk()

    message = sent(letters.date_confirmed(talk))

    method, calendar = calendar_of(message)
    event = calendar.vevent
    assert (method, calendar.method.value, event.status.value) == (
        "REQUEST",
        "REQUEST",
        "CONFIRMED",
    )
    assert (event.organizer.value, event.attendee.value) == (
        "mailto:team@demo.example",
        "mailto:office@school.example",
    )
    assert message["From"] == "Sextortion Aware <team@demo.example>"
    assert {name: event.attendee.params[name] for name in ("PARTSTAT", "RSVP")} == {
        "PARTSTAT": ["ACCEPTED"],
        "RSVP": ["FALSE"],
    }
    assert [part.get_content_type() for part in message.iter_parts()] == [
        "multipart/alternative",
        "text/calendar",
    ]


def test_a_move_moves_the_same_entry():
    talk = a_talk()
    first = calendar_of(sent(letters.date_confirmed(talk)))[1].vevent
    Session.objects.filter(pk=talk.session_id).update(held_on=date(2026, 12, 15))
    record_change(kind=Change.Kind.MOVED, by=None, session=talk.session, talk_request=talk)

    message = sent(letters.date_confirmed(talk))

    method, calendar = calendar_of(message)
    event = calendar.vevent
    assert (message["Subject"], method, event.uid.value) == (
        "Your talk has a new date",
        "REQUEST",
        first.uid.value,
    )
    assert int(event.sequence.value) > int(first.sequence.value)
    assert event.dtstart.value.date() == date(2026, 12, 15)


def called_off(talk):
    session = talk.session
    Session.objects.filter(pk=session.pk).update(state="cancelled", state_reason="Court")
    record_change(
        kind=Change.Kind.CANCELLED, by=make_user(name="Bo Kerr"), session=session, reason="Court"
    )
    return session


def test_a_talk_that_is_called_off_takes_the_entry_out():
    talk = a_talk()
    first = calendar_of(sent(letters.date_confirmed(talk)))[1].vevent
    session = called_off(talk)

    method, calendar = calendar_of(
        sent(letters.talk_called_off(talk, session=session, by_school=False))
    )

    event = calendar.vevent
    assert (method, calendar.method.value, event.status.value, event.transp.value) == (
        "CANCEL",
        "CANCEL",
        "CANCELLED",
        "TRANSPARENT",
    )
    assert (event.uid.value, event.attendee.value) == (
        first.uid.value,
        "mailto:office@school.example",
    )
    assert int(event.sequence.value) > int(first.sequence.value)


def test_new_dates_for_a_date_that_is_lost_take_the_old_entry_out():
    talk = a_talk()
    called_off(talk)
    offer = make_offer(
        talk_request=talk, officer=talk.session.officers.get(), held_on=date(2026, 12, 16)
    )

    message = sent(letters.dates_offered([offer]))

    assert message["Subject"] == "We must change the date of your talk"
    assert calendar_of(message)[0] == "CANCEL"
    assert (
        "we cannot come on Tuesday 8 December at 09:00. That date no longer holds."
        in message.get_body(("plain",)).get_content()
    )


def test_an_ordinary_offer_brings_no_entry():
    offer = make_offer(talk_request=make_talk_request(state="offered"), officer=make_member())

    assert not list(sent(letters.dates_offered([offer])).iter_attachments())
