"""A column that shows the month first is never read the other way in silence."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from campaigns.models import ImportLayout, Session
from tests.campaigns.spreadsheets.files import check, csv_of, team, upload_rows, verdicts
from tests.campaigns.typed import errors_of, sign_in

pytestmark = pytest.mark.django_db

HEADER = ("Date", "School", "Total")
MONTH_FIRST = ["03/25/2019", "03/26/2019", "04/03/2019"]
ASKED = (
    "“04/03/2019” can be two days, and a date of this column has the month first. "
    "Say under “Change the columns” which comes first"
)


def rows(dates):
    return [(day, "Braeside Primary School", 25 + at) for at, day in enumerate(dates)]


@pytest.fixture
def known():
    return team()


def checked(known, dates, **columns):
    _, member, topic = known
    return check(upload_rows(rows(dates), member=member, topic=topic, header=HEADER, **columns))


def said(batch):
    return [(row.verdict, row.problems[:1]) for row in batch.rows.all()]


def no_day(text, first):
    return ("wrong", [f"“{text}” is not a day of the calendar. {first}"])


DAY_FIRST = "The day comes first, then the month"


def test_date_that_can_be_two_days_is_asked_about_when_another_has_the_month_first(known):
    assert said(checked(known, MONTH_FIRST)) == [
        no_day("03/25/2019", DAY_FIRST),
        no_day("03/26/2019", DAY_FIRST),
        ("wrong", [ASKED]),
    ]


def test_month_first_is_read_when_somebody_says_so(known):
    batch = checked(known, [*MONTH_FIRST, "25/03/2019"], date_order="month")

    assert said(batch) == [
        ("ready", []),
        ("ready", []),
        ("ready", []),
        no_day("25/03/2019", "You said that the month comes first"),
    ]


def test_day_first_is_read_when_somebody_says_so(known):
    batch = checked(known, MONTH_FIRST, date_order="day")

    assert said(batch)[1:] == [no_day("03/26/2019", DAY_FIRST), ("ready", [])]


@pytest.mark.parametrize(
    "day", ["25/03/2019", "2019-03-25", "3 April 2019", "04/04/2019", "03/25", "13/13/2019", "25"]
)
def test_column_without_a_month_first_is_asked_nothing(known, day):
    assert verdicts(checked(known, [day, "04/03/2019"]))[1] == (3, "ready")


def test_what_was_asked_once_is_asked_of_the_next_file_too(known):
    checked(known, MONTH_FIRST, date_order="month")

    assert "date_order" not in ImportLayout.objects.get().columns


def test_page_asks_which_comes_first_and_the_answer_is_brought_in(client, known):
    _, member, topic = known
    sign_in(client, member)
    response = client.post(
        "/team/import/", {"file": named(csv_of(rows(MONTH_FIRST), header=HEADER))}
    )
    columns = {
        "column_0": "date",
        "column_1": "place",
        "column_2": "total",
        "default_format": "lesson",
        "default_topic": topic.pk,
        "default_officer": member.pk,
        "default_known": "counted",
    }

    form = client.get(response.url).context["form"]
    asked = client.post(response.url, columns)
    answered = client.post(response.url, columns | {"date_order": "month"})
    client.post(f"{answered.url}commit/")

    assert form.fields["date_order"].label == (
        "The column has “03/25/2019”. Which comes first in its dates?"
    )
    assert errors_of(asked) == {"date_order": ["Choose whether the day or the month comes first"]}
    assert [one.held_on for one in Session.objects.order_by("held_on")] == [
        date(2019, 3, 25),
        date(2019, 3, 26),
        date(2019, 4, 3),
    ]


def test_page_asks_nothing_of_a_column_with_the_day_first(client, known):
    _, member, _ = known
    sign_in(client, member)

    response = client.post(
        "/team/import/", {"file": named(csv_of(rows(["25/03/2019", "04/03/2019"]), header=HEADER))}
    )

    assert "date_order" not in client.get(response.url).context["form"].fields


def named(content):
    return SimpleUploadedFile("talks.csv", content)


def test_columns_stand_in_two_halves_with_the_question_after_its_dates(client, known):
    _, member, topic = known
    sign_in(client, member)
    header, cells = ("School", "Total", "Date"), ("Braeside Primary School", 25, MONTH_FIRST[0])
    batch = upload_rows([cells], member=member, topic=topic, header=header)

    form = client.get(f"/team/import/{batch.pk}/columns/").context["form"]

    assert [(half.legend, half.fields) for half in form.layout.fields[0].fields] == [
        ("What columns A to B are taken for", ["column_0", "column_1"]),
        ("What column C is taken for", ["column_2", "date_order"]),
    ]
