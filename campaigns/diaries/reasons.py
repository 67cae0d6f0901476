"""Why an officer could give a talk or could not, each reason a plain sentence."""

from collections.abc import Sequence
from datetime import date

from campaigns.diaries.hours import Stretch
from campaigns.diaries.read import Different, begin_of
from campaigns.models import OfficerTime, Place, Topic
from campaigns.places.travel import km_between

AWAY = {
    OfficerTime.Kind.LEAVE.value: "on leave",
    OfficerTime.Kind.COURT.value: "at court",
    OfficerTime.Kind.DUTY.value: "on other duty",
}


def away_words(row: Different, day: date) -> str:
    begins, ends = row.begins, row.ends
    if begins <= begin_of(day) and ends.date() > day:
        return f"Not free: {AWAY[row.row.kind]} that day."
    since = f" from {begins:%H:%M}" if begins.date() == day else ""
    until = f" until {ends:%H:%M}" if ends.date() == day else ""
    return f"Not free: {AWAY[row.row.kind]}{since}{until}."


def hours_words(day: date, hours: Sequence[Stretch]) -> str:
    if not hours:
        return f"Not free: gives no talks on a {day:%A}."
    return f"Not free: gives talks on a {day:%A} from {stretches_words(hours)} only."


def diary_words(name: str, day: date, hours: Sequence[Stretch]) -> str:
    """The same, said of one by name."""
    if not hours:
        return f"{name}’s diary has no talks on {day:%A}s."
    return f"{name}’s diary says {stretches_words(hours)} on {day:%A}s."


def stretches_words(stretches: Sequence[Stretch]) -> str:
    """09:00 to 12:00 and 13:00 to 15:30."""
    return " and ".join(f"{starts_at:%H:%M} to {ends_at:%H:%M}" for starts_at, ends_at in stretches)


def way_words(origin: Place | None, place: Place | None, minutes: int | None) -> str:
    if origin is None or minutes is None or place is None:
        return "Where the way begins is not known: no base is entered."
    if origin.pk == place.pk:
        return f"Is at {origin.name} already."
    distance = km_between(origin, place)
    if distance is None:
        return f"Comes from {origin.name}. How far that is, is not known."
    how_far = f"{distance:.0f} km" if distance >= 1 else "close by"
    return f"Comes from {origin.name}, {how_far}: {minutes} minutes."


def talks_words(talks: int, *, average: float) -> str:
    counted = "No talk" if talks == 0 else "1 talk" if talks == 1 else f"{talks} talks"
    share = "about as many as"
    if talks < average - 0.5:
        share = "fewer than"
    elif talks > average + 0.5:
        share = "more than"
    return f"{counted} in the four weeks before and after today, {share} the others."


def topic_words(topic: Topic, *, named: bool, knows: bool) -> str:
    if not knows:
        return f"Gives talks on other topics, not on {topic.name}."
    return f"Gives talks on {topic.name}." if named else "Gives talks on every topic."
