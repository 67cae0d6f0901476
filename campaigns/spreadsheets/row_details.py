"""Everything of a session that a row says, but for the numbers."""

from datetime import date, time
from functools import partial

from campaigns.models import Format, Membership, Place, Topic
from campaigns.sessions.rules import Details
from campaigns.spreadsheets.cells import to_minutes, to_start
from campaigns.spreadsheets.columns import format_of
from campaigns.spreadsheets.names import is_online
from campaigns.spreadsheets.setting import Reading
from sextortion_aware.reading.problems import shown

LONGEST_NOTES = 1_000


def details_of(
    reading: Reading, held_on: tuple[date, time | None] | None
) -> tuple[Details | None, str]:
    """None without a day; with it, what the place is called when it is not known."""
    setting = reading.setting
    starts_at, length = reading.read(
        "start", partial(to_start, remark=reading.remarks.append), (None, None)
    )
    place, online, unknown = reading.asked("place", place_of)
    details = Details(
        held_on=held_on[0] if held_on else setting.today,
        starts_at=starts_at or (held_on[1] if held_on else None),
        minutes=reading.read("length", to_minutes) or length,
        format=reading.asked("format", kind_of),
        is_online=online,
        place=place,
        stages=reading.class_said[0],
        topics=reading.asked("topic", topics_of),
        officers=reading.asked("officers", officers_of),
        notes=reading.asked("notes", notes_of),
    )
    return details if held_on else None, unknown


def place_of(reading: Reading) -> tuple[Place | None, bool, str]:
    name = reading.cell("place")
    place = reading.setting.places.called(name) if name else None
    online = place is None and is_online(name)
    if place is None and name and not online:
        reading.wrong.append(
            f"“{shown(name)}” is not a place that we know for certain. "
            "Choose which one it is, above the rows"
        )
        return None, False, name[:200]
    return place, online, ""


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
        reading.remarks.append(f"“{shown(', '.join(unknown))}” is not in the team{instead}.")
    return found or ([default] if default else [])


def notes_of(reading: Reading) -> str:
    notes = reading.cell("notes")
    if len(notes) > LONGEST_NOTES:
        reading.wrong.append(f"The notes are longer than {LONGEST_NOTES:,} characters")
    return notes[:LONGEST_NOTES]
