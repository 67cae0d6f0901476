"""A list of school holidays is brought in on the site."""

from datetime import date

import pytest

from campaigns.models import Change, SchoolHoliday
from campaigns.places.term_dates_file import COLUMNS
from tests.campaigns.places.list_editions import csv_of, workbook
from tests.campaigns.places.test_list_upload import hidden_values, upload, words
from tests.factories import make_area, make_campaign, make_holiday, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]

LIST, CHECK, SAVE = (f"/team/holidays/list/{more}" for more in ("", "check/", "save/"))


@pytest.fixture
def coordinator(client):
    member = make_member(role="coordinator", campaign=make_campaign(areas=[make_area()]))
    client.force_login(member.user)
    return member


def row(name, first, last="", council="North Lanarkshire", kind="holiday"):
    return [council, "2026/27", kind, name, first, last or first, "one", "Made up", ""]


def press(client, checked):
    return client.post(SAVE, hidden_values(checked), follow=True)


ROWS = [
    COLUMNS,
    row("October week", date(2026, 10, 12), date(2026, 10, 19)),
    row("Christmas", date(2026, 12, 21), date(2027, 1, 1)),
    row("Fife day", date(2026, 12, 1), council="Fife"),
    row("", date(2026, 12, 2)),
]


@pytest.mark.parametrize("make", ["CSV", "workbook"])
def test_holidays_are_checked_and_taken_with_one_press(client, coordinator, make):
    make_holiday()
    content = csv_of(*ROWS) if make == "CSV" else workbook(Days=ROWS)
    checked = upload(client, content, name="days", address=LIST)
    before = SchoolHoliday.objects.count()

    press(client, checked)

    assert before == 1
    assert "1 new, 1 changed, 0 as we have them" in words(checked)
    assert "Line 5: column name must have 1 to 120 characters" in words(checked)
    assert "<li>Fife: 1</li>" in words(checked)
    assert sorted(SchoolHoliday.objects.values_list("name", "last_on")) == [
        ("Christmas", date(2027, 1, 1)),
        ("October week", date(2026, 10, 19)),
    ]
    [line] = Change.objects.filter(kind="uploaded")
    assert (line.about, line.fields, line.by) == (
        "School holidays: days",
        {"New": ["", "1"], "Changed": ["", "1"]},
        coordinator.user,
    )


def test_holidays_that_changed_meanwhile_are_shown_again(client, coordinator):
    checked = upload(client, csv_of(*ROWS), address=LIST)
    make_holiday()

    said = press(client, checked)

    assert "Our list has changed since you looked" in words(said)
    assert SchoolHoliday.objects.count() == 1
    assert not Change.objects.filter(kind="uploaded").exists()


def test_list_of_schools_is_no_list_of_holidays(client, coordinator):
    said = upload(client, csv_of(["seed_code", "name"], ["1", "Brae"]), address=LIST)

    assert "No row among the first 15 names the columns of a list of school holidays" in words(said)


def test_nothing_waits_twice(client, coordinator):
    checked = upload(client, csv_of(*ROWS), address=LIST)
    press(client, checked)

    assert "The list is no longer here" in words(press(client, checked))
    assert "The list is no longer here" in words(client.get(CHECK, follow=True))


@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("officer", 403), ("nobody", 302)])
@pytest.mark.parametrize("address", [LIST, CHECK, SAVE])
def test_only_coordinators_bring_holidays_in(client, address, role, status):
    if role != "nobody":
        client.force_login(make_member(role=role).user)

    response = client.post(address) if address == SAVE else client.get(address)

    assert response.status_code == status


def test_taking_is_a_post_and_looking_is_none(client, coordinator):
    assert (client.get(SAVE).status_code, client.post(CHECK).status_code) == (405, 405)
