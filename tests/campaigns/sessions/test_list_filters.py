"""The filters of the list of sessions, the words above it, and how each is taken off."""

from datetime import date, timedelta
from urllib.parse import urlencode

import pytest

from tests import factories
from tests.campaigns.sessions.test_list import URL, found, make_counted, note, total
from tests.campaigns.typed import errors_of
from tests.factories import TODAY
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]


def make_two(by):
    """One session that each filter finds, and one that it does not."""
    north, south = factories.make_area(), factories.make_area(name="South Lanarkshire")
    here = factories.make_place(area=north, name="St Ninian’s Primary School", town="Larkhall")
    there = factories.make_place(name="Hillview Primary School", area=south, town="Lanark")
    ailsa, iain = factories.make_member(), factories.make_member(name="Iain Bell")
    bullying = factories.make_topic(name="Cyberbullying")
    wanted = make_counted(
        place=here,
        officers=[ailsa],
        held_on=date(2026, 10, 5),
        count=10,
        format="workshop",
        topics=[bullying],
        stages=("P6", "P7"),
    )
    note(wanted, "The projector 50% worked")
    other = make_counted(
        place=there,
        officers=[iain],
        held_on=date(2026, 9, 5),
        audience="parents",
        count=7,
        format="parents",
        stages=("S1",),
    )
    note(other, "5000 leaflets")
    if by == "state":
        factories.make_session(
            place=there, officers=[iain], held_on=TODAY + timedelta(days=5), state="planned"
        )
    asked = {
        "since": {"since_day": 5, "since_month": 10, "since_year": 2026},
        "until": {"until_day": 5, "until_month": 9, "until_year": 2026},
        "place": {"place": here.label},
        "area": {"area": north.pk},
        "town": {"town": "Larkhall"},
        "officer": {"officer": ailsa.pk},
        "topic": {"topic": bullying.pk},
        "kind": {"kind": "workshop"},
        "stage": {"stage": "P7"},
        "audience": {"audience": "children"},
        "state": {"state": "delivered"},
        "words in the name": {"words": "saint NINIANS larkhall"},
        "words in the notes": {"words": "PROJECT"},
        "words in both": {"words": "Ninian projector"},
        "a sign of LIKE": {"words": "50%"},
    }[by]
    expected = {"until": [other], "state": [wanted, other]}.get(by, [wanted])
    return asked, expected


@pytest.mark.parametrize(
    ("by", "people"),
    [
        ("since", 10),
        ("until", 7),
        ("place", 10),
        ("area", 10),
        ("town", 10),
        ("officer", 10),
        ("topic", 10),
        ("kind", 10),
        ("stage", 10),
        ("audience", 10),
        ("state", 17),
        ("words in the name", 10),
        ("words in the notes", 10),
        ("words in both", 10),
        ("a sign of LIKE", 10),
    ],
)
def test_list_is_filtered(client, viewer, by, people):
    asked, expected = make_two(by)

    response = client.get(URL, asked)

    assert found(response) == expected
    held = "1 session held" if len(expected) == 1 else f"{len(expected)} sessions held"
    assert total(response) == f"{held}, {people} attendances."


def make_of_stages():
    """P6 split from P7, both together, and P6 alone with its parents."""
    split = factories.make_session(stages=("P6", "P7"))
    factories.make_attendance(session=split, count=10, stage="P6")
    factories.make_attendance(session=split, count=1, stage="P7")
    make_counted(stages=("P6", "P7"), count=40)
    alone = make_counted(stages=("P6",), count=20)
    note(alone, "P6 alone")
    factories.make_attendance(session=alone, audience="parents", count=3)


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({"stage": "P6"}, "3 sessions held, 74 attendances; 30 of them are known to be P6."),
        ({"stage": "P7"}, "2 sessions held, 51 attendances; 1 of them is known to be P7."),
        (
            {"stage": "P6", "audience": "children", "words": "alone"},
            "1 session held, 20 attendances; all of them are known to be P6.",
        ),
        ({"stage": "S1"}, "0 sessions held, 0 attendances."),
        (
            {"stage": "P6", "audience": "children"},
            "3 sessions held, 71 attendances; 30 of them are known to be P6.",
        ),
        ({"stage": "P6", "state": "planned"}, "No session is found."),
        ({}, "3 sessions held, 74 attendances."),
    ],
)
def test_sum_of_a_stage_says_how_many_are_known_to_be_of_it(client, officer, asked, words):
    make_of_stages()

    assert total(client.get(URL, asked)) == words


