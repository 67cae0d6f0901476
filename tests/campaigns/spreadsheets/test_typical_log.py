"""A log as officers have kept it for years comes in without a change to its file: what is not
understood is mended, chosen or added on the page.
"""

import datetime

import pytest
from django.urls import reverse

from campaigns.models import ImportBatch, Session
from campaigns.spreadsheets.places_form import key_of
from tests import factories
from tests.campaigns.access.filled_form import filled
from tests.campaigns.spreadsheets.files import workbook_of
from tests.campaigns.spreadsheets.team_pages import rows_page, send, shown

pytestmark = pytest.mark.django_db

HEADER = ("Date", "Time", "School", "Class", "Pupils", "Staff", "Parents", "Comments", "Officer")
ROWS = [
    ("12/3/24", "9.15", "Rowanhill High School", "S2", "~120", 4, None, "Hall", "PC A Nobody"),
    ("3rd March 2024", "1.30pm", "St Fillan's PS", "P6/7", 60, 2, None, None, None),
    ("Fri 8 March 24", "10:00-10:50", "St. Fillans Primary", "P7", "2 x 30", 2, None, "two", None),
    (45363, "0930", "Larchfield Primary School ", "P5-P7", "approx 30+2", 1, None, "serial", None),
    ("03/14/2024", "11:00", "Aspen Primary School", "P6", "28", 1, None, "US date", None),
    ("4/5/24", "11:00", "Aspen Primary School", "Primary 6", "28", 1, None, None, None),
    (
        datetime.datetime(2024, 3, 20),  # noqa: DTZ001  (a cell has no time zone)
        datetime.time(13, 30),
        "Minster PS",
        "P6/7 60",
        None,
        None,
        None,
        None,
        None,
    ),
    ("21/03/2024", None, "Good Shepherd", "P7", "54", None, None, None, None),
    ("22/3/24", "2pm", "All Hallows PS", "P.7", "33 ", None, None, None, None),
    (None,) * 9,
    ("w/c 25 March", None, "Alder PS", "P7", "45", 2, None, "no exact day", None),
    ("26/3/24", "Period 3", "Elmwood High", "S1-S3", None, None, None, "count missing", None),
    ("27/3/24", "18:30", "Elmwood Library", "Parents", None, None, "25+", "parents night", None),
    ("28/3/24", "9", "Hazelbank", "P5, P6 & P7", "30ish", None, None, None, None),
    ("28/3/24", None, "Microsoft Teams", "S4", "15", None, None, "online", None),
    ("30/02/24", None, "Alder Primary", "P4", "20", None, None, "impossible day", None),
    ("29/3/24", "10am", "Larchfield Primary School", "P7", "25", None, None, "Mrs Doe", None),
    ("TOTAL", None, None, None, 460, 16, 25, None, None),
]
PRIMARIES = ("Larchfield", "Aspen", "Minster", "Good Shepherd", "All Hallows", "Alder", "Hazelbank")


@pytest.fixture
def schools(coordinator):
    named = {name: factories.make_place(name=f"{name} Primary School") for name in PRIMARIES}
    for name in ("Rowanhill", "Elmwood"):
        named[name] = factories.make_place(name=f"{name} High School", kind="secondary")
    named["Cleland"], named["Wishaw"] = (
        factories.make_place(name=f"St Fillan’s Primary School ({town})", town=town)
        for town in ("Cleland", "Wishaw")
    )
    return named


@pytest.fixture
def batch(client, coordinator, schools):
    """As it stands when only the questions of the columns are answered."""
    send(client, workbook_of(ROWS, header=HEADER), name="log.xlsx")
    batch = ImportBatch.objects.get()
    page = reverse("campaigns:import_columns", args=[batch.pk])
    chosen = {
        "date_order": "day",
        "default_format": "lesson",
        "default_topic": coordinator.topic.pk,
        "default_officer": coordinator.pk,
        "default_known": "counted",
    }
    client.post(page, filled(client.get(page).text, action=page) | chosen)
    return batch


