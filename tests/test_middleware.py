import json
import os
import re
import secrets
import subprocess
import sys

import pytest
from django.conf import settings as suite_settings
from django.contrib.sessions.backends.db import SessionStore
from django.db import InterfaceError, OperationalError
from django.db.backends.utils import CursorWrapper
from django.http import HttpResponse
from django.test import Client, RequestFactory

from sextortion_aware.middleware import DatabaseGuard, no_store
from tests.factories import make_campaign, make_member

NEEDS_DATABASE = [
    "/reach/",
    "/talks/",
    "/talks/ask/",
    "/team/",
    "/team/log/",
    "/team/sessions/",
    "/team/talks/",
    "/team/reach/",
    "/t/abc/",
]


def assert_kind(response) -> None:
    page = response.content.decode()
    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (
        503,
        "60",
        "no-store",
    )
    assert 'href="tel:999"' in page
    assert 'href="tel:101"' in page
    assert not response.cookies


@pytest.fixture
def officer(client) -> Client:
    client.force_login(make_member(role="coordinator").user)
    client.get("/team/reach/")
    return client


@pytest.fixture
def stopped(monkeypatch):
    def stop(error: type[Exception] = OperationalError) -> None:
        def fail(*args, **kwargs):
            raise error("server closed the connection unexpectedly")

        monkeypatch.setattr(CursorWrapper, "execute", fail)

    return stop


def test_pages_are_not_kept_by_a_browser():
    request = RequestFactory().get("/")

    plain = no_store(lambda request: HttpResponse())(request)
    own = no_store(lambda request: HttpResponse(headers={"Cache-Control": "public"}))(request)

    assert (plain["Cache-Control"], own["Cache-Control"]) == ("no-store", "public")


def test_guard_leaves_our_own_mistakes_to_the_500_page():
    assert (
        DatabaseGuard(HttpResponse).process_exception(RequestFactory().get("/"), ValueError("ours"))
        is None
    )


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "error"),
    [("/reach/", InterfaceError), *((path, OperationalError) for path in NEEDS_DATABASE)],
)
def test_page_that_needs_a_stopped_database_says_so(officer, stopped, path, error):
    stopped(error)

    assert_kind(officer.get(path))


@pytest.mark.django_db
def test_form_sent_to_a_stopped_database_says_so(client, stopped):
    stopped()

    assert_kind(client.post("/accounts/login/", {"login": "a@example.org", "password": "x"}))


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/what-to-do/", "/who-can-help/", "/robots.txt"])
def test_page_that_needs_no_database_does_not_notice(officer, stopped, path):
    stopped()

    assert officer.get(path).status_code == 200


@pytest.mark.django_db
def test_session_that_cannot_be_saved_says_so(officer, monkeypatch):
    """A middleware raises it, after the view: this one does not pass through the guard."""
    session = officer.session
    session["saved"] = 0
    session.save()

    def fail(self, must_create=False):
        raise OperationalError("disk is full")

    monkeypatch.setattr(SessionStore, "save", fail)
    officer.raise_request_exception = False

    assert_kind(officer.get("/team/reach/"))


@pytest.mark.django_db
def test_site_is_well_again_by_itself(client):
    make_campaign()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            CursorWrapper,
            "execute",
            lambda *args, **kwargs: (_ for _ in ()).throw(OperationalError()),
        )
        away = client.get("/reach/")

    assert (away.status_code, client.get("/reach/").status_code) == (503, 200)


ASK = f"""
import json
from django.conf import settings
settings.STORAGES = {{
    "staticfiles": {{"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
}}
import django
django.setup()
from django.test import Client
client = Client(raise_request_exception=False, headers={{"Host": "localhost"}})
client.cookies["session"] = "a" * 32
paths = {[*NEEDS_DATABASE, "/what-to-do/"]!r}
print(json.dumps({{path: client.get(path).status_code for path in paths}}))
"""


def test_real_database_that_does_not_answer(tmp_path):
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "sextortion_aware.settings",
        "VAR_DIR": str(tmp_path),
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
        "SECRET_KEY": secrets.token_urlsafe(60),
    }

    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", ASK],
        cwd=suite_settings.BASE_DIR,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    assert json.loads(done.stdout) == dict.fromkeys(NEEDS_DATABASE, 503) | {"/what-to-do/": 200}
    outage = r"Outage [2-9A-Z]{6} of the database: OperationalError at [a-z_/]+\.py:\d+ in \w+\n"
    assert re.fullmatch(outage, done.stderr), "one line for all of them"
