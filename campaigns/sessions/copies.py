"""All that is said of a session as JSON: to compare two, to keep one, to write one back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from campaigns.models import Attendance, Campaign, Place, Session
from campaigns.sessions.details import DETAILS, Details, Rows, details_of
from campaigns.sessions.rules import Count

Copy = dict[str, Any]
COUNTS = "counts"


def counts_of(session: Session) -> list[Count]:
    return as_counts(session.attendances.select_related("place__area"))


def as_counts(rows: Iterable[Attendance]) -> list[Count]:
    return [
        Count(
            audience=row.audience,
            count=row.count,
            known=row.known,
            place=row.place,
            stage=row.stage,
        )
        for row in rows
    ]


def copy_of(session: Session) -> Copy:
    return to_copy(details=details_of(session), counts=counts_of(session))


def to_copy(*, details: Details, counts: Sequence[Count]) -> Copy:
    """Of plain values, in one order, so that two copies that say the same are equal: a row says
    its stage only when it has one, as copies did that are older than stages.
    """
    rows = [
        [row.audience, row.count, row.known, row.place.pk if row.place else None]
        + ([row.stage] if row.stage else [])
        for row in counts
    ]
    kept = {detail.name: detail.to_json(detail.of(details)) for detail in DETAILS}
    return kept | {COUNTS: sorted(rows, key=str)}


def from_copy(copy: Mapping[str, Any], *, campaign: Campaign) -> tuple[Details, list[Count]]:
    """Only rows of this campaign; what is not there any more is missing, and the rules say so.

    A copy that was kept is laid over one of the session as it stands (`copy_of(session) | kept`):
    it may be older than a detail, or than the end of one.
    """
    found = Place.objects.filter(campaign=campaign, pk__in=_places_in(copy))
    places = {place.pk: place for place in found.select_related("area")}
    rows = Rows(campaign=campaign, places=places)
    details = {detail.name: detail.from_json(copy[detail.name], rows) for detail in DETAILS}
    counts = [
        Count(
            audience=audience,
            count=count,
            known=known,
            place=places.get(place),
            stage=stage[0] if stage else "",
        )
        for audience, count, known, place, *stage in copy[COUNTS]
    ]
    return cast("Details", details), counts


def changed(before: Copy, after: Copy) -> Copy:
    """What of `after` is not as it was."""
    return {name: value for name, value in after.items() if value != before[name]}


def _places_in(copy: Mapping[str, Any]) -> set[int]:
    return {
        place for place in (copy["place"], *(row[3] for row in copy[COUNTS])) if place is not None
    }
