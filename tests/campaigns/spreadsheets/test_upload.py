"""A spreadsheet is handed in: what is taken, and what is refused before it is read."""

import pytest
from django.test import Client

from campaigns.models import ImportBatch, Topic
from tests.campaigns.spreadsheets.files import a_row, csv_of
from tests.campaigns.spreadsheets.team_pages import send, shown
from tests.campaigns.typed import errors_of, sign_in

pytestmark = pytest.mark.django_db


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
        "column_0": "date",
        "column_1": "start",
        "column_2": "place",
        "column_3": "stages",
        "column_4": "total",
        "column_5": "officers",
        "column_6": "notes",
        "default_officer": coordinator.pk,
    }
    fields = page.context["form"].fields
    assert (fields["column_0"].label, fields["column_0"].help_text) == (
        "A: Date",
        "Like “05/01/2016”.",
    )
    assert fields["column_4"].help_text == "Like “25”. It adds up to 25 in 1 row."
    assert client.get(f"/team/import/{batch.pk}/").url == response.url


def test_upload_without_a_file_or_with_one_that_cannot_be_read_says_so(client, coordinator):
    assert errors_of(client.post("/team/import/", {})) == {"file": ["Choose a spreadsheet"]}
    assert errors_of(send(client, b"")) == {"file": ["The file is empty"]}
    assert errors_of(send(client, b"Date,School\n")) == {
        "file": ["The file has the names of its columns in line 1 and no rows under them"]
    }
    assert ImportBatch.objects.count() == 0


def test_without_a_topic_the_page_says_so_before_a_file_is_chosen(client, coordinator):
    Topic.objects.all().delete()

    page = shown(client.get("/team/import/"))

    assert "No spreadsheet can be brought in yet" in page
    assert 'type="file"' not in page


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
