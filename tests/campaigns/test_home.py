import re
from datetime import time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from sextortion_aware import due
from sextortion_aware.due import Due, Kind
from tests import factories
from tests.campaigns.typed import sign_in
from tests.factories import TODAY
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]

URL = "/team/"
# Two of them for what is to be looked over, one each for what schools did, proposals, forms and
# refused e-mails
QUERIES = 17


def make_mine(member, *, days=0, state="planned", **changed):
    return factories.make_session(
        officers=[member], held_on=TODAY + timedelta(days=days), state=state, **changed
    )


def test_home_is_today_then_what_waits_then_what_is_coming(client):
    officer = factories.make_member()
    sign_in(client, officer)
    long_ago, yesterday, today, tomorrow = (
        make_mine(officer, days=days) for days in (-9, -1, 0, 1)
    )

    response = client.get(URL)

    assert [session for session, _ in response.context["todays"]] == [today]
    assert list(response.context["waiting"]) == [yesterday, long_ago]
    assert list(response.context["coming"]) == [tomorrow]
    headings = [
        response.text.index(words)
        for words in ("Your sessions today", "Waiting for your count", "Your next sessions")
    ]
    assert headings == sorted(headings)


def test_home_shows_the_day_in_its_order_with_what_is_counted_and_what_is_not(client):
    officer = factories.make_member()
    sign_in(client, officer)
    last, counted, unknown = (
        make_mine(officer, state=state, starts_at=time(hour))
        for state, hour in (("planned", 14), ("delivered", 9), ("delivered", 11))
    )
    timeless = make_mine(officer, starts_at=None)
    factories.make_attendance(session=counted, count=26)
    factories.make_attendance(session=unknown, count=None, known="unknown")

    response = client.get(URL)

    hrefs = [
        link["href"]
        for link in read(response.text).links
        if link["href"].startswith("/team/sessions/") and link["href"] != "/team/sessions/"
    ]
    assert hrefs == [
        f"/team/sessions/{counted.pk}/",
        f"/team/sessions/{unknown.pk}/count/",
        f"/team/sessions/{last.pk}/count/",
        f"/team/sessions/{timeless.pk}/count/",
    ]
    assert [
        text in response.text for text in ("Counted: 26", "No figure yet", "Not counted yet")
    ] == [True, True, True]


def test_home_of_an_empty_day_says_so(client):
    sign_in(client, factories.make_member())

    assert "None is planned for you today." in client.get(URL).text


def test_home_links_straight_to_the_count(client):
    officer = factories.make_member()
    sign_in(client, officer)
    session = make_mine(officer)

    hrefs = [link["href"] for link in read(client.get(URL).text).links]

    assert {f"/team/sessions/{session.pk}/count/", "/team/log/", "/team/reach/"} <= set(hrefs)


@pytest.mark.parametrize("role", ["viewer", "officer", "coordinator", "administrator"])
def test_home_says_who_is_signed_in_and_leads_to_a_new_password(client, role):
    sign_in(client, factories.make_member(role=role))

    page = client.get(URL)

    assert "You are signed in as Ailsa Reid, ailsa.reid@example.org." in page.text
    links = [link["href"] for link in read(page.text).links]
    assert links.count("/accounts/password/change/") == 1
    assert "See your second step, and where you are signed in" in page.text
    assert "/accounts/" in links
    assert read(client.get("/accounts/password/change/").text).h1 == ["Change your password"]


def test_home_reminds_of_sessions_without_a_figure(client):
    officer = factories.make_member()
    sign_in(client, officer)
    unknown = make_mine(officer, days=-9, state="delivered")
    nobody = make_mine(officer, days=-8, state="delivered")
    factories.make_attendance(session=unknown, count=None, known="unknown")
    factories.make_attendance(session=nobody, count=0)

    assert list(client.get(URL).context["without_figure"]) == [unknown]


def test_home_is_mine_and_nobody_elses(client):
    officer = factories.make_member()
    sign_in(client, officer)
    other = factories.make_member(name="Iain Bell")
    for days, state in ((0, "planned"), (-1, "planned"), (1, "planned"), (-1, "delivered")):
        make_mine(other, days=days, state=state)

    context = client.get(URL).context

    assert [list(context[name]) for name in ("todays", "waiting", "coming", "without_figure")] == [
        [],
        [],
        [],
        [],
    ]


@pytest.mark.parametrize("state", ["cancelled", "did_not_happen", "voided"])
def test_home_forgets_what_was_called_off(client, state):
    officer = factories.make_member()
    sign_in(client, officer)
    make_mine(officer, state=state, state_reason="Snow")
    make_mine(officer, days=-1, state=state, state_reason="Snow")

    context = client.get(URL).context

    assert [list(context[name]) for name in ("todays", "waiting", "without_figure")] == [[], [], []]


@pytest.mark.parametrize(
    ("role", "number"),
    [("coordinator", 1), ("administrator", 1), ("officer", None), ("viewer", None)],
)
def test_home_counts_new_talk_requests_for_those_who_run_the_queue(client, role, number):
    sign_in(client, factories.make_member(role=role))
    factories.make_talk_request()
    factories.make_talk_request(reference="BCD2346", state="declined", state_reason="Too far")
    factories.make_talk_request(reference="BCD2347", campaign=factories.make_campaign(name="Fife"))

    assert client.get(URL).context["new_talks"] == number


