"""What did not happen never counts, whichever column says so."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from campaigns.spreadsheets.columns import places_of
from sextortion_aware.patterns import compiled
from sextortion_aware.reading.problems import shown

NOBODY = r"(?:no (?:pupils?|children|young people|parents?|people|one)|nobody)"
NOT_HELD = compiled(
    r"\b(?:cancell?(?:ed|ation)?|canc|cxl|postponed|re-?scheduled|call(?:ed)?[ -]off|no[ -]shows?"
    r"|abandoned|did(?: not|n[’']?t) (?:happen|take place|go ahead|run)"
    r"|(?:could(?: not|n[’']?t)|unable to) (?:go ahead|happen|take place|be (?:held|delivered|run))"
    r"|(?:not|wasn[’']?t|weren[’']?t) (?:delivered|held|given)"
    rf"|{NOBODY} (?:turned up|came|attended|showed up|were there|was there|present)"
    r"|(?:officers?|presenters?|speakers?) (?:was |were )?(?:off )?(?:sick|ill|unavailable)"
    r"|school (?:has |had )?(?:refused|declined|pulled out|withdrew)"
    r"|school (?:was )?(?:closed|shut)|closed (?:due|because|for)|snow(?:ed)? off"
    r"|snow[ -](?:day|closure|closed)|closed[,:; -]+snow)\b",
    ignore_case=True,
)
# By themselves, or with more said behind them: “Snow White” is a play.
ALONE = compiled(r"(?:snow|dna|off sick)(?: ?[-–:;,.!(].*)?", ignore_case=True)
HELD = compiled(
    r"(?:was |has been )?(?:delivered|done|completed?|held|given|yes|y|ok|happened|attended|true"
    r"|took place|taken place|went ahead|✓|✔)[.!]?(?: .{0,80})?",
    ignore_case=True,
)
NO = compiled(r"(?:no|n|0|false|✗|✘)[.!]?", ignore_case=True)
SAYS_NOTHING = ("-", "--", "–", "n/a", "na", "none", "nil")  # in a column of what was called off
NAMES_ONLY = ("place", "officers", "topic")  # a Snowdon Primary may be among them


def is_called_off(text: str) -> bool:
    return bool(NOT_HELD.search(text) or ALONE.fullmatch(text))


def did_not_happen(
    cells: Sequence[str], *, columns: Mapping[str, Any], header: Sequence[str]
) -> tuple[str, bool]:
    """A sentence, empty when it happened or nothing is said, and whether nobody can say otherwise.

    What its own column says stands above a note: a talk was delivered that had been postponed. A
    word there that says neither is asked about.
    """
    at = next(iter(places_of(columns, "status")), len(cells))
    named = header[at] if at < len(header) else ""
    status = cells[at] if at < len(cells) and not NOT_HELD.search(named) else ""
    if status:
        no = NO.fullmatch(status) or is_called_off(status)
        if HELD.fullmatch(status) and not no:
            return "", True
        means = "it did not happen" if no else "which does not say that it happened"
        words = f"The column for whether it happened says “{shown(status)}”: {means}"
        return words, bool(no)
    skipped = {place for name in NAMES_ONLY for place in places_of(columns, name)}
    for place, text in enumerate(cells):
        if text and place not in skipped and is_called_off(text):
            return f"It says “{shown(text)}”, so it did not happen", False
    return in_its_own_column(cells, header), False


def in_its_own_column(cells: Sequence[str], header: Sequence[str]) -> str:
    """A tick in a column that is called “Cancelled”."""
    for place in columns_of_what_did_not_happen(tuple(header)):
        text = cells[place] if place < len(cells) else ""
        if text and not NO.fullmatch(text) and text.casefold() not in SAYS_NOTHING:
            named = shown(header[place])
            return f"The column “{named}” says “{shown(text)}”, so it did not happen"
    return ""


@lru_cache(maxsize=16)
def columns_of_what_did_not_happen(header: tuple[str, ...]) -> tuple[int, ...]:
    return tuple(place for place, name in enumerate(header) if NOT_HELD.search(name))
