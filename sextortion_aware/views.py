"""Errors and the files that machines ask for. Nothing here needs the database."""

import logging
import sys
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from sextortion_aware import faults
from sextortion_aware.context import EMERGENCY, POLICE
from sextortion_aware.databases.away import database_is_away

logger = logging.getLogger(__name__)

RETRY_AFTER_SECONDS = "60"
SECURITY_TXT_LASTS = timedelta(days=180)  # the standard asks for less than a year
NOT_FOR_ROBOTS = ("/team/", "/accounts/", "/t/", "/take-over/", "/talks/ask/")


def error_page(template: str, status: int, *, number: str = "") -> HttpResponse:
    """Without a request and context processors, so that it works when everything else does not.

    `number`: of the fault, for whoever tells us of it; the log has the same one.
    """
    context = {
        "site_name": settings.SITE_NAME,
        "emergency": EMERGENCY,
        "police": POLICE,
        "number": number,
    }
    try:
        html = render_to_string(template, context)
    except Exception as problem:
        # Whatever broke, somebody may need the telephone numbers now.
        logger.error("%s could not be drawn: %s", template, type(problem).__name__)
        html = render_to_string("error_plain.html", context)
    return HttpResponse(html, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page("400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page("403.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page("404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django calls it inside its `except`, so the reason is still known."""
    error = sys.exception()
    if database_is_away(error):
        return unavailable(request, error)
    return error_page("500.html", 500, number=faults.note(error))


def unavailable(request: HttpRequest, error: BaseException | None = None) -> HttpResponse:
    number = faults.outages.note("database", error) if error else ""
    response = error_page("503.html", 503, number=number)
    response["Retry-After"] = RETRY_AFTER_SECONDS
    return response


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in NOT_FOR_ROBOTS),
        "",
        f"Sitemap: {address_of('sitemap')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    expires = (timezone.now() + SECURITY_TXT_LASTS).strftime("%Y-%m-%dT00:00:00Z")
    lines = [
        f"Contact: mailto:{settings.TEAM_EMAIL}",
        f"Expires: {expires}",
        "Preferred-Languages: en",
        f"Canonical: {address_of('security_txt')}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


def address_of(name: str) -> str:
    """A whole address, from settings: the request's own host could be anybody's."""
    return f"{settings.SITE_URL}{reverse(name)}"
