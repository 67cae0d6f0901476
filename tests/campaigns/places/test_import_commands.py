"""The commands bring lists in by the same code as the site."""

from datetime import date

import pytest

from campaigns.models import Change, Place, SchoolHoliday
from tests.campaigns.places import test_term_dates_file as terms
from tests.campaigns.places.list_editions import FINTRYS, contact_list
from tests.campaigns.places.schools_files import refused, run
from tests.factories import make_area, make_campaign, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def workbook_file(tmp_path):
    make_campaign(areas=[make_area(), make_area(name="South Lanarkshire")])
    path = tmp_path / "list.xlsx"
    path.write_bytes(contact_list())
    return path


def ours(code, name):
    place = make_place(name=name, town="Testwick")
    place.seed_code = code
    place.save()
    return place


def test_command_says_what_it_leaves_to_a_person(workbook_file):
    ours("9990011", "Fintry Primary School")
    ours("9990063", "Oldbrae")

    said, _ = run(workbook_file, "--dry-run")

    assert said.splitlines() == [
        "Fintry Primary School, Testwick (North Lanarkshire) is “St Fintry's Primary School” in "
        "the list (--take-names takes it).",
        "Oldbrae, Testwick (North Lanarkshire) is not in the list: perhaps closed.",
        "Wellcraig Centre is of no council in the list, so it was left out (--council "
        "9990037=COUNCIL takes it).",
        "Dry run, nothing was changed. It would be: 2 created, 1 updated, 0 unchanged, 0 bad and "
        "left out, 1 of other councils left out.",
    ]
    assert (Place.objects.count(), Change.objects.count()) == (2, 0)


def test_command_renames_and_closes_only_when_told_to(workbook_file):
    renamed, closed = ours("9990011", "Fintry Primary School"), ours("9990063", "Oldbrae")

    said, _ = run(
        workbook_file,
        "--take-names",
        "--close-missing-on=2024-06-26",
        "--council=9990037=North Lanarkshire Council",
    )

    renamed.refresh_from_db()
    closed.refresh_from_db()
    assert said == (
        "3 created, 1 updated, 1 renamed, 1 closed, 0 unchanged, 0 bad and left out, "
        "1 of other councils left out."
    )
    assert (renamed.name, closed.closed_on) == (FINTRYS, date(2024, 6, 26))
    assert Place.objects.get(seed_code="9990037").area.name == "North Lanarkshire"
    assert [(line.kind, line.by) for line in Change.objects.order_by("pk")] == [
        ("put_right", None),
        ("renamed", None),
        ("closed", None),
        ("uploaded", None),
    ]


@pytest.mark.parametrize(
    ("option", "said"),
    [
        ("--council=9990037=Narnia", "--council 9990037=Narnia is not like"),
        ("--close-missing-on=tomorrow", "--close-missing-on needs a day like 2026-06-24."),
    ],
)
def test_command_refuses_what_it_cannot_understand(workbook_file, option, said):
    assert refused(workbook_file, option)[0].startswith(said)


def test_term_dates_tried_dry_change_nothing_and_leave_a_line_when_taken(tmp_path):
    make_campaign(areas=[make_area()])
    path = terms.csv_file(tmp_path, terms.GOOD)

    dry = terms.run_with(path, "--dry-run")
    before = SchoolHoliday.objects.count()
    terms.run(path)

    assert (dry, before) == (
        "Dry run, nothing was changed. It would be: 1 created, 0 updated, 0 unchanged.",
        0,
    )
    assert [line.about for line in Change.objects.all()] == ["School holidays: terms.csv"]
