"""The pages of a spreadsheet on its way into the log, and who may open them."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from campaigns.models import ImportBatch, ImportLayout, PlaceAlias, Session
from campaigns.privacy.forget import forget
from campaigns.spreadsheets.batches import start_work
from tests import factories
from tests.campaigns.spreadsheets.files import (
    HEADER,
    a_row,
    check,
    csv_of,
    team,
    upload_rows,
    workbook_of,
)
from tests.campaigns.typed import errors_of, sign_in

pytestmark = pytest.mark.django_db

READ, WRITE, PRESS = ("get", "head"), ("get", "head", "post"), ("post",)
ALL_METHODS = ("get", "head", "post", "put", "patch", "delete")
PAGES = [
    ("/team/import/", WRITE),
    ("/team/import/{pk}/", READ),
    ("/team/import/{pk}/columns/", WRITE),
    ("/team/import/{pk}/places/", WRITE),
    ("/team/import/{pk}/check/", PRESS),
    ("/team/import/{pk}/commit/", PRESS),
    ("/team/import/{pk}/undo/", PRESS),
    ("/team/import/{pk}/rows/2/take/", PRESS),
]
OF_ONE = PAGES[1:]
TO_LOOK_AT = [page for page in PAGES if "get" in page[1]]


@pytest.fixture
def coordinator(client):
    _, member, topic = team()
    sign_in(client, member)
    member.topic = topic
    return member


def a_batch(member, *rows, **given):
    return upload_rows(
        rows or [a_row(1), a_row(2, place="Braside PS")], member=member, topic=member.topic, **given
    )


def send(client, content, *, name="talks.csv", **more):
    return client.post("/team/import/", {"file": SimpleUploadedFile(name, content), **more})


def shown(response):
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("page", TO_LOOK_AT, ids=lambda page: page[0])
def test_page_works_and_changes_nothing(client, coordinator, page):
    batch = check(a_batch(coordinator))
    before = list(ImportBatch.objects.values())

    response = client.get(page[0].format(pk=batch.pk))

    assert response.status_code == 200
    assert list(ImportBatch.objects.values()) == before
    assert Session.objects.count() == 0


@pytest.mark.parametrize("role", ["viewer", "officer"])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[0])
def test_page_is_refused_to_others(client, coordinator, page, role):
    batch = check(a_batch(coordinator))
    sign_in(client, factories.make_member(role=role))

    assert [
        getattr(client, method)(page[0].format(pk=batch.pk)).status_code for method in page[1]
    ] == [403] * len(page[1])
    assert Session.objects.count() == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[0])
def test_page_signed_out_asks_to_sign_in(client, coordinator, page):
    batch = check(a_batch(coordinator))
    client.logout()

    for method in page[1]:
        response = getattr(client, method)(page[0].format(pk=batch.pk))
        assert (response.status_code, response.url.partition("?")[0]) == (302, "/accounts/login/")


@pytest.mark.parametrize("page", OF_ONE, ids=lambda page: page[0])
def test_spreadsheet_of_another_campaign_or_none_is_not_there(client, coordinator, page):
    batch = check(a_batch(coordinator))
    ImportBatch.objects.filter(pk=batch.pk).update(campaign=factories.make_campaign(name="Fife"))

    for pk in (batch.pk, 0, 999_999, "9" * 30):
        assert [
            getattr(client, method)(page[0].format(pk=pk)).status_code for method in page[1]
        ] == [404] * len(page[1])
    assert Session.objects.count() == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[0])
def test_page_refuses_other_methods(client, coordinator, page):
    address = page[0].format(pk=a_batch(coordinator).pk)

    others = [method for method in ALL_METHODS if method not in page[1]]

    assert [getattr(client, method)(address).status_code for method in others] == [405] * len(
        others
    )


def test_upload_leads_to_the_columns_with_a_guess(client, coordinator):
    response = send(client, csv_of([a_row(1)]))

    batch = ImportBatch.objects.get()
    assert response.url == f"/team/import/{batch.pk}/columns/"
    assert (batch.file_name, batch.rows_total, batch.uploaded_by, batch.state) == (
        "talks.csv",
        1,
        coordinator.user,
        "uploaded",
    )
    page = client.get(response.url)
    assert page.context["form"].initial == {
        "date": 0,
        "start": 1,
        "place": 2,
        "stages": 3,
        "total": 4,
        "officers": 5,
        "notes": 6,
        "default_officer": coordinator.pk,
    }
    assert "A: Date – 05/01/2016" in shown(page)
    assert client.get(f"/team/import/{batch.pk}/").url == response.url


def test_upload_without_a_file_or_with_one_that_cannot_be_read_says_so(client, coordinator):
    assert errors_of(client.post("/team/import/", {})) == {"file": ["Choose a spreadsheet"]}
    assert errors_of(send(client, b"")) == {"file": ["The file is empty"]}
    assert errors_of(send(client, b"Date,School\n")) == {
        "file": ["The file has the names of its columns in line 1 and no rows under them"]
    }
    assert ImportBatch.objects.count() == 0


def test_upload_is_refused_without_a_token(coordinator):
    client = Client(enforce_csrf_checks=True)
    sign_in(client, coordinator)

    assert send(client, csv_of([a_row(1)])).status_code == 403
    assert ImportBatch.objects.count() == 0


class Unread:
    """A body that must not be touched."""

    def read(self, *_):
        raise AssertionError("the body was read")

    readline = read


def test_file_of_200_mb_is_refused_before_it_is_read(client, coordinator):
    response = client.generic(
        "POST",
        "/team/import/",
        b"",
        content_type="multipart/form-data; boundary=x",
        **{"CONTENT_LENGTH": str(200_000_000), "wsgi.input": Unread()},
    )

    assert response.status_code == 413
    assert "The file is larger than 10 MB" in shown(response)
    assert ImportBatch.objects.count() == 0


def test_file_just_over_the_limit_is_not_kept(client, coordinator):
    response = send(client, b"x" * 10_000_001)

    assert response.status_code == 413
    assert "The file is larger than 10 MB" in shown(response)


def test_file_name_is_words_only(client, coordinator):
    send(client, csv_of([a_row(1)]), name="../../a\u202eb<script>.csv")

    batch = ImportBatch.objects.get()
    assert "/" not in batch.file_name
    assert "<script>" not in shown(client.get(f"/team/import/{batch.pk}/columns/"))


def columns_of(coordinator, **changed):
    return {
        "date": "0",
        "start": "1",
        "place": "2",
        "stages": "3",
        "total": "4",
        "officers": "5",
        "notes": "6",
        "default_format": "lesson",
        "default_topic": coordinator.topic.pk,
        "default_officer": coordinator.pk,
        "default_known": "counted",
    } | changed


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
        columns_of(coordinator, date="", place="4", default_known=""),
    )

    assert errors_of(response) == {
        "date": ["Choose the column with the date"],
        "total": ["This column is chosen for “Place” too"],
        "default_known": ["Choose how the numbers are known"],
    }
    assert "<title>Error: " in shown(response)
    assert (
        client.post(
            f"/team/import/{batch.pk}/columns/", columns_of(coordinator, date="77")
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

    with django_assert_num_queries(11):
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


@pytest.mark.parametrize("is_checked", [True, False])
def test_spreadsheet_that_was_left_lying_says_that_its_rows_were_wiped(
    client, coordinator, is_checked
):
    batch = check(a_batch(coordinator)) if is_checked else a_batch(coordinator)
    forget_rows()

    page = client.get(f"/team/import/{batch.pk}/")

    assert "Nobody has worked on this spreadsheet for 30 days, so its rows were wiped." in shown(
        page
    )
    for name in ("columns", "places"):
        assert client.get(f"/team/import/{batch.pk}/{name}/").url == f"/team/import/{batch.pk}/"
    client.post(f"/team/import/{batch.pk}/commit/")
    assert (ImportBatch.objects.get().committed_at, Session.objects.count()) == (None, 0)
