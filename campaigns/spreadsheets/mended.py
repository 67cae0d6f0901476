"""What somebody wrote over cells of a row, beside what the file has."""

from collections.abc import Mapping, Sequence
from typing import Any

from campaigns.models import ImportRow
from campaigns.spreadsheets.columns import COLUMNS, places_of
from sextortion_aware.reading.problems import shown

OF_CELLS = ("spread", "number")  # what was seen of merged cells, by column


def cell_at(cells: Sequence[str], place: int) -> str:
    return cells[place] if place < len(cells) else ""


def cells_in_words(row: ImportRow) -> dict[str, object]:
    return {str(place): words for place, words in enumerate(row.as_mended)}


def mended_words(
    row: ImportRow, *, header: Sequence[str], columns: Mapping[str, Any]
) -> tuple[str, ...]:
    """For the list and for the history: of the columns that are used. What notes said is not
    repeated: it may be why they were mended.
    """
    notes = places_of(columns, "notes")
    used = {place for name in COLUMNS for place in places_of(columns, name)}
    return tuple(
        f"{cell_at(header, place)} in other words"
        if place in notes
        else f"{cell_at(header, place)} {quoted(cell_at(row.cells, place))} → {quoted(words)}"
        for place, words in sorted((int(place), words) for place, words in row.mended.items())
        if place in used
    )


def quoted(words: str) -> str:
    return f"“{shown(words)}”" if words else "(empty)"


def seen_beside(row: ImportRow) -> dict[str, Any]:
    """A cell that somebody wrote over is no part of merged cells any more."""
    if not row.mended:
        return dict(row.seen)
    return {
        name: {place: ref for place, ref in said.items() if place not in row.mended}
        if name in OF_CELLS
        else said
        for name, said in row.seen.items()
    }
