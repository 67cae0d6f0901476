"""What a person took of a list of schools is written: new places and changed ones with one press,
a new name and an end only where it was ticked.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction

from campaigns.history.conflicts import Conflict
from campaigns.history.record import Kind, record_deed, record_deeds
from campaigns.models import Campaign, CouncilArea, Place, User
from campaigns.places.aliases import remember_names
from campaigns.places.findings import (
    FIELDS,
    Changed,
    Findings,
    closing_day,
    compare,
    values_of,
)
from campaigns.places.schools_file import SchoolFile
from campaigns.places.schools_rows import School
from sextortion_aware.reading.dates import in_words

BATCH = 400
NOT_AS_SHOWN = (
    "Our list has changed since you looked. This is what the file would do now: look once more"
)


@dataclass(frozen=True)
class Saved:
    created: int
    updated: int
    unchanged: int
    renamed: int = 0
    closed: int = 0


@dataclass(frozen=True, kw_only=True)
class Taken:
    """What a person decided: a council for each school without one, and places by their key."""

    councils: Mapping[str, str] = field(default_factory=dict)
    names: frozenset[int] = frozenset()
    closures: Mapping[int, date | None] = field(default_factory=dict)


@transaction.atomic
def save_schools(
    *,
    campaign: Campaign,
    file: SchoolFile,
    file_name: str,
    by: User | None,
    today: date,
    taken: Taken | None = None,
    shown: str | None = None,
) -> Saved:
    """`shown` is the digest of the findings that were looked at; a command shows none.

    Without being told so it never renames, closes, deletes or links an area to the campaign.
    """
    Campaign.objects.select_for_update().get(
        pk=campaign.pk
    )  # a second list of the same campaign waits for this one
    hold_places(campaign)
    taken = taken or Taken()
    if shown is not None and compare(campaign=campaign, file=file).digest != shown:
        raise Conflict(NOT_AS_SHOWN)
    found = compare(campaign=campaign, file=file, councils=taken.councils)
    record_deeds(
        campaign=campaign,
        kind=Kind.PUT_RIGHT,
        deeds=[(about_place(one.place), one.fields) for one in found.changed],
        by=by,
        reason=f"List of schools: {file_name}",
    )  # before a town changes: each is called as it was
    add_and_change(campaign, found)
    renamed = rename(found, taken.names, campaign=campaign, file_name=file_name, by=by)
    closed = close(found, taken.closures, file=file, file_name=file_name, by=by, today=today)
    if found.new or found.changed or renamed or closed:
        counts = {"New": len(found.new), "Changed": len(found.changed)}
        record_deed(
            campaign=campaign,
            kind=Kind.UPLOADED,
            about=f"List of schools: {file_name}",
            by=by,
            fields={name: ("", f"{count:,}") for name, count in counts.items()},
        )
    return Saved(
        created=len(found.new),
        updated=len(found.changed),
        unchanged=found.unchanged,
        renamed=renamed,
        closed=closed,
    )


def hold_places(campaign: Campaign) -> None:
    """Nobody changes or removes one between the look and the writing."""
    places = Place.objects.filter(campaign=campaign).order_by("pk")
    list(places.select_for_update(no_key=True).values_list("pk"))


def add_and_change(campaign: Campaign, found: Findings) -> None:
    areas = council_areas(
        {school.area for school in found.new} | {one.school.area for one in found.changed}
    )
    Place.objects.bulk_create(
        [new_place(campaign, school, areas) for school in found.new], batch_size=BATCH
    )
    for one in found.changed:
        put_in(one, areas)
    write_changed(found)


def write_changed(found: Findings) -> None:
    """Each place is there and held, so this adds none. With bulk_update, and its case for each
    place and column, all of Scotland's schools take ten times as long.
    """
    named = {label for one in found.changed for label in one.fields}
    if named:
        Place.objects.bulk_create(
            [one.place for one in found.changed],
            batch_size=BATCH,
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=[name for name, label in FIELDS.items() if label in named],
        )


def new_place(campaign: Campaign, school: School, areas: Mapping[str, CouncilArea]) -> Place:
    return Place(
        campaign=campaign,
        kind=school.kind,
        name=school.name,
        **{**values_of(school), "area": areas[school.area]},
    )


def put_in(one: Changed, areas: Mapping[str, CouncilArea]) -> None:
    values = {**values_of(one.school, one.place), "area": areas[one.school.area]}
    for name, value in values.items():
        if FIELDS[name] in one.fields:
            setattr(one.place, name, value)


def rename(
    found: Findings,
    names: Iterable[int],
    *,
    campaign: Campaign,
    file_name: str,
    by: User | None,
) -> int:
    wanted = [one for one in found.renamed if one.place.pk in frozenset(names)]
    for one in wanted:
        before, about = one.place.name, about_place(one.place)
        one.place.name = one.after
        one.place.full_clean()
        one.place.save(update_fields=["name"])
        remember_names(one.place, names=[before, f"{before} {one.place.town}"])
        record_deed(
            campaign=campaign,
            kind=Kind.RENAMED,
            about=about,
            by=by,
            fields={"Name": (before, one.after)},
            reason=f"List of schools: {file_name}",
        )
    return len(wanted)


def close(
    found: Findings,
    closures: Mapping[int, date | None],
    *,
    file: SchoolFile,
    file_name: str,
    by: User | None,
    today: date,
) -> int:
    wanted = [one for one in found.missing if one.place.pk in closures]
    for one in wanted:
        day = closures[one.place.pk] or closing_day(one.note, file, today=today)
        one.place.closed_on = day
        one.place.full_clean()
        one.place.save(update_fields=["closed_on"])
        record_deed(
            campaign=one.place.campaign,
            kind=Kind.CLOSED,
            about=about_place(one.place),
            by=by,
            fields={"Closed on": ("", in_words(day))},
            reason=f"List of schools: {file_name}",
        )
    return len(wanted)


def about_place(place: Place) -> str:
    return f"Place: {', '.join(filter(None, (place.name, place.town)))}"


def council_areas(names: set[str]) -> dict[str, CouncilArea]:
    CouncilArea.objects.bulk_create(
        [CouncilArea(name=name) for name in sorted(names)], ignore_conflicts=True
    )
    return {area.name: area for area in CouncilArea.objects.filter(name__in=names)}
