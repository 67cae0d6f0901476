"""The first lines are shown, and the file is read in another way without uploading it again."""

from datetime import date

import pytest
from django.utils import timezone

from campaigns.models import ImportBatch, ImportFile, Session
from campaigns.spreadsheets.batches import start_work
from tests import factories
from tests.campaigns.spreadsheets.files import a_row, check, csv_of, workbook_of
from tests.campaigns.spreadsheets.team_pages import a_batch, columns_of, send, shown

pytestmark = pytest.mark.django_db


def logged(count, *, audience="not_recorded"):
    session = factories.make_session(held_on=date(2016, 1, 5))
    factories.make_attendance(session=session, audience=audience, count=count)
    return session


def read_so(client, batch, **said):
    return client.post(f"/team/import/{batch.pk}/read/", said)


def test_first_lines_are_shown_with_their_numbers(client, coordinator):
    content = b"Our talks, all\n\n" + csv_of([a_row(1)])

    page = client.get(send(client, content).url)

    assert [number for number, _ in page.context["lines"]] == [1, 3, 4]
    assert "<strong>School</strong>" in shown(page)
    assert page.context["reading"].initial == {
        "sheet": "",
        "separator": ",",
        "header_line": "3",
        "header_lines": "1",
    }


def test_other_sheet_is_read_from_what_is_kept(client, coordinator):
    send(client, workbook_of([a_row(1)], sheets=("2018", "2019")), name="talks.xlsx")
    batch = ImportBatch.objects.get()

    response = read_so(client, batch, sheet="2019", header_line="1", header_lines="1")

    assert response.url == f"/team/import/{batch.pk}/columns/"
    batch.refresh_from_db()
    assert batch.file.sheet == "2019"
    assert batch.remarks[0].startswith("Only the sheet “2019” was read.")
    assert batch.rows.count() == 1


def test_other_line_of_names_and_separator_are_taken(client, coordinator):
    send(client, b"a;b\nDate;School;Total\n12/03/2016;Braeside Primary School;25\n")
    batch = ImportBatch.objects.get()
    assert batch.header == ["Date", "School", "Total"]

    read_so(client, batch, separator=";", header_line="1", header_lines="1")
    batch.refresh_from_db()
    assert (batch.header, batch.rows_total) == (["a", "b", "Column C"], 2)
    read_so(client, batch, separator=";", header_line="1", header_lines="2")

    batch.refresh_from_db()
    assert batch.header == ["a: Date", "b: School", "b: Total"]


def test_way_that_cannot_be_read_is_told_beside_the_field_and_changes_nothing(client, coordinator):
    send(client, csv_of([a_row(1)]))
    batch = ImportBatch.objects.get()

    response = read_so(client, batch, separator=",", header_line="2", header_lines="1")

    assert response.context["reading"].errors == {
        "separator": ["The file has the names of its columns in line 2 and no rows under them"]
    }
    assert "<title>Error: " in shown(response)
    assert batch.rows.count() == 1


@pytest.mark.parametrize(
    ("written", "asked", "words"),
    [(",", ";", "a semicolon"), (",", "\t", "a tab"), (";", ",", "a comma")],
)
def test_separator_that_makes_one_column_is_told(client, coordinator, written, asked, words):
    send(client, csv_of([a_row(1)], separator=written))
    batch = ImportBatch.objects.get()

    response = read_so(client, batch, separator=asked, header_line="1", header_lines="1")

    assert response.context["reading"].errors == {
        "separator": [f"With {words} the file has one column only. Choose another"]
    }
    batch.refresh_from_db()
    assert batch.file.separator == written


def test_first_lines_and_the_choice_of_one_say_where_they_are_cut(client, coordinator):
    long = "Talks on staying safe online in Lanarkshire"
    send(client, csv_of([a_row(1)], header=("Date of the session", "School", long)))

    page = client.get(f"/team/import/{ImportBatch.objects.get().pk}/columns/")

    _, cells = page.context["lines"][0]
    choices = dict(page.context["reading"].fields["header_line"].choices)
    assert cells[2] == f"{long[:40]}…"
    assert choices["1"] == f"Line 1: Date of the session · School · {long[:28]}…"


