"""What did not happen never counts, whichever column says so."""

from collections.abc import Mapping, Sequence
from typing import Any

from campaigns.spreadsheets.columns import places_of
from sextortion_aware.patterns import compiled
from sextortion_aware.reading.problems import NOT_SAID, shown

NOT_HELD = compiled(
    r"\b(?:cancell?(?:ed|ation)?|postponed|call(?:ed)? off|no[ -]shows?|abandoned|snow"
    r"|did(?: not|n[’']?t) (?:happen|take place|go ahead|run)|not (?:delivered|held|given)"
    r"|school (?:was )?(?:closed|shut)|closed (?:due|because|for)|snow(?:ed)? off)\b",
    ignore_case=True,
)
HELD = compiled(
    r"(?:was |has been )?(?:delivered|done|completed?|held|given|yes|y|ok|happened|attended"
    r"|took place|taken place|went ahead|✓|✔)[.!]?(?: .{0,80})?",
    ignore_case=True,
)
NO = compiled(r"(?:no|n|0|false|✗|✘)[.!]?", ignore_case=True)
NAMES_ONLY = ("place", "officers", "topic")  # a Snowdon Primary may be among them


def did_not_happen(
    cells: Sequence[str], *, columns: Mapping[str, Any], header: Sequence[str]
) -> tuple[str, bool]:
    """A sentence, empty when it happened or nothing is said, and whether its own column says so.

    What that column says stands above a note: a talk was delivered that had been postponed.
    """
    status = next((cells[at] for at in places_of(columns, "status") if at < len(cells)), "")
    if status and HELD.fullmatch(status) and not NOT_HELD.search(status):
        return "", True
    if status and status.casefold() not in NOT_SAID:
        no = NO.fullmatch(status) or NOT_HELD.search(status)
        means = "it did not happen" if no else "which does not say that it happened"
        return f"The column for whether it happened says “{shown(status)}”: {means}", True
    skipped = {at for name in NAMES_ONLY for at in places_of(columns, name)}
    said = [text for at, text in enumerate(cells) if at not in skipped]
    if not NOT_HELD.search(" | ".join(said)):
        return in_its_own_column(cells, header), False
    words = next(text for text in said if NOT_HELD.search(text))
    return f"It says “{shown(words)}”, so it did not happen", False


def in_its_own_column(cells: Sequence[str], header: Sequence[str]) -> str:
    """A tick in a column that is called “Cancelled”."""
    for text, name in zip(cells, header, strict=False):
        if text and NOT_HELD.search(name) and not NO.fullmatch(text):
            return f"The column “{shown(name)}” says “{shown(text)}”, so it did not happen"
    return ""