def test_viewer_reads_no_figure_of_one_stage_in_the_list(client, viewer):
    """A stage can be a handful of children: docs/decisions/0047."""
    make_of_stages()

    assert total(client.get(URL, {"stage": "P6"})) == "3 sessions held, 74 attendances."


@pytest.mark.parametrize(
    ("asked", "field", "message"),
    [
        (
            {"since_day": "41", "since_month": "9", "since_year": "2026"},
            "since",
            "The first date must be a real date, like 23 11 2026",
        ),
        ({"until_day": "1"}, "until", "The last date must include a month and a year"),
        (
            {
                "since_day": 2,
                "since_month": 2,
                "since_year": 2026,
                "until_day": 1,
                "until_month": 2,
                "until_year": 2026,
            },
            "until",
            "The last date must be on or after the first date",
        ),
        ({"area": "x"}, "area", "Choose a council area from the list"),
        ({"area": "99999999999999999999999"}, "area", "Choose a council area from the list"),
        ({"officer": "99999999999999999999999"}, "officer", "Choose an officer from the list"),
        ({"town": "Atlantis"}, "town", "Choose a town from the list"),
        ({"topic": "99999999999999999999999"}, "topic", "Choose a topic from the list"),
        ({"kind": "party"}, "kind", "Choose a kind of session from the list"),
        ({"stage": "P8"}, "stage", "Choose a stage from the list"),
        (
            {"words": "x" * 61},
            "words",
            "Shorten this to 60 characters or fewer: it has 61, 1 too many",
        ),
        ({"words": "a b c d e f"}, "words", "Enter 5 words or fewer"),
        ({"audience": "pupils"}, "audience", "Choose an audience from the list"),
        ({"state": "lost"}, "state", "Choose a state from the list"),
        (
            {"place": "Hogwarts"},
            "place",
            (
                "We found no match for “Hogwarts”. Check the spelling, or type only part of the "
                "name or the town."
            ),
        ),
    ],
    ids=str,
)
def test_list_with_a_filter_that_is_wrong_says_so(client, viewer, asked, field, message):
    make_counted()

    response = client.get(URL, asked)

    assert (response.status_code, errors_of(response)) == (200, {field: [message]})
    assert "rows" not in response.context
    assert read(response.text).title.startswith("Error: Sessions")


@pytest.mark.parametrize("value", ["\x00", "-1", "9" * 400, "½", "'"])
def test_list_with_nonsense_in_its_address_never_breaks(client, viewer, value):
    boxes = "since_day place place_id area town officer topic kind stage audience state words page"
    asked = dict.fromkeys(boxes.split(), value)

    assert client.get(URL, asked).status_code == 200


def test_chosen_filters_are_said_and_each_is_taken_off_alone(client, viewer):
    topic, place = factories.make_topic(name="Online safety"), factories.make_place()
    asked = {
        "topic": topic.pk,
        "place": place.label,
        "place_id": place.pk,
        "since_day": "1",
        "since_month": "9",
        "since_year": "2026",
        "state": "",
        "page": "2",
    }

    response = client.get(URL, asked)

    date_boxes = "since_day=1&since_month=9&since_year=2026"
    at = urlencode({"place": place.label, "place_id": place.pk})
    assert [(one.label, one.words, one.without) for one in response.context["chosen"]] == [
        ("Place", place.label, f"?topic={topic.pk}&{date_boxes}"),
        ("Topic", "Online safety", f"?{at}&{date_boxes}"),
        ("From", "1 September 2026", f"?topic={topic.pk}&{at}"),
    ]
    words = [link["href"] for link in read(response.text).links]
    assert {one.without for one in response.context["chosen"]} <= {*words}
    for one in response.context["chosen"]:
        fewer = client.get(URL + one.without).context["chosen"]
        assert [each.label for each in fewer] == [
            each.label for each in response.context["chosen"] if each != one
        ]


def test_list_without_a_filter_says_none(client, viewer):
    response = client.get(URL, {"state": "", "words": ""})

    assert (response.context["chosen"], "Take off" in response.text) == ([], False)
