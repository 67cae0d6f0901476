"""What somebody answered holds for the words that it was asked about, and for no others."""

import pytest

from campaigns.models import ImportBatch, Session
from campaigns.spreadsheets import commit
from tests.campaigns.spreadsheets.files import a_row, check
from tests.campaigns.spreadsheets.mending import mend, row_of
from tests.campaigns.spreadsheets.team_pages import a_batch, columns_of, rows_page, shown

pytestmark = pytest.mark.django_db

HEADER = ("Date", "Time", "School", "Class", "Pupils", "Comments", "Extra")
BORN = "Ann Doe born 1/2/2011"


def two_notes(coordinator, comments, extra, *, stage="P7"):
    row = ["05/01/2016", "9.30", "Braeside Primary School", stage, "25", comments, extra]
    return check(a_batch(coordinator, row, header=HEADER))


def swap(client, coordinator, batch, **changed):
    chosen = columns_of(
        coordinator,
        **{"column_4": "pupils", "column_5": "", "column_6": "notes", **changed},
    )
    client.post(f"/team/import/{batch.pk}/columns/", chosen)


def answer(client, batch, words, **given):
    """Presses that button of the row as the page shows it."""
    [row] = rows_page(client, batch).context["rows"]
    [address] = [at for at, label in row["answers"] if label == words]
    return client.post(address, {"seen": row["seen"]} | given)


@pytest.mark.parametrize(
    ("said", "later", "button", "reason"),
    [
        ("Pupils born 4/5/2012", BORN, "They name no child, keep them", "notes"),
        ("Second class cancelled", "Nobody came", "It did happen, take it", "not_held"),
    ],
)
def test_answer_falls_when_another_column_is_taken(
    client, coordinator, said, later, button, reason
):
    batch = two_notes(coordinator, said, later if reason == "notes" else "")
    answer(client, batch, button)
    assert row_of(batch).verdict == "ready"
    batch.rows.update(cells=[*row_of(batch).cells[:5], "", later])

    swap(client, coordinator, batch)

    assert (row_of(batch).verdict, row_of(batch).reason) == ("held", reason)


def test_answer_stands_when_only_what_the_file_does_not_say_is_changed(client, coordinator):
    batch = two_notes(coordinator, "Pupils born 4/5/2012", "")
    answer(client, batch, "They name no child, keep them")

    swap(client, coordinator, batch, column_5="notes", column_6="", default_known="register")

    assert row_of(batch).verdict == "ready"


def test_answer_of_a_tab_that_shows_other_words_is_not_taken(client, coordinator):
    batch = two_notes(coordinator, "Pupils born 4/5/2012", "")
    [row] = rows_page(client, batch).context["rows"]
    mend(client, batch, cell_5=BORN)

    response = answer(client, batch, "They name no child, keep them", seen=row["seen"])

    assert "Somebody else changed this" in shown(client.get(response.url))
    assert row_of(batch).verdict == "held"


def test_words_of_notes_that_were_mended_are_in_no_list_and_no_history(client, coordinator):
    batch = two_notes(coordinator, BORN, "")
    mend(client, batch, cell_5="All well")
    swap(client, coordinator, batch)

    page = shown(rows_page(client, batch))
    client.post(f"/team/import/{batch.pk}/commit/")

    assert "Ann Doe" not in page
    [change] = Session.objects.get().changes.all()
    assert "Ann Doe" not in str(change.fields)


def test_spreadsheet_of_which_nothing_is_ready_any_more_stays_and_says_why(client, coordinator):
    one, other = (check(a_batch(coordinator, a_row(1))) for _ in range(2))
    client.post(f"/team/import/{one.pk}/commit/")

    client.post(f"/team/import/{other.pk}/commit/")

    other.refresh_from_db()
    assert (other.state, other.work, other.committed_at) == (ImportBatch.State.CHECKED, "", None)
    page = shown(rows_page(client, other))
    assert commit.NOTHING_LEFT in page
    assert "A session like it is in the log" in page
    assert hasattr(other, "file")
    client.post(f"/team/import/{other.pk}/rows/2/take/")
    client.post(f"/team/import/{other.pk}/commit/")
    assert Session.objects.count() == 2


@pytest.mark.parametrize(
    ("cell", "shown_as"),
    [
        ("42374", "5 January 2016 (42374)"),
        ("2016-01-05", "5 January 2016 (2016-01-05)"),
        ("5 January 2016", "5 January 2016"),
        ("January 2016", "January 2016"),
    ],
)
def test_row_says_which_day_it_is_taken_for(client, coordinator, cell, shown_as):
    batch = check(a_batch(coordinator, [cell, *a_row(1)[1:]]))

    [row] = rows_page(client, batch).context["rows"]

    assert row["words"].split(" · ")[0] == shown_as
