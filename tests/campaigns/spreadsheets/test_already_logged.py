"""A row whose session is in the log already, and work that is past its dry run."""

from datetime import date

import pytest

from campaigns.history.conflicts import Conflict
from campaigns.models import ImportLayout
from campaigns.spreadsheets.batches import accept_row, choose_columns
from tests import factories
from tests.campaigns.spreadsheets.dry_run import checked
from tests.campaigns.spreadsheets.files import a_row, check, verdicts

pytestmark = pytest.mark.django_db


def test_session_in_the_log_is_shown_and_can_be_said_to_be_another(known):
    there = factories.make_session(held_on=date(2016, 1, 5))
    batch = checked(
        known, a_row(1), [*a_row(1)[:3], "P5", 25, "", ""], ["05/01/2016", "13:00", *a_row()[2:]]
    )

    assert verdicts(batch) == [(2, "duplicate"), (3, "ready"), (4, "ready")]
    assert batch.rows.get(line=2).looks_like == there
    accept_row(batch=batch, line=2)
    assert verdicts(check(batch)) == [(2, "ready"), (3, "ready"), (4, "ready")]
    with pytest.raises(Conflict):
        accept_row(batch=batch, line=3)


@pytest.mark.parametrize(
    ("pupils", "staff", "verdict", "why"),
    [
        (20, 2, "in_log", ""),
        (
            2,
            20,
            "other",
            ", with as many people, of other audiences: "
            "20 children (up to P7), 2 professionals in the log, "
            "2 children (up to P7), 20 professionals here",
        ),
        (20, 3, "other", ", with another number: 22 in the log, 23 here"),
    ],
)
def test_same_number_of_other_people_is_another_figure(known, pupils, staff, verdict, why):
    there = factories.make_session(held_on=date(2016, 1, 5))
    factories.make_attendance(session=there, audience="children", count=20)
    factories.make_attendance(session=there, audience="professionals", count=2)
    header = ("Date", "School", "Pupils", "Staff")
    batch = checked(known, ["05/01/2016", "Braeside Primary School", pupils, staff], header=header)

    (row,) = batch.rows.all()
    assert (row.reason, row.looks_like) == (verdict, there)
    assert row.problems[0] == f"A session like it is in the log, on 5 January 2016{why}"


def test_session_with_the_same_people_is_meant_before_one_with_the_same_number(known):
    for pupils, staff in ((2, 20), (20, 2)):
        there = factories.make_session(held_on=date(2016, 1, 5))
        factories.make_attendance(session=there, audience="children", count=pupils)
        factories.make_attendance(session=there, audience="professionals", count=staff)
    header = ("Date", "School", "Pupils", "Staff")
    batch = checked(known, ["05/01/2016", "Braeside Primary School", 20, 2], header=header)

    assert [(row.reason, row.looks_like) for row in batch.rows.all()] == [("in_log", there)]


def test_total_alone_says_nothing_of_who_they_were(known):
    there = factories.make_session(held_on=date(2016, 1, 5))
    factories.make_attendance(session=there, audience="children", count=25)

    assert checked(known, a_row(1)).rows.get().reason == "in_log"


@pytest.mark.parametrize("state", ["voided", "cancelled"])
def test_session_that_does_not_stand_is_like_nothing(known, state):
    factories.make_session(held_on=date(2016, 1, 5), state=state, state_reason="Flood")

    assert verdicts(checked(known, a_row(1))) == [(2, "ready")]


def test_two_classes_of_one_morning_are_two_sessions(known):
    rows = [
        ["05/01/2016", "", "Braeside Primary School", "P7", total, "", ""] for total in (25, 27, 25)
    ]

    assert verdicts(checked(known, *rows)) == [(2, "ready"), (3, "ready"), (4, "duplicate")]


def test_session_online_is_the_same_by_its_number(known):
    session = factories.make_session(
        held_on=date(2016, 1, 5), is_online=True, stages=(), starts_at=None
    )
    factories.make_attendance(session=session, count=25)
    rows = [["05/01/2016", "", "Teams", "", total, "", ""] for total in (25, 27)]

    assert verdicts(checked(known, *rows)) == [(2, "duplicate"), (3, "ready")]


def test_columns_cannot_be_changed_once_it_is_in_the_log(known):
    batch = checked(known, a_row(1))
    type(batch).objects.filter(pk=batch.pk).update(work="writing")

    with pytest.raises(Conflict):
        choose_columns(batch=batch, columns=batch.columns)

    assert ImportLayout.objects.count() == 1


def test_work_that_nobody_knows_is_refused_by_the_database(known):
    from django.db import IntegrityError, transaction

    batch = checked(known, a_row(1))

    with pytest.raises(IntegrityError), transaction.atomic():
        type(batch).objects.filter(pk=batch.pk).update(work="resting")
