"""A school calls its talk off an hour before it: the officers read of it at once, in a real
conversation with a mail server.
"""

from datetime import date

import pytest

from campaigns.models import Mail, Membership, Session
from campaigns.models.people import Hears
from tests.campaigns.mail.test_mail_smtp import mail_server, work  # noqa: F401 -- a fixture
from tests.campaigns.shown import link, words
from tests.campaigns.talks.heard.told import a_set_talk, at, press
from tests.factories import make_campaign, make_member

pytestmark = pytest.mark.django_db(transaction=True)

DAY = date(2026, 12, 8)
AILSA, UNA = "ailsa.reid@example.org", "una.shaw@example.org"


@pytest.fixture
def post(mail_server, settings):  # noqa: F811 -- the fixture
    settings.QUIET_AT_NIGHT = True
    return mail_server()


def read(post):
    """By whom, and what: as a person reads it."""
    return {
        to: (message["Subject"], message.get_body(("plain",)).get_content())
        for [to], message in post.kept
    }


def test_called_off_an_hour_before_the_officers_read_it_at_once(client, clock, post, settings):
    campaign = make_campaign()
    campaign.telephone, campaign.office_hours = "01698 555 010", "Monday to Friday, 9 to 5"
    campaign.save()
    ailsa, second = make_member(), make_member(name="Una Shaw")
    owner = make_member(role="coordinator", name="Bo Kerr")
    Membership.objects.update(hears_near=Hears.TODAY, hears_rest=Hears.TODAY)
    talk = a_set_talk(held_on=DAY, officers=[ailsa, second], owner=owner)
    clock(at(8, 9))

    asked = words(client.get(f"{link(talk)}end/"))
    press(talk, "end", reason="Burst pipe")
    work()

    assert "The officer is told at once by e-mail, also at night." in asked
    called_off = words(client.get(link(talk)))
    for page in (asked, called_off):
        assert "Please call us as well, as soon as somebody is there (Monday to Friday, 9" in page
        assert "01698 555 010" in page
    assert "very soon" not in called_off
    mails = read(post)
    assert sorted(mails) == [AILSA, "office@school.example", UNA]
    subject, text = mails[AILSA]
    assert subject == "A school has called off the talk on Tuesday 8 December"
    assert "The school has called the talk off." in text
    assert f"Place: {talk.place_label}" in text
    assert "Date: Tuesday 8 December 2026 at 10:00" in text
    assert f"{settings.SITE_URL}/team/talks/{talk.pk}/" in text.split()
    assert "Burst pipe" not in text
    assert Session.objects.get().state == "cancelled"

    client.force_login(ailsa.user)
    assert "The school has called the talk off." in words(client.get("/team/"))


def test_in_the_dead_of_night_it_goes_at_once_too(clock, post):
    talk = a_set_talk(held_on=DAY)
    clock(at(8, 3, 30))

    press(talk, "end")
    work()

    assert AILSA in read(post)


def test_pressed_three_times_it_is_one_mail_to_each(clock, post):
    talk = a_set_talk(held_on=DAY)
    clock(at(8, 9))

    for _ in range(3):
        press(talk, "end")
        work()

    assert len(post.kept) == 2
    assert Mail.objects.filter(kind="notice").count() == 1


def test_a_digest_is_read_in_the_morning(clock, post):
    talk = a_set_talk(held_on=date(2026, 12, 15))
    clock(at(7, 21))
    press(talk, "another-time")
    work()
    at_night = read(post)
    clock(at(8, 7, 30))

    work()

    subject, text = read(post)[AILSA]
    assert at_night == {}
    assert subject == "What schools told us: one talk to look at"
    assert "wishes another time. Answer by Wednesday 9 December." in text
