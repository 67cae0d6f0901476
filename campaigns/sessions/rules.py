"""What must be true of a session before it is written.

Forms ask here first, deeds ask again. Nothing is written here.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, time
from typing import TypedDict

from django.core.exceptions import ValidationError

from campaigns.models import (
    LONGEST_MINUTES,
    MOST_IN_A_ROW,
    Attendance,
    Audience,
    Campaign,
    Membership,
    Place,
)
from campaigns.models.fields import to_stages
from campaigns.sessions.audiences import audience_of
from campaigns.sessions.details import Details as Details
from campaigns.sessions.notes import contacts_problem
from sextortion_aware.reading.dates import in_words

SHORTEST_MINUTES = 5
FURTHEST_AHEAD_DAYS = 2 * 366
# Said by the phone too, when it has no signal: campaigns/sessions/offline/rules.py.
FUTURE_COUNTED = (
    "Nobody can be counted at a session in the future. Change the date, or take the numbers out"
)
TOO_FAR_AHEAD = "The date must be in the next two years"
PLACE_NEEDED = "Enter where it was held, or tick that it was online"
NUMBER_AND_PARTS = "Enter one number, or one for each stage. Not both"
MINUTES_RANGE = f"The length must be between {SHORTEST_MINUTES} and {LONGEST_MINUTES} minutes"


class WhenAndWhere(TypedDict):
    """The time that a session takes in its officers' diaries; no place when it is online."""

    held_on: date
    starts_at: time | None
    minutes: int | None
    place: Place | None


def when_and_where(details: Details) -> WhenAndWhere:
    return {
        "held_on": details["held_on"],
        "starts_at": details.get("starts_at"),
        "minutes": details.get("minutes"),
        "place": None if details.get("is_online") else details.get("place"),
    }


@dataclass(frozen=True, kw_only=True)
class Count:
    """One audience that was in the room. No number is "not known yet"; nought is "nobody came"."""

    audience: str
    count: int | None
    known: str
    place: Place | None = None
    stage: str = ""


Problems = dict[str, list[str]]


def not_there(stage: str) -> str:
    return f"{stage} is not among the stages. Choose it there, or take its number out"


def too_early(campaign: Campaign) -> str:
    return f"The date must be {in_words(campaign.started_on)} or later, when the campaign began"


def check_session(
    *, campaign: Campaign, details: Details, counts: Sequence[Count], today: date
) -> None:
    """Raises all that is wrong at once, by the name of the field it is about."""
    problems = _day_problems(held_on=details["held_on"], counts=counts, today=today)
    problems |= _detail_problems(campaign=campaign, details=details)
    stages = details.get("stages", ())
    problems |= _count_problems(campaign=campaign, counts=counts, stages=stages, problems=problems)
    if problems:
        raise ValidationError(problems)


def check_plan(*, campaign: Campaign, details: Details) -> None:
    """The rules of a session that nobody has counted yet."""
    problems = _detail_problems(campaign=campaign, details=details)
    if problems:
        raise ValidationError(problems)


def check_counts(
    *,
    campaign: Campaign,
    held_on: date,
    counts: Sequence[Count],
    today: date,
    stages: Collection[str] = (),
) -> None:
    """The rules of who came, for a session that was planned before."""
    problems = _day_problems(held_on=held_on, counts=counts, today=today)
    problems |= _count_problems(campaign=campaign, counts=counts, stages=stages, problems=problems)
    if problems:
        raise ValidationError(problems)


def _day_problems(*, held_on: date, counts: Sequence[Count], today: date) -> Problems:
    if held_on > today and counts:
        return {"held_on": [FUTURE_COUNTED]}
    if (held_on - today).days > FURTHEST_AHEAD_DAYS:
        return {"held_on": [TOO_FAR_AHEAD]}
    if held_on <= today and not counts:
        return {"attendance": ["Enter how many people came, or say that you do not know yet"]}
    return {}


def _detail_problems(*, campaign: Campaign, details: Details) -> Problems:
    found = {
        "place": _place_problem(
            campaign=campaign,
            held_on=details["held_on"],
            place=details.get("place"),
            is_online=details.get("is_online", False),
        ),
        "topics": "" if details["topics"] else "Choose at least one topic",
        "officers": "" if details["officers"] else "Choose at least one officer",
        "minutes": _minutes_problem(details.get("minutes")),
        "held_on": "" if details["held_on"] >= campaign.started_on else too_early(campaign),
    }
    found |= {
        name: f"Choose {name} from this campaign’s own list"
        for name, rows in (
            ("topics", details["topics"]),
            ("officers", details["officers"]),
            ("partners", details.get("partners", ())),
        )
        if any(row.campaign_id != campaign.pk for row in rows)
    }
    if any(member.role == Membership.Role.VIEWER for member in details["officers"]):
        found["officers"] = "A viewer does not give sessions. Choose an officer"
    found["notes"] = contacts_problem(details.get("notes", ""))
    to_stages(details.get("stages", ()))
    return {name: [message] for name, message in found.items() if message}


def _place_problem(
    *, campaign: Campaign, held_on: date, place: Place | None, is_online: bool
) -> str:
    if place is None:
        return "" if is_online else PLACE_NEEDED
    if place.campaign_id != campaign.pk:
        return "Choose a place from this campaign’s own list"
    if place.closed_on and not place.is_open_on(held_on):
        return (
            f"{place.name} closed on {in_words(place.closed_on)}. Choose another place or check "
            "the date"
        )
    return ""


def _minutes_problem(minutes: int | None) -> str:
    in_range = minutes is None or SHORTEST_MINUTES <= minutes <= LONGEST_MINUTES
    return "" if in_range else MINUTES_RANGE


def _count_problems(
    *,
    campaign: Campaign,
    counts: Sequence[Count],
    stages: Collection[str],
    problems: Problems,
) -> Problems:
    """One message is enough: the first thing said of who came stands."""
    if "attendance" in problems:
        return {}
    named = [(row.audience, row.place.pk if row.place else None, row.stage) for row in counts]
    wrong = [message for row in counts if (message := _count_problem(campaign=campaign, row=row))]
    wrong += [not_there(row.stage) for row in counts if row.stage and row.stage not in stages]
    if len(set(named)) < len(named):
        wrong.append("Each audience can be counted once")
    whole = {key[:2] for key in named if not key[2]}
    if any(key[2] and key[:2] in whole for key in named):
        wrong.append(NUMBER_AND_PARTS)
    return {"attendance": wrong[:1]} if wrong else {}


def _count_problem(*, campaign: Campaign, row: Count) -> str:
    if row.audience not in Audience.values or row.known not in Attendance.Known.values:
        return "Choose who came and how you know from the list"
    if row.stage and audience_of(row.stage) != row.audience:
        return not_there(row.stage)
    if (row.count is None) != (row.known == Attendance.Known.UNKNOWN):
        return "Say how you know each number. Leave the number out when you do not know it yet"
    if row.count is not None and not 0 <= row.count <= MOST_IN_A_ROW:
        return f"A number of people must be between 0 and {MOST_IN_A_ROW:,}"
    if row.place and row.place.campaign_id != campaign.pk:
        return "Choose a place from this campaign’s own list"
    return ""
