"""The list of pages for search engines. It belongs to the front door: it may know both halves."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from advice.library import library
from sextortion_aware.views import address_of


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    pages: list[tuple[str, date | None]] = [
        (address_of(page.view_name), page.reviewed_on) for page in library().pages
    ]
    pages += [(address_of(name), None) for name in ("campaigns:talks", "campaigns:reach")]
    return render(request, "sitemap.xml", {"pages": pages}, content_type="application/xml")
