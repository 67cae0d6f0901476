"""Which place is meant by a name: said for this file and the next ones, or for this file only, and
forgotten again. The rows are checked afterwards.
"""

from collections.abc import Mapping

from django.db import transaction

from campaigns.history.conflicts import Conflict
from campaigns.models import Campaign, ImportBatch, ImportRow, Place, PlaceAlias, User
from campaigns.places.aliases import as_alias, forget_name
from campaigns.spreadsheets.batches import CHUNK, IN_HAND, State, free
from campaigns.spreadsheets.columns import places_of
from campaigns.spreadsheets.names import KnownPlaces
from campaigns.spreadsheets.row_details import CHOSEN, CHOSEN_FOR, is_chosen


@transaction.atomic
def say_places(*, batch: ImportBatch, places: Mapping[str, Place], line: int = 0) -> None:
    """Remembered for the next file too, unless it may mean another place there. With a line it is
    said of that row alone.
    """
    hold(batch)
    known = KnownPlaces(batch.campaign)
    for name, place in places.items():
        if place.pk not in known.places or known.called(name) == place:
            continue
        if line or not known.can_be_remembered(name):
            choose(batch, name, place, line=line)
        else:
            PlaceAlias.objects.update_or_create(
                campaign=batch.campaign, words=as_alias(name), defaults={"place": place}
            )


def hold(batch: ImportBatch) -> None:
    """While a place is said, nobody joins places and no work on the batch begins."""
    Campaign.objects.select_for_update().get(pk=batch.campaign_id)
    if not free(batch).filter(state=State.CHECKED).exists():
        raise Conflict(IN_HAND)


def choose(batch: ImportBatch, name: str, place: Place, *, line: int) -> None:
    """In the rows: a place that is gone when they are checked is asked about again."""
    asked = batch.rows.filter(unknown_place=name)
    rows = list(asked.filter(line=line) if line else asked)
    for row in rows:
        row.answers = {**row.answers, CHOSEN: str(place.pk), CHOSEN_FOR: as_alias(name)}
    ImportRow.objects.bulk_update(rows, ["answers"], batch_size=CHUNK)


@transaction.atomic
def forget_said(*, batch: ImportBatch, row: ImportRow, by: User) -> None:
    """What this row's place was known by: the same choice in all rows of the file, or the name."""
    hold(batch)
    name = place_name(row, batch)
    if is_chosen(name, row.answers):
        same = {f"answers__{key}": row.answers[key] for key in (CHOSEN, CHOSEN_FOR)}
        rows = list(batch.rows.filter(**same))
        for one in rows:
            one.answers = {
                key: said for key, said in one.answers.items() if key not in (CHOSEN, CHOSEN_FOR)
            }
        ImportRow.objects.bulk_update(rows, ["answers"], batch_size=CHUNK)
    elif words := KnownPlaces(batch.campaign).remembered(name):
        known = PlaceAlias.objects.filter(campaign=batch.campaign, words=words)
        for alias in known.select_related("campaign", "place__area"):
            forget_name(alias=alias, by=by)


def place_name(row: ImportRow, batch: ImportBatch) -> str:
    cells = row.as_mended
    return next((cells[at] for at in places_of(batch.columns, "place") if at < len(cells)), "")
