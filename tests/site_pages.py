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
from tests.page_list import KEPT_WHOLE, LOG_PAGES, PAGES, Page
from tests.wsgi import Answer, call


def names(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from names(
                pattern.url_patterns, f"{pattern.namespace}:" if pattern.namespace else prefix
            )
        elif pattern.name:
            yield f"{prefix}{pattern.name}"


def routes(patterns: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


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
    if name == "advice:find":
        return 11  # it lists every page: docs/decisions/0059-materials-for-schools.md
    if name in advice_names():
        return 10
    if name in KEPT_WHOLE:
        return 25  # docs/decisions/0045-counted-offline.md
    return 17 if name in LOG_PAGES else 14
