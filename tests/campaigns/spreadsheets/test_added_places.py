"""A place that is not in the list is added from the row of the spreadsheet that names it."""

import pytest

from campaigns.access.permissions import may_add_place, may_import
from campaigns.models import Change, Membership, Place, PlaceAlias
from tests import factories
from tests.campaigns.spreadsheets.dry_run import said
from tests.campaigns.spreadsheets.files import ST_MARYS, a_row, check, two_of_a_name, verdicts
from tests.campaigns.spreadsheets.team_pages import a_batch, rows_page, shown

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", Membership.Role.values)
def test_whoever_may_import_may_add_a_place(role):
    member = Membership(role=role)

    assert may_add_place(member) or not may_import(member)


def a_place(coordinator, **changed):
    area = factories.make_area()
    coordinator.campaign.areas.add(area)
    given = {"name": "Berryhill Parish Church", "kind": "community", "town": "Wishaw"}
    return given | {"area": area.pk} | changed


def test_place_that_is_not_in_the_list_is_added_from_the_row(client, coordinator):
    batch = check(a_batch(coordinator, *[a_row(day, place="Parish Kirk") for day in (1, 2)]))
    address = f"/team/import/{batch.pk}/rows/2/place/add/"
    assert f'href="{address}?alone=1"' in rows_page(client, batch).text
    page = client.get(address)
    assert page.context["form"]["name"].value() == "Parish Kirk"

    response = client.post(f"{address}?alone=1", a_place(coordinator))

    assert response.url == f"/team/import/{batch.pk}/"
    assert PlaceAlias.objects.get().place.name == "Berryhill Parish Church"
    assert verdicts(batch) == [(2, "ready"), (3, "ready")]
    assert Change.objects.get().kind == "added"


def test_added_place_of_the_same_name_needs_no_remembered_name(client, coordinator):
    batch = check(a_batch(coordinator, a_row(1, place="Wishaw Library")))

    client.post(
        f"/team/import/{batch.pk}/rows/2/place/add/", a_place(coordinator, name="Wishaw Library")
    )

    assert not PlaceAlias.objects.exists()
    assert said(batch) == [(2, "ready", [])]


@pytest.mark.parametrize(
    ("query", "after"), [("?alone=1", ["ready", "wrong"]), ("", ["ready", "ready"])]
)
def test_added_place_of_a_shared_name_is_not_remembered(client, coordinator, query, after):
    two_of_a_name()
    batch = check(a_batch(coordinator, *[a_row(day, place="St Mary's PS") for day in (1, 2)]))

    address = f"/team/import/{batch.pk}/rows/2/place/add/{query}"
    typed = a_place(coordinator, name=ST_MARYS, kind="primary")

    asked = client.post(address, typed)
    client.post(address, typed | {"asked": asked.context["form"]["asked"].value()})

    assert not PlaceAlias.objects.exists()
    assert [verdict for _, verdict in verdicts(batch)] == after


def test_place_that_looks_like_one_on_the_list_is_asked_about_first(client, coordinator):
    batch = check(a_batch(coordinator, a_row(1, place="Braside Prim")))
    address = f"/team/import/{batch.pk}/rows/2/place/add/"
    typed = a_place(coordinator, name="Braesid Primary School", kind="primary")

    asked = client.post(address, typed)

    assert "Is it the same place?" in shown(asked)
    there = "Braeside Primary School, Wishaw (North Lanarkshire), primary school"
    assert f"<li>{there}" in shown(asked)  # the town tells two of one name apart
    assert Place.objects.count() == 1
    client.post(address, typed | {"asked": asked.context["form"]["asked"].value()})
    assert Place.objects.count() == 2
    assert verdicts(batch) == [(2, "ready")]


def test_place_of_a_row_that_is_known_is_neither_asked_nor_added(client, coordinator):
    batch = check(a_batch(coordinator, a_row(1)))

    for page in ("", "add/"):
        address = f"/team/import/{batch.pk}/rows/2/place/{page}"
        assert client.post(address, a_place(coordinator)).url == f"/team/import/{batch.pk}/"
        assert client.get(address.replace("/2/", "/77/")).status_code == 404
    assert Place.objects.count() == 1
