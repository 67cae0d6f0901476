"""A place is put right. Who changes its council is told first which figures go with it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from campaigns.access.permissions import may_keep_programme
from campaigns.access.team import team
from campaigns.history.conflicts import Conflict
from campaigns.models import CouncilArea, Membership, Place, TalkRequest
from campaigns.places.edit import LABELS, digest_of, put_right_place
from campaigns.places.place_form import PutRightForm, answer_for, opened_of
from campaigns.places.place_views import FORM_METHODS, places_of
from campaigns.reach.filters import Filters
from campaigns.reach.reach import reach


@dataclass(frozen=True)
class Moves:
    """What counts for another council from now on."""

    sessions: int
    attendances: int
    before: CouncilArea
    after: CouncilArea

    @property
    def key(self) -> str:
        numbers = (self.before.pk, self.after.pk, self.sessions, self.attendances)
        return "-".join(map(str, numbers))


@require_http_methods(FORM_METHODS)
@team(may_keep_programme)
def place_edit(request: HttpRequest, member: Membership, pk: int) -> HttpResponse:
    place = get_object_or_404(places_of(member), pk=pk)
    form = PutRightForm(
        request.POST if request.method == "POST" else None,
        campaign=member.campaign,
        today=timezone.localdate(),
        place=place,
        initial={name: getattr(place, name) for name in LABELS} | {"opened": opened_of(place)},
    )
    context: dict[str, Any] = {}
    if form.is_valid():
        moves = moves_of(place, form.cleaned_data["area"])
        is_stale = form.digest != digest_of(place)
        if moves and not is_stale and form.cleaned_data["asked"] != moves.key:
            answer_for(form, "asked", moves.key)
            context["moves"] = moves
        elif saved := put_right(form, place, member):
            messages.success(request, f"{saved.name} is saved.")
            return redirect("campaigns:place_list")
        elif not form.errors:
            place = get_object_or_404(places_of(member), pk=pk)
            context |= {"changed": True, "differs": form.take_over(place)}
    context |= {"form": form, "place": place, "closing": place.closing(form.today)}
    return render(request, "campaigns/places/place_edit.html", context)


def put_right(form: PutRightForm, place: Place, member: Membership) -> Place | None:
    """None when the form has a problem, or when somebody else was faster.

    What schools ask for there goes with the place: its holidays are those of the new council.
    """
    try:
        with transaction.atomic():
            saved = put_right_place(
                place=place,
                opened=form.digest,
                details=form.details,
                today=form.today,
                by=member.user,
            )
            requests = TalkRequest.objects.filter(place=saved).exclude(area=saved.area)
            requests.update(area=saved.area)
            return saved
    except ValidationError as problem:
        form.add_error("name", problem.messages)
    except Conflict:
        pass
    return None


def moves_of(place: Place, area: CouncilArea) -> Moves | None:
    if area.pk == place.area_id:
        return None
    held = reach(place.campaign, today=timezone.localdate(), filters=Filters(place=place))
    if not held.sessions and not held.logged:
        return None
    return Moves(held.sessions, held.logged, place.area, area)
