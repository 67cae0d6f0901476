"""Nobody passes without the second factor given in this very sign-in."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from tests.campaigns.people.factors.given import AGAIN, APP, AT_SIGN_IN, INDEX, code_of, give_app
from tests.html import read

pytestmark = pytest.mark.django_db
CHANGE = "/accounts/password/change/"


@pytest.mark.parametrize(
    ("method", "page"),
    [("get", "/team/"), ("get", "/team/queue/"), ("post", "/team/press/"), ("post", CHANGE)],
)
def test_password_alone_leads_to_setting_up_a_second_step_and_nowhere_else(
    client, sign_in, officer, method, page
):
    sign_in(client, is_password_alone=True)

    response = getattr(client, method)(page)

    assert (response.status_code, response["Location"]) == (302, INDEX)
    assert read(client.get(INDEX).text).h1 == ["Set up your second step"]


@pytest.mark.parametrize("page", ["/team/", CHANGE])
def test_sign_in_from_before_the_second_step_was_set_up_gives_it_and_sets_up_no_other(
    client, sign_in, officer, page
):
    elsewhere = Client()
    sign_in(elsewhere, is_password_alone=True)
    opened = elsewhere.get(APP)
    key = give_app(officer.user)

    asked = elsewhere.get(page)
    index, form = elsewhere.get(INDEX), elsewhere.get(APP)
    planted = elsewhere.post(APP, {"code": code_of(elsewhere_key(opened))})

    assert asked["Location"] == f"{AGAIN}?next={page.replace('/', '%2F')}"
    assert index["Location"].startswith(AGAIN)
    assert form["Location"].startswith(AGAIN)
    assert planted["Location"].startswith(AGAIN)
    assert Authenticator.objects.filter(type="totp").count() == 1
    assert elsewhere.post(AGAIN, {"code": code_of(key), "next": page})["Location"] == page
    assert elsewhere.get(page).status_code == 200


def elsewhere_key(opened) -> str:
    return opened.context["key"].replace(" ", "")


def test_who_has_a_second_step_is_not_signed_in_by_the_password(client, sign_in, officer, key):
    response = sign_in(client, is_password_alone=True)

    assert response["Location"] == AT_SIGN_IN
    assert client.get("/team/")["Location"].startswith("/accounts/login/")
    assert client.get(APP)["Location"].startswith("/accounts/login/")


def test_a_mark_does_not_outlive_its_sign_in(client, sign_in, officer):
    """Whoever signs in next in the same browser begins without it."""
    session = client.session
    session["second_factor"] = 9_999_999_999
    session.save()

    sign_in(client, is_password_alone=True)

    assert client.get("/team/")["Location"] == INDEX


def test_sign_out_needs_no_second_step(client, sign_in, officer):
    sign_in(client, is_password_alone=True)

    assert client.get("/accounts/logout/").status_code == 200
    assert client.post("/accounts/logout/")["Location"] == "/accounts/signed-out/"
    assert client.get(INDEX)["Location"].startswith("/accounts/login/")


def test_pages_of_the_second_step_are_for_who_is_signed_in(client):
    for page in (INDEX, APP, f"{INDEX}passkey/", f"{INDEX}codes/", AGAIN, f"{INDEX}1/remove/"):
        assert client.get(page)["Location"] == f"/accounts/login/?next={page}"
    assert client.get(AT_SIGN_IN)["Location"] == "/accounts/login/"
