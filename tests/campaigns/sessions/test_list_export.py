"""The list of sessions as a file: of the same sessions, and it leaves a line."""

from datetime import date

import pytest

from campaigns.models import Change
from tests import factories
from tests.campaigns.audit.trails import exported
from tests.campaigns.sessions.test_list import make_counted, note
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]

URL, EXPORT = "/team/sessions/", "/team/sessions/export/"


def test_file_has_the_sessions_of_the_list_and_their_numbers(client, viewer):
    topics = [factories.make_topic(name="Cyberbullying"), factories.make_topic()]
    officers = [factories.make_member(name="=Ailsa")]
    counted = make_counted(topics=topics, officers=officers)
    factories.make_attendance(session=counted, audience="adults", count=None, known="unknown")
    note(counted, "Kept here")
    make_counted(held_on=date(2026, 10, 1), count=None, is_online=True, starts_at=None)
    factories.make_session(state="planned", held_on=date(2026, 9, 1))
    make_counted(state="voided", state_reason="Twice")
    make_counted(campaign=factories.make_campaign(name="Fife"))

    response = client.get(EXPORT)
    rows = exported(response)

    listed = [str(row["session"].pk) for row in client.get(URL).context["rows"]]
    assert [row["Session"] for row in rows] == listed
    assert rows[0] == {
        "Session": str(counted.pk),
        "Date": "2026-11-02",
        "Start": "09:30",
        "Minutes": "50",
        "Place": "Braeside Primary School",
        "Town or village": "Wishaw",
        "Council area": "North Lanarkshire",
        "Online": "",
        "Kind": "Class lesson",
        "Topics": "Cyberbullying, Sextortion",
        "Stages": "P7",
        "Officers": "'=Ailsa",
        "State": "Delivered",
        "People": "25",
        "More people, not known yet": "Yes",
    }
    assert [(row["State"], row["Start"], row["People"]) for row in rows[1:]] == [
        ("Delivered", "", ""),
        ("Planned", "09:30", ""),
    ]
    assert response.headers["Content-Disposition"] == (
        'attachment; filename="sessions-2026-11-23.csv"'
    )


def test_file_is_of_all_pages_of_the_filter_and_the_page_says_how_many(client, viewer, monkeypatch):
    monkeypatch.setattr("campaigns.sessions.list_views.A_PAGE", 1)
    hall, school = factories.make_place(name="Town Hall"), factories.make_place(town="Lanark")
    for day in (1, 2):
        session = make_counted(held_on=date(2026, 10, day), place=hall, audience="adults")
        factories.make_attendance(session=session, count=4, place=school)
    make_counted(held_on=date(2026, 10, 3), place=hall, audience="adults")

    page = client.get(URL, {"town": "Lanark", "page": "2"})
    [link] = [one for one in read(page.text).links if "export" in one["href"]]
    rows = exported(client.get(link["href"]))

    assert link["href"] == f"{EXPORT}?town=Lanark&"
    assert "Download these 2 sessions (CSV)" in " ".join(page.text.split())
    assert [row["People (Town or village: Lanark)"] for row in rows] == ["4", "4"]
    [line] = Change.objects.filter(kind=Change.Kind.EXPORTED)
    assert (line.about, line.fields) == (
        "File: sessions",
        {"Rows": ["", "2"], "Filter: Town or village": ["", "Lanark"]},
    )


def test_file_of_a_filter_that_is_wrong_is_told_on_the_page(client, viewer):
    response = client.get(EXPORT, {"town": "Atlantis"})

    assert response.headers["Content-Type"] == "text/html; charset=utf-8"
    assert "Choose a town from the list" in response.text
    assert not Change.objects.exists()


def test_asking_for_the_head_of_the_file_leaves_no_line(client, viewer):
    assert client.head(EXPORT).status_code == 200
    assert not Change.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_file_takes_as_many_queries_for_three_as_for_one(
    client, viewer, rows, django_assert_num_queries
):
    officer = factories.make_member()
    for day in range(1, rows + 1):
        make_counted(
            held_on=date(2026, 10, day),
            officers=[officer],
            place=factories.make_place(name=f"School {day}"),
        )
    client.get(EXPORT)

    with django_assert_num_queries(18):
        assert len(exported(client.get(EXPORT))) == rows
