from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from campaigns.history.conflicts import ChangedMeanwhile, Conflict
from campaigns.models import Correction, Session
from campaigns.sessions.putright import correct
from campaigns.sessions.putright.correct import CorrectionRefused
from tests import factories
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


def test_officers_correction_waits_and_changes_nothing(session, officer):
    version = session.version

    correction = propose(session, by=officer)

    session.refresh_from_db()
    assert (correction.state, correction.based_on, session.version, logged()) == (
        "proposed",
        version,
        version,
        25,
    )
    assert correction.wanted == {"counts": [["children", 27, "register", None]]}
    change = last_change(session)
    assert (change.kind, change.by, change.reason) == (
        "proposed",
        officer.user,
        "The register came late",
    )
    assert change.fields == {
        "Attendance": [
            "Children (up to P7): 25, counted",
            "Children (up to P7): 27, from a register",
        ]
    }


@pytest.mark.parametrize("role", ["coordinator", "administrator"])
def test_coordinators_own_correction_is_written_at_once(session, role):
    member = factories.make_member(role=role, name="Catriona Muir")

    correction = propose(session, by=member)

    assert (correction.state, correction.decided_by, logged()) == ("confirmed", member.user, 27)
    assert "Proposed by" not in last_change(session).fields


def test_correction_keeps_the_wording_of_notes_out_of_the_history(session, officer, coordinator):
    confirm(propose(session, by=officer, notes="A pupil called Kirsty asked"), by=coordinator)

    assert "Kirsty" not in str(list(session.changes.values())) + str(
        Correction.objects.values_list("fields")
    )


def test_correction_obeys_the_rules_of_every_edit(session, officer):
    with pytest.raises(ValidationError) as tomorrow:
        propose(session, by=officer, held_on=TODAY + timedelta(days=1))
    with pytest.raises(ValidationError) as nobody:
        propose(session, by=officer, topics=[])

    assert "cannot be in the future" in str(tomorrow.value)
    assert nobody.value.message_dict == {"topics": ["Choose at least one topic"]}
    assert not Correction.objects.exists()


def test_correction_that_changes_nothing_is_refused(session, officer):
    with pytest.raises(ValidationError, match="Nothing here differs"):
        propose(session, by=officer, counts=[CHILDREN])


@pytest.mark.parametrize("reason", ["", "  ", "x" * 251])
@pytest.mark.parametrize("deed", ["correct", "void", "restore", "decline"])
def test_each_needs_a_reason(session, officer, coordinator, deed, reason):
    correction = propose(session, by=officer) if deed == "decline" else None
    if deed == "restore":
        move(session, correct.void_session, by=coordinator)
    calls = {
        "correct": lambda: propose(session, by=coordinator, reason=reason),
        "void": lambda: move(session, correct.void_session, by=coordinator, reason=reason),
        "restore": lambda: move(session, correct.restore_session, by=coordinator, reason=reason),
        "decline": lambda: correct.decline_correction(
            correction=correction, reason=reason, now=now(), by=coordinator
        ),
    }

    with pytest.raises(ValidationError) as caught:
        calls[deed]()

    assert caught.value.message_dict == {"reason": ["Enter why, in 250 characters or fewer"]}


def test_one_correction_of_a_session_waits(session, officer):
    propose(session, by=officer)

    with pytest.raises(Conflict, match="waits for a coordinator already"):
        propose(session, by=factories.make_member(name="Iain Bell"), minutes=45)

    assert Correction.objects.count() == 1


def test_viewer_corrects_nothing(session):
    viewer = factories.make_member(role="viewer", name="Una Shaw")

    with pytest.raises(CorrectionRefused):
        propose(session, by=viewer)
    with pytest.raises(CorrectionRefused):
        move(session, correct.void_session, by=viewer)


@pytest.mark.parametrize("state", ["planned", "cancelled", "did_not_happen", "voided"])
def test_only_what_was_held_is_corrected_or_voided(coordinator, state):
    session = factories.make_session(state=state, state_reason="Snow")

    with pytest.raises(CorrectionRefused, match="Only a session that was held"):
        propose(session, by=coordinator)
    with pytest.raises(CorrectionRefused, match="Only a session that was held"):
        move(session, correct.void_session, by=coordinator)


def test_correction_opened_before_somebody_elses_change_is_told(session, officer, coordinator):
    opened = Session.objects.get(pk=session.pk).version
    propose(session, by=coordinator)

    with pytest.raises(ChangedMeanwhile, match="Catriona Muir changed this session"):
        propose(session, by=officer, minutes=45, opened=opened)
    with pytest.raises(ChangedMeanwhile):
        move(session, correct.void_session, by=officer, opened=opened)


def test_rows_of_schools_that_a_correction_does_not_name_go(session, coordinator):
    """Its form shows every school, so one that is not named was taken out by hand."""
    factories.make_attendance(
        session=session, count=30, place=factories.make_place(name="Hillview Primary School")
    )

    correction = propose(session, by=coordinator)

    assert list(session.attendances.values_list("count", "place")) == [(27, None)]
    assert (
        "from Hillview Primary School, Wishaw (North Lanarkshire): 30"
        in correction.fields["Attendance"][0]
    )
