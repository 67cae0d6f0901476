"""Every address of the site at once: what a page must be and must not hold, whoever wrote it."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection, transaction
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from advice.views import library
from campaigns.links import token_of
from campaigns.models import Session, TalkDraft, TalkRequest, User
from sextortion_aware.front import Front
from sextortion_aware.headers import SECURITY_HEADERS
from tests import factories
from tests.html import PageFacts, read
from tests.wsgi import Answer, call

pytestmark = pytest.mark.django_db  # the pages are asked once for the module, but the database is made only for tests that say so


@dataclass(frozen=True)
class Page:
    """`who`: nobody, or the role that looks. The arguments are named in one_of_everything."""

    who: str = "nobody"
    arguments: tuple[str, ...] = ()


PAGES: dict[str, Page] = {
    "campaigns:home": Page("officer"),
    "campaigns:session_log": Page("officer"),
    "campaigns:session_list": Page("viewer"),
    "campaigns:session_detail": Page("viewer", ("delivered",)),
    "campaigns:session_count": Page("officer", ("planned",)),
    "campaigns:session_edit": Page("officer", ("own",)),
    "campaigns:session_cancel": Page("officer", ("planned",)),
    "campaigns:talk_list": Page("coordinator"),
    "campaigns:talk_detail": Page("coordinator", ("request",)),
    "campaigns:team_reach": Page("viewer"),
    "campaigns:talks": Page(),
    "campaigns:talk_ask": Page(),
    "campaigns:talk_step": Page("nobody", ("draft", "step")),
    "campaigns:talk_link": Page("nobody", ("token",)),
    "campaigns:reach": Page(),
    "account_login": Page(),
    "account_logout": Page("officer"),
    "account_change_password": Page("officer"),
    "account_reset_password": Page(),
    "account_reset_password_done": Page(),
    "account_reset_password_from_key_done": Page(),
    "account_inactive": Page(),
    "account_signed_out": Page(),
    "styleguide": Page(),
}
# Not pages to look at: they take a POST, answer a script or a machine, or only send on.
OTHERS = {
    "campaigns:place_search", "campaigns:talk_place_search", "campaigns:talk_offer", "campaigns:talk_confirm", "campaigns:talk_decline",
    "campaigns:talk_send", "campaigns:talk_accept", "campaigns:talk_refuse", "campaigns:talk_check",
    "account_reset_password_from_key", "account_signed_out",
    "healthz", "readyz", "robots", "sitemap", "security_txt",
}  # fmt: skip


def names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else prefix)
        elif pattern.name:
            yield f"{prefix}{pattern.name}"


def advice_names() -> list[str]:
    return [name for name in names(get_resolver().url_patterns) if name.startswith("advice:")]


def one_of_everything() -> dict[str, Any]:
    """Rows for each page to show, and the arguments of their addresses."""
    officer = factories.make_member(role="officer", name="Ailsa Reid")
    factories.make_member(role="viewer", name="Una Shaw")
    factories.make_member(role="coordinator", name="Catriona Muir")
    delivered = factories.make_session(officers=[officer])
    factories.make_attendance(session=delivered)
    own = factories.make_session(officers=[officer])
    factories.make_attendance(session=own)
    Session.objects.filter(pk=own.pk).update(logged_by=officer.user)
    planned = factories.make_session(state="planned", officers=[officer])
    request = factories.make_talk_request()
    factories.make_offer(talk_request=request, officer=officer)
    TalkRequest.objects.filter(pk=request.pk).update(state="offered")
    factories.make_carried_figure()
    draft = TalkDraft.objects.create(campaign=request.campaign)
    return {
        "delivered": delivered.pk, "planned": planned.pk, "own": own.pk, "request": request.pk, "token": token_of(request), "draft": draft.key, "step": "place",
    }  # fmt: skip


PEOPLE = {"officer": "ailsa.reid@example.org", "viewer": "una.shaw@example.org", "coordinator": "catriona.muir@example.org"}


ALL = [*PAGES, *advice_names()]
PUBLIC = [*advice_names(), "campaigns:talks", "campaigns:reach"]


@dataclass(frozen=True)
class Site:
    """Every page as it was answered once; how many queries each took; and the addresses on them that lead nowhere."""

    answers: dict[str, Answer]
    queries: dict[str, int]
    dead: set[str]


@contextmanager
def connection_kept() -> Iterator[None]:
    """As Django's own test client does: the rows stand in a transaction, which ends with the connection."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def look(app: Front, name: str, arguments: dict[str, Any]) -> Answer:
    """As the person who may, through the front that a server calls."""
    page = PAGES.get(name, Page())
    client, cookies = Client(), {}
    if page.who != "nobody":
        client.force_login(User.objects.get(email=PEOPLE[page.who]))
        cookies = {"cookie": "; ".join(f"{key}={morsel.value}" for key, morsel in client.cookies.items())}
    with override_settings(DEBUG=name == "styleguide"):  # it is shown to developers only
        return call(app, reverse(name, args=[arguments[argument] for argument in page.arguments]), **cookies)


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
        inside = {link["href"].partition("#")[0] for name in ALL if name != "styleguide" for link in read(answers[name].text).links}
        dead = {address for address in inside if address.startswith("/") and call(app, address).status == 404}
        transaction.set_rollback(True)
    return Site(answers, queries, dead)


