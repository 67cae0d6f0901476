"""The council areas of a campaign: taking one away changes no figure of another."""

import pytest
from django.core.exceptions import ValidationError

from campaigns.models import Change, CouncilArea
from campaigns.programme.areas import set_areas
from campaigns.reach.reach import reach
from tests.factories import (
    TODAY,
    make_area,
    make_attendance,
    make_campaign,
    make_member,
    make_place,
    make_session,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]
PAGE = "/team/areas/"


def areas():
    return [area.name for area in make_campaign().areas.all()]


def logged_in(area, count):
    place = make_place(name=f"School of {area}", area=make_area(name=area))
    make_attendance(session=make_session(place=place), count=count)


def opened(client):
    return client.get(PAGE).context["form"]["opened"].value()


def sums():
    found = reach(make_campaign(), today=TODAY)
    return found.logged, {part.label: part.count for part in found.by_area}


def test_council_is_added_and_stands_in_the_trail(client, coordinator):
    own = areas()
    client.post(PAGE, {"own": own, "others": ["Falkirk"], "opened": opened(client)})
    trail = client.get("/team/audit/").content.decode()

    assert areas() == ["Falkirk", "North Lanarkshire", "South Lanarkshire"]
    [line] = Change.objects.all()
    before = "North Lanarkshire, South Lanarkshire"
    assert (line.kind, line.about, line.fields) == (
        "put_right",
        "Council areas",
        {"Council areas": [before, f"Falkirk, {before}"]},
    )
    assert "Council areas" in trail


def test_nothing_that_changed_is_no_line(client, coordinator):
    client.post(PAGE, {"own": areas(), "opened": opened(client)})

    assert not Change.objects.exists()


def test_council_with_sessions_is_asked_about_and_no_other_figure_changes(client, coordinator):
    logged_in("North Lanarkshire", 40)
    logged_in("South Lanarkshire", 25)
    logged_in("Falkirk", 3)
    before = sums()
    typed = {"own": ["North Lanarkshire"], "opened": opened(client)}

    asked = client.post(PAGE, typed)
    kept = areas()
    client.post(PAGE, typed | {"sure": asked.context["form"]["sure"].value()})

    page = " ".join(asked.content.decode().split())
    assert "<strong>South Lanarkshire</strong> has 1 place and 1 session." in page
    assert kept == ["North Lanarkshire", "South Lanarkshire"]
    assert areas() == ["North Lanarkshire"]
    assert before == (
        68,
        {"North Lanarkshire": 40, "South Lanarkshire": 25, "Other areas": 3},
    )
    assert sums() == (68, {"North Lanarkshire": 40, "Other areas": 28})


def test_who_takes_away_one_more_is_asked_again(client, coordinator):
    logged_in("North Lanarkshire", 40)
    logged_in("South Lanarkshire", 25)
    typed = {"own": ["North Lanarkshire"], "opened": opened(client)}
    sure = client.post(PAGE, typed).context["form"]["sure"].value()

    typed |= {"own": [], "others": ["Falkirk"], "sure": sure}
    page = client.post(PAGE, typed).content.decode()

    assert "Nothing is saved yet" in page
    assert areas() == ["North Lanarkshire", "South Lanarkshire"]


def test_council_that_nothing_hangs_on_is_taken_away_at_once(client, coordinator):
    client.post(PAGE, {"own": ["North Lanarkshire"], "opened": opened(client)})

    assert areas() == ["North Lanarkshire"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({}, "Choose at least one council area"),
        ({"others": ["Atlantis"]}, "Choose one of the answers listed"),
        ({"others": ["x" * 10_000]}, "Choose one of the answers listed"),
    ],
)
def test_what_is_wrong_is_told(client, coordinator, typed, words):
    page = client.post(PAGE, typed | {"opened": opened(client)}).content.decode()

    assert words in page
    assert len(areas()) == 2
    assert not CouncilArea.objects.filter(name="Atlantis").exists()


@pytest.mark.parametrize("names", [[], ["Atlantis"], ["North Lanarkshire", "Atlantis"]])
def test_deed_takes_councils_and_at_least_one(names):
    before = areas()

    with pytest.raises(ValidationError):
        set_areas(campaign=make_campaign(), names=names, by=None)

    assert areas() == before


def test_council_with_a_place_and_no_session_is_asked_about_too(client, coordinator):
    make_place(name="A school", area=make_area(name="South Lanarkshire"))

    page = client.post(PAGE, {"own": ["North Lanarkshire"], "opened": opened(client)})

    assert "South Lanarkshire</strong> has 1 place" in " ".join(page.content.decode().split())
    assert len(areas()) == 2


def test_form_that_was_open_meanwhile_is_told(client, coordinator):
    mark = opened(client)
    make_campaign().areas.add(make_area(name="Fife"))

    page = client.post(PAGE, {"own": ["North Lanarkshire"], "opened": mark}).content.decode()

    assert "it says now Fife, North Lanarkshire, South Lanarkshire" in page
    assert areas() == ["Fife", "North Lanarkshire", "South Lanarkshire"]


@pytest.mark.parametrize("role", ["viewer", "officer"])
def test_only_coordinators_choose_them(client, role):
    client.force_login(make_member(role=role).user)

    assert [client.get(PAGE).status_code, client.post(PAGE).status_code] == [403, 403]
    assert len(areas()) == 2
