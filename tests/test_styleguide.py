"""The page of every component, and the error pages, which must come whatever else is broken."""

import pytest
from django.conf import settings
from django.template import Template
from django.test import RequestFactory, override_settings
from django.test.utils import instrumented_test_render

from sextortion_aware import views
from sextortion_aware.styleguide import Sample, wrong_sample
from sextortion_aware.template_tags import error_list
from tests.html import read

ERRORS = {
    "400.html": ("We could not read what was sent", 400),
    "403.html": ("You cannot open this page", 403),
    "403_csrf.html": ("Please send that again", 403),
    "404.html": ("We cannot find that page", 404),
    "500.html": ("Something went wrong here", 500),
    "503.html": ("This page is not working right now", 503),
}


@pytest.fixture
def styleguide(client, settings, monkeypatch):
    """With each of its parts noted, and not the page alone."""
    monkeypatch.setattr(Template, "_render", instrumented_test_render)
    settings.DEBUG = True
    return client.get("/styleguide/")


# --- Style guide
# ---------------------------------------------------------------------------------------------


def test_styleguide_is_not_on_the_real_site(client):
    assert client.get("/styleguide/").status_code == 404


def test_styleguide_shows_every_component(styleguide):
    """None of these tests may use the database: pytest-django refuses it."""
    shown = {template.name for template in styleguide.templates}
    folder = settings.BASE_DIR / "templates/components"
    of_the_team = {"team_nav.html", "menu_link.html", "messages.html"}
    of_advice = {
        "contact.html",
        "contact_card.html",
        "contact_rows.html",
        "contact_ways.html",
        "contact_web.html",
        "finder.html",
        "crisis.html",
        "checked.html",
        "section_nav.html",
        "reach.html",
        "answers.html",
    }

    missing = {
        path.name for path in folder.glob("*.html") if f"components/{path.name}" not in shown
    }

    assert missing <= of_the_team | of_advice


def test_styleguide_shows_every_part_of_the_pack(styleguide):
    shown = {template.name for template in styleguide.templates}

    parts = {
        f"service/parts/{path.name}"
        for path in (settings.BASE_DIR / "templates/service/parts").glob("*.html")
    }
    assert parts <= shown


def test_styleguide_is_sound(styleguide):
    page = read(styleguide.content.decode())

    assert page.h1 == ["Style guide"]
    assert len(page.ids) == len(set(page.ids))
    assert set(page.referred_ids) <= set(page.ids)
    assert page.inline == []
    assert page.other_hosts == []
    assert [
        link["href"]
        for link in page.links
        if link["href"].startswith("#") and link["href"][1:] not in page.ids
    ] == []


def test_sample_that_came_back_has_an_error_at_every_field_that_can_have_one():
    wrong = {
        error["to"].removeprefix("id_wrong-").split("_")[0] for error in error_list(wrong_sample())
    }
    never_wrong = {"phone", "kind", "other", "notes", "token"}

    assert wrong == {name.split("_")[0] for name in Sample.base_fields if name not in never_wrong}


# --- Error pages
# ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("template", "heading", "status"), [(name, *told) for name, told in ERRORS.items()]
)
def test_error_page_needs_no_database_and_no_request(template, heading, status):
    response = views.error_page(template, status)
    page = read(response.content.decode())

    assert response.status_code == status
    assert (page.title, page.h1) == (heading, [heading])
    assert "site.css" in response.content.decode()
    assert {"tel:999", "tel:101"} <= {link["href"] for link in page.links}
    assert "/" in {link["href"] for link in page.links}
    assert "/what-to-do/" in {link["href"] for link in page.links}
    assert [link["rel"] for link in page.links if "data-exit" in link] == [
        "noreferrer",
        "noreferrer",
    ]
    assert response.cookies == {}


def test_error_page_comes_without_the_list_of_hashed_files():
    storages = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }

    with override_settings(STORAGES=storages):
        response = views.error_page("500.html", 500)

    page = read(response.content.decode())
    assert (response.status_code, page.h1) == (500, ["Something went wrong here"])
    assert [link["href"] for link in page.links] == ["tel:999", "tel:101", "/"]


@override_settings(ROOT_URLCONF="tests.nowhere")
def test_error_page_comes_without_any_address():
    page = read(views.error_page("500.html", 500).content.decode())

    assert page.h1 == ["Something went wrong here"]
    assert "/" in {link["href"] for link in page.links}


def test_unavailable_says_when_to_try_again():
    response = views.unavailable(RequestFactory().get("/reach/"))

    assert (response.status_code, response["Retry-After"]) == (503, "60")


def test_unknown_address_gets_our_page_and_no_cookie(client):
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert read(response.content.decode()).h1 == ["We cannot find that page"]
    assert response.cookies == {}
    assert "Cookie" not in response.get("Vary", "")
