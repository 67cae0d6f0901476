"""All settings. What differs between machines comes from the environment through env.py; each departure from Django's default says why."""

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from sextortion_aware.env import EnvError, env, is_loopback

BASE_DIR = Path(__file__).resolve().parent.parent

try:
    DEBUG = env.flag("DEBUG")
    SECRET_KEY = env.secret_key(debug=DEBUG)
    PORT = env.number("PORT", 8000)
    SITE_URL = env.site_url(default=f"http://127.0.0.1:{PORT}")
    SITE_HOST = urlsplit(SITE_URL).hostname or ""
    ALLOWED_HOSTS = env.allowed_hosts(default=[SITE_HOST, "localhost", "127.0.0.1"] if is_loopback(SITE_HOST) else [SITE_HOST])
    if DEBUG and not all(is_loopback(host) for host in ALLOWED_HOSTS):
        raise EnvError("DEBUG is for a developer's own machine: take it away, or serve localhost only.")
    CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
    VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))
    DATABASE_URL = env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'site.sqlite3'}")
    EMAIL_HOST = env.text("EMAIL_HOST")
    EMAIL_PORT = env.number("EMAIL_PORT", 25)
    EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
    EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
    EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
    DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", f"Sextortion Aware <no-reply@{SITE_HOST}>")
    TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0)
except EnvError as problem:
    raise ImproperlyConfigured(str(problem)) from None

HTTPS = SITE_URL.startswith("https://")

SITE_NAME = "Sextortion Aware"

INSTALLED_APPS = [
    # Ours first: its account/ templates take the place of allauth's, which are not accessible.
    "advice",
    "campaigns",
    "allauth",
    "allauth.account",
    "crispy_forms",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",  # runserver then serves static files the way production does
    "django.contrib.staticfiles",
]

# The security headers are added by wsgi.py, in front of all of this, so that built pages and static files have them too.
MIDDLEWARE = [
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "sextortion_aware.middleware.no_store",
    "sextortion_aware.middleware.DatabaseGuard",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
]

ROOT_URLCONF = "sextortion_aware.urls"
WSGI_APPLICATION = "sextortion_aware.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                # No "auth" and no "messages": a public page must not touch the session.
                "django.template.context_processors.request",
                "sextortion_aware.context.site",
            ],
            "libraries": {"service": "sextortion_aware.template_tags"},  # both halves use it, so it is in neither app
        },
    },
]

# --- Database -----------------------------------------------------------------------------------------------

DATABASES: dict[str, Any] = {"default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = {
        # Writers queue up at BEGIN for up to 5 s, in place of failing at their first write.
        "transaction_mode": "IMMEDIATE",
        "timeout": 5,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
    }
else:
    DATABASES["default"]["OPTIONS"] = {
        # A stalled database must become a clear page within seconds, never a hanging one.
        "connect_timeout": 2,
        "tcp_user_timeout": 2000,
        "options": "-c statement_timeout=3000 -c lock_timeout=2000",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Limits on guessing must be shared by all workers, so the cache is in the database unless a Redis is named.
CACHE_URL = env.text("CACHE_URL")
CACHES: dict[str, Any] = {
    "default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": CACHE_URL}
    if CACHE_URL
    else {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}
}

# --- People -------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "campaigns.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 15}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "campaigns:home"
LOGOUT_REDIRECT_URL = "account_login"

# --- Cookies ------------------------------------------------------------------------------------------------

# The __Host- names need https. On a loopback address without it the plain names are used, or Safari could not sign in.
_HOST = "__Host-" if HTTPS else ""
SESSION_COOKIE_NAME = f"{_HOST}session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = f"{_HOST}csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_AGE = None  # a session cookie: Django's default would keep it for a year
CSRF_FAILURE_VIEW = "sextortion_aware.views.csrf_failure"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None

# --- Language, time -----------------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# --- Static files and built pages ---------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
ADVICE_BUILD_DIR = VAR_DIR / "advice"

# --- Forms, mail, tasks, messages ---------------------------------------------------------------------------

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "service"
CRISPY_FAIL_SILENTLY = False

EMAIL_TIMEOUT = 10
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "django.core.mail.backends.filebased.EmailBackend"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no extra cookie

# --- Logging: class and place, never a visitor's address, path or words; no access log ------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django.request": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "django.security": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "django.server": {"handlers": [], "level": "CRITICAL", "propagate": False},
        "sextortion_aware": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}
ADMINS: list[tuple[str, str]] = []  # error mail would carry what a visitor typed
