"""The line that a form begins with is of the pupils who were there, as far as stages and school
say.
"""

import pytest

from tests import factories
from tests.campaigns.sessions.asking import URL, typed
from tests.factories import TODAY, make_place, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]


@pytest.fixture
def larkrise(db):
    return make_place(name="Larkrise High School", kind="secondary", roll=900)


def lines(response):
    """Asked for at once, in the order of the page."""
    form = response.context["form"]
    boxes = [box.name for box in form.visible_fields() if box.name.startswith("count_")]
    return boxes[: len(form.main)]


@pytest.mark.parametrize(
    ("stages", "kind", "first"),
    [
        (("S1",), "primary", "count_young_people"),
        (("P7",), "secondary", "count_children"),
        ((), "secondary", "count_young_people"),
        ((), "primary", "count_children"),
    ],
)
def test_first_line_of_count_and_edit_follows_stages_and_school(
    client, coordinator, stages, kind, first
):
    place = make_place(name="Host", kind=kind)
    given = {"held_on": TODAY, "place": place, "stages": stages, "officers": [coordinator]}
    planned, held = make_session(state="planned", **given), make_session(**given)
    client.force_login(coordinator.user)

    count = client.get(f"/team/sessions/{planned.pk}/count/")
    edit = client.get(f"/team/sessions/{held.pk}/edit/")

    assert lines(count) == [first]
    assert lines(edit)[0] == first
    assert len(lines(edit)) == 6


def test_log_that_comes_back_begins_with_the_pupils_of_its_school(client, officer, larkrise):
    response = client.post(URL, typed(officer, larkrise, minutes="x", stages=[]))

    assert lines(response)[0] == "count_young_people"


def test_evening_for_the_neighbourhood_in_a_school_begins_with_nobody(client, officer, larkrise):
    session = make_session(
        state="planned",
        held_on=TODAY,
        place=larkrise,
        stages=(),
        format="community",
        officers=[officer],
    )

    response = client.get(f"/team/sessions/{session.pk}/count/")

    assert len(lines(response)) == 6


def test_group_whose_stages_are_of_the_other_column_begins_there(client, officer, larkrise):
    session = make_session(
        state="planned", held_on=TODAY, place=larkrise, stages=(), officers=[officer]
    )
    talk = factories.make_talk_request(state="confirmed", session=session, expected=27)
    talk.groups.update(audience="children", stages="S2")

    response = client.get(f"/team/sessions/{session.pk}/count/")

    assert lines(response) == ["count_young_people"]


def test_line_of_a_high_school_begins_with_young_people(client, officer, larkrise):
    given = typed(officer, make_place(name="Hall", kind="community"), stages=[])

    page = client.post(f"{URL}school/", given | {"school_1": larkrise.label})

    boxes = [box.name for box in page.context["form"].boxes_of(page.context["form"].schools[0])]
    assert boxes[:3] == ["place", "young_people", "children"]
