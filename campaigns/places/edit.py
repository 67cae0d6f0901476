"""What becomes of a place on our list: added, put right, closed, opened again."""

import json
from collections.abc import Mapping
from datetime import date
from hashlib import sha256
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.history.conflicts import Conflict
from campaigns.history.record import differences, record_deed
from campaigns.models import Campaign, Change, Place, User
from campaigns.places.aliases import remember_names
from campaigns.places.twice import refuse_second_place

# What a person may put right, and how the history calls it.
LABELS = {
    "name": "Name",
    "kind": "Kind",
    "town": "Town",
    "area": "Council area",
    "postcode": "Postcode",
    "latitude": "Latitude",
    "longitude": "Longitude",
    "roll": "Pupils",
}
CHANGED_MEANWHILE = "Somebody changed this place while you were typing."


def about(place: Place) -> str:
    """Needs `area` selected."""
    return f"Place: {place.label}"


def said_of(place: Place) -> dict[str, str]:
    """By the words of the history. Needs `area` selected."""
    said = {label: getattr(place, name) for name, label in LABELS.items()}
    said |= {"Kind": place.get_kind_display()}
    return {label: "" if value is None else str(value) for label, value in said.items()}


def digest_of(place: Place) -> str:
    """Another as soon as anything is said of the place that was not said before."""
    closed = place.closed_on.isoformat() if place.closed_on else ""
    return sha256(json.dumps([said_of(place), closed]).encode()).hexdigest()[:32]


def locked(place: Place) -> Place:
    try:
        row = Place.objects.select_for_update(no_key=True).get(pk=place.pk)
    except Place.DoesNotExist:
        raise Conflict("This place is not on the list any more") from None
    return Place.objects.select_related("area", "campaign").get(pk=row.pk)


def lock_places_of(campaign: Campaign) -> None:
    """Of two people who add the same place at the same time the second one finds it there.

    Rows that only point at the campaign may still be written meanwhile (no_key).
    """
    Campaign.objects.select_for_update(no_key=True).get(pk=campaign.pk)


@transaction.atomic
def add_place(
    *, campaign: Campaign, details: Mapping[str, Any], today: date, by: User | None
) -> Place:
    lock_places_of(campaign)
    refuse_second_place(campaign=campaign, name=details["name"], town=details["town"], today=today)
    place = Place(campaign=campaign, **details)
    place.full_clean()
    place.save()
    record_deed(
        campaign=campaign,
        kind=Change.Kind.ADDED,
        about=about(place),
        by=by,
        fields=differences({}, {key: said for key, said in said_of(place).items() if said}),
    )
    return place


@transaction.atomic
def put_right_place(
    *, place: Place, opened: str, details: Mapping[str, Any], today: date, by: User | None
) -> Place:
    """`opened` is the digest of the place as it was shown."""
    lock_places_of(place.campaign)
    place = locked(place)
    if digest_of(place) != opened:
        raise Conflict(CHANGED_MEANWHILE)
    before, names = said_of(place), [place.name, f"{place.name} {place.town}", place.label]
    for name, value in details.items():
        setattr(place, name, value)
    fields = differences(before, said_of(place))
    if not fields:
        return place
    if {"Name", "Town"} & fields.keys() and place.closed_on is None:
        refuse_second_place(
            campaign=place.campaign, name=place.name, town=place.town, today=today, but=place
        )
    place.full_clean()
    place.save()
    is_renamed = "Name" in fields
    if is_renamed:
        remember_names(place, names=names)
    record_deed(
        campaign=place.campaign,
        kind=Change.Kind.RENAMED if fields.keys() == {"Name"} else Change.Kind.PUT_RIGHT,
        about=about(place),
        by=by,
        fields=fields,
    )
    return place


@transaction.atomic
def close_place(*, place: Place, closed_on: date, reason: str, by: User | None) -> None:
    """What is planned there for later stays, and is for a person to move."""
    place = locked(place)
    if place.closed_on:
        raise Conflict(f"{place.name} is closed already")
    place.closed_on = closed_on
    place.full_clean()
    place.save()
    record_deed(
        campaign=place.campaign,
        kind=Change.Kind.CLOSED,
        about=about(place),
        by=by,
        fields=differences({}, {"Last day": closed_on}),
        reason=reason,
    )


@transaction.atomic
def reopen_place(*, place: Place, today: date, by: User | None) -> None:
    lock_places_of(place.campaign)
    place = locked(place)
    if place.closed_on is None:
        return
    try:
        refuse_second_place(
            campaign=place.campaign, name=place.name, town=place.town, today=today, but=place
        )
    except ValidationError as second:
        raise Conflict(second.messages[0]) from None
    before, place.closed_on = place.closed_on, None
    place.save(update_fields=["closed_on"])
    record_deed(
        campaign=place.campaign,
        kind=Change.Kind.REOPENED,
        about=about(place),
        by=by,
        fields=differences({"Last day": before}, {"Last day": None}),
    )