def test_every_address_is_in_one_of_the_lists():
    assert set(names(get_resolver().url_patterns)) == set(PAGES) | OTHERS | set(advice_names())


def test_every_page_answers(site):
    assert {name: answer.status for name, answer in site.answers.items() if answer.status != 200} == {}


def outline_faults(facts: PageFacts) -> list[str]:
    """What a screen reader stumbles over."""
    faults = []
    if len(facts.h1) != 1 or not facts.h1[0]:
        faults.append(f"h1: {facts.h1}")
    if not facts.title:
        faults.append("no title")
    if facts.language != "en-GB":
        faults.append(f"language {facts.language}")
    faults += [f"id {name} twice" for name in set(facts.ids) if facts.ids.count(name) > 1]
    faults += [f"no id {name}" for name in facts.referred_ids if name not in facts.ids]
    faults += [f"h{deeper} after h{higher}" for higher, deeper in itertools.pairwise(facts.headings) if deeper - higher > 1]
    return faults


def test_pages_have_one_h1_a_title_a_language_and_ids_that_exist_once(site):
    faults = {name: found for name, answer in site.answers.items() if (found := outline_faults(read(answer.text)))}

    assert faults == {}


def test_titles_are_unique(site):
    titles = [read(answer.text).title for answer in site.answers.values()]

    assert sorted(titles) == sorted(set(titles))


def test_pages_hold_nothing_inline_and_load_nothing_from_elsewhere(site):
    faults = {name: found for name, answer in site.answers.items() if (found := (facts := read(answer.text)).inline + facts.other_hosts)}

    assert faults == {}


def test_pages_carry_the_security_headers_and_leave_no_copy(site):
    wanted = dict(SECURITY_HEADERS) | {"Server": None}

    faults = {
        name: differing for name, answer in site.answers.items() if (differing := {key: got for key in wanted if (got := answer.header(key)) != wanted[key]})
    }
    kept = [name for name, answer in site.answers.items() if "no-store" not in (answer.header("Cache-Control") or "")]

    assert faults == {}
    assert kept == []


def weight(answer: Answer) -> int:
    """Bytes of the page with its stylesheet and scripts, each compressed as it is served."""
    parts = [url.removeprefix("/static/") for url in read(answer.text).loads if url.endswith((".css", ".js"))]
    return len(brotli.compress(answer.body)) + sum(weight_of_file(part) for part in set(parts))


@lru_cache
def weight_of_file(part: str) -> int:
    return len(brotli.compress(Path(finders.find(part)).read_bytes()))


def test_pages_are_light(site):
    weights = {name: weight(answer) for name, answer in site.answers.items() if name != "styleguide"}

    assert {name: found for name, found in weights.items() if found > (10 if name in advice_names() else 14) * 1024} == {}


def test_links_lead_somewhere_and_tell_other_sites_nothing(site):
    links = [link for answer in site.answers.values() for link in read(answer.text).links]
    outside = [link for link in links if link["href"].startswith("http")]

    assert site.dead == set()
    assert [link for link in outside if not link["href"].startswith("https://") or "noreferrer" not in link.get("rel", "")] == []
    assert [link for link in links if "target" in link] == []


def test_public_pages_set_no_cookie_and_do_not_ask_for_one(site):
    answers = {name: site.answers[name] for name in PUBLIC}

    assert {name: answer.headers for name, answer in answers.items() if answer.header("Set-Cookie") or "cookie" in (answer.header("Vary") or "").lower()} == {}


def test_advice_pages_run_no_query(site):
    assert {name: count for name in advice_names() if (count := site.queries[name])} == {}
    assert site.queries["campaigns:reach"] > 0  # the count counts


def test_advice_titles_say_nothing_to_who_looks_over_a_shoulder():
    telling = [page.tab for page in library().pages if any(word in page.tab.lower() for word in ("sextortion", "blackmail", "sex", "nude"))]

    assert telling == []
