"""What a browser does with SameSite=Strict, told by its headers: see campaigns/access/inside.py."""

import pytest
from django.test import Client

from campaigns.people.letters import password_link
from tests.factories import make_member
from tests.html import read

pytestmark = pytest.mark.django_db
FROM_WEB_MAIL = {"Sec-Fetch-Site": "cross-site"}


def test_link_of_web_mail_to_a_team_page_takes_one_step_inside(client, sign_in):
    make_member()
    sign_in(client)
    without_cookies = Client()

    step = without_cookies.get("/team/?page=2", headers=FROM_WEB_MAIL)

    page = step.content.decode()
    assert (step.status_code, read(page).h1) == (200, ["Opening the page"])
    assert '<meta http-equiv="refresh" content="0; url=/team/?page=2&amp;inside=1">' in page
    assert not step.cookies
    assert client.get("/team/?page=2&inside=1").status_code == 200


def test_whoever_is_not_signed_in_is_asked_at_the_second_step(client):
    response = client.get("/team/?inside=1", headers=FROM_WEB_MAIL)

    assert response["Location"] == "/accounts/login/?next=/team/%3Finside%3D1"


@pytest.mark.parametrize("headers", [FROM_WEB_MAIL, {}])
def test_password_link_takes_one_step_inside_in_old_browsers_too(client, headers):
    link = password_link(make_member().user).removeprefix("http://127.0.0.1:8000")

    step = client.get(link, headers=headers)
    second = client.get(f"{link}?inside=1", headers=headers)

    assert f'url={link}?inside=1"' in step.content.decode()
    assert second["Location"].endswith("-set-password/")


def test_form_sent_from_another_site_is_no_step_inside(client):
    assert client.post("/team/press/", headers=FROM_WEB_MAIL).status_code == 302


def test_address_cannot_carry_markup_into_the_page(client):
    page = client.get('/team/?"><script>alert(1)</script>', headers=FROM_WEB_MAIL).content.decode()

    assert read(page).inline == []
    assert read(page).other_hosts == []
