"""The pages of a spreadsheet as a coordinator meets them."""

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.campaigns.spreadsheets.files import a_row, upload_rows


def a_batch(member, *rows, **given):
    return upload_rows(
        rows or [a_row(1), a_row(2, place="Braside PS")], member=member, topic=member.topic, **given
    )


def send(client, content, *, name="talks.csv", **more):
    return client.post("/team/import/", {"file": SimpleUploadedFile(name, content), **more})


def shown(response):
    return " ".join(response.content.decode().split())


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
