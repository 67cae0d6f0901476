"""A talk, and its calendar file."""

from datetime import date, time

import vobject

from tests.factories import make_member, make_session, make_talk_request


def read(text):
    return vobject.readOne(text)


def a_talk(
    *,
    state="confirmed",
    held_on=date(2026, 12, 8),
    starts_at=time(9, 0),
    officers=("Ailsa Reid",),
    **session,
):
    planned = make_session(
        state="planned",
        held_on=held_on,
        starts_at=starts_at,
        officers=[make_member(name=name) for name in officers],
        **session,
    )
    return make_talk_request(state=state, session=planned)
