"""The pages of a spreadsheet as a coordinator meets them."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.campaigns.spreadsheets.files import a_row, upload_rows


def a_batch(member, *rows, **given):
    return upload_rows(
        rows or [a_row(1), a_row(2, place="Braside PS")], member=member, topic=member.topic, **given
    )


def send(client, content, *, name="talks.csv", **more):
    return client.post("/team/import/", {"file": SimpleUploadedFile(name, content), **more})


def rows_page(client, batch):
    return client.get(f"/team/import/{batch.pk}/")


def shown(response):
    return " ".join(response.content.decode().split())


def columns_of(coordinator, **changed):
    return {
        "column_0": "date",
        "column_1": "start",
        "column_2": "place",
        "column_3": "stages",
        "column_4": "total",
        "column_5": "officers",
        "column_6": "notes",
        "default_format": "lesson",
        "default_topic": coordinator.topic.pk,
        "default_officer": coordinator.pk,
        "default_known": "counted",
    } | changed
