"""Error pages come when something is wrong already, so they need no database, no cookie, no session
and no request.
"""

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client, RequestFactory

from campaigns.access.as_typed_views import csrf_failure
from sextortion_aware import views
from tests.factories import PASSWORD, make_member
from tests.html import read

REQUEST = RequestFactory().get("/anything/")
PAGES = {
    400: lambda: views.bad_request(REQUEST, SuspiciousOperation()),
    403: lambda: views.forbidden(REQUEST, PermissionDenied()),
    404: lambda: views.not_found(REQUEST, Exception()),
    500: lambda: views.server_error(REQUEST),
    503: lambda: views.unavailable(REQUEST),
}


@pytest.mark.parametrize("status", PAGES)
def test_error_page_says_what_to_do_and_whom_to_call(status):
    response = PAGES[status]()

    page = response.content.decode()
    facts = read(page)
    assert response.status_code == status
    assert (len(facts.h1), facts.inline, facts.other_hosts) == (1, [], [])
    assert {"tel:999", "tel:101", "/"} <= {link["href"] for link in facts.links}
    assert not response.cookies


@pytest.mark.parametrize("status", PAGES)
def test_error_page_tells_the_reader_nothing_of_us(status):
    page = PAGES[status]().content.decode()

    assert not any(
        word in page for word in ("Django", "Traceback", "Exception", "/anything/", "csrf")
    )


def test_csrf_page_is_plain_about_what_to_do():
    facts = read(csrf_failure(REQUEST).content.decode())

    assert facts.h1 == ["Please send that again"]


@pytest.mark.parametrize("method", ["get", "post"])
def test_unknown_address_is_404_and_sets_no_cookie(client, method):
    response = getattr(client, method)("/no/such/page/")

    assert response.status_code == 404
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_unknown_host_is_400(client):
    assert client.get("/reach/", headers={"Host": "evil.example"}).status_code == 400


def test_our_own_mistake_is_a_500_with_a_page(monkeypatch):
    def broken(*args, **kwargs):
        raise ValueError("ours")

    monkeypatch.setattr("sextortion_aware.views.reverse", broken)
    response = Client(raise_request_exception=False).get("/robots.txt")

    assert response.status_code == 500
    assert 'href="tel:999"' in response.content.decode()


@pytest.mark.parametrize("headers", [{}, {"Origin": "null"}, {"Origin": "https://evil.example"}])
def test_form_without_its_token_or_from_elsewhere_is_refused(headers):
    client = Client(enforce_csrf_checks=True)

    response = client.post(
        "/accounts/login/", {"login": "a@example.org", "password": "x"}, headers=headers
    )

    assert (response.status_code, read(response.content.decode()).h1) == (
        403,
        ["Please send that again"],
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("origin", "status"), [("http://testserver", 302), ("null", 403), ("https://evil.example", 403)]
)
def test_form_with_its_token_is_taken_from_our_own_pages_only(origin, status):
    """A browser that is told no-referrer sends "null" for our own forms too: that is why we send
    same-origin.
    """
    make_member()
    client = Client(enforce_csrf_checks=True)
    token = str(client.get("/accounts/login/").context["csrf_token"])

    response = client.post(
        "/accounts/login/",
        {"login": "ailsa.reid@example.org", "password": PASSWORD, "csrfmiddlewaretoken": token},
        headers={"Origin": origin},
    )

    assert response.status_code == status
