"""Columns of one stage each come in as the parts of one number, and no sum is another one by it."""

import pytest

from campaigns.models import Attendance, Change, ImportBatch, Session
from campaigns.reach.filters import Filters
from campaigns.reach.reach import reach
from campaigns.spreadsheets.tasks import begin
from tests import factories
from tests.campaigns.spreadsheets.dry_run import checked, read_row, said
from tests.campaigns.typed import log_data
from tests.factories import TODAY

pytestmark = pytest.mark.django_db

HEADER = ("School", "Date", "P5", "P6", "P7", "Staff", "Total")
SCHOOL, DAY = "Braeside Primary School", "09/05/2016"


def lines(judged):
    return [(row.audience, row.stage, row.count, row.known) for row in judged.counts]


def read(known, header=("Date", "School", "Class", "P5", "P6", "P7"), **cells):
    return read_row(known, header, **cells)


def bring_in(member, *rows, header=HEADER):
    known = (member.campaign, member, member.topic)
    batch = checked(known, *rows, header=header)
    begin(batch=batch, work=ImportBatch.Work.WRITING, by=member.user)
    return batch


def test_each_stage_is_a_line_of_its_own_and_known_in_its_own_way(known):
    judged = read(known, P5="10", P6="about 12", P7="14")

    assert lines(judged) == [
        ("children", "P5", 10, "register"),
        ("children", "P6", 12, "estimated"),
        ("children", "P7", 14, "register"),
    ]
    assert judged.people == {"children": 36}
    assert judged.details["stages"] == ("P5", "P6", "P7")


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        ({"P5": "10", "P6": "0", "P7": "14"}, [("P5", 10), ("P7", 14)]),
        ({"P5": "10", "P6": "", "P7": "14"}, [("P5", 10), ("P7", 14)]),
        ({"P6": "12"}, [("", 12)]),  # the session says its only stage
        ({"P6": "12", "Class": "P5-P7"}, [("P6", 12)]),
        ({"P5": "0", "P6": "0"}, [("", 0)]),
        ({"Class": "P7 (26)", "P6": "12", "P7": "14"}, [("P6", 12), ("P7", 14)]),
    ],
)
def test_line_has_somebody_in_it_and_says_what_the_session_does_not(known, cells, expected):
    judged = read(known, **cells)

    assert judged.verdict == "ready"
    assert [(row.stage, row.count) for row in judged.counts] == expected


def test_two_columns_of_one_stage_are_one_line(known):
    header = ("Date", "School", "P6", "P6 pupils", "P7")

    judged = read(known, header, **{"P6": "10", "P6 pupils": "about 12", "P7": "14"})

    assert lines(judged) == [
        ("children", "P6", 22, "estimated"),
        ("children", "P7", 14, "register"),
    ]


@pytest.mark.parametrize("beside", ["Children", "Pupils"])
def test_number_of_no_stage_takes_the_stages_of_those_beside_it_away(known, beside):
    header = ("Date", "School", "P6", "P7", beside)
    rows = [[DAY, SCHOOL, 12, 14, 3], ["10/05/2016", SCHOOL, 12, 14, ""]]
    columns = {"children": [2, 3]} | ({"pupils": 4} if beside == "Pupils" else {})
    columns |= {"children": [2, 3, 4], "total": None} if beside == "Children" else {"total": None}

    batch = checked(known, *rows, header=header, **columns)

    assert [row.counts for row in batch.rows.all()] == [{"children": 29}, {"children": 26}]


def test_header_of_several_stages_says_none(known):
    header = ("Date", "School", "S1 - S3", "S4")
    factories.make_place(campaign=known[0], name="Dalziel High School", kind="secondary")

    judged = read(known, header, School="Dalziel High School", **{"S1 - S3": "90", "S4": "30"})

    assert [(row.stage, row.count) for row in judged.counts] == [("", 120)]


def test_stage_that_the_class_does_not_name_is_added_and_said(known):
    judged = read(known, Class="P7", P6="12", P7="14")

    assert judged.details["stages"] == ("P6", "P7")
    assert judged.problems == ["The class says P7, and there is a number under P6: both are taken."]


@pytest.mark.parametrize(("total", "verdict"), [("38", "ready"), ("40", "wrong"), ("", "ready")])
def test_total_is_compared_with_all_parts(known, total, verdict):
    judged = read(known, HEADER, P5="10", P6="12", P7="14", Staff="2", Total=total)

    assert judged.verdict == verdict
    if verdict == "ready":
        assert judged.people == {"children": 36, "professionals": 2}
    else:
        assert judged.problems == ["The total says 40 and the audiences add up to 38"]


