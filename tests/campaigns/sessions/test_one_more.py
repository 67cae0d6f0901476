"""One more school, or the way of each number: asked for without a script, nothing is written."""

import pytest

from campaigns.models import Attendance, Session
from tests import factories
from tests.campaigns.sessions.school_lines import log, schools_in
from tests.factories import TODAY
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday", "theatre_and_schools")]

OTHERS, ANOTHER = "People from other schools came too", "Add another school"


def test_lines_of_schools_are_there_when_they_are_needed(client, officer):
    factories.make_topic()
    empty = client.get("/team/log/").text
    came_back = log(client, officer, minutes="x").text
    with_two = log(
        client,
        officer,
        minutes="x",
        school_1="Rowan Bank",
        school_1_children="4",
        school_2="Larkrise",
    ).text

    assert [len(schools_in(page)) for page in (empty, came_back, with_two)] == [0, 0, 2]
    assert [words in empty for words in (OTHERS, ANOTHER)] == [True, False]
    assert [words in with_two for words in (OTHERS, ANOTHER)] == [False, True]


def ask_for(client, address, what, **typed):
    page = client.post(f"{address}{what}/", typed)
    boxes = {row["name"]: row for row in read(page.text).fields if "name" in row}
    return page, boxes


@pytest.fixture
def pages(client, officer):
    """Of the four forms: their addresses, with the hidden box that some of them need."""
    session, planned = (
        factories.make_session(held_on=TODAY, officers=[officer], state=state)
        for state in ("delivered", "planned")
    )
    factories.make_attendance(session=session)
    Session.objects.update(logged_by=officer.user)
    of_one = f"/team/sessions/{session.pk}"
    return {
        "log": "/team/log/",
        "edit": f"{of_one}/edit/",
        "correct": f"{of_one}/correct/",
        "count": f"/team/sessions/{planned.pk}/count/",
    }


@pytest.mark.parametrize("name", ["log", "edit", "correct", "count"])
def test_one_more_school_keeps_all_that_is_typed_and_says_nothing_of_it_yet(client, pages, name):
    before = (Session.objects.count(), Attendance.objects.count())
    typed = {
        "count_children": "25 x",
        "known": "estimated",
        "school_1": "Rowan Bank",
        "school_1_children": "4 5",
        "school_1_known": "register",
        "confirmed": "same-1",
    }

    page, boxes = ask_for(client, pages[name], "school", **typed)

    assert page.status_code == 200
    assert (Session.objects.count(), Attendance.objects.count()) == before
    assert "_error" not in page.text
    assert {
        key: boxes[key]["value"]
        for key in typed
        if boxes[key]["tag"] == "input" and "type" not in boxes[key]
    } == {
        "count_children": "25 x",
        "school_1": "Rowan Bank Primary School, Wishaw (North Lanarkshire)",
        "school_1_children": "4 5",
    }
    assert ("autofocus" in boxes["school_2"], "school_3" in boxes) == (True, False)
    assert page.text.count("<option value=register selected>") == 1
    assert boxes["confirmed"]["value"] == "same-1"
    assert f'action="{pages[name]}"' in page.text


@pytest.mark.parametrize("name", ["log", "edit", "correct"])
def test_ways_of_each_number_come_when_they_are_asked_for(client, pages, name):
    usual = client.get(pages[name]).text

    page, boxes = ask_for(client, pages[name], "ways", count_children="25")

    assert "autofocus" in boxes["known_children"]
    assert boxes["count_children"]["value"] == "25"
    assert [f'formaction="{pages[name]}ways/"' in text for text in (usual, page.text)] == [
        True,
        False,
    ]


def test_way_of_one_number_stays_to_be_seen_when_the_form_comes_back(client, officer):
    page = log(client, officer, minutes="x", known_parents="estimated", count_parents="4").text

    assert "<option value=estimated selected>" in page


@pytest.mark.parametrize("last", [41, 99, 100, 10**9])
def test_no_more_schools_are_made_than_anybody_needs(client, officer, last):
    response = log(client, officer, minutes="x", **{f"school_{last}": "Rowan Bank"})

    assert len(schools_in(response.text)) == (40 if last == 40 else 0)


def test_enter_in_a_box_saves_and_asks_for_nothing_more(client, pages):
    for address in pages.values():
        page = client.get(address).text

        form = page[page.index('id="session-form"') :]
        first = form[form.index("<button") : form.index("</button>")]
        assert "formaction" not in first
        assert first.endswith(">Save")
