"""What is unlikely of a row is said beside it.

It comes in all the same, and its history says what was unlikely.
"""

from datetime import date

import pytest

from campaigns.models import SchoolHoliday, Session
from campaigns.sessions.copies import counts_of, details_of
from campaigns.sessions.questions import prompts
from campaigns.spreadsheets.batches import accept_row
from campaigns.spreadsheets.commit import write_sessions
from tests import factories
from tests.campaigns.spreadsheets.files import a_row, check, team, upload_rows
from tests.factories import TODAY

pytestmark = pytest.mark.django_db

MONDAY, SATURDAY = "04/01/2016", "09/01/2016"


@pytest.fixture
def bring():
    """Checks these rows; each is a change of a usual one."""
    _, member, topic = team()
    return lambda *rows: check(upload_rows(rows, member=member, topic=topic))


def row(*, day=MONDAY, starts="9.30", stages="P7", total=25, place="Braeside Primary School"):
    return [day, starts, place, stages, total, "", ""]


def said(batch):
    return [(line.verdict, line.problems) for line in batch.rows.all()]


def commit(batch):
    from django.utils import timezone

    from campaigns.models import ImportBatch
    from campaigns.spreadsheets.batches import start_work

    start_work(batch=batch, work=ImportBatch.Work.WRITING, now=timezone.now())
    write_sessions(batch=batch, by=batch.uploaded_by, today=TODAY, clock=timezone.now)


def test_usual_row_has_no_remark(bring):
    assert said(bring(row())) == [("ready", [])]


def test_all_that_the_log_form_asks_is_said_and_the_row_can_come_in(bring):
    batch = bring(row(day=SATURDAY, total=201))

    assert said(batch) == [
        (
            "ready",
            [
                "201 is more than the 200 pupils on the roll of Braeside Primary School.",
                "201 is more than 33, the most pupils in one class.",
                "9 January 2016 is a Saturday.",
            ],
        )
    ]


def test_what_was_brought_in_though_unlikely_is_noted_in_its_history(bring):
    commit(bring(row(total=34)))

    session = Session.objects.get()
    assert session.attendances.get().count == 34
    assert session.changes.get().fields["Checked"] == [
        "",
        "34 is more than 33, the most pupils in one class.",
    ]


def test_sixth_session_of_an_officer_in_a_day_counts_the_log_and_the_rows_before(bring):
    officer = factories.make_member(name="Rona Bell")
    for hour in range(4):
        factories.make_session(
            held_on=date(2016, 1, 4),
            place=factories.make_place(name=f"School {hour}"),
            officers=[officer],
        )
    rows = [[*row(starts=starts)[:5], "Rona Bell", ""] for starts in ("9.00", "11.00", "13.00")]

    batch = bring(*rows)

    assert [problems for _, problems in said(batch)] == [
        [],
        *(
            [f"With this one Rona Bell has {number} sessions on 4 January 2016."]
            for number in (6, 7)
        ),
    ]


@pytest.mark.parametrize(
    "holiday",
    [
        {},
        {"town": "WISHAW"},
        {"town": "Shotts"},
        {"stages": ("P7", "S1")},
        {"stages": ("S4",)},
        {"staff_are_in": True},
        {"last_on": date(2016, 1, 3), "first_on": date(2016, 1, 1)},
        {"area": "South Lanarkshire"},
    ],
    ids=str,
)
@pytest.mark.parametrize("kind", ["lesson", "staff"])
def test_closed_days_are_those_of_the_log_form(bring, holiday, kind):
    dates = {"first_on": date(2016, 1, 4), "last_on": date(2016, 1, 5), "name": "Holiday"}
    SchoolHoliday.objects.create(
        **dates
        | holiday
        | {"area": factories.make_area(name=holiday.get("area", "North Lanarkshire"))}
    )
    batch = bring(row())
    batch.columns["default_format"] = kind
    batch.save()
    check(batch)
    commit(batch)
    session = Session.objects.get()

    asked = prompts(
        campaign=session.campaign, details=details_of(session), counts=counts_of(session)
    )

    assert [problems for _, problems in said(batch)] == [asked.get("held_on", [])]


def test_row_that_is_said_to_be_a_different_one_keeps_its_remarks(bring):
    factories.make_session(held_on=date(2016, 1, 4))
    batch = bring(row(total=34))

    accept_row(batch=batch, line=2)

    assert said(batch) == [
        (
            "ready",
            [
                "It looked like another session and was said to be a different one.",
                "34 is more than 33, the most pupils in one class.",
            ],
        )
    ]


def test_rows_are_asked_about_in_as_many_queries_for_many_as_for_one(
    bring, django_assert_num_queries
):
    from campaigns.spreadsheets.unlikely import Unlikely

    campaign = bring(*[a_row(day) for day in range(3)]).campaign

    with django_assert_num_queries(2):
        Unlikely(campaign)


def test_time_at_which_no_talk_starts_is_said_beside_the_row(bring):
    batch = bring(row(starts="2.15"), row(starts="2.15am"), row(starts="22:40", stages="P6"))

    assert said(batch) == [
        ("ready", []),
        ("ready", ["Is 02.15 right? Talks start between 8.00 and 21.00."]),
        ("ready", ["Is 22.40 right? Talks start between 8.00 and 21.00."]),
    ]
