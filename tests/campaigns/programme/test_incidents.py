"""Reports that others counted, by period."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.history.opened import version_of
from campaigns.models import Change, ReportedIncidents
from campaigns.programme.incidents import incidents_in_words, remove_incidents
from tests.campaigns.programme.ladder import answers, day, those_who_keep
from tests.factories import make_area, make_campaign, make_incidents, make_member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]
LIST, ADD, SUGGESTED = "/team/incidents/", "/team/incidents/add/", "/team/incidents/suggested/"
PERIODS = ["2015-12-01", "2016-04-01"]


def typed(**changed):
    return {
        "value": "12",
        "qualifier": "exactly",
        "counts": "Reports of webcam blackmail made to the police",
        "source": "Local newspaper report, 2016",
        **day("starts_on", "1 12 2015"),
        **day("ends_on", "31 3 2016"),
        **changed,
    }


def opened(row):
    return version_of(incidents_in_words(row))


def said(client, address):
    return " ".join(client.get(address).content.decode().split())


def test_the_two_that_were_printed_are_ticked_and_added_with_one_press(client, coordinator):
    page = client.get(LIST).content.decode()

    for _ in range(2):
        client.post(SUGGESTED, {"period": PERIODS})

    assert page.count("checked") == 2
    assert list(ReportedIncidents.objects.values_list("starts_on", "ends_on", "value")) == [
        (date(2015, 12, 1), date(2016, 3, 31), 12),
        (date(2016, 4, 1), date(2016, 7, 31), 14),
    ]
    assert set(ReportedIncidents.objects.values_list("counts", "qualifier", "source")) == {
        (
            "Reports of webcam blackmail made to the police in Lanarkshire",
            "exactly",
            "Local newspaper report, 2016",
        )
    }
    assert list(Change.objects.order_by("pk").values_list("kind", "about", "by")) == [
        ("added", "Reported incidents: December 2015 to March 2016", coordinator.user.pk),
        ("added", "Reported incidents: April 2016 to July 2016", coordinator.user.pk),
    ]


@pytest.mark.parametrize("chosen", [[], ["2099-01-01"], ["x" * 10_000], ["\x00"]])
def test_nothing_is_added_that_is_not_ticked(client, coordinator, chosen):
    page = client.post(SUGGESTED, {"period": chosen}, follow=True).content.decode()

    assert "Nothing was added" in page
    assert ReportedIncidents.objects.count() == 0


def test_they_are_not_suggested_elsewhere_nor_beside_others(client, coordinator):
    make_incidents()
    elsewhere = make_campaign(name="Ayrshire", areas=[make_area(name="East Ayrshire")])
    pages = [client.get(LIST).content.decode()]
    client.post(SUGGESTED, {"period": PERIODS})
    client.force_login(make_member(role="coordinator", campaign=elsewhere).user)
    pages.append(client.get(LIST).content.decode())
    client.post(SUGGESTED, {"period": PERIODS})

    assert [page.count("checked") for page in pages] == [0, 0]
    assert ReportedIncidents.objects.count() == 1


def test_a_period_is_added_put_right_and_removed_and_the_trail_has_each(client, coordinator):
    client.post(ADD, typed())
    row = ReportedIncidents.objects.get()
    client.post(f"{LIST}{row.pk}/", typed(value="13", opened=opened(row)))
    statuses = [client.post(f"{LIST}{row.pk}/remove/").status_code for _ in range(2)]

    added, put_right, removed = Change.objects.order_by("pk")
    assert [each.kind for each in (added, put_right, removed)] == ["added", "put_right", "removed"]
    assert {each.about for each in (added, put_right, removed)} == {
        "Reported incidents: December 2015 to March 2016"
    }
    assert put_right.fields == {"Number": ["exactly 12", "exactly 13"]}
    assert removed.fields["Number"] == ["exactly 13", ""]
    assert statuses == [302, 302]
    assert ReportedIncidents.objects.count() == 0
    assert "exactly 13" in client.get("/team/audit/").content.decode()


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"value": ""}, "Enter how many were reported"),
        ({"value": "-1"}, "Enter how many were reported as 0 or more"),
        ({"value": "1234567890"}, "Enter how many were reported, 1,000,000 at most"),
        ({"counts": ""}, "Enter what was counted, and by whom"),
        ({"source": ""}, "Enter who published it, and when"),
        ({"source": "x" * 10_000}, "Shorten this to 300 characters"),
        ({"counts": "\u202eReports"}, "it holds a character that cannot be seen"),
        ({"counts": "REPORTS of blackmail to the police"}, "on the list already"),
        (day("ends_on", "1 1 2015"), "The last day must be on or after the first day"),
        (day("ends_on", "1 1 2030"), "The last day must be on or before 23 November 2026"),
        (day("starts_on", ""), "Enter the first day"),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_added(client, coordinator, changes, message):
    make_incidents()

    page = client.post(ADD, typed(**changes)).content.decode()

    assert message in page
    assert (ReportedIncidents.objects.count(), Change.objects.count()) == (1, 0)


def test_line_says_all_that_was_entered_and_keeps_the_period_that_it_was_about(client, coordinator):
    client.post(ADD, typed())
    row = ReportedIncidents.objects.get()
    client.post(f"{LIST}{row.pk}/", typed(opened=opened(row), **day("ends_on", "30 4 2016")))

    added, put_right = Change.objects.order_by("pk")
    about = "Reported incidents: December 2015 to March 2016"
    assert (added.about, put_right.about) == (about, about)
    assert added.fields == {
        "From": ["", "1 December 2015"],
        "To": ["", "31 March 2016"],
        "Number": ["", "exactly 12"],
        "What was counted": ["", "Reports of webcam blackmail made to the police"],
        "Source": ["", "Local newspaper report, 2016"],
    }
    assert put_right.fields == {"To": ["31 March 2016", "30 April 2016"]}


def test_deed_removes_none_of_another_campaign():
    row = make_incidents()

    remove_incidents(campaign=make_campaign(name="Fife"), pk=row.pk, by=None)

    assert ReportedIncidents.objects.get() == row
    assert not Change.objects.exists()


def test_nought_that_was_reported_is_a_number(client, coordinator):
    client.post(ADD, typed(value="0"))

    assert ReportedIncidents.objects.get().value == 0


def test_the_later_of_two_is_told_and_sees_what_stands_now(client, coordinator):
    row = make_incidents()
    version = opened(row)
    client.post(f"{LIST}{row.pk}/", typed(value="15", opened=version))

    told = client.post(f"{LIST}{row.pk}/", typed(value="16", opened=version)).content.decode()

    row.refresh_from_db()
    assert "Somebody else changed this while you had it open." in told
    assert "Exactly 15" in told
    assert 'value="16"' in told
    assert row.value == 15


def test_the_list_says_period_number_and_source(client, coordinator):
    make_incidents()

    page = said(client, LIST)

    assert "December 2015 to March 2016</a>: <strong>12</strong>" in page
    assert "Reports of blackmail to the police. Source: Local press, 2016" in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_database_as_often_with_three_as_with_one(client, coordinator, rows):
    for number in range(rows):
        make_incidents(counts=f"Reports {number}")

    with CaptureQueriesContext(connection) as queries:
        client.get(LIST)

    assert len(queries) == 8


@pytest.mark.parametrize("address", [LIST, ADD, f"{LIST}1/"])
def test_only_who_keeps_the_programme_sees_them(client, address):
    row = make_incidents()

    assert answers(client, address.replace("1", str(row.pk))) == those_who_keep(200)


@pytest.mark.parametrize("address", [SUGGESTED, f"{LIST}1/remove/"])
def test_only_who_keeps_the_programme_presses(client, address):
    assert answers(client, address, method="post") == those_who_keep(302)


def test_one_of_another_campaign_or_of_none_is_not_found(client, coordinator):
    other = make_incidents(campaign=make_campaign(name="Ayrshire"))

    assert client.get(f"{LIST}{other.pk}/").status_code == 404
    assert client.post(f"{LIST}{other.pk}/remove/").status_code == 404
    assert client.get(f"{LIST}999999/").status_code == 404
    assert ReportedIncidents.objects.count() == 1


@pytest.mark.parametrize("address", [SUGGESTED, f"{LIST}1/remove/"])
def test_reading_presses_nothing(client, coordinator, address):
    assert client.get(address).status_code == 405
