"""The list of places, who may keep them, and what spreadsheets call them."""

from datetime import date

import pytest

from campaigns.models import Place, PlaceAlias
from tests.campaigns.places.test_place_pages import LIST, deeds
from tests.factories import (
    make_attendance,
    make_campaign,
    make_member,
    make_place,
    make_session,
)
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Braeside Primary School", "Larkhall Library", "Old Hall"]),
        ("?q=lark", ["Larkhall Library"]),
        ("?q=ML9", ["Larkhall Library"]),
        ("?kind=community", ["Larkhall Library", "Old Hall"]),
        ("?state=closed", ["Old Hall"]),
        ("?state=open", ["Braeside Primary School", "Larkhall Library"]),
        ("?q=%E2%80%AE", None),
        ("?kind=castle", None),
    ],
)
def test_list_is_searched_and_filtered(client, officer, query, names):
    make_place()
    library = make_place(name="Larkhall Library", town="Larkhall", kind="community")
    Place.objects.filter(pk=library.pk).update(postcode="ML9 1DG")
    make_place(name="Old Hall", town="Bellshill", kind="community", closed_on=date(2020, 1, 1))
    make_session(place=library)

    context = client.get(LIST + query).context

    rows = context.get("rows")
    assert (rows and [row["place"].name for row in rows]) == names
    if names and "Larkhall Library" in names:
        [row] = [row for row in rows if row["place"] == library]
        assert (row["sessions"], row["closing"]) == (1, "")


@pytest.mark.parametrize("places", [1, 3])
def test_list_asks_as_often_for_three_places_as_for_one(
    client, coordinator, places, django_assert_num_queries
):
    for number in range(places):
        make_session(place=make_place(name=f"Hall {number}"))
    client.get(LIST)

    with django_assert_num_queries(8):
        client.get(LIST)


def test_officer_sees_the_list_and_viewer_nothing_of_it(client, officer):
    place = make_place()
    as_officer = client.get(LIST).content.decode()
    client.force_login(make_member(role="viewer", name="Una").user)

    assert "Add a place" in as_officer
    assert f"{LIST}{place.pk}/" not in as_officer
    assert [client.get(f"{LIST}{page}").status_code for page in ("", "add/")] == [403, 403]


KEPT = ["1/", "1/close/", "1/join/", "1/join/2/", "names/"]


@pytest.mark.parametrize("address", KEPT)
@pytest.mark.parametrize(("role", "status"), [("viewer", 403), ("officer", 403), ("nobody", 302)])
def test_only_coordinators_change_a_place(client, address, role, status):
    if role != "nobody":
        client.force_login(make_member(role=role).user)

    assert client.get(f"{LIST}{address}").status_code == status


@pytest.mark.parametrize("address", ["", "close/", "join/"])
def test_place_of_another_campaign_and_one_that_is_not_there_are_not_found(
    client, coordinator, address
):
    theirs = make_place(campaign=make_campaign(name="Fife"))

    statuses = [client.get(f"{LIST}{pk}/{address}").status_code for pk in (theirs.pk, 9**9)]

    assert statuses == [404, 404]


def test_opening_again_and_forgetting_are_posts(client, coordinator):
    place = make_place()

    answers = [client.get(f"{LIST}{place.pk}/reopen/"), client.get(f"{LIST}names/1/forget/")]

    assert [answer.status_code for answer in answers] == [405, 405]


def test_name_in_spreadsheets_is_listed_found_and_forgotten(client, coordinator):
    place = make_place()
    alias, other = (
        PlaceAlias.objects.create(campaign=place.campaign, words=words, place=place)
        for words in ("the brae", "wishaw school")
    )

    found = list(client.get(f"{LIST}names/?q=The%20Brae").context["page"])
    for _ in range(2):
        client.post(f"{LIST}names/{alias.pk}/forget/")

    assert found == [alias]
    assert list(PlaceAlias.objects.all()) == [other]
    assert deeds() == [
        (
            "removed",
            "Name in spreadsheets: the brae",
            {"Place": ["Braeside Primary School, Wishaw (North Lanarkshire)", ""]},
        )
    ]


def test_name_that_another_campaign_remembers_is_not_forgotten(client, coordinator):
    theirs = make_place(campaign=make_campaign(name="Fife"))
    alias = PlaceAlias.objects.create(campaign=theirs.campaign, words="brae", place=theirs)

    assert client.post(f"{LIST}names/{alias.pk}/forget/").status_code == 404
    assert PlaceAlias.objects.filter(pk=alias.pk).exists()


def test_number_of_each_place_is_what_the_list_of_its_sessions_says_is_held(client, coordinator):
    school, other = make_place(), make_place(name="Old Hall", kind="community")
    for state in ("delivered", "planned", "cancelled", "did_not_happen", "voided"):
        make_session(place=school, state=state, state_reason="Snow")
    counted = make_session(place=school)
    for audience in ("children", "parents"):
        make_attendance(session=counted, audience=audience)
    elsewhere = make_session(place=other)
    for place in (school, other, None):
        make_attendance(session=elsewhere, place=place, audience="parents" if place else "children")
    make_attendance(session=make_session(place=school), place=other)
    make_attendance(session=make_session(place=other, state="planned"), place=school)

    page = client.get(LIST)

    told = {row["place"]: row["sessions"] for row in page.context["rows"]}
    hrefs = [link["href"] for link in read(page.content.decode()).links]
    links = [href for href in hrefs if href.startswith("/team/sessions/?")]
    found = [client.get(link).context["found"] for link in links]
    assert told == {school: 3, other: 2}
    assert [one.number for one in found] == list(told.values())
    assert [one.total.split(" held")[0] for one in found] == ["3 sessions", "2 sessions"]
