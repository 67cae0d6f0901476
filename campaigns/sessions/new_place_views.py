"""A place that is not on our list, added in the middle of logging: what was typed of the session
goes with it, hidden, and comes back with the new place chosen. Beside the log each of these pages
has an address of its own as well.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from campaigns.access.permissions import may_add_place
from campaigns.access.team import team
from campaigns.models import Membership, Place, Session
from campaigns.places.edit import add_place
from campaigns.places.place_form import PlaceForm
from campaigns.sessions.count_lines import PLACE
from campaigns.sessions.school_form import NUMBERS
from campaigns.sessions.typed import address_of, keep_typed, opens_typed
from sextortion_aware.reading.names import compared_place

View = Callable[..., HttpResponse]
NEW = "new"  # before the names of the place's own boxes
BOX, BACK = "box", "back"
BOXES = {PLACE, *(f"school_{number}" for number in NUMBERS)}
NOT_KEPT = {BOX, BACK, "csrfmiddlewaretoken"}


def adds_place(view: View) -> View:
    """The page beside a form of a session; `view` draws that form again, and saves nothing."""

    @require_POST
    @team(may_add_place)
    def place_add_while_logging(
        request: HttpRequest, member: Membership, /, **about: Any
    ) -> HttpResponse:
        if about:
            get_object_or_404(Session.objects.in_campaign(member.campaign), **about)
        form, kept = place_form(request, member), kept_of(request.POST)
        if is_settled(request, member, form, kept):
            request.POST = kept  # type: ignore[assignment]
            return view(request, asks_for=PLACE, **about)
        return place_page(request, form, kept)

    return place_add_while_logging


def adds_place_to_log(log: View) -> View:
    """Each step ends in a page that is only looked at, so Back and reload find what was there."""

    @require_http_methods(["GET", "HEAD", "POST"])
    @team(may_add_place)
    @opens_typed
    def place_add_to_log(request: HttpRequest, member: Membership, /) -> HttpResponse:
        form, kept = place_form(request, member), kept_of(request.POST)
        if request.method != "POST":
            return place_page(request, form, kept) if kept else redirect("campaigns:session_log")
        is_begun = form.is_bound or BACK in request.POST
        is_done = is_begun and is_settled(request, member, form, kept)
        key = keep_typed(request, member, kept) if is_done or not is_begun else ""
        if key and is_done:
            return redirect(address_of("campaigns:session_log", key))
        if key:
            at = address_of("campaigns:session_log_place", key, box=box_of(request))
            return redirect(at)
        if is_done:
            request.POST = kept  # type: ignore[assignment]
            return log(request, asks_for=PLACE)
        return place_page(request, form, kept)

    return place_add_to_log


def is_settled(request: HttpRequest, member: Membership, form: PlaceForm, kept: QueryDict) -> bool:
    """Back to the session: with the place chosen in it, or without adding one."""
    if BACK in request.POST:
        return True
    place = settled(form, member)
    if place:
        choose(kept, box_of(request), place)
        words = f"{place.name} is on our list. The session is not saved yet."
        messages.success(request, words)
    return place is not None


def place_page(request: HttpRequest, form: PlaceForm, kept: QueryDict) -> HttpResponse:
    context = {"form": form, "box": box_of(request), "kept": [*pairs(kept)]}
    return render(request, "campaigns/sessions/new_place.html", context)


def box_of(request: HttpRequest) -> str:
    said = request.POST.get(BOX) or request.GET.get(BOX, "")
    return said if said in BOXES else PLACE


def kept_of(typed: QueryDict) -> QueryDict:
    kept = typed.copy()
    for name in [*kept]:
        if name in NOT_KEPT or name.startswith(f"{NEW}-"):
            del kept[name]
    return kept


def pairs(kept: QueryDict) -> list[tuple[str, str]]:
    return [(name, value) for name, values in kept.lists() for value in values]


def place_form(request: HttpRequest, member: Membership) -> PlaceForm:
    typed = request.POST
    said = typed.get(box_of(request), "")
    name, town = name_and_town(said.replace("\x00", "").strip()[:300], member=member)
    return PlaceForm(
        typed if f"{NEW}-name" in typed else None,
        campaign=member.campaign,
        today=timezone.localdate(),
        prefix=NEW,
        initial={"name": name, "town": town},
    )


def name_and_town(said: str, *, member: Membership) -> tuple[str, str]:
    """ "Larkhall Library, Larkhall" is two answers; "Smith, Jones and Co" is a name."""
    name, _, town = said.rpartition(", ")
    towns = Place.objects.filter(campaign=member.campaign).values_list("town", flat=True).distinct()
    is_town = name and compared_place(town) in {compared_place(known) for known in towns if known}
    return (name, town) if is_town else (said, "")


def settled(form: PlaceForm, member: Membership) -> Place | None:
    """The new place, or the one of this name and town that is there already."""
    if form.is_valid() and form.waits:
        form.ask()
    elif form.is_valid():
        try:
            return add_place(
                campaign=member.campaign,
                details=form.details,
                today=form.today,
                by=member.user,
            )
        except ValidationError as problem:
            form.add_error("name", problem.messages)
    return form.second


def choose(kept: QueryDict, box: str, place: Place) -> None:
    kept[box], kept[f"{box}_id"] = place.label, str(place.pk)
    kept.pop(f"{box}_choice", None)
    if box == PLACE and "last_place" in kept:
        kept["last_place"] = str(place.pk)
