"""The upload of a list, whichever: it is read at once, and what was read waits for the check."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_protect

from campaigns.models import Membership
from campaigns.places.kept_list import Kept, keep
from campaigns.places.list_file import Bounds
from campaigns.places.list_upload_form import ListFileForm
from sextortion_aware.files.unreadable import Unreadable
from sextortion_aware.files.upload import InMemory, says_too_much, went_over

LONGEST_NAME = 100
GONE = "The list is no longer here: it waits for an hour, and for one press. Choose the file again"


@dataclass(frozen=True)
class UploadPage:
    """`read` gives what is kept, as JSON; `what` names it in the member's sign-in."""

    what: str
    template: str
    help_text: str
    check: str
    bounds: Bounds
    read: Callable[[Membership, bytes, str], Any]


def upload_page(request: HttpRequest, member: Membership, page: UploadPage) -> HttpResponse:
    """The token stands in the body, and reading a body of any size to find it would be a trap: it
    is asked for when the length is known.
    """
    if request.method == "POST" and says_too_much(request, largest=page.bounds.largest):
        return refused_as_too_large(request, page)
    request.upload_handlers = [InMemory(request, largest=page.bounds.largest)]
    answer: HttpResponse = csrf_protect(take_upload)(request, member, page)
    return answer


def take_upload(request: HttpRequest, member: Membership, page: UploadPage) -> HttpResponse:
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ListFileForm(*given, help_text=page.help_text)
    if went_over(request):
        return refused_as_too_large(request, page)
    if form.is_valid():
        file = form.cleaned_data["file"]
        name = shown_name(file.name)
        try:
            read = page.read(member, file.read(), name)
        except Unreadable as problem:
            form.add_error("file", str(problem).rstrip("."))
        else:
            keep(member, what=page.what, name=name, read=read)
            return redirect(page.check)
    return render(request, page.template, {"form": form})


def refused_as_too_large(request: HttpRequest, page: UploadPage) -> HttpResponse:
    form = ListFileForm({}, help_text=page.help_text)
    form.full_clean()
    problem = f"The file {page.bounds.too_large}".rstrip(".")
    form.errors["file"] = form.error_class([problem], renderer=form.renderer)
    return render(
        request, page.template, {"form": form}, status=HTTPStatus.REQUEST_ENTITY_TOO_LARGE
    )


def chosen_after(request: HttpRequest, found: Kept) -> str:
    """What to say to a press on the page of another list than the one that waits now."""
    if request.POST.get("list", "") == found.digest:
        return ""
    before = shown_name(request.POST.get("file_name", ""))
    which = "the one before" if before == found.name else before
    return (
        f"You chose another file, {found.name}, after this one. This is what that file would do. "
        f"To take {which}, choose it again."
    )


def what_is_taken(new: int, changed: int) -> str:
    """For the button: "1 new and 2 changed"."""
    counts = (f"{new:,} new" if new else "", f"{changed:,} changed" if changed else "")
    return " and ".join(filter(None, counts))


def shown_name(name: str) -> str:
    seen = "".join(character for character in name if character.isprintable())
    return seen[-LONGEST_NAME:] or "a file without a name"
