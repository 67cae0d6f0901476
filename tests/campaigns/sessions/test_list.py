from datetime import date, timedelta

import pytest

from campaigns.models.figure import figure_of
from campaigns.reach.filters import Filters
from campaigns.reach.reach import reach
from campaigns.sessions import read_views
from tests import factories
from tests.campaigns.typed import errors_of
from tests.factories import TODAY
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]

URL = "/team/sessions/"
QUERIES = 18


def make_counted(*, count=25, audience="children", **changed):
    session = factories.make_session(**changed)
    factories.make_attendance(
        session=session,
        audience=audience,
        count=count,
        known="unknown" if count is None else "counted",
    )
    return session


def found(response):
    return [row["session"] for row in response.context["rows"]]


def test_list_is_newest_first(client, viewer):
    old, new = make_counted(held_on=date(2026, 9, 1)), make_counted(held_on=date(2026, 11, 2))

    response = client.get(URL)

    assert found(response) == [new, old]
    assert (response.context["found"], response.context["total"]) == (
        "2 sessions found.",
        "50 attendances logged.",
    )


def test_list_says_what_became_of_each(client, viewer):
    make_counted(held_on=date(2026, 11, 5), count=0)
    make_counted(held_on=date(2026, 11, 4), count=None)
    factories.make_session(held_on=date(2026, 11, 3), state="cancelled", state_reason="Snow")
    mixed = make_counted(held_on=date(2026, 11, 2), count=1200)
    factories.make_attendance(session=mixed, audience="adults", count=None, known="unknown")

    rows = client.get(URL).context["rows"]

    assert [str(row["figure"]) for row in rows] == [
        "0",
        "No figure yet",
        "None",
        "1,200 and more not known yet",
    ]


def test_list_is_empty_without_sessions(client, viewer):
    response = client.get(URL)

    assert (found(response), response.context["found"], response.context["total"]) == (
        [],
        "0 sessions found.",
        "0 attendances logged.",
    )


def test_list_never_shows_another_campaign(client, viewer):
    make_counted(campaign=factories.make_campaign(name="Fife"))

    response = client.get(URL)

    assert (found(response), response.context["total"]) == ([], "0 attendances logged.")


def make_two(by):
    """One session that each filter finds, and one that it does not."""
    north, south = factories.make_area(), factories.make_area(name="South Lanarkshire")
    here = factories.make_place(area=north)
    there = factories.make_place(name="Hillview Primary School", area=south)
    ailsa, iain = factories.make_member(), factories.make_member(name="Iain Bell")
    wanted = make_counted(place=here, officers=[ailsa], held_on=date(2026, 10, 5), count=10)
    other = make_counted(
        place=there, officers=[iain], held_on=date(2026, 9, 5), audience="parents", count=7
    )
    if by == "state":
        factories.make_session(
            place=there, officers=[iain], held_on=TODAY + timedelta(days=5), state="planned"
        )
    asked = {
        "since": {"since_day": 5, "since_month": 10, "since_year": 2026},
        "until": {"until_day": 5, "until_month": 9, "until_year": 2026},
        "place": {"place": here.label},
        "area": {"area": north.pk},
        "officer": {"officer": ailsa.pk},
        "audience": {"audience": "children"},
        "state": {"state": "delivered"},
    }[by]
    expected = {"until": [other], "state": [wanted, other]}.get(by, [wanted])
    return asked, expected


@pytest.mark.parametrize(
    ("by", "total"),
    [
        ("since", 10),
        ("until", 7),
        ("place", 10),
        ("area", 10),
        ("officer", 10),
        ("audience", 10),
        ("state", 17),
    ],
)
def test_list_is_filtered(client, viewer, by, total):
    asked, expected = make_two(by)

    response = client.get(URL, asked)

    assert found(response) == expected
    assert response.context["total"] == f"{total} attendances logged."


def test_list_of_planned_sessions_adds_nothing_up(client, viewer):
    planned = factories.make_session(state="planned", held_on=TODAY + timedelta(days=5))
    make_counted()

    response = client.get(URL, {"state": "planned"})

    assert (found(response), response.context["total"]) == ([planned], "")


def test_list_says_how_many_have_no_figure(client, viewer):
    make_counted(count=None)
    make_counted(count=3)

    assert (
        client.get(URL).context["total"]
        == "3 attendances logged. 1 delivered session without a figure yet."
    )


def test_figures_of_the_rows_are_the_reach_of_the_list(client, viewer):
    for count in (0, 3, None, 1200):
        make_counted(count=count)

    figures = [row["figure"].count or 0 for row in client.get(URL).context["rows"]]

    assert sum(figures) == reach(viewer.campaign, today=TODAY, filters=Filters()).logged == 1203


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
    asked = dict.fromkeys(
        ["since_day", "place", "place_id", "area", "officer", "audience", "state", "page"], value
    )

    assert client.get(URL, asked).status_code == 200


def test_list_offers_only_officers_and_areas_of_its_campaign(client, viewer):
    fife = factories.make_campaign(name="Fife", areas=[])
    factories.make_place(campaign=fife, area=factories.make_area(name="Fife"))
    theirs = factories.make_member(name="Iain Bell", campaign=fife)

    response = client.get(URL, {"officer": theirs.pk})

    assert errors_of(response) == {"officer": ["Choose an officer from the list"]}
    assert [area.name for area in response.context["form"].fields["area"].queryset] == []


def test_list_has_pages_that_keep_the_filter(client, viewer, monkeypatch):
    monkeypatch.setattr(read_views, "A_PAGE", 2)
    for day in (1, 2, 3):
        make_counted(held_on=date(2026, 10, day))

    first = client.get(URL, {"state": "delivered", "audience": "", "page": "1"})
    second = client.get(URL, {"state": "delivered", "page": "2"})

    assert (len(found(first)), len(found(second))) == (2, 1)
    assert "?state=delivered&page=2" in [link["href"] for link in read(first.text).links]


@pytest.mark.parametrize("page", ["0", "-1", "999", "x", ""])
def test_list_page_that_is_none_is_the_nearest(client, viewer, page):
    session = make_counted()

    assert found(client.get(URL, {"page": page})) == [session]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_takes_as_many_queries_for_three_as_for_one(
    client, viewer, rows, django_assert_num_queries
):
    officer = factories.make_member()
    for day in range(1, rows + 1):
        make_counted(
            held_on=date(2026, 10, day),
            officers=[officer],
            place=factories.make_place(name=f"School {day}"),
        )
    client.get(URL)

    with django_assert_num_queries(QUERIES):
        client.get(URL)


def test_figure_of_a_session_that_was_not_held_is_none():
    assert figure_of(factories.make_session(state="planned")) is None
