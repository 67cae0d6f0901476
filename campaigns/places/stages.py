"""Stages of school, as people write them."""

from campaigns.models.fields import STAGES, to_stages
from sextortion_aware.patterns import compiled
from sextortion_aware.reading.problems import NOT_SAID, CannotRead, shown

LETTERED = compiled(
    r"(?:(?P<letter>[PS])[. ]{0,2})?(?P<first>\d)[A-D]?S?(?: ?- ?(?:(?P<other>[PS])"
    r"[. ]{0,2})?(?P<last>\d)[A-D]?S?)?"
)
JOINED = compiled(r" ?[/,;+&] ?| AND ")
SIDE_BY_SIDE = compiled(r"\d [PS]")
PRIMARY = compiled(r"PRIMARY|PRI\b")


def to_stages_said(text: str) -> tuple[str, ...]:
    """ "P6/7", "P5-P7", "S1 - S3", "Primary 7". A class letter is left out."""
    if text.casefold() in NOT_SAID:
        return ()
    said = (
        PRIMARY.sub("P", text.upper())
        .replace("SECONDARY", "S")
        .replace("–", "-")
        .replace(" TO ", "-")
    )
    letter = ""
    found: set[str] = set()
    for part in JOINED.split(SIDE_BY_SIDE.sub(lambda two: two[0].replace(" ", ","), said)):
        match = LETTERED.fullmatch(part.strip())
        letter = (match["letter"] or letter) if match else ""
        first = f"{letter}{match['first']}" if match else ""
        last = f"{match['other'] or letter}{match['last']}" if match and match["last"] else first
        if first not in STAGES or last not in STAGES or STAGES.index(last) < STAGES.index(first):
            raise CannotRead(
                f"“{shown(text)}” is not a list of stages that we can read. Write them like "
                "P6, P7 or S1 to S3"
            )
        found.update(STAGES[STAGES.index(first) : STAGES.index(last) + 1])
        letter = last[0]
    return to_stages(found)
