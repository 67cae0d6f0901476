"""The schools of a session that stands: its count, and its edit."""

import pytest

from campaigns.models import Attendance, Change, Place, Session
from tests import factories
from tests.campaigns.sessions.school_lines import log, rows
from tests.factories import TODAY
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday", "theatre_and_schools")]


def test_schools_of_a_planned_session_are_counted_on_its_own_page(client, officer):
    session = factories.make_session(
        state="planned",
        held_on=TODAY,
        officers=[officer],
        place=Place.objects.get(name="Town Hall Theatre"),
    )

    client.post(
        f"/team/sessions/{session.pk}/count/",
        {"known": "register", "school_1": "Rowan Bank", "school_1_children": "45"},
    )

    assert rows() == [("Rowan Bank Primary School", "children", 45, "register")]


def test_count_later_begins_with_the_schools_that_were_there(client, officer):
    session = factories.make_session(
        officers=[officer], place=Place.objects.get(name="Town Hall Theatre")
    )
    factories.make_attendance(
        session=session,
        place=Place.objects.get(name="Rowan Bank Primary School"),
        count=None,
        known="unknown",
    )
    address = f"/team/sessions/{session.pk}/count/"

    form = client.get(address).context["form"]
    client.post(
        address,
        {
            "known": "register",
            "school_1": form.schools[0]["place"].value().text,
            "school_1_children": "45",
            "school_1_known": "",
        },
    )

    assert form.schools[0]["known"].value() is None
    assert rows() == [("Rowan Bank Primary School", "children", 45, "register")]


def typed_on(page):
    """What a browser sends back of a page that nobody touched."""
    return {
        row["name"]: row.get("value", "")
        for row in read(page.text).fields
        if row["tag"] == "input" and row.get("type", "text") in ("text", "hidden")
    }


@pytest.fixture
def logged(client, officer):
    log(
        client,
        officer,
        school_1="Rowan Bank",
        school_1_children="45",
        school_1_known="register",
        school_2="Larkrise",
        school_2_young_people="120",
        school_2_known="estimated",
    )
    return Session.objects.get()


def edit(client, session, **changed):
    address = f"/team/sessions/{session.pk}/edit/"
    chosen = {
        "format": "lesson",
        "stages": ["P7"],
        "topics": [row.pk for row in session.topics.all()],
        "officers": [row.pk for row in session.officers.all()],
    }
    ways = {"known": "counted", "school_1_known": "register", "school_2_known": "estimated"}
    return client.post(address, typed_on(client.get(address)) | chosen | ways | changed)


def test_edit_sent_back_as_it_stands_changes_nothing(client, logged):
    before = list(Attendance.objects.values())

    response = edit(client, logged)

    assert response.status_code == 302
    assert (list(Attendance.objects.values()), Change.objects.filter(kind="edited").count()) == (
        before,
        0,
    )


def test_edit_of_a_schools_number_changes_that_and_says_so(client, logged):
    edit(client, logged, school_1_children="46")

    assert ("Rowan Bank Primary School", "children", 46, "register") in rows()
    assert len(rows()) == 3
    before, after = Change.objects.get(kind="edited").fields["Attendance"]
    assert (
        "from Rowan Bank Primary School, Wishaw (North Lanarkshire): 45" in before,
        "(North Lanarkshire): 46" in after,
    ) == (True, True)


def test_edit_takes_a_school_out(client, logged):
    edit(client, logged, school_1="", school_1_id="", school_1_children="", school_1_known="")

    assert sorted(rows(), key=str) == sorted(
        [
            (None, "children", 25, "counted"),
            ("Larkrise High School", "young_people", 120, "estimated"),
        ],
        key=str,
    )


def test_edit_shows_every_school_however_many_there_are_and_one_more(client, officer):
    session = factories.make_session(
        held_on=TODAY, officers=[officer], place=Place.objects.get(name="Town Hall Theatre")
    )
    Session.objects.filter(pk=session.pk).update(logged_by=officer.user)
    for number in range(11):
        factories.make_attendance(
            session=session, place=factories.make_place(name=f"School {number}")
        )

    form = client.get(f"/team/sessions/{session.pk}/edit/").context["form"]

    *there, one_more = form.schools
    assert [school["place"].value().text.split(",")[0] for school in there] == [
        f"School {number}" for number in range(11)
    ]
    assert (one_more["place"].html_name, one_more["place"].value()) == ("school_12", None)
