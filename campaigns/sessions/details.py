"""All that is said of a session but who came, each detail declared once.

The declarations serve whoever reads a session, writes it, keeps it as JSON, compares it, or says it
in words. A new detail is a column, a key of `Details`, a line in `DETAILS` and a box in the form.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any, NotRequired, TypedDict, cast

from campaigns.models import (
    Campaign,
    Format,
    Membership,
    Partner,
    Place,
    Session,
    Topic,
    stages_label,
)
from sextortion_aware.reading.dates import in_words


class Details(TypedDict):
    held_on: date
    format: str
    topics: Collection[Topic]
    officers: Collection[Membership]
    starts_at: NotRequired[time | None]
    minutes: NotRequired[int | None]
    is_online: NotRequired[bool]
    place: NotRequired[Place | None]
    stages: NotRequired[Collection[str]]
    partners: NotRequired[Collection[Partner]]
    notes: NotRequired[str]


@dataclass(frozen=True)
class Rows:
    """What the ids in a kept copy may stand for: rows of this campaign, and no others."""

    campaign: Campaign
    places: Mapping[int, Place]


def _words(value: Any) -> str:
    return str(value or "")


def _as_it_is(value: Any) -> Any:
    return value


@dataclass(frozen=True, kw_only=True)
class Detail:
    """`empty` stands there when nothing was said. With `on_page` a session's page says it in the
    words of its history; the others it puts in words of its own.
    """

    name: str
    label: str
    empty: Any = None
    to_words: Callable[[Any], str] = _words
    to_json: Callable[[Any], Any] = _as_it_is
    from_json: Callable[[Any, Rows], Any] = lambda kept, rows: kept
    on_page: bool = True

    @property
    def is_list(self) -> bool:
        """Kept in a table between the session and these rows, not in a column."""
        return self.name in LISTS

    def of(self, details: Details | Mapping[str, Any]) -> Any:
        return cast("Mapping[str, Any]", details).get(self.name, self.empty)


def _listed(rows: Iterable[object]) -> str:
    return ", ".join(sorted(str(row) for row in rows))


def _ids(rows: Iterable[Topic | Membership | Partner]) -> list[int]:
    return sorted(row.pk for row in rows)


def _topics(ids: list[int], rows: Rows) -> list[Topic]:
    return list(Topic.objects.filter(campaign=rows.campaign, pk__in=ids))


def _officers(ids: list[int], rows: Rows) -> list[Membership]:
    found = Membership.objects.filter(campaign=rows.campaign, pk__in=ids)
    return list(found.select_related("user"))


def _partners(ids: list[int], rows: Rows) -> list[Partner]:
    return list(Partner.objects.filter(campaign=rows.campaign, pk__in=ids))


LISTS = {"topics": _topics, "partners": _partners, "officers": _officers}

# In the order in which the history names them.
DETAILS = (
    Detail(
        name="held_on",
        label="Date",
        to_words=in_words,
        to_json=date.isoformat,
        from_json=lambda kept, rows: date.fromisoformat(kept),
        on_page=False,
    ),
    Detail(
        name="starts_at",
        label="Start",
        to_words=lambda at: f"{at:%H:%M}" if at else "",
        to_json=lambda at: at.isoformat() if at else None,
        from_json=lambda kept, rows: time.fromisoformat(kept) if kept else None,
        on_page=False,
    ),
    Detail(
        name="minutes",
        label="Length",
        to_words=lambda minutes: f"{minutes} minutes" if minutes else "",
        on_page=False,
    ),
    Detail(
        name="format",
        label="Format",
        empty="",
        to_words=lambda chosen: str(Format(chosen).label) if chosen else "",
        on_page=False,
    ),
    Detail(
        name="place",
        label="Place",
        to_words=lambda place: place.label if place else "",
        to_json=lambda place: place.pk if place else None,
        from_json=lambda kept, rows: rows.places.get(kept),
        on_page=False,
    ),
    Detail(
        name="is_online",
        label="Online",
        empty=False,
        to_words=lambda is_online: "Yes" if is_online else "No",
        on_page=False,
    ),
    Detail(
        name="stages",
        label="Stages",
        empty=(),
        to_words=lambda stages: stages_label(tuple(stages)),
        to_json=list,
        from_json=lambda kept, rows: tuple(kept),
        on_page=False,
    ),
    *(
        Detail(
            name=name,
            label=name.capitalize(),
            empty=(),
            to_words=_listed,
            to_json=_ids,
            from_json=read,
            on_page=False,
        )
        for name, read in LISTS.items()
    ),
    Detail(name="notes", label="Notes", empty="", on_page=False),
)


def details_of(session: Session) -> Details:
    return cast("Details", {detail.name: _read(session, detail) for detail in DETAILS})


def _read(session: Session, detail: Detail) -> Any:
    value = getattr(session, detail.name)
    if not detail.is_list:
        return value
    return list(value.select_related("user") if detail.name == "officers" else value.all())


def columns_of(details: Details) -> dict[str, Any]:
    """The values to write into the session itself."""
    said = {detail.name: detail.of(details) for detail in DETAILS if not detail.is_list}
    return said | {"stages": tuple(said["stages"])}


def lists_of(details: Details) -> dict[str, Collection[Any]]:
    """The rows to connect with the session."""
    return {detail.name: detail.of(details) for detail in DETAILS if detail.is_list}


def said_on_page(session: Session) -> dict[str, str]:
    """What a session's page says of it without words of its own."""
    shown = [detail for detail in DETAILS if detail.on_page]
    return {detail.label: detail.to_words(getattr(session, detail.name)) for detail in shown}
