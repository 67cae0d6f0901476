"""Whoever tells parents, staff and the door finds the words in the letters of a set date, and what
will be said on the page as well.
"""

from datetime import datetime

import pytest

from campaigns.mail import letters
from campaigns.models import Change, Session, TalkKind
from campaigns.places.materials import of_talk
from sextortion_aware.materials import AT_THE_DOOR, When
from tests.campaigns.shown import link, words
from tests.campaigns.talks.test_materials import confirmed
from tests.factories import NOW, make_place

pytestmark = pytest.mark.django_db

SITE = "http://testserver"


@pytest.fixture(autouse=True)
def clock(monkeypatch, settings):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    settings.SITE_URL = SITE


def reminder(talk, *, school_days=1):
    return letters.reminder(talk, school_days=school_days, number=1, send_after=NOW)


def week_before(talk):
    return reminder(talk, school_days=5)


def moved(talk):
    Change.objects.create(campaign=talk.campaign, talk_request=talk, kind="moved")
    return letters.date_confirmed(talk)


OF_A_DATE = [reminder, week_before, letters.date_confirmed, moved]


@pytest.mark.parametrize("write", OF_A_DATE)
def test_letter_leads_to_what_is_said_and_to_what_parents_and_staff_need(write):
    talk = confirmed(kind={})

    letter = write(talk)

    pages = [f"/talks/{talk.kind.slug}/", *(one.path for one in of_talk(talk, When.BEFORE))]
    assert "/for-schools/letter-before/" in pages
    assert [page for page in pages if f"\n{SITE}{page}\n" not in letter.text] == []
    assert [page for page in pages if f'href="{SITE}{page}"' not in letter.html] == []


@pytest.mark.parametrize("write", OF_A_DATE)
def test_guests_that_are_no_school_have_no_pages_for_schools_in_it(write):
    firm = make_place(name="Smith and Sons", kind="workplace")
    talk = confirmed(
        kind={"format": "community", "stages": (), "materials": ["for-schools/staff-session"]},
        stages=(),
        audience="adults",
        place=firm,
    )

    letter = write(talk)

    assert f"{SITE}/talks/{talk.kind.slug}/" in letter.text
    for slug in ("before", "letter-before", "staff-session"):
        assert f"\n{SITE}/for-schools/{slug}/\n" not in letter.text


def test_talk_that_is_no_longer_on_offer_has_no_page_to_lead_to():
    talk = confirmed(kind={})
    TalkKind.objects.update(is_offered=False)

    assert "/talks/" not in reminder(talk).text.replace(f"{SITE}/talks/ask", "")


@pytest.mark.parametrize("write", [letters.date_confirmed, moved])
@pytest.mark.parametrize("is_online", [False, True])
def test_confirmed_after_the_last_reminder_it_says_how_to_check_who_is_at_the_door(
    write, is_online
):
    talk = confirmed()
    Session.objects.update(is_online=is_online)

    assert (f"{SITE}{AT_THE_DOOR}" in write(talk).text) is not is_online


def test_page_of_a_set_date_says_what_happens_until_it_has_begun(client, monkeypatch):
    talk = confirmed(kind={"expect": "Stories\nA quiz"})
    TalkKind.objects.update(is_offered=False)

    assert "What happens in the talk Stories A quiz" in words(client.get(link(talk)))

    after = datetime(2026, 12, 8, 18, tzinfo=NOW.tzinfo)
    monkeypatch.setattr("django.utils.timezone.now", lambda: after)
    assert "What happens in the talk" not in words(client.get(link(talk)))
