from datetime import date

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from campaigns.access.permissions import may_read
from campaigns.access.team import team
from campaigns.models import Membership, Place
from campaigns.places.field import MOST_OFFERED

FEWEST_LETTERS = 2
LONGEST_SEARCH = 100


@require_safe
@team(may_read)
def place_search(request: HttpRequest, member: Membership) -> HttpResponse:
    """For place-search.js.

    Closed places are found too, because old sessions were held there; it says so.
    """
    words = request.GET.get("q", "").replace("\x00", "").strip()[:LONGEST_SEARCH]
    today = timezone.localdate()
    found = (
        Place.objects.filter(campaign=member.campaign)
        .search(words)
        .with_other_name(words)[:MOST_OFFERED]
        if len(words) >= FEWEST_LETTERS
        else Place.objects.none()
    )
    return JsonResponse(
        {
            "results": [
                {
                    "id": place.pk,
                    "label": place.label,
                    "kind": f"{kind_of(place, today=today)}{also_called(place)}",
                }
                for place in found
            ]
        }
    )


def kind_of(place: Place, *, today: date) -> str:
    closing = place.closing(today)
    return f"{place.get_kind_display()}, {closing}" if closing else place.get_kind_display()


def also_called(place: Place) -> str:
    """The label stays what the box shows, by which the place is taken for the one that is meant."""
    known_as: str = getattr(place, "known_as", "")
    return f", also called {known_as.title()}" if known_as else ""
