"""A place that is not on our list, added in the middle of logging: what was typed of the session
goes with it, hidden, and comes back with the new place chosen.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from campaigns.access.permissions import may_add_place
from campaigns.access.team import team
from campaigns.models import Membership, Place, Session
from campaigns.places.edit import add_place
from campaigns.places.place_form import PlaceForm
from campaigns.sessions.count_lines import PLACE
from campaigns.sessions.school_form import NUMBERS
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
        typed, kept = request.POST, kept_of(request.POST)
        box = typed[BOX] if typed.get(BOX) in BOXES else PLACE
        form = place_form(typed, said=typed.get(box, ""), member=member)
        place = None if BACK in typed else settled(form, member)
        if place or BACK in typed:
            if place:
                choose(kept, box, place)
                words = f"{place.name} is on our list. The session is not saved yet."
                messages.success(request, words)
            request.POST = kept  # type: ignore[assignment]
            return view(request, asks_for=PLACE, **about)
        context = {"form": form, "box": box, "kept": [*pairs(kept)]}
        return render(request, "campaigns/sessions/new_place.html", context)

    return place_add_while_logging


def kept_of(typed: QueryDict) -> QueryDict:
    kept = typed.copy()
    for name in [*kept]:
        if name in NOT_KEPT or name.startswith(f"{NEW}-"):
            del kept[name]
    return kept


def pairs(kept: QueryDict) -> list[tuple[str, str]]:
    return [(name, value) for name, values in kept.lists() for value in values]


def place_form(typed: QueryDict, *, said: str, member: Membership) -> PlaceForm:
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
