from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from campaigns.history.conflicts import ChangedMeanwhile, Conflict
from campaigns.models import Correction, Session
from campaigns.sessions import life
from campaigns.sessions.copies import details_of
from campaigns.sessions.edit import edit_session
from campaigns.sessions.putright import correct
from campaigns.sessions.putright.correct import CorrectionRefused
from campaigns.sessions.rules import Count
from tests import factories
from tests.campaigns.shown import logged
from tests.factories import TODAY

pytestmark = pytest.mark.django_db

CHILDREN = Count(audience="children", count=25, known="counted")
MORE = Count(audience="children", count=27, known="register")


@pytest.fixture
def session(officer):
    planned = factories.make_session(state="planned", held_on=date(2026, 11, 2), officers=[officer])
    return life.deliver_session(session=planned, counts=[CHILDREN], today=TODAY, by=officer.user)


def now():
    return timezone.now() + timedelta(days=60)


def propose(
    session, *, by, counts=(MORE,), reason="The register came late", opened=None, **changed
):
    fresh = Session.objects.get(pk=session.pk)
    details = {**details_of(fresh), **changed}
    opened = fresh.version if opened is None else opened
    return correct.propose_correction(
        session=fresh,
        counts=counts,
        reason=reason,
        opened=opened,
        now=now(),
        today=TODAY,
        by=by,
        **details,
    )


def move(session, deed, *, by, reason="Entered twice", opened=None):
    fresh = Session.objects.get(pk=session.pk)
    return deed(
        session=fresh,
        reason=reason,
        opened=fresh.version if opened is None else opened,
        now=now(),
        today=TODAY,
        by=by,
    )


def confirm(correction, *, by, opened=None):
    version = Session.objects.get(pk=correction.session_id).version
    return correct.confirm_correction(
        correction=correction,
        opened=version if opened is None else opened,
        now=now(),
        today=TODAY,
        by=by,
    )


def last_change(session):
    return session.changes.order_by("-pk").first()


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


def test_correction_opened_before_somebody_elses_change_is_told(session, officer, coordinator):
    opened = Session.objects.get(pk=session.pk).version
    propose(session, by=coordinator)

    with pytest.raises(ChangedMeanwhile, match="Catriona Muir changed this session"):
        propose(session, by=officer, minutes=45, opened=opened)
    with pytest.raises(ChangedMeanwhile):
        move(session, correct.void_session, by=officer, opened=opened)


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
