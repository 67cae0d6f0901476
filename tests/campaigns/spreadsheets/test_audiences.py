"""Who came: the stage and the school say it, columns are added up, and what is unclear is asked."""

import pytest

from campaigns.models import ImportBatch, Session
from campaigns.spreadsheets.answers import answer_rows
from campaigns.spreadsheets.columns import audience_named, guess
from campaigns.spreadsheets.tasks import begin
from tests import factories
from tests.campaigns.spreadsheets.dry_run import checked, said
from tests.campaigns.spreadsheets.files import check

pytestmark = pytest.mark.django_db

PUPILS = ("Date", "School", "Class", "Pupils")
HIGH, PRIMARY, HALL = "Dalziel High School", "Braeside Primary School", "Wishaw Town Hall"


@pytest.fixture
def schools(known):
    campaign, *_ = known
    factories.make_place(campaign=campaign, name=HIGH, kind="secondary")
    factories.make_place(campaign=campaign, name=HALL, kind="community")
    return known


def a_row(school, stage, number, day=1):
    return [f"{day:02}/03/2016", school, stage, number]


def counts(batch):
    return [row.counts for row in batch.rows.all()]


def test_secondary_stages_under_pupils_are_young_people(schools):
    batch = checked(
        schools,
        a_row(HIGH, "S2", 31, 1),
        a_row(HIGH, "S5", 30, 2),
        a_row(HIGH, "", 29, 3),
        a_row(PRIMARY, "P7", 28, 4),
        a_row(PRIMARY, "", 27, 7),
        header=PUPILS,
    )

    assert [verdict for _, verdict, _ in said(batch)] == ["ready"] * 5
    assert counts(batch) == [
        {"young_people": 31},
        {"young_people": 30},
        {"young_people": 29},
        {"children": 28},
        {"children": 27},
    ]


@pytest.mark.parametrize(
    ("header", "school", "stage", "question"),
    [
        ("Pupils", HIGH, "P7", "31 under “Pupils”, and the row says P7 at Dalziel High School."),
        ("Pupils", HALL, "", "31 under “Pupils”, and the row says Wishaw Town Hall."),
        ("Pupils", HALL, "P7, S1", "31 under “Pupils”, and the row says P7, S1 at Wishaw"),
        ("Children", HIGH, "S2", "31 under “Children”, and the row says S2 at Dalziel High"),
        ("Children", HIGH, "", "31 under “Children”, and the row says Dalziel High School."),
        ("Young people", PRIMARY, "", "31 under “Young people”, and the row says Braeside"),
        ("P6", HIGH, "", "31 under “P6”, and the row says P6 at Dalziel High School."),
    ],
)
def test_what_does_not_agree_is_held_and_asked(schools, header, school, stage, question):
    batch = checked(schools, a_row(school, stage, 31), header=("Date", "School", "Class", header))

    (row,) = batch.rows.all()
    assert (row.verdict, row.reason) == ("held", "audience")
    assert row.problems[0].startswith(question)
    assert row.problems[0].endswith("Were they children (up to P7) or young people (S1 and up)?")


def test_answer_mends_what_was_held(schools):
    batch = checked(
        schools,
        a_row(HIGH, "S2", 31, 1),
        a_row(HALL, "", 12, 2),
        header=("Date", "School", "Class", "Children"),
    )
    answer_rows(batch=batch, reason="audience", answer="young_people")

    check(batch)

    assert counts(batch) == [{"young_people": 31}, {"children": 12}]
    assert [row.verdict for row in batch.rows.all()] == ["ready", "ready"]


def test_answer_is_about_the_asked_number_alone(schools):
    header = ("Date", "School", "Class", "Children", "Young people")
    batch = checked(
        schools,
        [*a_row(HIGH, "", 60), 20],
        [*a_row(HIGH, "P7", 60, 2), 20],
        header=header,
    )

    for answer in ("children", "young_people"):
        answer_rows(batch=batch, reason="audience", answer=answer)
        check(batch)

    assert [verdict for _, verdict, _ in said(batch)] == ["ready", "ready"]
    assert counts(batch) == [{"children": 60, "young_people": 20}] * 2


