"""All that is said of a session, as values: to compare two, to keep one as JSON,
to write one back.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, time
from typing import Any

from campaigns.models import Campaign, Membership, Partner, Place, Session, Topic
from campaigns.sessions.rules import Count, Details

Copy = dict[str, Any]
COUNTS = "counts"


def details_of(session: Session) -> Details:
    return Details(
        held_on=session.held_on,
        format=session.format,
        topics=list(session.topics.all()),
        officers=list(session.officers.select_related("user")),
        starts_at=session.starts_at,
        minutes=session.minutes,
        is_online=session.is_online,
        place=session.place,
        stages=session.stages,
        partners=list(session.partners.all()),
        notes=session.notes,
    )


def counts_of(session: Session) -> list[Count]:
    rows = session.attendances.select_related("place__area")
    return [
        Count(audience=row.audience, count=row.count, known=row.known, place=row.place)
        for row in rows
    ]


def copy_of(session: Session) -> Copy:
    return to_copy(details=details_of(session), counts=counts_of(session))


def to_copy(*, details: Details, counts: Sequence[Count]) -> Copy:
    """Of plain values, in one order, so that two copies that say the same are equal."""
    starts_at, place = details.get("starts_at"), details.get("place")
    return {
        "held_on": details["held_on"].isoformat(),
        "starts_at": starts_at.isoformat() if starts_at else None,
        "minutes": details.get("minutes"),
        "format": details["format"],
        "is_online": details.get("is_online", False),
        "place": place.pk if place else None,
        "stages": list(details.get("stages", ())),
        "topics": _keys(details["topics"]),
        "officers": _keys(details["officers"]),
        "partners": _keys(details.get("partners", ())),
        "notes": details.get("notes", ""),
        COUNTS: sorted(
            (
                [row.audience, row.count, row.known, row.place.pk if row.place else None]
                for row in counts
            ),
            key=str,
        ),
    }


def from_copy(copy: Mapping[str, Any], *, campaign: Campaign) -> tuple[Details, list[Count]]:
    """Only rows of this campaign; what is not there any more is missing, and the rules say so."""
    places = {
        place.pk: place
        for place in Place.objects.filter(
            campaign=campaign, pk__in=_places_in(copy)
        ).select_related("area")
    }
    details = Details(
        held_on=date.fromisoformat(copy["held_on"]),
        starts_at=time.fromisoformat(copy["starts_at"]) if copy["starts_at"] else None,
        minutes=copy["minutes"],
        format=copy["format"],
        is_online=copy["is_online"],
        place=places.get(copy["place"]),
        stages=tuple(copy["stages"]),
        topics=list(Topic.objects.filter(campaign=campaign, pk__in=copy["topics"])),
        officers=list(
            Membership.objects.filter(campaign=campaign, pk__in=copy["officers"]).select_related(
                "user"
            )
        ),
        partners=list(Partner.objects.filter(campaign=campaign, pk__in=copy["partners"])),
        notes=copy["notes"],
    )
    counts = [
        Count(audience=audience, count=count, known=known, place=places.get(place))
        for audience, count, known, place in copy[COUNTS]
    ]
    return details, counts


def changed(before: Copy, after: Copy) -> Copy:
    """What of `after` is not as it was."""
    return {name: value for name, value in after.items() if value != before[name]}


def _keys(rows: Iterable[Topic | Membership | Partner]) -> list[int]:
    return sorted(row.pk for row in rows)


def _places_in(copy: Mapping[str, Any]) -> set[int]:
    return {
        place for place in (copy["place"], *(row[3] for row in copy[COUNTS])) if place is not None
    }
