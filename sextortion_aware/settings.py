"""All settings.

What differs between machines comes from the environment through env.py; each departure from
Django's default says why.
"""

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host

from sextortion_aware import deadlines
from sextortion_aware.env import EnvError, env, is_loopback, origin_of
from sextortion_aware.logs import LOGGING as LOGGING
from sextortion_aware.single_sign_on import apps_of, provider_of

BASE_DIR = Path(__file__).resolve().parent.parent

try:
    DEBUG = env.flag("DEBUG")
    SECRET_KEY = env.secret_key(debug=DEBUG)
    PORT = env.number("PORT", 8000)
    SITE_URL = env.site_url(default=f"http://127.0.0.1:{PORT}")
    SITE_HOST = urlsplit(SITE_URL).hostname or ""
    ALLOWED_HOSTS = env.hosts()
    if not validate_host(SITE_HOST, ALLOWED_HOSTS):
        raise EnvError(
            f"ALLOWED_HOSTS does not name {SITE_HOST}, the host of SITE_URL: "
            "links in e-mails would lead nowhere."
        )
    if DEBUG and not all(is_loopback(host) for host in ALLOWED_HOSTS):
        raise EnvError(
            "DEBUG is for a developer's own machine: take it away, or serve localhost only."
        )
    # Our own address is named even so: behind a proxy that ends https, Django takes the request for
    # plain http and would refuse every form.
    CSRF_TRUSTED_ORIGINS = [origin_of(SITE_URL), *env.origins("CSRF_TRUSTED_ORIGINS")]
    VAR_DIR = env.var_dir()
    DATABASE_URL = env.database_url(default=f"sqlite:///{VAR_DIR / 'site.sqlite3'}")
    BACKUP_KEY, BACKUP_DIR = env.backup_key(), env.backup_dir()
    CACHE_URL = env.cache_url()
    EMAIL_HOST, EMAIL_PORT = env.text("EMAIL_HOST"), env.number("EMAIL_PORT", 25)
    EMAIL_HOST_USER = env.text("EMAIL_HOST_USER")
    EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD")
    EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
    DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", f"Sextortion Aware <no-reply@{SITE_HOST}>")
    TEAM_EMAIL = env.team_email(site_url=SITE_URL)
    QUIET_AT_NIGHT = env.flag("QUIET_AT_NIGHT", default=True)
    CALENDAR_ALTERNATIVE = env.flag("CALENDAR_ALTERNATIVE")
    TRUSTED_PROXY_COUNT = env.number("TRUSTED_PROXY_COUNT", 0, largest=9)
    OIDC = provider_of(env)  # of single sign-on, or None
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
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
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

# wsgi.py adds the security headers in front of all of this: built pages and files have them too.
MIDDLEWARE = [
    # On a server wsgi.py puts WhiteNoise beside Django, so that static files outlive it.
    *(["whitenoise.middleware.WhiteNoiseMiddleware"] if DEBUG else []),
    "sextortion_aware.middleware.no_store",
    "sextortion_aware.middleware.DatabaseGuard",
    "advice.middleware.advice_first",  # before anything that reads a cookie
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "campaigns.access.wrong_method.back_to_the_page",
    "campaigns.access.as_typed_views.OpensAsTyped",
]

ROOT_URLCONF = "sextortion_aware.urls"
WSGI_APPLICATION = "sextortion_aware.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "sextortion_aware.template_loader.Loader",  # pages without indents
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                # No "auth" and no "messages": a public page must not touch the session.
                "django.template.context_processors.request",
                "sextortion_aware.context.site",
            ],
            # Both halves use it, so it is in neither app.
            "libraries": {"service": "sextortion_aware.template_tags"},
        },
    },
]

# --- Database -------------------------------------------------------------------------------------

ROLE = deadlines.role_of(sys.argv)
LIMITS = deadlines.DATABASE[ROLE]
PRAGMAS = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(DATABASE_URL, conn_max_age=60, conn_health_checks=True)
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "sextortion_aware.databases.sqlite3"  # sees its file go
    DATABASES["default"]["OPTIONS"] = {
        # Writers queue up at BEGIN for up to 5 s, in place of failing at their first write.
        "transaction_mode": "IMMEDIATE",
        "timeout": LIMITS.busy,
        "init_command": PRAGMAS,
    }
