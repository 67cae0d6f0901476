"""Everything of a session that a row says, but for the numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import partial

from campaigns.models import Format, ImportRow, Membership, Place, Topic
from campaigns.places.aliases import LONGEST_ALIAS, as_alias
from campaigns.sessions.rules import Details
from campaigns.spreadsheets.cells import to_minutes, to_start
from campaigns.spreadsheets.columns import format_of
from campaigns.spreadsheets.names import KnownPlaces, is_online
from campaigns.spreadsheets.setting import Reading
from sextortion_aware.reading.problems import shown

LONGEST_NOTES = 1_000
# Among the answers of a row: the key of the place that somebody chose, and for which name.
CHOSEN, CHOSEN_FOR = ImportRow.Reason.PLACE.value, "place_called"
AS_BEFORE, AS_CHOSEN = "as somebody said before.", "as somebody chose here."


@dataclass(frozen=True)
class PlaceSaid:
    place: Place | None = None
    is_online: bool = False
    unknown: str = ""  # what it is called when it is not known
    remark: str = ""  # why it is taken for a place of another name


def details_of(
    reading: Reading, held_on: tuple[date, time | None] | None, answers: Mapping[str, str]
) -> tuple[Details | None, PlaceSaid]:
    """None without a day."""
    setting = reading.setting
    starts_at, length = reading.read(
        "start", partial(to_start, remark=reading.remarks.append), (None, None)
    )
    said = reading.asked("place", partial(place_of, answers=answers))
    details = Details(
        held_on=held_on[0] if held_on else setting.today,
        starts_at=starts_at or (held_on[1] if held_on else None),
        minutes=reading.read("length", to_minutes) or length,
        format=reading.asked("format", kind_of),
        is_online=said.is_online,
        place=said.place,
        stages=reading.class_said[0],
        topics=reading.asked("topic", topics_of),
        officers=reading.asked("officers", officers_of),
        notes=reading.asked("notes", notes_of),
    )
    return details if held_on else None, said


def place_of(reading: Reading, answers: Mapping[str, str]) -> PlaceSaid:
    name, known = reading.cell("place"), reading.setting.places
    if not name:
        return PlaceSaid()
    if place := chosen_place(name, answers, known):
        return PlaceSaid(place, remark=taken_for(name, place, AS_CHOSEN))
    if place := known.called(name):
        why = known.remembered(name) and AS_BEFORE
        return PlaceSaid(place, remark=why and taken_for(name, place, why))
    if is_online(name):
        return PlaceSaid(is_online=True)
    why = (
        f"Several places are called “{shown(name)}”"
        if known.is_shared(name)
        else f"“{shown(name)}” is not a place that we know for certain"
    )
    reading.wrong.append(f"{why}. Choose which one it is")
    return PlaceSaid(unknown=as_asked(name))


def as_asked(name: str) -> str:
    return name[:LONGEST_ALIAS]


def chosen_place(name: str, answers: Mapping[str, str], known: KnownPlaces) -> Place | None:
    """While we have that place."""
    return known.places.get(int(answers[CHOSEN])) if is_chosen(name, answers) else None


def still_true(answers: Mapping[str, str]) -> dict[str, str]:
    """When the words of the row are other ones: a place is chosen for the very name, and a row is
    hidden whatever it says.
    """
    stand = (CHOSEN, CHOSEN_FOR, ImportRow.Reason.HIDDEN)
    return {name: said for name, said in answers.items() if name in stand}


def is_chosen(name: str, answers: Mapping[str, str]) -> bool:
    """Only while the row has the name that it was chosen for."""
    return CHOSEN in answers and answers.get(CHOSEN_FOR) == as_alias(as_asked(name))


def taken_for(name: str, place: Place, why: str) -> str:
    meant = ", ".join(filter(None, (place.name, place.town)))
    return f"“{shown(name)}” is taken for {meant}, {why}"


def forgets(row: ImportRow) -> str:
    """What the button says beside a row with such a remark; empty beside others."""
    buttons = {AS_BEFORE: "Forget this name", AS_CHOSEN: "Forget this choice"}
    return next(
        (words for why, words in buttons.items() for said in row.problems if said.endswith(why)), ""
    )


def kind_of(reading: Reading) -> str:
    text = reading.cell("format")
    kind = format_of(text) if text else None
    if text and kind is None:
        reading.remarks.append(
            f"“{shown(text)}” is not a kind of session that we know: "
            f"taken as {Format(reading.setting.default_format).label}."
        )
    return kind or reading.setting.default_format


def topics_of(reading: Reading) -> list[Topic]:
    text, default = reading.cell("topic"), reading.setting.default_topic
    found = reading.setting.topics.called(text) if text else []
    if text and not found and default:
        reading.remarks.append(
            f"“{shown(text)}” is not one of our topics: taken as {default.name}."
        )
    return found or ([default] if default else [])


def officers_of(reading: Reading) -> list[Membership]:
    text, default = reading.cell("officers"), reading.setting.default_officer
    found, unknown = reading.setting.officers.called(text) if text else ([], [])
    if unknown:
        instead = "" if found or not default else f": taken as {default}"
        reading.remarks.append(
            f"“{shown(', '.join(unknown))}” is nobody whom we know for certain{instead}."
        )
    return found or ([default] if default else [])


def notes_of(reading: Reading) -> str:
    notes = reading.cell("notes")
    if len(notes) > LONGEST_NOTES:
        reading.wrong.append(f"The notes are longer than {LONGEST_NOTES:,} characters")
    return notes[:LONGEST_NOTES]
