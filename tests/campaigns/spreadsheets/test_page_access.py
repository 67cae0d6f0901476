"""Who may open the pages of a spreadsheet, and by which method."""

import pytest

from campaigns.models import ImportBatch, Session
from tests import factories
from tests.campaigns.spreadsheets.files import check
from tests.campaigns.spreadsheets.team_pages import a_batch
from tests.campaigns.typed import sign_in

pytestmark = pytest.mark.django_db


READ, WRITE, PRESS = ("get", "head"), ("get", "head", "post"), ("post",)
ALL_METHODS = ("get", "head", "post", "put", "patch", "delete")
PAGES = [
    ("/team/import/", WRITE),
    ("/team/import/{pk}/", READ),
    ("/team/import/{pk}/columns/", WRITE),
    ("/team/import/{pk}/places/", WRITE),
    ("/team/import/{pk}/rows/2/", WRITE),
    ("/team/import/{pk}/check/", PRESS),
    ("/team/import/{pk}/commit/", PRESS),
    ("/team/import/{pk}/undo/", PRESS),
    ("/team/import/{pk}/rows/2/take/", PRESS),
    ("/team/import/{pk}/rows/3/place/", WRITE),
    ("/team/import/{pk}/rows/3/place/add/", WRITE),
    ("/team/import/{pk}/rows/3/place/forget/", PRESS),
]
OF_ONE = PAGES[1:]
TO_LOOK_AT = [page for page in PAGES if "get" in page[1]]


@pytest.mark.parametrize("page", TO_LOOK_AT, ids=lambda page: page[0])
def test_page_works_and_changes_nothing(client, coordinator, page):
    batch = check(a_batch(coordinator))
    before = list(ImportBatch.objects.values())

    response = client.get(page[0].format(pk=batch.pk))

    assert response.status_code == 200
    assert list(ImportBatch.objects.values()) == before
    assert Session.objects.count() == 0


@pytest.mark.parametrize("role", ["viewer", "officer"])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[0])
def test_page_is_refused_to_others(client, coordinator, page, role):
    batch = check(a_batch(coordinator))
    sign_in(client, factories.make_member(role=role))

    assert [
        getattr(client, method)(page[0].format(pk=batch.pk)).status_code for method in page[1]
    ] == [403] * len(page[1])
    assert Session.objects.count() == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[0])
def test_page_signed_out_asks_to_sign_in(client, coordinator, page):
    batch = check(a_batch(coordinator))
    client.logout()

    for method in page[1]:
        response = getattr(client, method)(page[0].format(pk=batch.pk))
        assert (response.status_code, response.url.partition("?")[0]) == (302, "/accounts/login/")


@pytest.mark.parametrize("page", OF_ONE, ids=lambda page: page[0])
def test_spreadsheet_of_another_campaign_or_none_is_not_there(client, coordinator, page):
    batch = check(a_batch(coordinator))
    ImportBatch.objects.filter(pk=batch.pk).update(campaign=factories.make_campaign(name="Fife"))

    for pk in (batch.pk, 0, 999_999, "9" * 30):
        assert [
            getattr(client, method)(page[0].format(pk=pk)).status_code for method in page[1]
        ] == [404] * len(page[1])
    assert Session.objects.count() == 0


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[0])
def test_page_refuses_other_methods(client, coordinator, page):
    address = page[0].format(pk=a_batch(coordinator).pk)

    others = [method for method in ALL_METHODS if method not in page[1]]

    assert [getattr(client, method)(address).status_code for method in others] == [405] * len(
        others
    )
