"""A session that is voided counts no more, and counts again when it is restored."""

import pytest

from campaigns.models import Session
from campaigns.sessions.putright import correct
from campaigns.sessions.putright.correct import CorrectionRefused
from tests import factories
from tests.campaigns.sessions.putright.corrections import confirm, last_change, move
from tests.campaigns.shown import logged

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", ["planned", "cancelled", "did_not_happen", "delivered"])
def test_only_what_is_voided_is_restored(coordinator, state):
    session = factories.make_session(state=state, state_reason="Snow")

    with pytest.raises(CorrectionRefused, match="not voided"):
        move(session, correct.restore_session, by=coordinator)


def test_voided_session_leaves_the_reach_and_returns_when_restored(session, coordinator):
    move(session, correct.void_session, by=coordinator)
    session.refresh_from_db()
    voided = (
        logged(),
        session.state,
        session.state_reason,
        session.attendances.count(),
        last_change(session).kind,
    )

    move(session, correct.restore_session, by=coordinator, reason="It was another one")

    session.refresh_from_db()
    assert voided == (0, "voided", "Entered twice", 1, "voided")
    assert (logged(), session.state, session.state_reason) == (25, "delivered", "")
    change = last_change(session)
    assert (change.kind, change.reason, change.fields) == (
        "restored",
        "It was another one",
        {"State": ["Voided", "Delivered"]},
    )


def test_void_that_an_officer_proposes_waits(session, officer, coordinator):
    correction = move(session, correct.void_session, by=officer)
    before = logged()

    confirm(correction, by=coordinator)

    assert (before, logged()) == (25, 0)
    assert last_change(session).fields == {
        "State": ["Delivered", "Voided"],
        "Proposed by": ["", "Rona Bell"],
    }


def test_session_merged_into_another_is_not_restored_here(session, coordinator):
    other = factories.make_session()
    Session.objects.filter(pk=session.pk).update(
        state="voided", state_reason="Merged", merged_into=other
    )

    with pytest.raises(CorrectionRefused, match="Undo the merge"):
        move(session, correct.restore_session, by=coordinator)
