"""Loaded by pytest before Django's settings: the environment that tests start from, whatever the person's own holds."""

import os
import secrets
import tempfile

for name in ("DEBUG", "ALLOWED_HOSTS", "CSRF_TRUSTED_ORIGINS", "SITE_URL", "PORT", "EMAIL_HOST", "EMAIL_PORT", "CACHE_URL", "TRUSTED_PROXY_COUNT"):
    os.environ.pop(name, None)
os.environ["SECRET_KEY"] = secrets.token_urlsafe(60)
os.environ["VAR_DIR"] = tempfile.mkdtemp(prefix="sextortion-aware-tests-")
