"""A number that is not known, or stands where nobody looks, is said beside the row."""

import pytest

from tests.campaigns.spreadsheets.dry_run import checked
from tests.campaigns.spreadsheets.mending import page_of

pytestmark = pytest.mark.django_db

SCHOOL = "Braeside Primary School"
STAGES = ("Date", "School", "P5", "P6", "P7", "Staff", "Total")
UNKNOWN = "“P6” is not known and not in the number."


def remarks(known, cells, *, header=STAGES, **columns):
    batch = checked(known, ["01/03/2016", SCHOOL, *cells], header=header, **columns)
    row = batch.rows.get()
    assert row.verdict == "ready"
    return row.counts, [words for words in row.problems if "number" in words.casefold()]


@pytest.mark.parametrize(
    ("cells", "counts", "said"),
    [
        ((12, "?", 11), {"children": 23}, [UNKNOWN]),
        ((12, "TBC", "unknown"), {"children": 12}, [UNKNOWN, UNKNOWN.replace("P6", "P7")]),
        (("", "?", "", 3), {"professionals": 3}, [UNKNOWN]),
        ((12, "-", 11, "n/a"), {"children": 23}, []),
        ((12, "", 11), {"children": 23}, []),
        ((12, "?", 11, "", 40), {"children": 23, "not_recorded": 17}, []),
        (("?", "?", "?"), {}, []),
    ],
)
def test_part_that_is_not_known_is_said_beside_the_others(known, cells, counts, said):
    assert remarks(known, cells, children=[2, 3, 4]) == (counts, said)


def test_part_that_is_not_known_is_said_beside_its_own_column(client, coordinator):
    known = coordinator.campaign, coordinator, coordinator.topic
    batch = checked(known, ["01/03/2016", SCHOOL, 12, "?", 11], header=STAGES, children=[2, 3, 4])

    form = page_of(client, batch).context["form"]

    assert UNKNOWN in str(form["cell_3"].help_text) + str(form["cell_3"].errors)


OTHERS = ("Date", "School", "Children", "Pupils", "Ref", "P7", "Number of teachers")


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (("", 40), ["No number in the columns that are used. “Pupils” says 40."]),
        (
            ("?", "approx 1,200", 7, 30, 2),
            [
                "No number in the columns that are used. “Pupils” says 1,200, “P7” says 30, "
                "“Number of teachers” says 2."
            ],
        ),
        (("", "", 40), []),
        (("", "many"), []),
        ((25, 40), []),
        ((0, 40), []),
    ],
)
def test_number_in_a_column_that_is_not_used_is_said(known, cells, said):
    unused = {"pupils": None, "total": None, "professionals": None, "children": 2}

    _, found = remarks(known, cells, header=OTHERS, **unused)

    assert found == said


@pytest.mark.parametrize(
    ("stages", "number", "counts"),
    [
        ("P7 60", "", {"pupils": 60}),
        ("P7 60", 60, {"pupils": 60}),
        ("P7", "", {}),
        ("P7 60", "30-35", {"pupils": 60}),
    ],
)
def test_number_beside_the_class_is_among_what_is_left_out(known, stages, number, counts):
    header = ("Date", "School", "Class", "Pupils")

    batch = checked(known, ["March 2016", SCHOOL, stages, number], header=header)

    assert batch.rows.get().counts == counts
