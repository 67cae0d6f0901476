"""The councils' school calendars, kept by coordinators."""

from datetime import date

import pytest

from campaigns.models import Change, SchoolHoliday
from campaigns.places.holiday_form import HolidayForm
from campaigns.places.keep_holidays import remove_holiday
from tests.factories import make_area, make_holiday, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


@pytest.fixture
def coordinator(client):
    member = make_member(role="coordinator")
    member.campaign.areas.add(make_area())
    client.force_login(member.user)
    return member


def typed(**changed):
    first = {"first_on_day": "21", "first_on_month": "12", "first_on_year": "2026"}
    return {
        "area": make_area().pk,
        "name": "Christmas",
        **first,
        "last_on_day": "1",
        "last_on_month": "1",
        "last_on_year": "2027",
        **changed,
    }


def test_a_holiday_is_added_listed_changed_and_removed(client, coordinator):
    client.post("/team/holidays/add/", typed())
    holiday = SchoolHoliday.objects.get()
    listed = " ".join(client.get("/team/holidays/").content.decode().split())
    client.post(f"/team/holidays/{holiday.pk}/", typed(name="Christmas and New Year"))
    holiday.refresh_from_db()
    statuses = [client.post(f"/team/holidays/{holiday.pk}/remove/").status_code for _ in range(2)]

    assert "21 Dec 2026 to 1 Jan 2027" in listed
    assert (holiday.name, holiday.first_on, holiday.last_on) == (
        "Christmas and New Year",
        date(2026, 12, 21),
        date(2027, 1, 1),
    )
    assert statuses == [302, 302]
    assert not SchoolHoliday.objects.exists()


def test_each_deed_stands_in_the_trail(client, coordinator):
    client.post("/team/holidays/add/", typed())
    holiday = SchoolHoliday.objects.get()
    client.post(f"/team/holidays/{holiday.pk}/", typed(name="Christmas holiday"))
    client.post(f"/team/holidays/{holiday.pk}/", typed(name="Christmas holiday"))
    for _ in range(2):
        client.post(f"/team/holidays/{holiday.pk}/remove/")

    lines = Change.objects.order_by("pk")
    assert list(lines.values_list("kind", "about", "by")) == [
        ("added", "School holiday: Christmas, North Lanarkshire", coordinator.user.pk),
        ("put_right", "School holiday: Christmas, North Lanarkshire", coordinator.user.pk),
        ("removed", "School holiday: Christmas holiday, North Lanarkshire", coordinator.user.pk),
    ]
    said = {
        "Council area": "North Lanarkshire",
        "Name": "Christmas",
        "First day": "21 December 2026",
        "Last day": "1 January 2027",
        "Staff are in": "no",
    }
    assert lines[0].fields == {name: ["", words] for name, words in said.items()}
    assert lines[1].fields == {"Name": ["Christmas", "Christmas holiday"]}
    said["Name"] = "Christmas holiday"
    assert lines[2].fields == {name: [words, ""] for name, words in said.items()}
    assert "School holiday: Christmas" in client.get("/team/audit/").content.decode()


def test_exam_leave_is_of_some_stages(client, coordinator):
    client.post("/team/holidays/add/", typed(name="Exam leave", stages="S4 to S6"))

    assert SchoolHoliday.objects.get().stages == ("S4", "S5", "S6")
    assert Change.objects.get().fields["Only these stages"] == ["", "S4 to S6"]


def test_list_has_those_of_this_year_and_later_in_their_order(client, coordinator):
    for name, year in (("Last", 2027), ("First", 2026), ("Gone", 2025)):
        make_holiday(name=name, first_on=date(year, 2, 2), last_on=date(year, 2, 3))

    listed = client.get("/team/holidays/").context["holidays"]

    assert [row.name for row in listed] == ["First", "Last"]


def test_holiday_that_somebody_removed_meanwhile_is_told_and_stays_removed(
    client, coordinator, monkeypatch
):
    holiday = make_holiday()
    real = HolidayForm.save

    def save_later(form, **more):
        remove_holiday(campaign=coordinator.campaign, holiday=holiday, by=None)
        return real(form, **more)

    monkeypatch.setattr(HolidayForm, "save", save_later)
    page = client.post(f"/team/holidays/{holiday.pk}/", typed(name="Other"), follow=True)

    assert "Somebody removed it while you had it open. Nothing was saved." in page.text
    assert not SchoolHoliday.objects.exists()
    assert [line.kind for line in Change.objects.all()] == ["removed"]


def test_two_who_remove_the_same_one_leave_one_line(coordinator):
    make_holiday()
    for row in [SchoolHoliday.objects.get() for _ in range(2)]:
        remove_holiday(campaign=coordinator.campaign, holiday=row, by=coordinator.user)

    assert Change.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"area": ""}, "Choose the council area"),
        ({"name": ""}, "Enter the name of the holiday"),
        ({"last_on_year": "2025"}, "The last day must be on or after the first day"),
        ({"stages": "everybody"}, "Write the stages like S4 to S6"),
        (
            {"name": "October week", "first_on_day": "12", "first_on_month": "10"},
            "This holiday is on the list already",
        ),
        (
            {"name": "OCTOBER  week.", "first_on_day": "12", "first_on_month": "10"},
            "This holiday is on the list already",
        ),
    ],
)
def test_what_is_wrong_is_told(client, coordinator, changes, message):
    make_holiday()

    response = client.post("/team/holidays/add/", typed(**changes))

    assert message in response.content.decode()
    assert SchoolHoliday.objects.count() == 1


def test_another_councils_holiday_is_not_found(client, coordinator):
    other = make_holiday(area=make_area(name="Glasgow City"))

    assert client.get(f"/team/holidays/{other.pk}/").status_code == 404
    client.post(f"/team/holidays/{other.pk}/remove/")
    assert SchoolHoliday.objects.filter(pk=other.pk).exists()


@pytest.mark.parametrize("address", ["/team/holidays/", "/team/holidays/add/", "/team/holidays/1/"])
@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("officer", 403), ("nobody", 302)])
def test_only_coordinators_keep_them(client, address, role, status):
    if role != "nobody":
        client.force_login(make_member(role=role).user)

    assert client.get(address).status_code == status


def test_removing_is_a_post(client, coordinator):
    assert client.get(f"/team/holidays/{make_holiday().pk}/remove/").status_code == 405
