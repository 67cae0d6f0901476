"""A correction that waits is confirmed, declined or taken back."""

from datetime import time

import pytest
from django.utils import timezone

from campaigns.history.conflicts import ChangedMeanwhile, Conflict
from campaigns.models import Correction, Session
from campaigns.sessions.copies import details_of
from campaigns.sessions.edit import edit_session
from campaigns.sessions.putright import correct
from campaigns.sessions.putright.correct import CorrectionRefused
from tests.campaigns.sessions.putright.corrections import (
    CHILDREN,
    confirm,
    last_change,
    move,
    now,
    propose,
)
from tests.campaigns.shown import logged
from tests.factories import TODAY

pytestmark = pytest.mark.django_db


def test_confirmed_correction_is_written_and_says_who_proposed_it(session, officer, coordinator):
    correction = propose(session, by=officer, starts_at=time(11, 0))

    confirm(correction, by=coordinator)

    correction.refresh_from_db()
    session.refresh_from_db()
    assert (logged(), session.starts_at, session.version) == (
        27,
        time(11, 0),
        correction.based_on + 1,
    )
    assert (correction.state, correction.decided_by) == ("confirmed", coordinator.user)
    change = last_change(session)
    assert (change.kind, change.by, change.reason) == (
        "corrected",
        coordinator.user,
        "The register came late",
    )
    assert change.fields == {
        "Start": ["09:30", "11:00"],
        "Attendance": [
            "Children (up to P7): 25, counted",
            "Children (up to P7): 27, from a register",
        ],
        "Proposed by": ["", "Rona Bell"],
    }


def test_what_others_changed_in_between_stays(session, officer, coordinator):
    correction = propose(session, by=officer)
    fresh = Session.objects.get(pk=session.pk)
    edit_session(
        session=fresh,
        counts=[CHILDREN],
        now=timezone.now(),
        today=TODAY,
        by=coordinator,
        **{**details_of(fresh), "starts_at": time(14, 0)},
    )

    with pytest.raises(ChangedMeanwhile, match="You changed this session"):
        confirm(correction, by=coordinator, opened=correction.based_on)
    confirm(correction, by=coordinator)

    session.refresh_from_db()
    assert (logged(), session.starts_at) == (27, time(14, 0))


def test_declined_correction_changes_nothing_and_says_why(session, officer, coordinator):
    correction = propose(session, by=officer)

    correct.decline_correction(
        correction=correction, reason="The register says 25", now=now(), by=coordinator
    )

    correction.refresh_from_db()
    assert (correction.state, correction.decision_reason, logged()) == (
        "declined",
        "The register says 25",
        25,
    )
    assert (last_change(session).kind, last_change(session).reason) == (
        "not_corrected",
        "The register says 25",
    )


def test_correction_is_taken_back_by_who_proposed_it_alone(session, officer, coordinator):
    correction = propose(session, by=officer)

    with pytest.raises(CorrectionRefused, match="Only the person who proposed"):
        correct.withdraw_correction(correction=correction, now=now(), by=coordinator)
    correct.withdraw_correction(correction=correction, now=now(), by=officer)

    correction.refresh_from_db()
    assert (correction.state, logged(), last_change(session).kind) == (
        "withdrawn",
        25,
        "not_corrected",
    )


@pytest.mark.parametrize("deed", ["confirm", "decline"])
def test_officer_decides_nothing(session, officer, deed):
    correction = propose(session, by=officer)

    calls = {
        "confirm": lambda: confirm(correction, by=officer),
        "decline": lambda: correct.decline_correction(
            correction=correction, reason="No", now=now(), by=officer
        ),
    }

    with pytest.raises(CorrectionRefused, match="Only a coordinator"):
        calls[deed]()


def test_correction_is_decided_once(session, officer, coordinator):
    correction = propose(session, by=officer)
    confirm(correction, by=coordinator)

    with pytest.raises(
        Conflict, match="Catriona Muir has already answered this correction: confirmed"
    ):
        correct.decline_correction(correction=correction, reason="No", now=now(), by=coordinator)
    with pytest.raises(Conflict):
        confirm(correction, by=coordinator)
    with pytest.raises(Conflict):
        correct.withdraw_correction(correction=correction, now=now(), by=officer)


def test_correction_of_a_session_voided_since_is_not_confirmed(session, officer, coordinator):
    correction = propose(session, by=officer)
    move(session, correct.void_session, by=coordinator)

    with pytest.raises(Conflict, match="Only a session that was held"):
        confirm(correction, by=coordinator)

    assert (Correction.objects.get(pk=correction.pk).state, logged()) == ("proposed", 0)


def test_correction_that_waits_since_before_a_detail_existed_is_confirmed(
    session, officer, coordinator
):
    """What it wants is kept by names: of a new one it says nothing, of one that is gone it may."""
    correction = propose(session, by=officer, counts=(CHILDREN,), minutes=45, notes="In the hall")
    del correction.wanted["notes"]
    correction.wanted["weather"] = "rain"
    correction.save(update_fields=["wanted"])

    confirm(correction, by=coordinator)

    session.refresh_from_db()
    assert (session.minutes, session.notes, logged()) == (45, "", 25)
    assert last_change(session).fields["Length"] == ["50 minutes", "45 minutes"]


@pytest.mark.parametrize("missing", ["place", "counts", "topics", "held_on", "is_online"])
def test_correction_without_a_word_of_one_detail_leaves_that_detail(
    session, officer, coordinator, missing
):
    before = details_of(session)
    correction = propose(session, by=officer, format="workshop")
    correction.wanted.pop(missing, None)
    correction.save(update_fields=["wanted"])

    confirm(correction, by=coordinator)

    after = details_of(Session.objects.get(pk=session.pk))
    assert after == before | {"format": "workshop"}
