"""A planned session, with its request, and the address of its count."""

from tests import factories
from tests.factories import TODAY


def make_planned(officer, *, asked_for=True, **changed):
    session = factories.make_session(
        **({"state": "planned", "held_on": TODAY, "officers": [officer]} | changed)
    )
    if asked_for:
        factories.make_talk_request(state="confirmed", session=session, expected=27)
    return session


def url(session):
    return f"/team/sessions/{session.pk}/count/"
