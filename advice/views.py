"""The advice pages as Django answers them: in development, and until the first build. It looks at nothing but the address."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from advice.library import library
from advice.rendering import render_page
from sextortion_aware.headers import PAGE_HEADERS


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    found = library().page(slug)
    if not found:  # with DEBUG, a file that was taken away since the addresses were read
        raise Http404
    return HttpResponse(render_page(found, library(), timezone.localdate()), headers=dict(PAGE_HEADERS))
