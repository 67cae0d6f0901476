"""A column that is the sum of others is never a further part of them."""

import pytest

from campaigns.spreadsheets.columns import guess
from tests import factories
from tests.campaigns.spreadsheets.dry_run import checked
from tests.campaigns.spreadsheets.team_pages import shown

pytestmark = pytest.mark.django_db

HIGH = "Dalziel High School"
HEADER = ("Date", "School", "S1", "S2", "Pupils")
ROWS = [["01/03/2016", HIGH, 60, 20, 80], ["02/03/2016", HIGH, 30, 30, 60]]


@pytest.fixture
def high(coordinator):
    factories.make_place(name=HIGH, kind="secondary", campaign=coordinator.campaign)
    return coordinator.campaign, coordinator, coordinator.topic


@pytest.mark.parametrize(
    ("header", "numbers"),
    [
        (("S1", "S2", "Pupils"), {"young_people": [0, 1], "total": 2}),
        (("P6", "P7", "Children"), {"children": [0, 1], "total": 2}),
        (("Young people", "S1"), {"young_people": 1, "total": 0}),
        (("P7", "S1", "Number of pupils"), {"children": 0, "young_people": 1, "total": 2}),
        (("P7", "S1", "Children"), {"children": 0, "young_people": 1}),
        (("S1", "S2", "Pupils", "Staff"), {"young_people": [0, 1], "professionals": 3}),
        (("S1", "Pupils", "Total"), {"young_people": 0, "total": 2}),
        (("P6", "P7", "Young people"), {"children": [0, 1], "young_people": 2}),
        (("Children", "Young people"), {"children": 0, "young_people": 1}),
    ],
)
def test_sum_of_stage_columns_is_guessed_as_no_part(header, numbers):
    assert guess(header, [["20"] * len(header)]) == numbers


@pytest.mark.parametrize(
    ("cells", "stages"), [(("12", "?", ""), [0, 1, 2]), (("12", "x", "TBC"), 0)]
)
def test_column_of_a_stage_may_have_cells_that_are_not_known(cells, stages):
    known = [["12", "30", "11"]] if cells[1] == "?" else []

    assert guess(("P5", "P6", "P7"), [cells, *known]) == {"children": stages}


def test_column_that_has_people_only_where_the_stages_have_none_is_a_part():
    header, apart = ("Place", "P6", "Pupils"), [["A", "20", ""], ["B", "", "30"]]
    assert guess(header, [*apart, ["Total", "20", "30"]]) == {
        "place": 0,
        "children": 1,
        "pupils": 2,
    }
    assert guess(header, [*apart, ["C", "20", "20"]]) == {"place": 0, "children": 1, "total": 2}


def test_pupils_beside_stages_count_once(high):
    batch = checked(high, *ROWS, ["03/03/2016", HIGH, 30, 30, 61], header=HEADER)

    assert [(row.verdict, row.counts) for row in batch.rows.all()] == [
        ("ready", {"young_people": 80}),
        ("ready", {"young_people": 60}),
        ("wrong", {"young_people": 60, "not_recorded": 1}),
    ]


@pytest.mark.parametrize(
    ("header", "parts"),
    [
        (HEADER, {"young_people": [2, 3], "pupils": 4}),
        (HEADER, {"young_people": [2, 3, 4]}),
        (HEADER, {"young_people": [2, 3], "adults": 4}),
    ],
)
def test_person_who_adds_a_sum_to_its_parts_is_warned(client, high, header, parts):
    chosen = {"total": None, "pupils": None, **parts}
    rows = [[*row, 3] for row in ROWS]
    batch = checked(high, *rows, ["Total", "", 90, 50, 140], header=header, **chosen)

    page = client.get(f"/team/import/{batch.pk}/")

    assert page.context["summary"].twice == (
        "Column E “Pupils” is the same as C, D added up, in 2 of 2 rows: these people would count "
        "twice. Change what the column is taken for to the total, or to “Not used”."
    )
    assert "these people would count twice" in shown(page)
    assert "That adds up." not in shown(page)


@pytest.mark.parametrize("more", [{"professionals": 5}, {"total": 5}])
def test_sum_beside_others_is_no_total(client, high, more):
    header, rows = (*HEADER, "Others"), [[*row, 3] for row in ROWS]
    chosen = {"total": None, "young_people": [2, 3, 4], **more}

    batch = checked(high, *rows, header=header, **chosen)

    assert client.get(f"/team/import/{batch.pk}/").context["summary"].twice == (
        "Column E “Pupils” is the same as C, D added up, in 2 of 2 rows: these people would count "
        "twice. Change what the column is taken for to “Not used”."
    )


PRIMARY = "Braeside Primary School"
THREE = (
    ["1", PRIMARY, 12, 12, 12, 36],
    ["2", PRIMARY, 5, 5, 1, 10],
    ["3", PRIMARY, 27, "", "", 27],
)


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ([], "in 2 of 3 rows"),
        ([["4", PRIMARY, "", "", "", number] for number in range(40, 46)], "in 2 of 3 rows"),
        ([["4", PRIMARY, number, "", "", ""] for number in range(40, 46)], "in 2 of 3 rows"),
        ([["4", PRIMARY, "10+4", "", "", "approx 14"]], "in 3 of 4 rows"),
        ([["4", PRIMARY, 9, "", "", 8]], ""),
    ],
)
def test_most_of_the_rows_that_hold_both_say_that_it_is_a_sum(client, coordinator, more, words):
    known = coordinator.campaign, coordinator, coordinator.topic
    header = ("Date", "School", "P5", "P6", "P7", "Pupils")
    rows = [[f"{day:02}/03/2016", *row[1:]] for day, row in enumerate([*THREE, *more], start=1)]
    chosen = {"children": [2, 3, 4, 5], "total": None}

    batch = checked(known, *rows, ["Total", "", 54, 17, 13, 73], header=header, **chosen)

    summary = client.get(f"/team/import/{batch.pk}/").context["summary"]
    said = f"Column F “Pupils” is the same as C, D, E added up, {words}: " if words else ""
    assert summary.twice.startswith(said)
    assert (bool(summary.twice), bool(summary.says)) == (bool(words), not words)


def test_cells_that_were_mended_are_looked_at_as_they_are_now(client, high):
    chosen = {"young_people": [2, 3, 4], "total": None}
    rows = [*ROWS[:1], ["02/03/2016", HIGH, 30, 30, 61]]
    batch = checked(high, *rows, header=HEADER, **chosen)
    assert client.get(f"/team/import/{batch.pk}/").context["summary"].twice == ""

    batch.rows.filter(line=3).update(mended={"4": "60"})

    summary = client.get(f"/team/import/{batch.pk}/").context["summary"]
    assert "in 2 of 2 rows" in summary.twice


@pytest.mark.parametrize(
    "rows",
    [
        ROWS[:1],
        [*ROWS, *(["03/03/2016", HIGH, 30, 30, number] for number in (25, 24))],
        [["01/03/2016", HIGH, 0, 0, 0]] * 3,
        [],
    ],
)
def test_nobody_is_warned_of_what_is_no_sum(client, high, rows):
    chosen = {"young_people": [2, 3, 4], "total": None}
    batch = checked(high, *(rows or [["01/03/2016", HIGH, 60, 20, 7]]), header=HEADER, **chosen)

    assert client.get(f"/team/import/{batch.pk}/").context["summary"].twice == ""
