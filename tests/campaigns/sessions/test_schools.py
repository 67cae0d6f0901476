"""One theatre, six schools: attendance rows that name their place, entered without a script."""

import pytest

from campaigns.models import Attendance, Session
from campaigns.reach.reach import reach
from sextortion_aware.template_tags import first_id
from tests import factories
from tests.campaigns.sessions.school_lines import NOTHING_ABOVE, log, rows
from tests.campaigns.typed import errors_of
from tests.factories import TODAY
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday", "theatre_and_schools")]


def test_log_of_several_schools_keeps_each_with_its_own_numbers(client, officer):
    response = log(
        client,
        officer,
        **NOTHING_ABOVE,
        school_1="Rowan Bank",
        school_1_children="45",
        school_1_professionals="3",
        school_2="Larkrise",
        school_2_young_people="120",
        school_2_known="estimated",
    )

    assert response.status_code == 302
    assert rows() == [
        ("Rowan Bank Primary School", "children", 45, "counted"),
        ("Rowan Bank Primary School", "professionals", 3, "counted"),
        ("Larkrise High School", "young_people", 120, "estimated"),
    ]
    assert Session.objects.get().place.name == "Town Hall Theatre"


def test_schools_stand_beside_those_who_came_from_nowhere_named_and_all_count_once(client, officer):
    response = log(client, officer, school_1="Rowan Bank", school_1_children="45")

    assert rows() == [
        (None, "children", 25, "counted"),
        ("Rowan Bank Primary School", "children", 45, "counted"),
    ]
    assert reach(officer.campaign, today=TODAY).logged == 70
    shown = client.get(response.url).context
    assert shown["counts"] == [
        ("Children (up to P7)", "counted", "25"),
        ("Children (up to P7), from Rowan Bank Primary School", "counted", "45"),
    ]
    assert shown["total"][-1] == "70"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        (
            {"school_1": "Rowan Bank", "known": "unknown"},
            [("Rowan Bank Primary School", "children", None, "unknown")],
        ),
        (
            {"school_1": "Larkrise", "school_1_known": "unknown"},
            [("Larkrise High School", "young_people", None, "unknown")],
        ),
        (
            {"school_1": "Harbour", "known": "nobody"},
            [("Harbour College", "not_recorded", 0, "counted")],
        ),
        (
            {"school_1": "Rowan Bank", "school_1_children": "0", "known": "nobody"},
            [("Rowan Bank Primary School", "children", 0, "counted")],
        ),
        (
            {
                "school_1": "Rowan Bank",
                "school_1_children": "9",
                "school_2": "Rowan Bank",
                "school_2_parents": "4",
                "school_2_known": "estimated",
            },
            [
                ("Rowan Bank Primary School", "children", 9, "counted"),
                ("Rowan Bank Primary School", "parents", 4, "estimated"),
            ],
        ),
        (
            {"school_8": "Rowan Bank", "school_8_children": "45"},
            [("Rowan Bank Primary School", "children", 45, "counted")],
        ),
    ],
    ids=str,
)
def test_school_reads_what_is_said_of_it(client, officer, typed, expected):
    log(client, officer, **NOTHING_ABOVE | typed)

    assert rows() == expected


TWICE = "This school’s children are here twice. Put them together"
HOW = "You entered a number. Choose how you know it, or take the number out"


@pytest.mark.parametrize(
    ("typed", "errors"),
    [
        ({"school_1_children": "9"}, {"school_1": ["Enter which school these people came from"]}),
        (
            {"school_1_known": "estimated"},
            {"school_1": ["Enter which school these people came from"]},
        ),
        (
            {"school_1": "Rowan Bank"},
            {
                "school_1_children": [
                    (
                        "Enter how many came from Rowan Bank Primary School, or say that it is "
                        "not known yet"
                    )
                ]
            },
        ),
        (
            {"school_1": "Nowhere"},
            {"school_1": [("“Nowhere” is not on our list. Check the spelling, or add it.")]},
        ),
        (
            {"school_1": "Rowan Bank", "school_1_children": "x"},
            {
                "school_1_children": [
                    "Enter how many children came from this school as a whole number, like 25"
                ]
            },
        ),
        (
            {"school_1": "Rowan Bank", "school_1_children": "9", "school_1_known": "unknown"},
            {"school_1_known": [HOW]},
        ),
        (
            {"school_1": "Rowan Bank", "school_1_children": "9", "known": ""},
            {"known": ["Choose how you know the number"]},
        ),
        ({"school_1": "Rowan Bank", "school_1_children": "9", "known": "nobody"}, {"known": [HOW]}),
        (
            {
                "school_1": "Rowan Bank",
                "school_1_children": "9",
                "school_3": "Rowan Bank",
                "school_3_children": "4",
            },
            {"school_3": [TWICE]},
        ),
        (
            {"school_1": "Town Hall", "school_1_adults": "9"},
            {"school_1": ["This is where it was held. Count its people in the lines above"]},
        ),
    ],
    ids=str,
)
def test_school_that_is_wrong_comes_back_unfolded_with_everything_typed(
    client, officer, typed, errors
):
    response = log(client, officer, **NOTHING_ABOVE | typed)

    assert errors_of(response) == errors
    assert Session.objects.count() == 0
    values = {
        row["name"]: row.get("value")
        for row in read(response.text).fields
        if row["tag"] == "input" and row.get("type", "text") == "text"
    }
    assert [
        name
        for name, value in typed.items()
        if name in values and not values[name].startswith(value)
    ] == []
    page, form = read(response.text), response.context["form"]
    assert page.title.startswith("Error: ")
    boxes = {first_id(part[name]) for part in (form, *form.schools) for name in part.errors}
    assert len(boxes) == len(errors)
    assert boxes <= set(page.ids)
    assert {f"#{box}" for box in boxes} <= {link["href"] for link in page.links}


def test_school_is_asked_for_when_several_have_that_name(client, officer):
    other = factories.make_place(name="Rowan Bank Nursery", kind="community")

    first = log(client, officer, **NOTHING_ABOVE, school_1="Rowan Bank", school_1_children="4")
    log(
        client,
        officer,
        **NOTHING_ABOVE,
        school_1="Rowan Bank",
        school_1_choice=other.pk,
        school_1_children="4",
    )

    assert errors_of(first) == {
        "school_1": ["Choose which one you mean, or type more of the name or the town"]
    }
    assert Attendance.objects.get().place == other


def test_school_of_another_campaign_is_never_found(client, officer):
    theirs = factories.make_place(
        name="Kelty Primary School", campaign=factories.make_campaign(name="Fife")
    )

    response = log(
        client, officer, school_1=theirs.label, school_1_id=theirs.pk, school_1_children="4"
    )

    assert list(errors_of(response)) == ["school_1"]