def test_second_number_that_is_not_clear_is_asked_after_the_first(schools):
    header = ("Date", "School", "Class", "Children", "Young people")
    batch = checked(schools, [*a_row(HIGH, "P7", 60), 20], header=header)

    answer_rows(batch=batch, reason="audience", answer="children")

    assert said(check(batch))[0][2][0].startswith("20 under “Young people”")


def test_columns_of_stages_are_added_up_and_say_the_stages(schools):
    header = ("School", "Date", "P5", "P6", "P7", "S1 pupils", "Staff")

    batch = checked(schools, [PRIMARY, "09/05/2016", 10, 12, 14, "", 2], header=header)

    assert batch.columns["children"] == [2, 3, 4]
    assert (batch.columns["young_people"], batch.columns["professionals"]) == (5, 6)
    assert counts(batch) == [{"children": 36, "professionals": 2}]


def test_stages_come_with_the_columns(client, coordinator):
    header = ("School", "Date", "P5", "P6", "P7")
    known = (coordinator.campaign, coordinator, coordinator.topic)
    batch = checked(known, [PRIMARY, "09/05/2016", 10, "", 14], header=header)

    begin(batch=batch, work=ImportBatch.Work.WRITING, by=coordinator.user)

    session = Session.objects.get()
    assert session.stages == ("P5", "P7")
    assert [(row.stage, row.count) for row in session.attendances.all()] == [("P5", 10), ("P7", 14)]


@pytest.mark.parametrize(
    ("header", "audience"),
    [
        ("P6", "children"),
        ("S2 pupils", "young_people"),
        ("Number of P7", "children"),
        ("Attendance: S1 - S3", "young_people"),
        ("P7/S1", None),
        ("Room", None),
    ],
)
def test_header_that_names_a_stage_says_its_audience(header, audience):
    assert audience_named(header) == audience


@pytest.mark.parametrize(
    ("staff", "verdict", "people"),
    [
        ("", "ready", {"children": 25, "professionals": 2}),
        ("2", "ready", {"children": 25, "professionals": 2}),
        ("3", "wrong", {"pupils": 25, "professionals": 3}),
        ("0", "wrong", {"pupils": 25}),
    ],
)
def test_staff_beside_pupils_are_compared_with_their_own_column(schools, staff, verdict, people):
    header = ("Date", "School", "Pupils", "Staff")

    batch = checked(schools, ["12/02/2016", PRIMARY, "25 pupils + 2 staff", staff], header=header)

    (row,) = batch.rows.all()
    assert (row.verdict, row.counts) == (verdict, people)
    assert batch.sums[2][:2] == [25, 1]
    assert verdict == "ready" or row.problems == [
        f"There are 2 staff beside the pupils, and {staff} in their own column"
    ]


@pytest.mark.parametrize(
    ("header", "cells", "date"),
    [
        (("Day", "Date", "School"), ("Monday", "11/03/2016", PRIMARY), 1),
        (("Day", "Date", "School"), (), 1),
        (("Date", "Day", "School"), ("11/03/2016", "Fri", PRIMARY), 0),
        (("Day", "School"), ("11/03/2016", PRIMARY), 0),
        (("Day", "Held on", "School"), ("Mon.", "11/03/2016", PRIMARY), 1),
        (("Day", "Session", "School"), ("Monday", "11/03/2016", PRIMARY), 1),
    ],
)
def test_day_of_the_week_is_not_taken_for_the_date(header, cells, date):
    assert guess(header, [cells, cells] if cells else [])["date"] == date


def test_header_of_a_stage_over_words_is_no_count():
    assert guess(["Date", "P7"], [["12/03/2019", "Mrs Bell"]]) == {"date": 0}


def test_total_of_formulas_is_left_and_its_parts_are_used(schools):
    header = ("Date", "School", "Pupils", "Staff", "Total")

    batch = checked(schools, ["12/02/2016", PRIMARY, 20, 2, "=C2+D2"], header=header)

    assert "total" not in batch.columns
    assert counts(batch) == [{"children": 20, "professionals": 2}]
