"""Every address of the site at once: what a page must be and must not hold, whoever wrote it."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
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
from django.utils import timezone

from advice.inline import page_headers
from advice.views import library
from campaigns.mail.links import token_of
from campaigns.models import CouncilArea, Session, TalkDraft, TalkRequest, User
from sextortion_aware.front import Front
from sextortion_aware.headers import LOG_PAGE_POLICY, SECURITY_HEADERS
from tests import factories
from tests.html import PageFacts, read
from tests.wsgi import Answer, call

# The pages are asked once for the module, but the database is made only for tests that say so.
pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Page:
    """`who`: nobody, or the role that looks. The arguments are named in one_of_everything."""

    who: str = "nobody"
    arguments: tuple[str, ...] = ()


PAGES: dict[str, Page] = {
    "campaigns:home": Page("officer"),
    "campaigns:session_log": Page("officer"),
    "campaigns:offline_page": Page("officer"),
    "campaigns:session_list": Page("viewer"),
    "campaigns:session_detail": Page("viewer", ("delivered",)),
    "campaigns:duplicate_list": Page("coordinator"),
    "campaigns:session_count": Page("officer", ("planned",)),
    "campaigns:session_edit": Page("officer", ("own",)),
    "campaigns:session_cancel": Page("officer", ("planned",)),
    "campaigns:session_correct": Page("officer", ("delivered",)),
    "campaigns:session_void": Page("officer", ("own",)),
    "campaigns:session_restore": Page("officer", ("voided",)),
    "campaigns:correction_list": Page("coordinator"),
    "campaigns:correction_detail": Page("coordinator", ("correction",)),
    "campaigns:audit": Page("coordinator"),
    "campaigns:talk_list": Page("coordinator"),
    "campaigns:talk_detail": Page("coordinator", ("request",)),
    "campaigns:talk_enter": Page("officer"),
    "campaigns:kind_list": Page("coordinator"),
    "campaigns:kind_add": Page("coordinator"),
    "campaigns:kind_edit": Page("coordinator", ("kind",)),
    "campaigns:talk_kind": Page("nobody", ("slug",)),
    "campaigns:talk_who": Page("coordinator", ("request",)),
    "campaigns:called_away": Page("coordinator", ("set_talk",)),
    "campaigns:snow_day": Page("coordinator"),
    "campaigns:week": Page("officer"),
    "campaigns:diary": Page("coordinator", ("officer",)),
    "campaigns:holiday_list": Page("coordinator"),
    "campaigns:holiday_add": Page("coordinator"),
    "campaigns:holiday_edit": Page("coordinator", ("holiday",)),
    "campaigns:mail_list": Page("coordinator"),
    "campaigns:mail_detail": Page("coordinator", ("mail",)),
    "campaigns:feed": Page("officer"),
    "campaigns:import_list": Page("coordinator"),
    "campaigns:import_detail": Page("coordinator", ("batch",)),
    "campaigns:import_columns": Page("coordinator", ("batch",)),
    "campaigns:import_places": Page("coordinator", ("batch",)),
    "campaigns:team_reach": Page("viewer"),
    "campaigns:talks": Page(),
    "campaigns:talk_ask": Page(),
    "campaigns:talk_step": Page("nobody", ("draft", "step")),
    "campaigns:talk_sent": Page("nobody", ("sent",)),
    "campaigns:talk_link": Page("nobody", ("token",)),
    "campaigns:talk_change": Page("nobody", ("token",)),
    "campaigns:talk_end": Page("nobody", ("token",)),
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
# The only ones that may start a worker.
LOG_PAGES = ("campaigns:home", "campaigns:session_log", "campaigns:offline_page")
KEPT_WHOLE = {"campaigns:offline_page"}  # fetched once and kept on the phone, with the rules in it
# Not pages to look at: they take a POST, answer a script or a machine, or only send on.
OTHERS = {
    "campaigns:session_join",
    "campaigns:session_unmerge",
    "campaigns:duplicate_keep_first",
    "campaigns:duplicate_keep_second",
    "campaigns:duplicate_keep_both",
    "campaigns:offline_worker",
    "campaigns:offline_places",
    "campaigns:offline_token",
    "campaigns:offline_send",
    "campaigns:place_search",
    "campaigns:talk_place_search",
    "campaigns:talk_offer",
    "campaigns:talk_confirm",
    "campaigns:talk_decline",
    "campaigns:talk_send",
    "campaigns:talk_sent_again",
    "campaigns:talk_confirm_address",
    "campaigns:talk_accept",
    "campaigns:talk_refuse",
    "campaigns:talk_note",
    "campaigns:talk_answer",
    "campaigns:talk_another_time",
    "campaigns:talk_said_no",
    "campaigns:talk_take_back",
    "campaigns:talk_question",
    "campaigns:talk_wait",
    "campaigns:talk_team_note",
    "campaigns:talk_owner",
    "campaigns:talk_merge",
    "campaigns:talk_renew_link",
    "campaigns:talk_link_again",
    "campaigns:talk_check",
    "campaigns:called_away_take_over",
    "campaigns:called_away_new_dates",
    "campaigns:snow_day_move",
    "campaigns:my_diary",
    "campaigns:diary_hours",
    "campaigns:diary_usual",
    "campaigns:diary_time_add",
    "campaigns:diary_time_remove",
    "campaigns:diary_base",
    "campaigns:travel_rule",
    "campaigns:holiday_remove",
    "campaigns:mail_stop",
    "campaigns:feed_make",
    "campaigns:feed_revoke",
    "campaigns:officer_calendar",
    "campaigns:talk_calendar",
    "campaigns:session_undo",
    "campaigns:correction_confirm",
    "campaigns:correction_decline",
    "campaigns:correction_withdraw",
    "campaigns:audit_export",
    "campaigns:import_check",
    "campaigns:import_commit",
    "campaigns:import_undo",
    "campaigns:import_take",
    "account_reset_password_from_key",
    "account_signed_out",
    "robots",
    "sitemap",
    "security_txt",
}


def names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(
                pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else prefix
            )
        elif pattern.name:
            yield f"{prefix}{pattern.name}"


def advice_names() -> list[str]:
    return [name for name in names(get_resolver().url_patterns) if name.startswith("advice:")]


def holiday_area(request: TalkRequest) -> CouncilArea:
    request.campaign.areas.add(request.area)
    return request.area


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
    voided = factories.make_session(state="voided", state_reason="Entered twice")
    correction = factories.make_correction(by=officer)
    factories.make_change(session=delivered, by=officer.user)
    draft = TalkDraft.objects.create(campaign=request.campaign)
    coming = factories.make_session(
        state="planned", held_on=timezone.localdate() + timedelta(days=20), officers=[officer]
    )
    set_talk = factories.make_talk_request(reference="SCT2345", state="confirmed", session=coming)
    sent = factories.make_talk_request(reference="SCT2346", state="unconfirmed")
    kind = factories.make_talk_kind(topic=request.topic)
    return {
        "kind": kind.pk,
        "slug": kind.slug,
        "set_talk": set_talk.pk,
        "officer": officer.pk,
        "holiday": factories.make_holiday(area=holiday_area(request)).pk,
        "batch": factories.make_import_batch(by=officer).pk,
        "mail": factories.make_mail(talk_request=request).pk,
        "voided": voided.pk,
        "correction": correction.pk,
        "delivered": delivered.pk,
        "planned": planned.pk,
        "own": own.pk,
        "request": request.pk,
        "token": token_of(request),
        "draft": draft.key,
        "step": "place",
        "sent": sent.draft_key,
    }


PEOPLE = {
    "officer": "ailsa.reid@example.org",
    "viewer": "una.shaw@example.org",
    "coordinator": "catriona.muir@example.org",
}


ALL = [*PAGES, *advice_names()]
PUBLIC = [*advice_names(), "campaigns:talks", "campaigns:reach"]


@dataclass(frozen=True)
class Site:
    """Every page as it was answered once; how many queries each took; and the addresses on them
    that lead nowhere.
    """

    answers: dict[str, Answer]
    queries: dict[str, int]
    dead: set[str]


@contextmanager
def connection_kept() -> Iterator[None]:
    """As Django's own test client does: the rows stand in a transaction, which ends with the
    connection.
    """
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
        cookies = {
            "cookie": "; ".join(f"{key}={morsel.value}" for key, morsel in client.cookies.items())
        }
    with override_settings(DEBUG=name == "styleguide"):  # it is shown to developers only
        return call(
            app, reverse(name, args=[arguments[argument] for argument in page.arguments]), **cookies
        )


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


def test_every_page_answers(site):
    assert {
        name: answer.status for name, answer in site.answers.items() if answer.status != 200
    } == {}


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
    faults += [
        f"h{deeper} after h{higher}"
        for higher, deeper in itertools.pairwise(facts.headings)
        if deeper - higher > 1
    ]
    return faults


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


def policy(answer: Answer) -> str:
    return answer.header("Content-Security-Policy") or ""


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


def differing(answer: Answer, wanted: dict[str, str | None]) -> dict[str, str | None]:
    return {key: got for key, value in wanted.items() if (got := answer.header(key)) != value}


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


def weight(answer: Answer) -> int:
    """Bytes of the page with its stylesheet and scripts, each compressed as it is served.

    Those of all built pages: tests/advice/test_inline.py.
    """
    parts = [
        url.removeprefix("/static/")
        for url in read(answer.text).loads
        if url.endswith((".css", ".js"))
    ]
    return len(brotli.compress(answer.body)) + sum(weight_of_file(part) for part in set(parts))


@lru_cache
def weight_of_file(part: str) -> int:
    return len(brotli.compress(Path(finders.find(part)).read_bytes()))


def most_kilobytes(name: str) -> int:
    return 10 if name in advice_names() else 20 if name in KEPT_WHOLE else 14


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