def test_columns_that_were_chosen_stay_when_the_names_are_the_same(client, coordinator):
    send(client, workbook_of([a_row(1)], sheets=("2018", "2019")), name="talks.xlsx")
    batch = ImportBatch.objects.get()
    client.post(f"/team/import/{batch.pk}/columns/", columns_of(coordinator))

    read_so(client, batch, sheet="2019", header_line="1", header_lines="1")

    batch.refresh_from_db()
    assert (batch.state, batch.columns["place"]) == ("uploaded", 2)


def test_file_goes_with_the_commit_and_no_other_way_is_offered(client, coordinator):
    batch = check(a_batch(coordinator, a_row(1)))
    client.post(f"/team/import/{batch.pk}/commit/")

    assert (ImportFile.objects.count(), Session.objects.count()) == (0, 1)
    assert read_so(client, batch, separator=";").url == f"/team/import/{batch.pk}/"


def test_upload_that_nobody_wants_is_removed_with_all_that_was_kept(client, coordinator):
    batch = check(a_batch(coordinator))

    response = client.post(f"/team/import/{batch.pk}/remove/")

    assert response.url == "/team/import/"
    assert "talks.csv is removed" in shown(client.get(response.url))
    assert (ImportBatch.objects.count(), ImportFile.objects.count()) == (0, 0)


@pytest.mark.parametrize("stands", ["committed", "in hand"])
def test_what_is_in_the_log_or_in_hand_is_not_removed(client, coordinator, stands):
    batch = check(a_batch(coordinator, a_row(1)))
    if stands == "committed":
        client.post(f"/team/import/{batch.pk}/commit/")
    else:
        start_work(batch=batch, work=ImportBatch.Work.CHECKING, now=timezone.now())

    client.post(f"/team/import/{batch.pk}/remove/")

    assert ImportBatch.objects.count() == 1


def test_row_with_another_number_says_both_and_leads_to_the_correction(client, coordinator):
    session = logged(21)
    batch = check(a_batch(coordinator, a_row(1, total=25)))
    page = client.get(f"/team/import/{batch.pk}/")
    (line,) = page.context["rows"]

    form = client.get(line["corrects"]).context["form"]

    assert line["row"].reason == "other"
    assert line["row"].problems == [
        "A session like it is in the log, on 5 January 2016, with another number: 21 in the log, "
        "25 here"
    ]
    assert line["corrects"] == f"/team/sessions/{session.pk}/correct/?count_not_recorded=25"
    assert form.initial["count_not_recorded"] == "25"
    assert "(the file has 25 not recorded)" in shown(page)
    assert "has 25 not recorded. These numbers are filled in below." in shown(
        client.get(line["corrects"])
    )
    client.post(f"/team/import/{batch.pk}/commit/")
    assert Session.objects.count() == 1


def test_correction_is_filled_in_for_the_same_audiences_only(client, coordinator):
    session = logged(21, audience="children")
    page = client.get(f"/team/sessions/{session.pk}/correct/?count_not_recorded=25")

    assert "count_not_recorded" not in page.context["form"].initial
    assert (
        "The spreadsheet has 25 not recorded. The session has other audiences, or is split by "
        "stage, so nothing is filled in: type in what is right."
    ) in shown(page)
    assert "The spreadsheet" not in shown(client.get(f"/team/sessions/{session.pk}/correct/"))


def test_same_number_is_the_one_that_is_meant(coordinator):
    logged(21)
    same = logged(25)

    batch = check(a_batch(coordinator, a_row(1, total=25)))

    (row,) = batch.rows.all()
    assert (row.reason, row.looks_like) == ("in_log", same)
