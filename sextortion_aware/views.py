"""Health, errors and the files that machines ask for. Nothing here needs the database but /readyz."""

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from sextortion_aware.context import EMERGENCY, POLICE

RETRY_AFTER_SECONDS = "60"


def error_page(template: str, status: int) -> HttpResponse:
    """Rendered without a request and without context processors, so that it works when everything else does not."""
    return HttpResponse(render_to_string(template, {"site_name": "Sextortion Aware", "emergency": EMERGENCY, "police": POLICE}), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page("400.html", 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page("403.html", 403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return error_page("403_csrf.html", 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return error_page("404.html", 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return error_page("500.html", 500)


def unavailable(request: HttpRequest) -> HttpResponse:
    response = error_page("503.html", 503)
    response["Retry-After"] = RETRY_AFTER_SECONDS
    return response


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """For operators: 200 when the database answers, 503 when it does not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ready\n", content_type="text/plain; charset=utf-8")


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    return render(request, "styleguide.html")
