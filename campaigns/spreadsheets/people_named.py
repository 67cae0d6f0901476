"""The words for people that stand beside a number in a cell."""

from sextortion_aware.patterns import compiled
from sextortion_aware.reading.problems import CannotRead, shown

# The words for people beside a number, and the columns in which they may stand; the others say
# nothing of who they are.
PUPIL_COLUMNS = ("pupils", "children", "young_people")
WHO = {
    r"children": ("pupils", "children"),
    r"young people|yp|teenagers": ("pupils", "young_people"),
    r"pupils?|kids|learners?": PUPIL_COLUMNS,
    r"parents?|carers?|guardians?": ("parents",),
    r"staff|teachers?|professionals?": ("professionals",),
    r"adults?": ("parents", "professionals", "adults"),
}
PEOPLE = rf"(?: ?(?:{'|'.join(WHO)}|people|persons|attendees|attended|in total|total))?"
WHO_NAMED = [
    (compiled(rf".*?\d ?[+]? ?(?:{words})\b.*"), columns) for words, columns in WHO.items()
]

# Staff beside pupils in one cell. “Adults” may be parents as well, and are not among them.
WITH_STAFF = compiled(
    r"(?P<own>.*[^ (]) ?[(]?(?:[+&]|, |plus|and|with) ?(?P<staff>[0-9]{1,3}) ?"
    r"(?:(?:school|members? of) )?(?:staff|teachers?|professionals?)[)]?"
)


def without_staff(text: str) -> tuple[str, int]:
    """ "25 pupils + 2 staff" is "25 pupils", and 2."""
    match = WITH_STAFF.fullmatch(text.casefold())
    return (match["own"], int(match["staff"])) if match else (text, 0)


def refuse_others(text: str, column: str) -> None:
    """ "30 staff" in a column of pupils; a total may be of anybody."""
    said = text.casefold()
    if column != "total" and any(
        column not in columns for pattern, columns in WHO_NAMED if pattern.fullmatch(said)
    ):
        raise CannotRead(
            f"“{shown(text)}” names other people than its column is for. Move it to a column of "
            "theirs, or take the word out"
        )
