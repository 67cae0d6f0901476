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


@pytest.mark.parametrize(
    ("more", "where"), [([], "line 4"), ([["Total", "", 25]], "line 6, the last of 2 totals")]
)
def test_last_total_that_is_not_of_a_part_is_compared(client, coordinator, more, where):
    page = page_of(
        client,
        coordinator,
        a_talk(1, 25),
        ["Subtotal", "", 25],
        ["Total", "", 25],
        ["Sub total of nothing", "", 0],
        *more,
    )

    assert page.context["summary"].says.startswith(f"The file says 25 ({where}).")


def test_total_of_a_part_is_called_so(client, coordinator):
    lines = [["Subtotal", "", 25], ["March total", "", 25], ["Total", "", 25]]

    page = page_of(client, coordinator, a_talk(1, 25), *lines)

    assert [line["row"].problems for line in page.context["rows"][1:]] == [
        ["This is the total of a part and no session"],
        ["This is the total of a part and no session"],
        ["This is the file’s own total and no session"],
    ]


def test_large_numbers_are_set_apart_by_thousands(client, coordinator):
    page = page_of(client, coordinator, a_talk(1, 1228), ["March 2016", SCHOOL, 2345])

    assert page.context["summary"].total == 1228
    assert '<th scope="row">Everybody</th> <td class="num">1,228</td>' in shown(page)
    assert shown(page).count('<td class="num"> 2,345 </td>') == 2


def test_rows_whose_numbers_cannot_be_read_are_said_beside_the_sum(client, coordinator):
    page = page_of(
        client,
        coordinator,
        a_talk(1, "30-35"),
        a_talk(2, "=10+10"),
        ["31/02/2016", SCHOOL, 2],
        ["March 2016", SCHOOL, "40?ish"],
        ["April 2016", SCHOOL, "?"],
        ["Total", "", "about all"],
    )

    summary = page.context["summary"]
    assert [(out.reason, out.rows, out.people, out.unread) for out in summary.left_out] == [
        ("no_date", 2, 0, 1),
        ("wrong", 3, 2, 2),
    ]
    assert (summary.people_out, summary.unread_out) == (2, 3)
    words = shown(page)
    assert '<td class="num"> 0 and 1 row with a number that we cannot read </td>' in words
    assert '<td class="num"> 2 and 2 rows with a number that we cannot read </td>' in words
    assert '<td class="num"> 2 and 3 rows with a number that we cannot read </td>' in words


def test_row_that_was_mended_can_be_read(client, coordinator):
    batch = check(
        a_batch(coordinator, content=csv_of([["March 2016", SCHOOL, "x2"]], header=HEADER))
    )
    assert client.get(f"/team/import/{batch.pk}/").context["summary"].unread_out == 1
    batch.rows.update(mended={"2": "40"})

    page = client.get(f"/team/import/{check(batch).pk}/")

    summary = page.context["summary"]
    assert (summary.people_out, summary.unread_out) == (40, 0)
    assert "that we cannot read" not in shown(page)


@pytest.mark.parametrize(
    "words", ["Total March", "March total", "Year to date", "Running total", "Subtotal", ""]
)
def test_total_of_a_part_is_no_session_and_is_not_the_whole(client, coordinator, words):
    rows = [a_talk(1, 25), a_talk(2, 26), ["", "", 51], a_talk(3, 27), a_talk(4, 28)]

    page = page_of(client, coordinator, *rows, [words, "", 55])

    summary = page.context["summary"]
    assert (summary.sessions, summary.total, summary.rows_out) == (4, 106, 0)
    assert summary.says == (
        "The file has 2 totals of parts, and none of all of it to compare with."
    )


def test_last_line_that_is_the_sum_of_all_is_the_whole_without_a_word(client, coordinator):
    page = page_of(client, coordinator, a_talk(1, 25), a_talk(2, 26), ["", "", 51])

    assert page.context["summary"].says == (
        "The file says 51 (line 4). We bring in 51. That adds up."
    )


def test_only_totals_of_parts_are_compared_with_nothing(client, coordinator):
    page = page_of(client, coordinator, a_talk(1, 25), ["March total", "", 25])

    assert page.context["summary"].says == (
        "The file has 1 total of parts, and none of all of it to compare with."
    )


def test_unused_column_is_added_up_by_the_reader_of_the_used_ones(client, coordinator):
    numbers = ["approx 30", "2 x 30", "~300", "1,000", "4"]
    rows = [a_talk(day, 25, number) for day, number in enumerate(numbers, start=1)]

    page = page_of(client, coordinator, *rows, a_talk(8, 25, "12/03/2016"))

    assert page.context["summary"].unused[0] == ("Column D “Ref” is not used: 1,394 in 5 rows")


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
