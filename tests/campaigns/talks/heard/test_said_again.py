"""The same words again: pressed twice they are one thing, and later they are another one."""

from datetime import timedelta

import pytest

from campaigns.models import Notice, TalkNote
from campaigns.talks.heard.deeds import keep_date
from tests.campaigns.talks.heard.told import DEEDS, a_set_talk, at, press
from tests.factories import make_member

pytestmark = pytest.mark.django_db

NOON = at(30, 12, month=11)
WISH = DEEDS["another-time"]["another-text"]


def kinds():
    return list(Notice.objects.values_list("change__kind", flat=True))


def stay(talk):
    by = make_member(role="coordinator", name="Bo Kerr").user
    keep_date(talk_request=talk, reason="No other day is free", by=by, now=NOON)


def test_the_same_wish_after_the_date_stays_is_a_new_one():
    talk = a_set_talk()
    press(talk, "another-time")
    stay(talk)

    press(talk, "another-time")

    talk.refresh_from_db()
    assert (talk.state, talk.state_reason) == ("asks_to_move", WISH)
    assert kinds() == ["move_asked", "move_asked"]


def test_a_wish_in_the_words_of_a_note_is_a_wish():
    talk = a_set_talk()
    press(talk, "note", **{"note-text": WISH})

    press(talk, "another-time")

    talk.refresh_from_db()
    assert talk.state == "asks_to_move"
    assert kinds() == ["noted", "move_asked"]


def test_a_wish_is_one_also_when_a_note_came_between():
    talk = a_set_talk()
    press(talk, "another-time")
    press(talk, "note")

    press(talk, "another-time")

    assert kinds() == ["move_asked", "noted"]


@pytest.mark.parametrize(("seconds", "notes"), [(59, 1), (60, 2)])
def test_the_same_note_is_one_within_a_minute(clock, seconds, notes):
    talk = a_set_talk()
    press(talk, "note")
    TalkNote.objects.update(at=NOON)
    clock(NOON + timedelta(seconds=seconds))

    press(talk, "note")

    assert TalkNote.objects.count() == len(kinds()) == notes