def test_home_of_a_viewer_shows_what_is_coming_and_offers_no_log(client):
    viewer = factories.make_member(role="viewer", name="Vera Young")
    sign_in(client, viewer)
    coming = make_mine(factories.make_member(), days=1)
    make_mine(factories.make_member(name="Iain Bell"), days=0)

    response = client.get(URL)

    assert (
        list(response.context["coming"]),
        response.context["todays"],
        list(response.context["waiting"]),
    ) == ([coming], [], [])
    assert "/team/sessions/" in [link["href"] for link in read(response.text).links]
    assert "Your sessions today" not in response.text


@pytest.mark.parametrize("rows", [1, 3])
def test_home_takes_as_many_queries_for_three_as_for_one(client, rows, django_assert_num_queries):
    officer = factories.make_member()
    sign_in(client, officer)
    for number in range(rows):
        place = factories.make_place(name=f"School {number}")
        for days, state in (
            (0, "planned"),
            (0, "delivered"),
            (-1, "planned"),
            (1, "planned"),
            (-1, "delivered"),
        ):
            make_mine(officer, days=days, state=state, place=place)
    client.get(URL)

    with django_assert_num_queries(QUERIES):
        client.get(URL)


LATE = "Childline was due on 20 November 2026, 3 days ago."
SOON = "Samaritans is due on 23 December 2026, in 30 days."


@pytest.fixture
def checks_due(monkeypatch):
    days = {"Childline": -3, "Samaritans": 30, "Shout": 31}
    dues = [
        Due(Kind.CONTACT, TODAY + timedelta(days=after), name, "contacts.toml")
        for name, after in days.items()
    ]
    monkeypatch.setattr(due, "_sources", [lambda: dues])
    return dues


@pytest.mark.parametrize("role", ["coordinator", "administrator"])
def test_home_says_what_is_late_to_be_checked_before_all_else_and_what_is_due_soon(
    client, checks_due, role
):
    sign_in(client, factories.make_member(role=role))

    page = client.get(URL).text

    headings = re.findall(r"<h2.*?>(.*?)</h2>", page)
    assert headings[0] == "Numbers and pages to check now"
    expected = (LATE, "Phone each number", "To be checked within 30 days: 1", SOON)
    assert [words for words in expected if words not in page] == []
    assert "Shout" not in page


@pytest.mark.parametrize("role", ["viewer", "officer"])
def test_home_of_those_who_cannot_change_a_number_says_nothing_of_checks(client, checks_due, role):
    sign_in(client, factories.make_member(role=role))

    response = client.get(URL)

    assert (response.context["late"], response.context["soon"]) == ([], [])
    assert [
        words for words in ("Childline", "Samaritans", "to check now") if words in response.text
    ] == []


def test_home_says_nothing_of_checks_when_none_is_due(client, monkeypatch):
    monkeypatch.setattr(due, "_sources", [])
    sign_in(client, factories.make_member(role="coordinator"))

    page = client.get(URL).text

    assert "Numbers and pages to check now" not in page
    assert "To be checked within" not in page


def test_home_names_all_that_are_late_and_folds_what_is_after_the_fifth(client, monkeypatch):
    dues = [
        Due(Kind.CONTACT, TODAY - timedelta(days=number), f"Line {number}", "contacts.toml")
        for number in range(1, 14)
    ]
    monkeypatch.setattr(due, "_sources", [lambda: dues])
    sign_in(client, factories.make_member(role="coordinator"))

    page = client.get(URL).text.partition("<main")[2]

    lines = re.findall(r"<summary>(.*?)</summary>|<li>(Line \d+) was due", page)
    oldest_first = [("", f"Line {number}") for number in range(13, 0, -1)]
    assert lines == [*oldest_first[:5], ("The other 8", ""), *oldest_first[5:]]


def test_home_asks_the_database_nothing_for_what_is_due(
    client, checks_due, monkeypatch, django_assert_num_queries
):
    sign_in(client, factories.make_member(role="coordinator"))
    client.get(URL)
    with CaptureQueriesContext(connection) as with_checks:
        client.get(URL)
    monkeypatch.setattr(due, "_sources", [])

    with django_assert_num_queries(len(with_checks)):
        client.get(URL)


def test_home_calls_no_request_new_that_was_answered_before(client):
    sign_in(client, factories.make_member(role="coordinator"))
    factories.make_talk_request(state="submitted")

    page = client.get(URL).text

    assert "Waiting for a date or an answer from us" in page
    assert ("first answer" in page, "New talk requests" in page) == (False, False)


def test_home_without_talks_of_ones_own_does_not_deny_those_of_the_team(client):
    sign_in(client, factories.make_member(role="coordinator"))
    make_mine(factories.make_member(name="Una Shaw"), days=3)

    page = client.get(URL).text

    assert "No talk of yours is planned." in page
    assert "Nothing is planned yet." not in page


def test_home_of_a_viewer_is_of_the_whole_team(client):
    sign_in(client, factories.make_member(role="viewer"))

    assert "Nothing is planned yet." in client.get(URL).text