def test_figure_of_one_stage_counts_what_came_in(client, coordinator):
    bring_in(
        coordinator,
        [SCHOOL, DAY, 10, 12, 14, 2, ""],
        [SCHOOL, "10/05/2016", "", 7, "", "", ""],
    )

    def come(stage=""):
        return reach(coordinator.campaign, today=TODAY, filters=Filters(stage=stage)).logged

    assert [come(), come("P5"), come("P6"), come("P7")] == [45, 10, 19, 14]
    assert sorted(Attendance.objects.values_list("audience", "stage", "count")) == [
        ("children", "", 7),
        ("children", "P5", 10),
        ("children", "P6", 12),
        ("children", "P7", 14),
        ("professionals", "", 2),
    ]
    told = Change.objects.get(session=Session.objects.earliest("held_on")).fields
    assert told["Attendance"][1].startswith(
        "Children (up to P7) in P5: 10, counted; Children (up to P7) in P6: 12, counted; "
    )
    for row in Attendance.objects.all():
        row.full_clean()


def test_undo_takes_the_parts_out_of_the_figures(client, coordinator):
    batch = bring_in(coordinator, [SCHOOL, DAY, 10, 12, 14, 2, ""])
    batch.refresh_from_db()
    begin(batch=batch, work=ImportBatch.Work.UNDOING, by=coordinator.user)

    assert reach(coordinator.campaign, today=TODAY, filters=Filters(stage="P6")).logged == 0


def test_row_that_is_in_the_log_unsplit_is_known_by_its_people(known):
    there = factories.make_session(
        held_on=TODAY.replace(2016, 5, 9), stages=("P5", "P6", "P7"), starts_at=None
    )
    factories.make_attendance(session=there, count=36)

    batch = checked(
        known, [SCHOOL, DAY, 10, 12, 14, "", ""], [SCHOOL, DAY, 10, 12, 15, "", ""], header=HEADER
    )

    assert [row.reason for row in batch.rows.all()] == ["in_log", "other"]
    assert said(batch)[1][2][0].endswith("with another number: 36 in the log, 37 here")


def test_page_and_correction_draw_what_came_in(client, coordinator):
    bring_in(coordinator, [SCHOOL, DAY, 10, "", "about 14", 2, ""])
    session = Session.objects.get()

    page = client.get(f"/team/sessions/{session.pk}/")
    form = client.get(f"/team/sessions/{session.pk}/correct/").context["form"]

    assert "Children (up to P7), P5" in page.text
    assert {name: form[name].value() for name in ("stage_P5", "stage_P7")} == {
        "stage_P5": 10,
        "stage_P7": 14,
    }
    assert form["known_children"].value() == "estimated"
    assert form["count_children"].value() is None


def correct(client, member, session, **changed):
    given = log_data(
        place=session.place.label,
        officers=session.officers.all(),
        topics=session.topics.all(),
        held_on=session.held_on,
    )
    typed = {"count_children": "", "known_children": "estimated", "stages": session.stages}
    typed |= {"stage_P5": "10", "stage_P7": "14", "starts_at": "", "minutes": ""}
    more = {"reason": "As the school says", "opened": session.version}
    return client.post(f"/team/sessions/{session.pk}/correct/", given | typed | more | changed)


def test_correction_of_one_part_leaves_the_other_known_as_it_was(client, coordinator):
    bring_in(
        coordinator, ["P5-P7", SCHOOL, DAY, 10, "about 14"], header=("Class", *HEADER[:3], "P7")
    )
    session = Session.objects.get()
    assert session.stages == ("P5", "P6", "P7")

    response = correct(client, coordinator, session, stage_P7="15")

    assert response.status_code == 302
    assert sorted(session.attendances.values_list("stage", "count", "known")) == [
        ("P5", 10, "counted"),
        ("P7", 15, "estimated"),
    ]


def test_stage_that_nobody_said_need_not_be_said_by_a_correction(client, coordinator):
    bring_in(coordinator, ["P5-P7", SCHOOL, DAY, 10, 14], header=("Class", *HEADER[:3], "P7"))
    session = Session.objects.get()
    more = {"known_children": "counted"}

    assert correct(client, coordinator, session, **more, stage_P5="").status_code == 200
    assert correct(client, coordinator, session, **more, stage_P5="11").status_code == 302
    assert sorted(session.attendances.values_list("stage", "count")) == [("P5", 11), ("P7", 14)]


def test_file_with_another_number_fills_nothing_into_a_split(client, coordinator):
    bring_in(coordinator, [SCHOOL, DAY, 10, "", 14, "", ""])
    session = Session.objects.get()

    page = client.get(f"/team/sessions/{session.pk}/correct/?count_children=30")

    assert page.context["form"]["count_children"].value() is None
    assert "is split by stage, so nothing is filled in" in " ".join(page.text.split())
