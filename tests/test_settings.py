"""Settings as production would have them, read in a process of their own."""

import json
import os
import secrets
import subprocess
import sys

import pytest
from django.conf import settings as suite_settings
from django.middleware.csrf import CsrfViewMiddleware
from django.test import Client

from sextortion_aware.front import with_security_headers
from tests.factories import PASSWORD, make_member

NAMES = [
    "DEBUG",
    "ALLOWED_HOSTS",
    "CSRF_TRUSTED_ORIGINS",
    "DEVICE_COOKIE_NAME",
    "SECURE_PROXY_SSL_HEADER",
    "SILENCED_SYSTEM_CHECKS",
    "EMAIL_BACKEND",
    "ADMINS",
    *(
        f"{kind}_COOKIE_{mark}"
        for kind in ("SESSION", "CSRF")
        for mark in ("NAME", "SECURE", "HTTPONLY", "SAMESITE", "AGE", "PATH", "DOMAIN")
    ),
]
TELL = f"""
import json, django
from django.conf import settings
django.setup()
print(json.dumps({{name: getattr(settings, name) for name in {NAMES!r}}}))
"""
CHECK = (
    "import sys; from django.core.management import execute_from_command_line as run; "
    "run(['manage.py', 'check', '--deploy', '--fail-level', 'WARNING'])"
)
PRODUCTION = {
    "SITE_URL": "https://talks.example.org",
    "SECRET_KEY": secrets.token_urlsafe(60),
    "TRUSTED_PROXY_COUNT": "1",
    "EMAIL_HOST": "mail.example.org",
    "TEAM_EMAIL": "talks@example.org",
}


def python(code: str, environment: dict[str, str], tmp_path) -> subprocess.CompletedProcess[str]:
    base = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "sextortion_aware.settings",
        "VAR_DIR": str(tmp_path),
    }
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=suite_settings.BASE_DIR,
        env=base | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.fixture(scope="module")
def production(tmp_path_factory) -> dict:
    done = python(TELL, PRODUCTION, tmp_path_factory.mktemp("var"))
    assert done.stderr == ""
    return json.loads(done.stdout)


@pytest.mark.parametrize("kind", ["SESSION", "CSRF"])
def test_cookies_of_production_keep_to_this_host_and_https(production, kind):
    marks = {
        mark: production[f"{kind}_COOKIE_{mark}"]
        for mark in ("NAME", "SECURE", "HTTPONLY", "SAMESITE", "PATH", "DOMAIN")
    }

    assert marks == {
        "NAME": f"__Host-{kind.lower()}",
        "SECURE": True,
        "HTTPONLY": True,
        "SAMESITE": "Strict",
        "PATH": "/",
        "DOMAIN": None,
    }


def test_csrf_cookie_ends_with_the_browser(production):
    assert production["CSRF_COOKIE_AGE"] is None


def test_debug_is_off_and_nobody_is_mailed_a_trace(production):
    assert (production["DEBUG"], production["ADMINS"]) == (False, [])


def test_own_address_is_a_host_and_a_trusted_origin(production):
    assert production["ALLOWED_HOSTS"] == ["talks.example.org"]
    assert production["CSRF_TRUSTED_ORIGINS"] == ["https://talks.example.org"]


def test_https_header_of_a_proxy_is_believed_only_when_there_is_one(production):
    assert production["SECURE_PROXY_SSL_HEADER"] == ["HTTP_X_FORWARDED_PROTO", "https"]
    assert suite_settings.SECURE_PROXY_SSL_HEADER is None


def test_deploy_check_of_production_finds_nothing(tmp_path):
    done = python(CHECK, PRODUCTION, tmp_path)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"SECRET_KEY": ""},
            "SECRET_KEY is missing: make one with `make secret` and keep it outside git.",
        ),
        (
            {"TEAM_EMAIL": ""},
            (
                "TEAM_EMAIL is missing: write the address at which people reach the team, like "
                "talks@example.org"
            ),
        ),
        (
            {"DEBUG": "true"},
            "DEBUG is for a developer's own machine: take it away, or serve localhost only.",
        ),
        (
            {"ALLOWED_HOSTS": "other.example.org"},
            (
                "ALLOWED_HOSTS does not name talks.example.org, the host of SITE_URL: links in "
                "e-mails would lead nowhere."
            ),
        ),
    ],
)
def test_production_does_not_start(change, sentence, tmp_path):
    done = python("import django; django.setup()", PRODUCTION | change, tmp_path)

    assert done.returncode != 0
    assert (
        done.stderr.splitlines()[-1] == f"django.core.exceptions.ImproperlyConfigured: {sentence}"
    )


def test_silenced_deploy_checks_are_answered_by_the_front(production):
    """W001 and W002 ask for the middleware that would send these; the front sends them with every
    answer.
    """
    sent: dict[str, str] = {}
    with_security_headers(lambda status, headers, *rest: sent.update(headers))("200 OK", [])

    assert production["SILENCED_SYSTEM_CHECKS"] == ["security.W001", "security.W002"]
    assert {
        name: sent[name]
        for name in (
            "X-Content-Type-Options",
            "Referrer-Policy",
            "Cross-Origin-Opener-Policy",
            "X-Frame-Options",
        )
    } == {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "X-Frame-Options": "DENY",
    }
    assert sent["Strict-Transport-Security"].startswith("max-age=63072000")


@pytest.mark.django_db
def test_sign_in_sets_production_cookies(production, settings):
    for name, value in production.items():
        if "COOKIE" in name:
            setattr(settings, name, value)
    make_member()
    client = Client()

    client.post(
        "/accounts/login/", {"login": "ailsa.reid@example.org", "password": PASSWORD}, secure=True
    )
    client.get("/accounts/password/reset/", secure=True)

    cookies = {
        name: (
            bool(c["secure"]),
            bool(c["httponly"]),
            c["samesite"],
            c["path"],
            c["domain"],
            c["max-age"],
        )
        for name, c in client.cookies.items()
    }
    marks = (True, True, "Strict", "/", "")
    assert cookies == {
        "__Host-session": (*marks, ""),
        "__Host-csrf": (*marks, ""),
        "__Host-device": (*marks, 180 * 24 * 60 * 60),
    }


@pytest.mark.django_db
def test_form_behind_a_proxy_that_ends_https_is_accepted(production, settings):
    """The proxy does not say so, Django takes the request for http, and the browser's Origin is
    https all the same.
    """
    settings.ALLOWED_HOSTS = production["ALLOWED_HOSTS"]
    settings.CSRF_TRUSTED_ORIGINS = production["CSRF_TRUSTED_ORIGINS"]
    client = Client(enforce_csrf_checks=True, headers={"Host": "talks.example.org"})
    token = client.get("/accounts/login/").context["csrf_token"]

    response = client.post(
        "/accounts/login/",
        {"csrfmiddlewaretoken": str(token)},
        headers={"Origin": "https://talks.example.org"},
    )

    assert response.status_code == 200
    assert CsrfViewMiddleware.__name__ in str(settings.MIDDLEWARE)
