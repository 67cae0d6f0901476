"""The calendar as a mail server gets it: who sends it is who organises it, and its headers say what
it is, as Outlook and Gmail want them.
"""

import icalendar
import pytest
from django.db import transaction

from campaigns.mail import letters
from campaigns.mail.write import write_mail
from campaigns.models import Campaign
from tests.campaigns.mail.calendars import a_talk
from tests.campaigns.mail.post import says
from tests.campaigns.mail.test_mail_smtp import work
from tests.campaigns.mail.written import a_mail

pytestmark = pytest.mark.django_db(transaction=True)


@transaction.atomic
def a_confirmation(**team):
    talk = a_talk()
    Campaign.objects.update(**team)
    return write_mail(letters.date_confirmed(talk))


def organiser(message):
    [part] = message.iter_attachments()
    return event_in(part.get_content())["ORGANIZER"]


def event_in(text):
    [event] = icalendar.Calendar.from_ical(text).walk("VEVENT")
    return event


def state_of(mail):
    mail.refresh_from_db()
    return mail.state


def test_calendar_is_sent_by_its_organiser(post, settings):
    settings.DEFAULT_FROM_EMAIL = "Site <no-reply@lanarkshire.example>"
    mail = a_confirmation(team_email="safer@lanarkshire.example", team_name="Safer, Lanarkshire")

    work()

    [(_, message)] = post.kept
    address = message["From"].addresses[0]
    assert (address.display_name, address.addr_spec) == (
        "Safer, Lanarkshire",
        "safer@lanarkshire.example",
    )
    assert post.senders == ["safer@lanarkshire.example"]
    assert organiser(message) == "mailto:safer@lanarkshire.example"
    assert state_of(mail) == "sent"


def test_team_of_another_domain_is_not_spoken_for(post, settings):
    settings.DEFAULT_FROM_EMAIL = "Site <no-reply@talks.example>"
    a_confirmation(team_email="safer@lanarkshire.example", team_name="Safer")

    work()

    [(_, message)] = post.kept
    assert message["From"] == "Safer <no-reply@talks.example>"
    assert message["Reply-To"] == "safer@lanarkshire.example"
    assert organiser(message) == "mailto:no-reply@talks.example"


def test_server_that_lets_us_send_in_one_name_gets_the_letter_so(post, settings):
    settings.DEFAULT_FROM_EMAIL = "Site <no-reply@lanarkshire.example>"
    mail = a_confirmation(team_email="safer@lanarkshire.example", team_name="Safer")

    async def one_name(server, session, envelope, address, options):
        if address.startswith("safer"):
            return "550 5.7.60 You may not send as this address"
        envelope.mail_from = address
        return "250 OK"

    post.handle_MAIL = one_name
    work()

    assert (state_of(mail), post.senders) == ("sent", ["no-reply@lanarkshire.example"])


def test_other_letters_are_from_the_site(post, settings):
    settings.DEFAULT_FROM_EMAIL = "Site <no-reply@lanarkshire.example>"
    a_mail()

    work()

    assert post.kept[0][1]["From"] == "Site <no-reply@lanarkshire.example>"


def test_calendar_of_an_earlier_version_goes_in_the_name_of_the_site(post, settings):
    """Its organiser may be of a domain that our server does not speak for."""
    settings.DEFAULT_FROM_EMAIL = "Site <no-reply@lanarkshire.example>"
    a_confirmation(team_email="safer@lanarkshire.example")
    settings.DEFAULT_FROM_EMAIL = "Site <no-reply@talks.example>"

    work()

    assert post.kept[0][1]["From"] == "Site <no-reply@talks.example>"


def test_file_beside_the_words_says_what_it_is(post):
    a_confirmation()

    work()

    [(_, message)] = post.kept
    [part] = message.iter_attachments()
    assert [one.get_content_type() for one in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
    ]
    assert dict(part["Content-Type"].params) == {
        "charset": "utf-8",
        "method": "REQUEST",
        "name": "invite.ics",
    }
    assert (part.get_content_disposition(), part.get_filename()) == ("attachment", "invite.ics")
    assert part.get_content().startswith("BEGIN:VCALENDAR\r\n")
    assert "\r\nMETHOD:REQUEST\r\n" in part.get_content()


def test_calendar_is_the_last_body_where_the_setting_says_so(post, settings):
    settings.CALENDAR_ALTERNATIVE = True
    a_confirmation()

    work()

    [(_, message)] = post.kept
    mixed, bodies = [*message.walk()][:2]
    body, file = [*bodies.iter_parts()][-1], [*mixed.iter_parts()][-1]
    assert [one.get_content_type() for one in message.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    assert dict(body["Content-Type"].params) == {
        "charset": "utf-8",
        "method": "REQUEST",
        "name": "invite.ics",
    }
    assert file.get_filename() == "invite.ics"
    assert event_in(body.get_content()) == event_in(file.get_content())
    assert body.get_content_disposition() is None


def test_a_refusal_of_the_address_is_no_refusal_of_the_sender(post, settings):
    """It is not said a second time, in another name."""
    settings.DEFAULT_FROM_EMAIL = "Site <no-reply@lanarkshire.example>"
    mail = a_confirmation(team_email="safer@lanarkshire.example")
    post.handle_RCPT = says("550 5.1.1 No such mailbox")

    work()

    assert (state_of(mail), post.senders) == ("refused", [])
