"""Every address of the site at once: what a page must be and must not hold, whoever wrote it."""

from collections import Counter

import pytest
from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from advice.inline import page_headers
from advice.views import library
from sextortion_aware.front import Front
from sextortion_aware.headers import LOG_PAGE_POLICY, SECURITY_HEADERS
from tests.forms_of_page import forms_with_words
from tests.html import read
from tests.one_of_everything import one_of_everything
from tests.page_list import LOG_PAGES, OTHERS, PAGES
from tests.site_pages import (
    ALL,
    PUBLIC,
    Site,
    advice_names,
    connection_kept,
    differing,
    look,
    most_kilobytes,
    names,
    outline_faults,
    policy,
    routes,
    weight,
)
from tests.wsgi import call

# The pages are asked once for the module, but the database is made only for tests that say so.
pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker) -> Site:
    app = Front(None, get_wsgi_application())
    answers, queries = {}, {}
    with django_db_blocker.unblock(), connection_kept(), transaction.atomic():
        arguments = one_of_everything()
        for name in ALL:
            with CaptureQueriesContext(connection) as captured:
                answers[name] = look(app, name, arguments)
            queries[name] = len(captured)
        inside = {
            link["href"].partition("#")[0]
            for name in ALL
            if name != "styleguide"
            for link in read(answers[name].text).links
        }
        dead = {
            address
            for address in inside
            if address.startswith("/") and call(app, address).status == 404
        }
        transaction.set_rollback(True)
    return Site(answers, queries, dead)


def test_every_address_is_in_one_of_the_lists():
    assert set(names(get_resolver().url_patterns)) == set(PAGES) | OTHERS | set(advice_names())


def test_no_two_rooms_have_the_same_address():
    """The second would never be reached."""
    found = Counter(routes(get_resolver().url_patterns))

    assert [route for route, times in found.items() if times > 1] == []
    assert len(found) > 200


def test_every_page_answers(site):
    assert {
        name: answer.status for name, answer in site.answers.items() if answer.status != 200
    } == {}


def test_no_page_of_the_team_has_two_forms_of_words(site):
    """The boxes of one are empty again when the button of the other is pressed."""
    found = {
        name: forms_with_words(site.answers[name].text)
        for name, page in PAGES.items()
        if page.who != "nobody"
    }

    assert {name: forms for name, forms in found.items() if forms[1:]} == {}
    assert sum(map(bool, found.values())) > 35


def test_pages_have_one_h1_a_title_a_language_and_ids_that_exist_once(site):
    faults = {
        name: found
        for name, answer in site.answers.items()
        if (found := outline_faults(read(answer.text)))
    }

    assert faults == {}


def test_titles_are_unique(site):
    titles = [read(answer.text).title for answer in site.answers.values()]

    assert sorted(titles) == sorted(set(titles))


def test_pages_hold_inside_only_what_their_own_policy_names_and_load_nothing_from_elsewhere(site):
    faults = {
        name: found
        for name, answer in site.answers.items()
        if (found := (facts := read(answer.text)).refused_by(policy(answer)) + facts.other_hosts)
    }

    assert faults == {}


def test_only_advice_pages_carry_style_and_script_and_no_more_than_one_of_each(site):
    carried = {name: read(answer.text).inline for name, answer in site.answers.items()}

    assert {name: sorted(found) for name, found in carried.items() if found} == {
        name: ["<script>", "<style>"] for name in advice_names()
    }


def test_pages_carry_the_security_headers_and_leave_no_copy(site):
    common = dict(SECURITY_HEADERS) | {"Server": None}
    wanted = {name: common | page_headers() if name in advice_names() else common for name in ALL}
    wanted |= {name: common | {"Content-Security-Policy": LOG_PAGE_POLICY} for name in LOG_PAGES}

    faults = {
        name: found
        for name, answer in site.answers.items()
        if (found := differing(answer, wanted[name]))
    }
    kept = [
        name
        for name, answer in site.answers.items()
        if "no-store" not in (answer.header("Cache-Control") or "")
    ]

    assert faults == {}
    assert kept == []


def test_pages_are_light(site):
    weights = {
        name: weight(answer) for name, answer in site.answers.items() if name != "styleguide"
    }

    assert {
        name: found for name, found in weights.items() if found > most_kilobytes(name) * 1024
    } == {}


def test_links_lead_somewhere_and_tell_other_sites_nothing(site):
    links = [link for answer in site.answers.values() for link in read(answer.text).links]
    outside = [link for link in links if link["href"].startswith("http")]

    assert site.dead == set()
    assert [
        link
        for link in outside
        if not link["href"].startswith("https://") or "noreferrer" not in link.get("rel", "")
    ] == []
    assert [link for link in links if "target" in link] == []


def test_public_pages_set_no_cookie_and_do_not_ask_for_one(site):
    answers = {name: site.answers[name] for name in PUBLIC}

    assert {
        name: answer.headers
        for name, answer in answers.items()
        if answer.header("Set-Cookie") or "cookie" in (answer.header("Vary") or "").lower()
    } == {}


def test_advice_pages_run_no_query(site):
    assert {name: count for name in advice_names() if (count := site.queries[name])} == {}
    assert site.queries["campaigns:reach"] > 0  # the count counts


def test_advice_titles_say_nothing_to_who_looks_over_a_shoulder():
    telling = [
        page.tab
        for page in library().pages
        if any(word in page.tab.lower() for word in ("sextortion", "blackmail", "sex", "nude"))
    ]

    assert telling == []
