"""The boxes of each school of several: their numbers, their group, and what is typed in them."""

import pytest

from campaigns.models import Audience, Session
from tests import factories
from tests.campaigns.sessions.school_lines import log, rows
from tests.campaigns.typed import errors_of, log_data
from tests.factories import TODAY
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday", "theatre_and_schools")]


@pytest.mark.parametrize("name", ["school_41", "school_99", "school_100", "school_0", "school_01"])
@pytest.mark.parametrize("asks", ["", "school/"])
def test_school_with_a_number_that_no_box_has_is_refused(client, officer, name, asks):
    data = log_data(place="Town Hall Theatre", officers=[officer], topics=[factories.make_topic()])

    response = client.post(f"/team/log/{asks}", data | {f"{name}_children": "45"})

    said = "A session takes 40 schools, numbered 1 to 40. Log the others as a second session"
    assert errors_of(response) == {"__all__": [said]}
    assert said in response.text
    assert Session.objects.count() == 0


def test_number_beyond_the_boxes_without_an_answer_is_nothing(client, officer):
    assert log(client, officer, school_99_children=" ").status_code == 302


def test_numbers_are_added_up_wherever_people_are_counted(client, officer):
    log(
        client,
        officer,
        count_children="12+3",
        school_1="Rowan Bank",
        school_1_children="26 + 24",
    )
    planned = factories.make_session(state="planned", held_on=TODAY, officers=[officer])
    client.post(
        f"/team/sessions/{planned.pk}/count/", {"count_parents": "12+3", "known": "counted"}
    )

    assert [(audience, count) for _, audience, count, _ in rows()] == [
        ("children", 15),
        ("children", 50),
        ("parents", 15),
    ]


def test_each_school_is_a_group_of_boxes_with_a_heading(client, officer):
    """Of the high school the young people stand first; the phone does not know which it will be."""
    page = log(client, officer, minutes="x", school_1="Rowan Bank", school_2="Larkrise").text
    kept = client.get("/team/log/offline/").text

    assert groups_in(page) == {
        "School 1": boxes_of(1),
        "School 2": boxes_of(2, first="young_people"),
    }
    assert groups_in(kept) == {f"School {number}": boxes_of(number) for number in range(1, 9)}


def groups_in(text):
    """The names of the boxes of each group, without what a script fills in."""
    groups = [part.split("</fieldset>")[0] for part in text.split("<fieldset ") if "School" in part]
    return {
        group.partition("<legend>")[2].partition("</legend>")[0]: [
            row["name"] for row in read(group).fields if row.get("type") != "hidden"
        ]
        for group in groups
        if "<legend>School" in group
    }


def boxes_of(number, first="children"):
    audiences = sorted(Audience, key=lambda audience: audience != first)
    return [
        f"school_{number}",
        *(f"school_{number}_{audience}" for audience in audiences),
        f"school_{number}_known",
    ]