def choose(client, batch, line, name, place):
    said = client.post(
        reverse("campaigns:import_row_place", args=[batch.pk, line]),
        {f"place_{key_of(name)}": place.pk},
    )
    assert said.status_code == 302


def mend(client, batch, line, **cells):
    page = reverse("campaigns:import_row", args=[batch.pk, line])
    said = client.post(page, filled(client.get(page).text, action=page) | cells)
    assert said.status_code == 302


def ready(batch):
    return set(batch.rows.filter(verdict="ready").values_list("line", flat=True))


def test_what_is_certain_is_ready_at_once_and_each_other_row_says_what_is_asked(client, batch):
    assert ready(batch) == {2, 5, 7, 8, 10, 13, 16, 18}
    said = dict(batch.rows.exclude(verdict="ready").values_list("line", "reason"))
    assert said == {
        3: "place",  # two of this name
        4: "place",
        6: "wrong",  # a month first, in a column with the day first
        9: "place",
        12: "no_date",
        14: "place",
        15: "place",
        17: "wrong",
        19: "total",
    }


def test_sixteen_talks_come_in_without_touching_the_file_and_none_wrongly(
    client, coordinator, batch, schools
):
    choose(client, batch, 3, "St Fillan's PS", schools["Cleland"])
    choose(client, batch, 4, "St. Fillans Primary", schools["Wishaw"])
    choose(client, batch, 9, "Good Shepherd", schools["Good Shepherd"])
    choose(client, batch, 15, "Hazelbank", schools["Hazelbank"])
    client.post(
        reverse("campaigns:import_place_add", args=[batch.pk, 14]),
        {"name": "Elmwood Library", "kind": "community", "town": "Wishaw"}
        | {"area": factories.make_area().pk},
    )
    mend(client, batch, 6, cell_0="14/03/2024")
    mend(client, batch, 12, cell_0="27 March 2024")
    mend(client, batch, 17, cell_0="29/02/24")

    assert ready(batch) == {*range(2, 11), *range(12, 19)}
    assert "16 rows can come into the log. 0 would be left out." in shown(rows_page(client, batch))
    client.post(reverse("campaigns:import_commit", args=[batch.pk]))

    assert sorted(map(words_of, Session.objects.filter(state="delivered"))) == EXPECTED


def words_of(session):
    place = session.place.name if session.place else "online"
    when = session.starts_at.isoformat("minutes") if session.starts_at else "-"
    counts = " ".join(
        f"{count.audience}={count.count}{'~' if count.known == 'estimated' else ''}"
        for count in session.attendances.order_by("audience")
    )
    return f"{session.held_on:%m-%d} {when} {place}: {' '.join(session.stages) or '-'}; {counts}"


EXPECTED = [
    "02-29 - Alder Primary School: P4; children=20",
    "03-03 13:30 St Fillan’s Primary School (Cleland): P6 P7; children=60 professionals=2",
    "03-08 10:00 St Fillan’s Primary School (Wishaw): P7; children=60~ professionals=2",
    "03-12 09:15 Rowanhill High School: S2; professionals=4 young_people=120~",
    "03-12 09:30 Larchfield Primary School: P5 P6 P7; children=32~ professionals=1",
    "03-14 11:00 Aspen Primary School: P6; children=28 professionals=1",
    "03-20 13:30 Minster Primary School: P6 P7; children=60",
    "03-21 - Good Shepherd Primary School: P7; children=54",
    "03-22 14:00 All Hallows Primary School: P7; children=33",
    "03-26 - Elmwood High School: S1 S2 S3; not_recorded=None",
    "03-27 - Alder Primary School: P7; children=45 professionals=2",
    "03-27 18:30 Elmwood Library: -; parents=25~",
    "03-28 - online: S4; young_people=15",
    "03-28 09:00 Hazelbank Primary School: P5 P6 P7; children=30~",
    "03-29 10:00 Larchfield Primary School: P7; children=25",
    "05-04 11:00 Aspen Primary School: P6; children=28 professionals=1",
]
