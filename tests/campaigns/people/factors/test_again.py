"""Giving the second step again before what is worth guarding."""

import pytest
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from campaigns.access.permissions import may_read
from campaigns.access.team import team
from sextortion_aware import views
from tests.campaigns.people import pages
from tests.campaigns.people.factors.given import (
    AGAIN,
    code_of,
    give_app,
    recovery_codes,
    wrong_code,
)
from tests.factories import make_user
from tests.html import read

pytestmark = pytest.mark.django_db
done: list[tuple[str, str, str]] = []


@require_http_methods(["GET", "POST"])
@team(may_read, fresh=True)
def guarded(request, member):
    done.append((request.method, member.user.name, request.POST.get("words", "")))
    return HttpResponse("guarded")


urlpatterns = [path("team/guarded/", guarded), *pages.urlpatterns]
handler403, handler404, handler500 = views.forbidden, views.not_found, views.server_error


@pytest.fixture(autouse=True)
def one_guarded_page(settings) -> None:
    settings.ROOT_URLCONF = __name__
    done.clear()


@pytest.fixture
def stale(client, officer, key):
    """Signed in with both, an hour ago."""
    client.force_login(officer.user)
    session = client.session
    session["second_factor"] -= 3600
    session.save()
    return client


@pytest.mark.parametrize("by", ["code", "recovery code"])
def test_what_was_typed_is_carried_out_once_the_second_step_was_given(stale, officer, key, by):
    code = code_of(key) if by == "code" else recovery_codes(officer.user)[0]

    sent = stale.post("/team/guarded/", {"words": "kept"})
    page = stale.get(sent["Location"])
    before = list(done)
    assert "What you typed is kept." in page.text
    carried_out = stale.post(AGAIN, {"code": code, "next": "/team/guarded/"})

    assert sent["Location"] == f"{AGAIN}?next=%2Fteam%2Fguarded%2F"
    assert read(page.text).h1 == ["Give your second step again"]
    assert 'name="next" value="/team/guarded/"' in page.text
    assert before == []
    assert (carried_out.status_code, carried_out.text) == (200, "guarded")
    assert done == [("POST", "Ailsa Reid", "kept")]
    assert stale.get("/team/guarded/").text == "guarded"


def test_looking_leads_back_to_the_page(stale, key):
    asked = stale.get("/team/guarded/?page=2")

    given = stale.post(AGAIN, {"code": code_of(key), "next": "/team/guarded/?page=2"})

    assert asked["Location"] == f"{AGAIN}?next=%2Fteam%2Fguarded%2F%3Fpage%3D2"
    assert given["Location"] == "/team/guarded/?page=2"


def test_wrong_code_carries_nothing_out(stale, key):
    stale.post("/team/guarded/", {"words": "kept"})

    page = stale.post(AGAIN, {"code": wrong_code(key), "next": "/team/guarded/"})

    assert "This code is not right" in page.text
    assert 'name="next" value="/team/guarded/"' in page.text
    assert done == []


def test_form_that_was_opened_with_a_fresh_factor_is_taken_for_as_long_as_typing_takes(
    stale, officer
):
    session = stale.session
    session["second_factor"] += 3600 - 20 * 60
    session.save()

    assert stale.get("/team/guarded/").status_code == 302
    assert stale.post("/team/guarded/", {"words": "typed slowly"}).text == "guarded"


def test_nobody_is_led_to_another_site(stale, key):
    given = stale.post(AGAIN, {"code": code_of(key), "next": "https://evil.example/"})

    assert given["Location"] == "/team/"


def test_code_of_somebody_else_is_not_taken(stale, officer):
    others = give_app(make_user(name="Bo Kerr"))

    assert stale.post(AGAIN, {"code": code_of(others)}).status_code == 200
    assert stale.get("/team/guarded/").status_code == 302


def test_who_typed_nothing_is_not_told_that_it_is_kept(stale, key):
    other = stale.post("/team/other/", {"words": "given up"})
    asked = stale.get("/team/guarded/")

    page = stale.get(asked["Location"])

    assert other.status_code == 404
    assert "we ask once more that it is you." in page.text
    assert "What you typed is kept." not in page.text


def test_code_with_a_sign_that_cannot_be_seen_is_refused_in_our_words(stale, key):
    page = stale.post(AGAIN, {"code": "12\x0034"})

    assert "it holds a character that cannot be seen" in page.text
