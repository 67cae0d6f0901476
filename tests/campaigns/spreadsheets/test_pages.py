"""The pages of a spreadsheet on its way into the log."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import ImportBatch, ImportFile, ImportLayout, PlaceAlias, Session
from campaigns.privacy.forget import forget
from campaigns.spreadsheets.batches import start_work
from tests import factories
from tests.campaigns.spreadsheets.files import HEADER, a_row, check, csv_of, workbook_of
from tests.campaigns.spreadsheets.team_pages import a_batch, columns_of, send, shown
from tests.campaigns.typed import errors_of

pytestmark = pytest.mark.django_db


def test_columns_lead_to_the_verdicts_and_are_remembered(client, coordinator):
    send(client, csv_of([a_row(1), ["March 2019", "", "Braeside Primary School", "", "9", "", ""]]))
    batch = ImportBatch.objects.get()

    response = client.post(f"/team/import/{batch.pk}/columns/", columns_of(coordinator))

    assert response.url == f"/team/import/{batch.pk}/"
    page = shown(client.get(response.url))
    assert "1 row can come into the log. 1 would be left out. Nothing is written yet." in page
    assert "“March 2019” is not a full date" in page
    assert '<th scope="row">3</th>' in page
    assert ImportLayout.objects.get().columns["date"] == 0
    send(client, csv_of([a_row(5)]), name="next.csv")
    assert (
        client.get(f"/team/import/{batch.pk + 1}/columns/").context["form"].initial["default_known"]
        == "counted"
    )


def test_columns_that_cannot_be_are_told_beside_the_field(client, coordinator):
    batch = a_batch(coordinator)

    response = client.post(
        f"/team/import/{batch.pk}/columns/",
        columns_of(coordinator, column_0="", column_4="place", default_known=""),
    )

    assert errors_of(response) == {
        "column_0": [
            "Choose the column with the date",
            "Choose the column with the total, or one for each audience",
        ],
        "column_4": ["Two columns are chosen as “Place”. Choose one"],
        "default_known": ["Choose how the numbers are known"],
    }
    assert "<title>Error: " in shown(response)
    assert (
        client.post(
            f"/team/import/{batch.pk}/columns/", columns_of(coordinator, column_0="77")
        ).status_code
        == 200
    )


def test_place_is_chosen_from_suggestions_and_remembered(client, coordinator):
    batch = check(a_batch(coordinator))
    page = client.get(f"/team/import/{batch.pk}/places/")
    (name,) = [name for name in page.context["form"].fields if name.startswith("place_")]
    assert [label for _, label in page.context["form"].fields[name].choices] == [
        "Not decided: leave these rows out",
        "Braeside Primary School, Wishaw (North Lanarkshire)",
    ]
    pk = page.context["form"].fields[name].choices[1][0]

    response = client.post(f"/team/import/{batch.pk}/places/", {name: pk})

    assert response.url == f"/team/import/{batch.pk}/"
    assert PlaceAlias.objects.get().words == "braside primary school"
    assert "2 rows can come into the log. 0 would be left out." in shown(client.get(response.url))


def test_place_is_typed_when_none_is_suggested(client, coordinator):
    batch = check(a_batch(coordinator, a_row(1, place="The big one")))
    hall = factories.make_place(name="Wishaw Town Hall", kind="community")
    (name,) = [
        name
        for name in client.get(f"/team/import/{batch.pk}/places/").context["form"].fields
        if name.startswith("place_")
    ]

    wrong = client.post(
        f"/team/import/{batch.pk}/places/", {name: "", name.replace("place", "other"): "Nowhere"}
    )
    assert "We found no match for “Nowhere”" in shown(wrong)
    client.post(
        f"/team/import/{batch.pk}/places/", {name: "", name.replace("place", "other"): "Town Hall"}
    )

    assert PlaceAlias.objects.get().place == hall


def test_commit_and_undo_by_the_buttons(client, coordinator):
    batch = check(a_batch(coordinator))

    assert client.post(f"/team/import/{batch.pk}/commit/").url == f"/team/import/{batch.pk}/"
    assert "1 session is in the log." in shown(client.get(f"/team/import/{batch.pk}/"))
    assert Session.objects.delivered().count() == 1
    client.post(f"/team/import/{batch.pk}/commit/")
    assert Session.objects.count() == 1

    client.post(f"/team/import/{batch.pk}/undo/")
    assert "Its sessions are voided and no longer count" in shown(
        client.get(f"/team/import/{batch.pk}/")
    )
    assert Session.objects.delivered().count() == 0


def test_second_press_is_told(client, coordinator):
    batch = check(a_batch(coordinator))
    client.post(f"/team/import/{batch.pk}/commit/")

    client.post(f"/team/import/{batch.pk}/commit/")

    assert "Somebody else has already started this" in shown(
        client.get(f"/team/import/{batch.pk}/")
    )


def test_row_that_is_there_already_can_be_taken_all_the_same(client, coordinator):
    factories.make_session(held_on=timezone.localdate().replace(2016, 1, 5))
    batch = check(a_batch(coordinator, a_row(1)))
    assert "Take it, it is a different one" in shown(
        client.get(f"/team/import/{batch.pk}/?verdict=duplicate")
    )

    assert (
        client.post(f"/team/import/{batch.pk}/rows/2/take/").url
        == f"/team/import/{batch.pk}/?verdict=duplicate"
    )
    client.post(f"/team/import/{batch.pk}/commit/")

    assert Session.objects.count() == 2


def test_page_shows_how_far_the_work_is_and_looks_again(client, coordinator):
    batch = a_batch(coordinator)
    start_work(batch=batch, work=ImportBatch.Work.CHECKING, now=timezone.now())

    page = client.get(f"/team/import/{batch.pk}/")
    still = client.get(f"/team/import/{batch.pk}/?still=1")

    assert "0 of 2 rows of talks.csv are done." in shown(page)
    assert (page["Refresh"], still.get("Refresh")) == ("3", None)
    assert client.get(f"/team/import/{batch.pk}/columns/").url == f"/team/import/{batch.pk}/"


def test_work_that_was_killed_can_be_run_again(client, coordinator):
    batch = check(a_batch(coordinator))
    start_work(
        batch=batch, work=ImportBatch.Work.WRITING, now=timezone.now() - timedelta(minutes=2)
    )
    page = client.get(f"/team/import/{batch.pk}/")
    assert "The work has not moved for a minute." in shown(page)
    assert page.get("Refresh") is None

    client.post(f"/team/import/{batch.pk}/commit/")

    assert Session.objects.count() == 1


def test_work_that_fails_says_so_and_leaves_no_word_of_the_file(
    client, coordinator, monkeypatch, caplog
):
    batch = check(a_batch(coordinator))

    def broken(**_):
        raise RuntimeError("Braeside Primary School")

    monkeypatch.setattr("campaigns.spreadsheets.tasks.write_sessions", broken)
    client.post(f"/team/import/{batch.pk}/commit/")

    assert "The work stopped, and nothing of it was written. Try again." in shown(
        client.get(f"/team/import/{batch.pk}/")
    )
    assert "Braeside" not in caplog.text
    assert caplog.messages == [f"Import {batch.pk}: writing stopped: RuntimeError"]


def test_large_file_is_left_to_the_worker(client, coordinator, monkeypatch):
    monkeypatch.setattr("campaigns.spreadsheets.tasks.AT_ONCE", 1)
    batch = check(a_batch(coordinator))

    client.post(f"/team/import/{batch.pk}/commit/")

    batch.refresh_from_db()
    assert (batch.work, Session.objects.count()) == ("writing", 0)


@pytest.mark.parametrize("number", [1, 3])
def test_queries_do_not_grow_with_the_rows(client, coordinator, number, django_assert_num_queries):
    batch = check(a_batch(coordinator, *[a_row(day) for day in range(number)]))
    client.get("/team/import/")

    with django_assert_num_queries(13):
        client.get(f"/team/import/{batch.pk}/")


def test_formula_in_the_file_is_shown_as_words(client, coordinator):
    batch = check(
        a_batch(
            coordinator,
            content=workbook_of([["<b>5</b>", "", "=1+1", "", 5, "", ""]], header=HEADER),
        )
    )

    page = shown(client.get(f"/team/import/{batch.pk}/"))

    assert "&lt;b&gt;5&lt;/b&gt;" in page
    assert "Cell C2 holds a formula" in page


def test_rows_with_a_remark_are_counted_and_found(client, coordinator):
    batch = check(a_batch(coordinator, a_row(1), a_row(2, total=34)))

    page = client.get(f"/team/import/{batch.pk}/")
    found = client.get(f"/team/import/{batch.pk}/?verdict=remarks")

    assert (
        "1 of them says something that is unlikely, or that we had to guess. They come in all "
        "the same."
    ) in shown(page)
    assert "2 rows can come into the log. 0 would be left out." in shown(page)
    assert [line["row"].line for line in found.context["rows"]] == [3]
    assert "34 is more than 33, the most pupils in one class." in shown(found)


def forget_rows():
    ImportBatch.objects.update(uploaded_at=timezone.now() - timedelta(days=90), alive_at=None)
    forget(now=timezone.now(), today=timezone.localdate())


def test_sessions_are_undone_after_the_rows_are_forgotten(client, coordinator):
    batch = check(a_batch(coordinator, a_row(1)))
    client.post(f"/team/import/{batch.pk}/commit/")
    forget_rows()
    page = shown(client.get(f"/team/import/{batch.pk}/"))

    client.post(f"/team/import/{batch.pk}/undo/")

    assert batch.rows.count() == 0
    assert "1 session is in the log." in page
    assert "The rows of the file are no longer kept." in page
    assert (Session.objects.count(), Session.objects.delivered().count()) == (1, 0)


def test_undo_says_how_many_go_and_how_many_stay(client, coordinator):
    batch = check(a_batch(coordinator, a_row(1), a_row(2), a_row(3)))
    client.post(f"/team/import/{batch.pk}/commit/")
    address = f"/team/import/{batch.pk}/"
    all_of_them = shown(client.get(address))
    Session.objects.filter(pk=Session.objects.earliest("pk").pk).update(version=2)
    one_stays = shown(client.get(address))
    Session.objects.update(version=2)
    none = shown(client.get(address))

    assert "3 sessions are voided at once, and no longer count." in all_of_them
    assert ">Undo 3 sessions</button>" in all_of_them
    assert "Somebody has changed" not in all_of_them
    assert (
        "Somebody has changed 1 session since. It stays in the log, and is listed here afterwards."
    ) in one_stays
    assert ">Undo 2 sessions</button>" in one_stays
    assert "They stay in the log, and are listed here afterwards." in none
    assert "There is nothing left to undo." in none
    assert "/undo/" not in none


@pytest.mark.parametrize("is_checked", [True, False])
def test_spreadsheet_that_was_left_lying_goes_whole_with_its_file(client, coordinator, is_checked):
    batch = check(a_batch(coordinator)) if is_checked else a_batch(coordinator)
    assert ImportFile.objects.get().batch == batch

    forget_rows()

    assert client.get(f"/team/import/{batch.pk}/").status_code == 404
    assert (ImportBatch.objects.count(), ImportFile.objects.count()) == (0, 0)
