"""What both people read when a talk has another contact: the one before, whose link is dead, and
the one of now, also when the talk has gone by.
"""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from campaigns.models import Mail
from tests.campaigns.shown import link, words
from tests.campaigns.talks.test_contact_change import asked_address, colleague, confirmed_talk
from tests.campaigns.talks.test_contact_corrected import filled
from tests.factories import make_talk_request

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]
NEW = "ewan.orr@school.example"


def from_the_talk(monkeypatch, talk, **later):
    """The clock stands so long after it begins."""
    held = talk.session
    begins = timezone.make_aware(datetime.combine(held.held_on, held.starts_at))
    monkeypatch.setattr(timezone, "now", lambda: begins + timedelta(**later))


def letter(kind):
    return Mail.objects.get(kind=kind)


def test_the_one_before_reads_which_talk_it_is_about(client):
    talk = confirmed_talk()
    day = f"{talk.session.held_on:%A} {talk.session.held_on.day} {talk.session.held_on:%B %Y}"
    client.post(f"{link(talk)}hand-over/", colleague())
    client.post(asked_address())

    told = letter("contact_changed").text

    assert f"Date: {day}" in told
    assert f"Where: {talk.place_label}" in told
    assert f"Talk: {talk.talk_name}" in told
    assert "You can take it out there." in told
    assert "Ewan" not in told
    assert "Who comes" not in told


def test_the_one_before_reads_the_place_when_no_date_is_set(client):
    talk = make_talk_request()
    client.post(f"{link(talk)}hand-over/", colleague())
    client.post(asked_address())

    told = letter("contact_changed").text

    assert f"Where: {talk.place_label}" in told
    assert "No date is set yet." in told


def test_a_dead_link_says_that_a_colleague_may_have_the_talk_and_nothing_of_it(client):
    talk = make_talk_request()
    old = link(talk)
    client.post(f"{old}hand-over/", colleague())
    client.post(asked_address())

    dead, mistyped = client.get(old), client.get("/t/never-was-one/")

    assert (dead.status_code, words(dead)) == (404, words(mistyped))
    assert "Does that e-mail say that a colleague looks after the talk now?" in words(dead)
    assert "ask your colleague, or us" in words(dead)
    for secret in (talk.reference, talk.place_label, "Ewan", "Morag"):
        assert secret not in words(dead)


@pytest.mark.parametrize(("after", "files"), [({"minutes": -1}, 1), ({"days": 2}, 0)])
def test_a_colleague_gets_no_invitation_to_a_talk_that_has_begun(client, monkeypatch, after, files):
    talk = confirmed_talk()
    from_the_talk(monkeypatch, talk, days=-1)
    client.post(f"{link(talk)}hand-over/", colleague())
    address = asked_address()
    from_the_talk(monkeypatch, talk, **after)

    client.post(address)

    talk.refresh_from_db()
    told = letter("new_contact")
    assert link(talk) in told.text
    assert ("METHOD:REQUEST" in told.calendar, "in your calendar" in told.text) == (
        bool(files),
        bool(files),
    )
    assert ("take it out there" in letter("contact_changed").text) == bool(files)


def test_a_contact_put_right_after_the_talk_gets_no_invitation(client, coordinator, monkeypatch):
    talk = confirmed_talk()
    from_the_talk(monkeypatch, talk, days=2)
    client.force_login(coordinator.user)

    client.post(f"/team/talks/{talk.pk}/contact/", filled(client, talk, contact_email=NEW))

    told = letter("new_contact")
    assert (told.to, told.calendar) == (NEW, "")
    assert "in your calendar" not in told.text
