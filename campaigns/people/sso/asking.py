"""What the site itself asks of the provider: where its pages are, its keys, and who a code is for.

A provider that hangs costs a page PROVIDER_SECONDS at most, and only PROVIDER_AT_ONCE pages: the
others are told at once.
"""

import time
from concurrent.futures import TimeoutError as StillRunning
from functools import cache
from typing import Any

import requests
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from urllib3.exceptions import HTTPError

from sextortion_aware import deadlines
from sextortion_aware.bulkhead import Places

CHUNK_BYTES = 16 * 1024
KEPT_SECONDS = 60 * 60
# What is that old is still better than nothing, while the provider does not answer.
STALE_SECONDS = 24 * 60 * 60


class ProviderSilent(requests.RequestException):
    """It gave no answer in time, or none that could be used."""


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # no types
    def get_requests_session(self) -> requests.Session:
        return BoundedSession()

    def list_apps(self, request: HttpRequest, **which: Any) -> list[Any]:
        """Those of the settings alone: nobody adds a provider by a row."""
        return [app for app in super().list_apps(request, **which) if app.pk is None]

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False


class BoundedSession(requests.Session):
    """Waits for a bounded time, reads a bounded answer, and follows no redirect: one would take
    the client's secret along.
    """

    def request(self, method: Any, url: Any, **options: Any) -> requests.Response:  # type: ignore[override]
        future = places().take(lambda: self.whole(method, url, options))
        if future is None:
            raise ProviderSilent("too many wait for it already")
        try:
            response = future.result(deadlines.PROVIDER_SECONDS)
        except StillRunning:
            raise ProviderSilent("no answer in time") from None
        except HTTPError as problem:
            raise ProviderSilent(type(problem).__name__) from None
        if response.status_code >= 500 or response.status_code == 429:
            raise ProviderSilent(f"it answers {response.status_code}")
        return response

    def whole(self, method: Any, url: Any, options: dict[str, Any]) -> requests.Response:
        until = time.monotonic() + deadlines.PROVIDER_SECONDS
        options |= {"timeout": deadlines.PROVIDER_SECONDS, "allow_redirects": False, "stream": True}
        with super().request(method, url, **options) as response:
            body = b""
            while part := response.raw.read1(CHUNK_BYTES, decode_content=True):
                body += part
                if len(body) > deadlines.PROVIDER_MOST_BYTES or time.monotonic() > until:
                    raise ProviderSilent("its answer has no end")
            response._content = body  # as requests itself keeps it
        return response


@cache
def places() -> Places:
    """Made when somebody first asks, in the process that asks."""
    return Places(deadlines.PROVIDER_AT_ONCE, 0, "provider")


Document = dict[str, Any]
_kept: dict[str, tuple[float, Document]] = {}


def published(url: str, *, is_wanted_new: bool = False) -> Document:
    """A document that the provider publishes, which is asked for once an hour.

    `is_wanted_new`: a key is missing in the one that is kept, so there may be new ones.
    """
    at, document = _kept.get(url, (0.0, {}))
    age = time.monotonic() - at
    if document and age < KEPT_SECONDS and not is_wanted_new:
        return document
    try:
        document = fetched(url)
    except ProviderSilent:
        if document and age < STALE_SECONDS:
            return document
        raise
    _kept[url] = (time.monotonic(), document)
    return document


def fetched(url: str) -> Document:
    try:
        response = BoundedSession().get(url)
        document = response.json() if response.status_code == 200 else None
    except requests.RequestException as problem:
        raise ProviderSilent(type(problem).__name__) from None
    if not isinstance(document, dict):
        raise ProviderSilent("not what it should publish")
    return document


def forget_published() -> None:
    _kept.clear()