else:
    DATABASES["default"]["ENGINE"] = "sextortion_aware.databases.postgresql"
    DATABASES["default"]["OPTIONS"] = {
        # A stalled database must become a clear page within seconds, never a hanging one.
        "connect_timeout": LIMITS.connect,
        "tcp_user_timeout": 1000 * LIMITS.connect,
        "options": (
            f"-c statement_timeout={1000 * (LIMITS.statement or 0)} "
            f"-c lock_timeout={1000 * (LIMITS.lock or 0)}"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Only limits are in it. All workers share them: they are in the database unless a Redis is named.
CACHES: dict[str, Any] = {
    "default": {
        "BACKEND": f"sextortion_aware.cache.{'Redis' if CACHE_URL else 'Database'}Counts",
        "LOCATION": CACHE_URL or "cache",
        "KEY_FUNCTION": "sextortion_aware.cache.hashed_key",
    }
}

# --- People ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "campaigns.User"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {"NAME": "campaigns.people.sign_in.validators.NoKnownPassword"},
]

# --- Sign-in: django-allauth, with campaigns/people/ around it ------------------------------------

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "campaigns:home"
LOGOUT_REDIRECT_URL = "account_signed_out"
# Django's three days are long for a link that lies in a mailbox.
PASSWORD_RESET_TIMEOUT = 24 * 60 * 60
ACCOUNT_ADAPTER = "campaigns.people.sign_in.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "campaigns.people.sign_in.forms.SignInForm",
    "change_password": "campaigns.people.sign_in.forms.ChangePasswordForm",
    "reset_password": "campaigns.people.sign_in.forms.AskForLinkForm",
    "reset_password_from_key": "campaigns.people.sign_in.forms.NewPasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
# Nobody signs up; the sign-in form takes from here that there is a password.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# An administrator makes the account, and its first password is set by a link sent to the address.
ACCOUNT_EMAIL_VERIFICATION = "none"
# Nobody gets mail from us because a stranger typed their address.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = False
# Django's own generator; allauth's would copy each address into a second table. A class, no secret.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_RATE_LIMITS = False  # campaigns/access/limits.py counts: allauth calls any error "too many"
SOCIALACCOUNT_ADAPTER = "campaigns.people.sso.asking.SocialAccountAdapter"
SOCIALACCOUNT_PROVIDERS = apps_of(OIDC)
SOCIALACCOUNT_AUTO_SIGNUP = False  # nobody gets an account but by an invitation

# The second step: campaigns/access/team.py asks for it, campaigns/people/factors/tries.py counts
# wrong codes. Passkeys are a second step, never the whole of a sign-in.
MFA_ADAPTER = "campaigns.people.factors.adapter.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_ALLOW_UNVERIFIED_EMAIL = True  # every address had our link; allauth keeps no list of them here
MFA_REAUTHENTICATION_REQUIRED = False  # our own pages ask, by the mark in the session
ACCOUNT_REAUTHENTICATION_METHODS = ["mfa"]  # the password alone is never enough

# --- Cookies --------------------------------------------------------------------------------------

# The __Host- names need https. On a loopback address without it the plain names are used, or Safari
# could not sign in.
_HOST = "__Host-" if HTTPS else ""
SESSION_ENGINE = "sextortion_aware.sessions"
SESSION_COOKIE_NAME = f"{_HOST}session"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_SAMESITE = "Strict"
# Of doing nothing; campaigns/access/team.py ends it after twelve hours in any case.
SESSION_COOKIE_AGE = 30 * 60
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
CSRF_COOKIE_NAME = f"{_HOST}csrf"
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_AGE = None  # a session cookie: Django's default would keep it for a year
DEVICE_COOKIE_NAME = f"{_HOST}device"  # campaigns/people/sign_in/device.py; it signs nobody in
CSRF_FAILURE_VIEW = "campaigns.access.as_typed_views.csrf_failure"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if TRUSTED_PROXY_COUNT else None
SILENCED_SYSTEM_CHECKS = [
    # No SecurityMiddleware: sextortion_aware/front.py sends its headers on every answer, static
    # files too, and http to https is the proxy's work.
    "security.W001",
    "security.W002",  # no XFrameOptionsMiddleware: the front sends X-Frame-Options too
]

# --- Language, time -------------------------------------------------------------------------------

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True

# --- Static files and built pages -----------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
ADVICE_BUILD_DIR = VAR_DIR / "advice"

# --- Forms, mail, tasks, messages -----------------------------------------------------------------

CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "service"
CRISPY_FAIL_SILENTLY = False

EMAIL_TIMEOUT = 10
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # no extra cookie

# --- Forgetting: `manage.py forget` runs each night, and the privacy page promises these times ----

FORGET_DRAFTS_AFTER = timedelta(days=7)
FORGET_UNCONFIRMED_AFTER_SCHOOL_DAYS = 7  # a request whose address nobody confirmed
FORGET_ITS_ANSWERS_AFTER = timedelta(days=14)  # without a contact, from when it was forgotten
FORGET_ITS_REFERENCE_AFTER = timedelta(days=180)
# From the talk or the last news. The record of a given talk goes then; FORGET_LINKS is of others.
FORGET_CONTACTS_AFTER_MONTHS = 12
FORGET_CALLED_OFF_AFTER_MONTHS = 3
FORGET_LINKS_AFTER = timedelta(days=30)
FORGET_MAILS_AFTER = timedelta(days=30)
FORGET_IMPORT_ROWS_AFTER = timedelta(days=30)  # after the last work on it; its sessions stay
FORGET_INVITATIONS_AFTER = timedelta(days=30)  # once taken, withdrawn or run out
FORGET_SIGN_INS_AFTER = timedelta(days=90)  # where somebody was signed in, from its last use
FORGET_TIMES_AFTER = timedelta(days=30)  # leave, court and the like, once it is over
# Lines of the audit trail about access and people: campaigns/history/kinds.py says which. The guard
# of the database holds the same number, so whoever changes it writes a migration like 0018.
FORGET_TRAIL_AFTER_MONTHS = 24
FORGET_JOBS_AFTER = timedelta(days=7)  # the error of a failed one may name an address

ADMINS: list[tuple[str, str]] = []  # error mail would carry what a visitor typed
