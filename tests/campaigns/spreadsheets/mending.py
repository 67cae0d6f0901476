"""The page on which a row is mended, as a coordinator meets it."""

from tests.campaigns.spreadsheets.files import check, csv_of
from tests.campaigns.spreadsheets.team_pages import a_batch

WIDE = ("Date", "School", "Class", "Pupils", "Comments", "Ref")
SCHOOL = "Braeside Primary School"


def a_talk(day, *, year="2016", group="P7", pupils="25", notes="", ref=""):
    return [f"{day:02}/03/{year}", SCHOOL, group, pupils, notes, ref]


def wide(coordinator, *rows, **columns):
    return check(a_batch(coordinator, content=csv_of(rows, header=WIDE), **columns))


def page_of(client, batch, line=2):
    return client.get(f"/team/import/{batch.pk}/rows/{line}/")


def filled(response):
    """What stands in the boxes, as a browser would send it."""
    form = response.context["form"]
    return {box.html_name: value for box in form if (value := box.value()) not in (None, False)}


def mend(client, batch, line=2, **changed):
    fields = filled(page_of(client, batch, line)) | changed
    return client.post(f"/team/import/{batch.pk}/rows/{line}/", fields)


def row_of(batch, line=2):
    return batch.rows.get(line=line)


def verdicts(batch):
    return [(row.line, row.verdict, row.reason) for row in batch.rows.all()]


def said(response):
    return {box.html_name: list(box.errors) for box in response.context["form"] if box.errors}


def listed(client, batch, line=2):
    rows = client.get(f"/team/import/{batch.pk}/").context["rows"]
    return next(one for one in rows if one["row"].line == line)
