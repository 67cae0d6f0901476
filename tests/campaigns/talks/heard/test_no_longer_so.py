"""No letter of what is no longer so, or of a talk whose time has come."""

from datetime import date, time

import pytest

from campaigns.history.conflicts import Conflict
from campaigns.models import Mail, Membership, Notice, TalkRequest
from campaigns.models.people import Hears
from campaigns.talks.answer import merge_requests
from campaigns.talks.heard.deeds import keep_date, see_news
from tests.campaigns.talks.heard.told import a_set_talk, at, press
from tests.factories import make_member, make_place, make_talk_request

pytestmark = pytest.mark.django_db

NIGHT = at(30, 23, 30, month=11)


@pytest.fixture
def noted_at_night(clock, settings):
    settings.QUIET_AT_NIGHT = True
    talk = a_set_talk()
    Membership.objects.update(hears_rest=Hears.AT_ONCE)
    clock(NIGHT)
    press(talk, "note")
    assert states() == ["waiting"]
    return talk


def states():
    return list(Mail.objects.filter(kind="notice").order_by("pk").values_list("state", flat=True))


def test_what_was_seen_at_night_is_not_written_of_in_the_morning(noted_at_night):
    see_news(talk_request=noted_at_night, by=make_member(name="Bo Kerr").user)

    assert states() == ["stopped"]


def test_an_end_stops_the_letters_before_it(noted_at_night):
    press(noted_at_night, "end")

    assert states() == ["stopped", "waiting"]


def merged(closed, kept):
    by = make_member(role="coordinator", name="Cat Muir").user
    merge_requests(closed=closed, kept=kept, by=by, now=NIGHT)


def test_what_a_merged_request_told_us_is_still_owed():
    place = make_place()
    kept = make_talk_request(place=place)
    closed = make_talk_request(
        place=place, reference="XYZ2345", state="needs_info", state_reason="Is there a screen?"
    )
    press(closed, "answer")

    merged(closed, kept)

    assert list(kept.notices.values_list("pk")) == list(Notice.objects.unseen().values_list("pk"))
    assert Notice.objects.unanswered().count() == 1


def test_nothing_of_a_merged_request_is_lost():
    place = make_place()
    kept = make_talk_request(place=place)
    closed = make_talk_request(place=place, reference="XYZ2345")
    TalkRequest.objects.update(
        arriving="The gate on Mill Road",
        assembly_reason="One hall for all",
        anything_else="word " * 199,
        access_needs="need " * 99,
    )

    merged(closed, kept)

    notes = [note.text for note in kept.notes.all()]
    said = " ".join(notes)
    assert len(notes) == 2
    assert ("The gate on Mill Road" in said, "One hall for all" in said) == (True, True)
    assert (said.count("word"), said.count("need ")) == (199, 99)


def test_no_date_stays_once_the_talk_has_begun(clock):
    talk = a_set_talk(held_on=date(2026, 12, 8))
    press(talk, "another-time")
    by = make_member(role="coordinator", name="Bo Kerr").user

    with pytest.raises(Conflict, match="time has come"):
        keep_date(talk_request=talk, reason="No other day", by=by, now=at(8, 10))

    assert not Mail.objects.filter(kind="date_stays").exists()
    assert talk.session.starts_at == time(10)
