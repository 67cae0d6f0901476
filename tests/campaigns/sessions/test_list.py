from datetime import date, timedelta

import pytest

from campaigns.models.figure import figure_of
from campaigns.reach.filters import Filters
from campaigns.reach.reach import reach
from campaigns.sessions import list_views
from tests import factories
from tests.campaigns.typed import errors_of
from tests.factories import TODAY
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]

URL = "/team/sessions/"
QUERIES = 20


def make_counted(*, count=25, audience="children", **changed):
    session = factories.make_session(**changed)
    factories.make_attendance(
        session=session,
        audience=audience,
        count=count,
        known="unknown" if count is None else "counted",
    )
    return session


def note(session, words):
    session.notes = words
    session.save(update_fields=["notes"])


def found(response):
    return [row["session"] for row in response.context["rows"]]


def total(response):
    return response.context["found"].total


def test_list_is_newest_first(client, viewer):
    old, new = make_counted(held_on=date(2026, 9, 1)), make_counted(held_on=date(2026, 11, 2))

    response = client.get(URL)

    assert found(response) == [new, old]
    assert total(response) == "2 sessions held, 50 attendances."


def test_list_says_what_became_of_each(client, viewer):
    make_counted(held_on=date(2026, 11, 5), count=0)
    make_counted(held_on=date(2026, 11, 4), count=None)
    factories.make_session(held_on=date(2026, 11, 3), state="cancelled", state_reason="Snow")
    mixed = make_counted(held_on=date(2026, 11, 2), count=1200)
    factories.make_attendance(session=mixed, audience="adults", count=None, known="unknown")

    rows = client.get(URL, {"state": "every"}).context["rows"]

    assert [str(row["figure"]) for row in rows] == [
        "0",
        "No figure yet",
        "None",
        "1,200 and more not known yet",
    ]


def test_list_is_empty_without_sessions(client, viewer):
    response = client.get(URL)

    assert (found(response), total(response)) == ([], "0 sessions held, 0 attendances.")
    assert "What officers plan and log appears here." in response.text


def test_list_never_shows_another_campaign(client, viewer):
    make_counted(campaign=factories.make_campaign(name="Fife"))

    response = client.get(URL)

    assert (found(response), total(response)) == ([], "0 sessions held, 0 attendances.")


def test_list_of_planned_sessions_adds_nothing_up(client, viewer):
    planned = factories.make_session(state="planned", held_on=TODAY + timedelta(days=5))
    make_counted()

    response = client.get(URL, {"state": "planned"})

    assert found(response) == [planned]
    assert total(response) == "1 planned session is listed and not counted."


def make_one_of_each():
    ended = {"state_reason": "Snow"}
    return {
        "planned": factories.make_session(state="planned", held_on=TODAY + timedelta(days=5)),
        "delivered": make_counted(held_on=date(2026, 11, 4), count=25),
        "cancelled": factories.make_session(state="cancelled", held_on=date(2026, 11, 3), **ended),
        "did_not_happen": factories.make_session(
            state="did_not_happen", held_on=date(2026, 11, 2), **ended
        ),
        "voided": make_counted(state="voided", held_on=date(2026, 11, 1), count=300, **ended),
    }


def test_list_shows_what_was_called_off_and_voided_only_when_it_is_asked_for(client, viewer):
    one = make_one_of_each()

    usual, every = client.get(URL), client.get(URL, {"state": "every"})

    assert found(usual) == [one["planned"], one["delivered"]]
    assert total(usual) == (
        "1 session held, 25 attendances. 1 planned session is listed and not counted."
    )
    assert found(every) == [*one.values()]
    assert total(every) == (
        "1 session held, 25 attendances. 1 planned session, 1 cancelled session, "
        "1 session that did not happen and 1 voided session are listed and not counted."
    )


@pytest.mark.parametrize("state", ["cancelled", "did_not_happen", "voided"])
def test_list_of_one_state_has_its_sessions_and_no_sum(client, viewer, state):
    one = make_one_of_each()

    response = client.get(URL, {"state": state})

    assert found(response) == [one[state]]
    assert total(response).endswith("is listed and not counted.")
    assert "attendance" not in total(response)


def test_list_says_how_many_of_the_sessions_have_no_number(client, viewer):
    make_counted(count=None)
    make_counted(count=3)

    assert (
        total(client.get(URL))
        == "2 sessions held, 3 attendances. 1 of the sessions has no number yet."
    )


def test_figures_of_a_list_of_some_people_are_of_these_people_alone(client, viewer):
    """The sum above it is of the same rows."""
    hall, school = factories.make_place(name="Town Hall"), factories.make_place(town="Lanark")
    mixed = make_counted(place=hall, count=100, audience="adults")
    factories.make_attendance(session=mixed, audience="children", place=school, count=20)
    factories.make_attendance(session=mixed, audience="parents", count=None, known="unknown")

    for asked in ({"town": "Lanark"}, {"audience": "children"}, {"place": school.label}):
        response = client.get(URL, asked)

        assert [str(row["figure"]) for row in response.context["rows"]] == ["20"], asked
        assert total(response) == "1 session held, 20 attendances."
        assert "only those that the filter names" in response.text
    assert "only those that the filter names" not in client.get(URL).text


def test_figures_of_the_rows_are_the_reach_of_the_list(client, viewer):
    for count in (0, 3, None, 1200):
        make_counted(count=count)

    figures = [row["figure"].count or 0 for row in client.get(URL).context["rows"]]

    assert sum(figures) == reach(viewer.campaign, today=TODAY, filters=Filters()).logged == 1203


def test_list_offers_only_officers_and_areas_of_its_campaign(client, viewer):
    fife = factories.make_campaign(name="Fife", areas=[])
    factories.make_place(campaign=fife, area=factories.make_area(name="Fife"))
    theirs = factories.make_member(name="Iain Bell", campaign=fife)

    response = client.get(URL, {"officer": theirs.pk})

    assert errors_of(response) == {"officer": ["Choose an officer from the list"]}
    assert [area.name for area in response.context["form"].fields["area"].queryset] == []


def test_list_has_pages_that_keep_the_filter(client, viewer, monkeypatch):
    monkeypatch.setattr(list_views, "A_PAGE", 2)
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
