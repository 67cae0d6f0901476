"""Every page of the site, and one row of everything for them to show."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import brotli
from django.contrib.staticfiles import finders
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from campaigns.models import User
from sextortion_aware.front import Front
from tests.html import PageFacts, read
from tests.wsgi import Answer, call


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
    "campaigns:place_list": Page("officer"),
    "campaigns:place_add": Page("officer"),
    "campaigns:place_edit": Page("coordinator", ("place",)),
    "campaigns:place_close": Page("coordinator", ("place",)),
    "campaigns:place_join": Page("coordinator", ("place",)),
    "campaigns:place_join_pair": Page("coordinator", ("place", "other_place")),
    "campaigns:alias_list": Page("coordinator"),
    "campaigns:holiday_list": Page("coordinator"),
    "campaigns:holiday_add": Page("coordinator"),
    "campaigns:holiday_edit": Page("coordinator", ("holiday",)),
    "campaigns:topic_list": Page("coordinator"),
    "campaigns:topic_add": Page("coordinator"),
    "campaigns:topic_edit": Page("coordinator", ("topic",)),
    "campaigns:partner_list": Page("coordinator"),
    "campaigns:partner_add": Page("coordinator"),
    "campaigns:partner_edit": Page("coordinator", ("partner",)),
    "campaigns:area_edit": Page("coordinator"),
    "campaigns:team_details": Page("coordinator"),
    "campaigns:holiday_upload": Page("coordinator"),
    "campaigns:school_list_upload": Page("coordinator"),
    "campaigns:mark_edit": Page("coordinator"),
    "campaigns:carried_edit": Page("coordinator"),
    "campaigns:incident_list": Page("coordinator"),
    "campaigns:incident_add": Page("coordinator"),
    "campaigns:incident_edit": Page("coordinator", ("incident",)),
    "campaigns:mail_list": Page("coordinator"),
    "campaigns:mail_detail": Page("coordinator", ("mail",)),
    "campaigns:feed": Page("officer"),
    "campaigns:people": Page("administrator"),
    "campaigns:person_invite": Page("administrator"),
    "campaigns:person_role": Page("administrator", ("officer",)),
    "campaigns:member_end": Page("administrator", ("officer",)),
    "campaigns:member_lower": Page("administrator", ("officer", "role")),
    "campaigns:member_leave": Page("officer"),
    "campaigns:import_list": Page("coordinator"),
    "campaigns:import_detail": Page("coordinator", ("batch",)),
    "campaigns:import_columns": Page("coordinator", ("batch",)),
    "campaigns:import_places": Page("coordinator", ("batch",)),
    "campaigns:team_reach": Page("viewer"),
    "campaigns:settings": Page("coordinator"),
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
LOG_PAGES = (
    "campaigns:home",
    "campaigns:session_log",
    "campaigns:offline_page",
)  # the only ones that may start a worker
KEPT_WHOLE = {"campaigns:offline_page"}  # fetched once and kept on the phone, with the rules in it
# Not pages to look at: they take a POST, answer a script or a machine, or only send on.
OTHERS = {
    "campaigns:session_join",
    *(
        f"campaigns:session_{form}_{more}"
        for form in ("log", "count", "edit", "correct")
        for more in ("school", "ways", "place")
    ),
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
    "campaigns:place_reopen",
    "campaigns:alias_forget",
    "campaigns:holiday_remove",
    *(
        f"campaigns:{noun}_{deed}"
        for noun in ("topic", "partner")
        for deed in ("add_suggested", "retire", "offer_again", "remove")
    ),
    "campaigns:holiday_check",  # it and the next send on to the upload when nothing waits
    "campaigns:school_list_check",
    "campaigns:holiday_save",
    "campaigns:school_list_save",
    "campaigns:incident_add_suggested",
    "campaigns:incident_remove",
    "campaigns:kind_add_suggested",
    "campaigns:mail_stop",
    "campaigns:invitation_again",
    "campaigns:invitation_withdraw",
    "campaigns:switch_campaign",
    "invitation",
    "invitation_page",
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
    "campaigns:test_mail",
    "campaigns:set_up_first",  # there is somebody already
    "campaigns:set_up_programme",
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


PEOPLE = {
    "officer": "ailsa.reid@example.org",
    "viewer": "una.shaw@example.org",
    "coordinator": "catriona.muir@example.org",
    "administrator": "annis.gray@example.org",
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


def policy(answer: Answer) -> str:
    return answer.header("Content-Security-Policy") or ""


def differing(answer: Answer, wanted: dict[str, str | None]) -> dict[str, str | None]:
    return {key: got for key, value in wanted.items() if (got := answer.header(key)) != value}


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
