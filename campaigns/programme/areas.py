"""The council areas of a campaign. What was logged elsewhere stays, and counts as before."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q

from campaigns.history.record import differences, record_deed
from campaigns.models import Campaign, Change, CouncilArea, Place, Session, User
from campaigns.places.councils import COUNCILS

ABOUT = "Council areas"


@dataclass(frozen=True)
class AreaInUse:
    """Taken away, its places and sessions stay, and its figures are among those of other areas."""

    name: str
    places: int
    sessions: int


def areas_of(campaign: Campaign) -> list[str]:
    return list(campaign.areas.values_list("name", flat=True))


def councils_for(campaign: Campaign) -> list[str]:
    """All of Scotland, and what this campaign has besides."""
    return sorted(COUNCILS | set(areas_of(campaign)))


def in_use(campaign: Campaign, names: Iterable[str]) -> list[AreaInUse]:
    places = _counted(Place.objects.filter(campaign=campaign), "area__name")
    own = Q(place__isnull=False)
    sessions = _counted(Session.objects.in_campaign(campaign).filter(own), "place__area__name")
    found = [AreaInUse(name, places.get(name, 0), sessions.get(name, 0)) for name in names]
    return [area for area in found if area.places or area.sessions]


@transaction.atomic
def set_areas(*, campaign: Campaign, names: Iterable[str], by: User | None) -> None:
    campaign = Campaign.objects.select_for_update().get(pk=campaign.pk)
    wanted, before = sorted(set(names)), areas_of(campaign)
    if not wanted:
        raise ValidationError("Choose at least one council area")
    if unknown := set(wanted) - set(councils_for(campaign)):
        raise ValidationError(f"{min(unknown)} is no council of Scotland")
    campaign.areas.set([CouncilArea.objects.get_or_create(name=name)[0] for name in wanted])
    fields = differences({ABOUT: ", ".join(before)}, {ABOUT: ", ".join(wanted)})
    if fields:
        record_deed(
            campaign=campaign, kind=Change.Kind.PUT_RIGHT, about=ABOUT, by=by, fields=fields
        )


def _counted(rows: Any, column: str) -> dict[str, int]:
    counted = rows.order_by().values_list(column).annotate(Count("pk"))
    return dict(counted)
