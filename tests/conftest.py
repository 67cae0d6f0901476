"""The environment that tests start from, whatever the person's own holds: it must stand before Django's settings are read."""

import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

FROM_OUTSIDE = (
    "DEBUG", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "SITE_URL", "TEAM_EMAIL", "PORT", "EMAIL_HOST", "EMAIL_PORT", "CACHE_URL", "TRUSTED_PROXY_COUNT",
)  # fmt: skip
for name in FROM_OUTSIDE:
    os.environ.pop(name, None)
os.environ["SECRET_KEY"] = secrets.token_urlsafe(60)
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="sextortion-aware-tests-")
(Path(os.environ["VAR_DIR"]) / "static").mkdir()  # WhiteNoise warns without one, and a warning fails a test
os.environ["DJANGO_SETTINGS_MODULE"] = "sextortion_aware.settings"

import django  # noqa: E402

django.setup()


@pytest.fixture(autouse=True)
def plain_settings(settings) -> Iterator[None]:
    """Quick stand-ins for what has tests of its own: hashed static names, slow password hashing, the shared cache."""
    settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
    settings.ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
    from django.core.cache import cache  # settings are not there yet when this file is read

    cache.clear()
    yield
    cache.clear()
