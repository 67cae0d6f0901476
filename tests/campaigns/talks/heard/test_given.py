"""What a school says of a talk that was given: on Today and in the morning's letter until it is
seen, and never at once.
"""

from datetime import date

import pytest
from django.test import Client

from campaigns.models import Mail, Membership, Notice, TalkRequest
from campaigns.models.people import Hears
from campaigns.talks.answer import note_down
from campaigns.talks.heard.deeds import see_news
from campaigns.worker import Worker
from tests.campaigns.shown import link, words
from tests.campaigns.talks.heard.told import at, written
from tests.factories import (
    NOW,
    make_attendance,
    make_member,
    make_place,
    make_session,
    make_talk_request,
)

pytestmark = pytest.mark.django_db(transaction=True)

HOW_IT_WAS = {
    "feedback-pitched_right": "agree",
    "feedback-took_part": "partly",
    "feedback-have_again": "agree",
    "feedback-sentence": "Braes laughed",
}
SAYS = {"how": "has told us how the talk was", "number": "says that another number came"}


@pytest.fixture
def ailsa():
    return make_member()


@pytest.fixture
def owner():
    return make_member(role="coordinator", name="Owen Ross")


@pytest.fixture
def talk(ailsa, owner):
    place = make_place(name="Calder Academy")
    held = make_session(held_on=date(2026, 11, 24), officers=[ailsa], place=place)
    make_attendance(session=held, count=27)
    talk = make_talk_request(state="delivered", session=held, place=place)
    TalkRequest.objects.filter(pk=talk.pk).update(owner=owner)
    return talk


def press(talk, what):
    """As the school, with its own browser."""
    talk.session.refresh_from_db()
    number = {"number-0": "31", "known": "register", "opened": str(talk.session.version)}
    address, typed = {"how": ("feedback/", HOW_IT_WAS), "number": ("number/", number)}[what]
    return Client().post(f"{link(talk)}{address}", typed)


def today_of(member):
    client = Client()
    client.force_login(member.user)
    return client.get("/team/")


@pytest.mark.parametrize("what", SAYS)
def test_it_stands_on_today_for_its_officers_and_its_owner_alone(talk, ailsa, owner, what):
    others = [make_member(name="Bo Kerr"), make_member(role="coordinator", name="Una Shaw")]
    for _ in range(2):
        press(talk, what)

    assert Notice.objects.count() == 1
    for member in (ailsa, owner):
        page = words(today_of(member))
        assert f"{talk.place_label} The school {SAYS[what]}." in page
        assert "Braes" not in page
        assert "Morag" not in page
    assert [line for member in others for line in today_of(member).context["heard"]] == []


def test_it_leads_to_what_was_said(talk, ailsa):
    press(talk, "how")

    page = today_of(ailsa).content.decode()

    assert f'<a href="/team/sessions/{talk.session_id}/">Read it with the session</a>' in page
    assert "Tuesday 24 November 2026" in words(today_of(ailsa))


@pytest.mark.parametrize("what", SAYS)
@pytest.mark.parametrize(
    ("hears", "letters"),
    [
        (Hears.AT_ONCE, ["ailsa.reid@example.org"]),
        (Hears.MORNING, ["ailsa.reid@example.org"]),
        (Hears.TODAY, []),
    ],
)
def test_nobody_is_written_to_before_the_morning(clock, talk, ailsa, owner, what, hears, letters):
    Membership.objects.filter(pk=ailsa.pk).update(hears_near=hears, hears_rest=hears)
    Membership.objects.filter(pk=owner.pk).update(hears_near=Hears.TODAY, hears_rest=Hears.TODAY)

    press(talk, what)
    Worker().work()
    before = Mail.objects.exclude(kind="thanks").count()
    clock(at(1, 7, 30))
    Worker().work()
    clock(at(2, 7, 30))
    Worker().work()

    assert before == 0
    assert written("notice") == []
    assert written("digest") == [ailsa.user.email] * len(letters)
    for text in Mail.objects.filter(kind="digest").values_list("text", flat=True):
        assert SAYS[what] in text
        assert "Braes" not in text


def test_seen_clears_it_for_all_and_no_other_deed_does(talk, ailsa, owner):
    press(talk, "how")

    note_down(talk_request=talk, text="Rang them", by=owner.user, now=NOW)
    after_a_note = Notice.objects.unseen().count()
    see_news(talk_request=talk, by=ailsa.user)

    assert after_a_note == 1
    assert Notice.objects.unseen().count() == 0
    assert today_of(owner).context["heard"] == []


def test_what_was_seen_before_the_morning_is_in_no_letter(clock, talk, ailsa):
    press(talk, "how")
    see_news(talk_request=talk, by=ailsa.user)

    clock(at(1, 7, 30))
    Worker().work()

    assert written("digest") == []
