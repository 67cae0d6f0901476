"""A talk that was given and counted, on a clock that is moved by hand."""

from datetime import date

import pytest
from django.utils import timezone

from tests.factories import (
    NOW,
    make_attendance,
    make_member,
    make_session,
    make_talk_kind,
    make_talk_request,
)

HELD_ON = date(2026, 11, 2)


@pytest.fixture(autouse=True)
def midday(monkeypatch):
    """The clock stands still at noon on 23 November 2026, and is moved by hand."""
    clock = [NOW]
    monkeypatch.setattr(timezone, "now", lambda: clock[0])

    def move(by):
        clock[0] += by

    return move


def given(*, count=27, known="counted", with_kind=True, **session):
    """The talk request of one class that was spoken to."""
    officer = make_member(name="Bo Kerr")
    held = make_session(held_on=HELD_ON, officers=[officer], **session)
    make_attendance(session=held, count=count, known=known)
    talk = make_talk_request(state="delivered", session=held)
    if with_kind:
        kind = make_talk_kind(topic=talk.topic)
        talk.kind, talk.kind_name = kind, kind.name
        talk.save(update_fields=["kind", "kind_name"])
    return talk
