"""Before anything is written: who would come in, what stays out, and the file's own total."""

import pytest

from tests.campaigns.spreadsheets.files import check, csv_of
from tests.campaigns.spreadsheets.team_pages import a_batch, shown

pytestmark = pytest.mark.django_db

HEADER = ("Date", "School", "Total", "Ref", "Passes", "Staff")
SCHOOL = "Braeside Primary School"


def page_of(client, member, *rows, header=HEADER):
    batch = check(a_batch(member, content=csv_of(rows, header=header)))
    return client.get(f"/team/import/{batch.pk}/")


def a_talk(day, number, *more):
    return [f"{day:02}/03/2016", SCHOOL, number, *more]


def test_sums_say_who_comes_in_and_what_stays_out(client, coordinator):
    page = page_of(
        client,
        coordinator,
        a_talk(1, 25, "A1", 4),
        a_talk(2, "", "A2", 5),
        ["March 2016", SCHOOL, 40],
        ["31/02/2016", SCHOOL, 2],
        ["Total", "", 67],
    )

    summary = page.context["summary"]
    assert (summary.sessions, summary.people, summary.total) == (2, [("Not recorded", "25")], 25)
    assert summary.without_number == 1
    assert [(out.label, out.rows, out.people) for out in summary.left_out] == [
        ("No full date", 1, 40),
        ("Something that cannot be taken", 1, 2),
    ]
    assert summary.says == (
        "The file says 67 (line 6). We bring in 25 and leave out 42 in 2 rows. That adds up."
    )
    assert "2 rows can come into the log. 2 would be left out." in shown(page)


@pytest.mark.parametrize(
    ("total", "words"),
    [
        (30, "5 are in neither: a number that cannot be read, or a column that is not used."),
        (20, "5 more than the file says: look whether something is counted twice."),
    ],
)
def test_total_that_is_another_one_is_said(client, coordinator, total, words):
    page = page_of(client, coordinator, a_talk(1, 25), ["Total", "", total])

    assert page.context["summary"].says == (
        f"The file says {total} (line 3). We bring in 25. {words}"
    )


def test_last_total_that_is_not_of_a_part_is_compared(client, coordinator):
    page = page_of(
        client,
        coordinator,
        a_talk(1, 25),
        ["Subtotal", "", 25],
        ["Total", "", 25],
        ["Sub total of nothing", "", 0],
    )

    assert page.context["summary"].says.startswith(
        "The file says 25 (line 4, the last of 3 totals)."
    )


def test_total_that_is_a_formula_is_said(client, coordinator):
    page = page_of(client, coordinator, a_talk(1, 25), ["Total", "", "=SUM(C2)"])

    assert page.context["summary"].says == (
        "The file has its own total (line 3), in which no number can be read."
    )


def test_columns_that_are_not_used_are_named_with_their_sums(client, coordinator):
    page = page_of(
        client,
        coordinator,
        a_talk(1, 25, "A1", 4, "=C2"),
        a_talk(2, 26, "A2", 5, "=C3"),
        ["Total", "", 51, "", 9],
    )

    assert page.context["summary"].unused == [
        "Column E “Passes” is not used: 9 in 2 rows",
        "Column F “Staff” is not used: 2 formulas",
        "Not used, and without numbers: D “Ref”",
    ]
    assert page.context["taken"][2] == ("C: Total", "Total attendance")


def test_rows_of_one_reason_are_shown(client, coordinator):
    batch = check(
        a_batch(
            coordinator,
            content=csv_of([a_talk(1, 25), ["March 2016", SCHOOL, 40]], header=HEADER),
        )
    )

    page = client.get(f"/team/import/{batch.pk}/?why=no_date")

    assert [line["row"].line for line in page.context["rows"]] == [3]
    assert "<strong>Left out: No full date</strong>" in shown(page)
    assert len(client.get(f"/team/import/{batch.pk}/?why=x").context["rows"]) == 2
