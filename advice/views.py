"""The advice pages as Django answers them: in development, and until the first build.

It looks at nothing but the address.
"""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import get_script_prefix
from django.views.decorators.http import require_safe

from advice.inline import page_headers
from advice.letters import letter_headers, letter_text
from advice.library import library
from advice.plans import ROUTE, former
from advice.rendering import render_page
from advice.route import render_answers
from advice.search import index, index_headers


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    found = library().page(slug)
    if not found:  # with DEBUG, a file that was taken away since the addresses were read
        raise Http404
    return HttpResponse(render_page(found, library()), headers=page_headers())


@require_safe
def letter(request: HttpRequest, slug: str) -> HttpResponse:
    found = library().page(slug)
    if not found:  # as above
        raise Http404
    headers = {**page_headers(), **letter_headers()}
    return HttpResponse(letter_text(found, library()), headers=headers)


@require_safe
def words(request: HttpRequest) -> HttpResponse:
    return HttpResponse(index(library()), headers={**page_headers(), **index_headers()})


@require_safe
def route(request: HttpRequest, place: str = "") -> HttpResponse:
    """`place` is what was answered so far, as in a/p/c."""
    path = ROUTE + place.rstrip("/") + "/" * bool(place.rstrip("/"))
    if answers := library().plans.at(path):
        return HttpResponse(render_answers(answers, library()), headers=page_headers())
    if question := former(path):
        return HttpResponseRedirect(get_script_prefix() + question[1:])
    raise Http404
