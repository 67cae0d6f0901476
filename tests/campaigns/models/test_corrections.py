from datetime import UTC, datetime

import pytest
from django.db import IntegrityError

from campaigns.models import Correction, DifferentSessions
from tests import factories

pytestmark = pytest.mark.django_db

A_MOMENT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def create(**values):
    user = factories.make_user()
    session = factories.make_session()
    decided = values.get("state", "proposed") != "proposed"
    given = {
        "session": session,
        "kind": "figures",
        "based_on": 1,
        "reason": "A class was left out",
        "proposed_by": user,
    }
    given |= {"decided_by": user, "decided_at": A_MOMENT} if decided else {}
    return Correction.objects.create(**(given | values))


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "delete"},
        {"state": "lost"},
        {"reason": ""},
        {"state": "confirmed", "decided_by": None},
        {"state": "confirmed", "decided_at": None},
        {"decided_at": A_MOMENT},
        {"state": "declined"},
        {"state": "withdrawn", "decided_by": None},
    ],
    ids=str,
)
def test_correction_that_cannot_be_is_refused(values):
    with pytest.raises(IntegrityError):
        create(**values)


def test_correction_that_waits_was_decided_by_nobody():
    with pytest.raises(IntegrityError):
        create(decided_by=factories.make_user(name="Catriona Muir"))


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"state": "confirmed"},
        {"state": "declined", "decision_reason": "The register says 25"},
        {"state": "withdrawn"},
    ],
    ids=str,
)
def test_correction_in_every_state_is_kept(values):
    create(**values)

    assert Correction.objects.get().state == values.get("state", "proposed")


def test_one_correction_of_a_session_waits():
    first = create()

    with pytest.raises(IntegrityError):
        Correction.objects.create(
            session=first.session,
            kind="void",
            based_on=1,
            reason="Entered twice",
            proposed_by=first.proposed_by,
        )


def test_a_correction_waits_beside_those_decided():
    first = create(state="confirmed")

    Correction.objects.create(
        session=first.session,
        kind="void",
        based_on=1,
        reason="Entered twice",
        proposed_by=first.proposed_by,
    )

    assert Correction.objects.waiting().count() == 1


def test_corrections_of_another_campaign_are_not_in_this_one():
    create()

    assert not Correction.objects.in_campaign(factories.make_campaign(name="Fife")).exists()
    assert Correction.objects.in_campaign(factories.make_campaign()).count() == 1


@pytest.mark.parametrize("order", [(1, 0), (0, 0)])
def test_different_sessions_are_two_in_order(order):
    sessions = [factories.make_session(), factories.make_session()]

    with pytest.raises(IntegrityError):
        DifferentSessions.objects.create(
            first=sessions[order[0]], second=sessions[order[1]], by=factories.make_user()
        )


def test_different_sessions_are_said_once():
    sessions, user = [factories.make_session(), factories.make_session()], factories.make_user()
    DifferentSessions.objects.create(first=sessions[0], second=sessions[1], by=user)

    with pytest.raises(IntegrityError):
        DifferentSessions.objects.create(first=sessions[0], second=sessions[1], by=user)
