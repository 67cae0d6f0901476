"""Each of the team's session pages climbs the same ladder: works, wrong role, another campaign's
row, signed out, wrong method.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Session
from tests import factories
from tests.campaigns.typed import sign_in

pytestmark = pytest.mark.django_db

READ, WRITE = ("get", "head"), ("get", "head", "post")
ALL_METHODS = ("get", "head", "post", "put", "patch", "delete")

# address, who may, its methods
PAGES = [
    ("/team/", "viewer", READ),
    ("/team/sessions/", "viewer", READ),
    ("/team/places/search/", "viewer", READ),
    ("/team/log/", "officer", WRITE),
    ("/team/sessions/{pk}/", "viewer", READ),
    ("/team/sessions/{pk}/count/", "officer", WRITE),
    ("/team/sessions/{pk}/edit/", "officer", WRITE),
    ("/team/sessions/{pk}/cancel/", "officer", WRITE),
]
OF_ONE = [page for page in PAGES if "{pk}" in page[0]]
FOR_OFFICERS = [page for page in PAGES if page[1] == "officer"]


def address_of(page, *, officer=None, campaign=None):
    session = factories.make_session(
        state="planned",
        held_on=timezone.localdate() - timedelta(days=1),
        officers=[officer] if officer else [],
        campaign=campaign,
    )
    return page[0].format(pk=session.pk)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[0])
def test_page_works_for_those_who_may_and_changes_nothing(client, page):
    member = factories.make_member(role=page[1])
    sign_in(client, member)
    address = address_of(page, officer=member)
    before = list(Session.objects.values())

    response = client.get(address)

    assert response.status_code == 200
    assert list(Session.objects.values()) == before


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("page", FOR_OFFICERS, ids=lambda page: page[0])
def test_page_is_refused_to_a_viewer(client, page, method):
    sign_in(client, factories.make_member(role="viewer"))

    response = getattr(client, method)(address_of(page))

    assert response.status_code == 403
    assert Session.objects.get().state == "planned"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[0])
def test_page_is_refused_to_somebody_without_a_campaign(client, page):
    client.force_login(factories.make_user())

    assert client.get(address_of(page)).status_code == 403


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    "page", [page for page in OF_ONE if page[1] == "officer"], ids=lambda page: page[0]
)
def test_session_of_another_campaign_is_not_there(client, page, method):
    sign_in(client, factories.make_member(role="coordinator"))
    address = address_of(page, campaign=factories.make_campaign(name="Fife"))

    response = getattr(client, method)(address)

    assert response.status_code == 404
    assert Session.objects.get().state == "planned"


def test_page_of_a_session_of_another_campaign_is_not_there(client):
    sign_in(client, factories.make_member(role="coordinator"))

    assert (
        client.get(address_of(PAGES[4], campaign=factories.make_campaign(name="Fife"))).status_code
        == 404
    )


@pytest.mark.parametrize("page", OF_ONE, ids=lambda page: page[0])
def test_session_that_never_was_is_not_there(client, page):
    sign_in(client, factories.make_member(role="coordinator"))

    assert [client.get(page[0].format(pk=pk)).status_code for pk in ("0", "999999", "9" * 30)] == [
        404,
        404,
        404,
    ]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[0])
def test_page_signed_out_asks_to_sign_in(client, page):
    address = address_of(page)

    response = client.get(address)

    assert (response.status_code, response.url) == (302, f"/accounts/login/?next={address}")


@pytest.mark.parametrize("page", FOR_OFFICERS, ids=lambda page: page[0])
def test_page_signed_out_takes_nothing(client, page):
    response = client.post(
        address_of(page),
        {"called_off_by": "school", "reason": "Flood", "count_children": "5", "known": "counted"},
    )

    assert response.status_code == 302
    assert response.url.startswith("/accounts/login/")
    assert Session.objects.get().state == "planned"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page[0])
def test_page_refuses_other_methods(client, page):
    member = factories.make_member(role="coordinator")
    sign_in(client, member)
    address = address_of(page, officer=member)

    others = [method for method in ALL_METHODS if method not in page[2]]

    assert [getattr(client, method)(address).status_code for method in others] == [405] * len(
        others
    )
