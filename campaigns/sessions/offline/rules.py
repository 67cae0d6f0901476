"""The rules of the log form, as JSON for a phone without a signal.

Each number, pattern and sentence is the server's own.

static/js/offline-form.js reads it. What needs the database (a closed place, a session planned
twice) only the server can say.
"""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone

from campaigns.models import LONGEST_MINUTES, MOST_IN_A_ROW
from campaigns.sessions.audiences import WHOM
from campaigns.sessions.count_lines import (
    HOW_KNOWN,
    HOW_MANY,
    NUMBER_YET_UNKNOWN,
)
from campaigns.sessions.log_form import LogForm
from campaigns.sessions.notes import EMAIL, NO_EMAIL, NO_PHONE, PHONE
from campaigns.sessions.rules import (
    FURTHEST_AHEAD_DAYS,
    FUTURE_COUNTED,
    MINUTES_RANGE,
    PLACE_NEEDED,
    SHORTEST_MINUTES,
    TOO_FAR_AHEAD,
    too_early,
)
from campaigns.sessions.school_lines import WORDS, SchoolLines
from sextortion_aware.forms.fields import SumField
from sextortion_aware.forms.layout import MESSAGES
from sextortion_aware.forms.words import HIDDEN, MESSAGE
from sextortion_aware.reading import dates, times

IF_SO = "If it is, save it on this phone again"


def rules_of(form: LogForm, *, today: date, now: datetime) -> dict[str, Any]:
    return count_rules(form, today=today, now=now) | {
        "place": PLACE_NEEDED,
        "chosen": {
            name: error_words(form.fields[name])["required"]
            for name in ("format", "topics", "officers")
        },
        "date": date_rules(form),
        "time": time_rules(form),
        "minutes": number_rules(form.fields["minutes"], LONGEST_MINUTES)
        | {"least": SHORTEST_MINUTES, "range": MINUTES_RANGE},
        "notes": notes_rules(form.fields["notes"]),
    }


def count_rules(form: SchoolLines, *, today: date, now: datetime) -> dict[str, Any]:
    """Of who came: all that the count of a plan needs."""
    return {
        "today": today.isoformat(),
        "now": int(now.timestamp() * 1000),
        "zone": timezone.get_default_timezone_name(),
        "counts": {
            audience: number_rules(form.fields[f"count_{audience}"], MOST_IN_A_ROW)
            for audience in [*form.main, *form.others]
        },
        "came": {
            "many": HOW_MANY,
            "known": HOW_KNOWN,
            "unknown": NUMBER_YET_UNKNOWN,
            "future": FUTURE_COUNTED,
        },
        "schools": {
            audience: number_rules(form.schools[0].fields[audience], MOST_IN_A_ROW)
            for audience in WHOM
        },
        "school": WORDS | {"whom": WHOM},
    }


def error_words(field: forms.Field) -> dict[str, str]:
    return {code: str(words) for code, words in field.error_messages.items()}


def date_rules(form: LogForm) -> dict[str, Any]:
    words = error_words(form.fields["held_on"])
    bounds = {
        "began": form.campaign.started_on.isoformat(),
        "early": too_early(form.campaign),
        "ahead": FURTHEST_AHEAD_DAYS,
        "far": TOO_FAR_AHEAD,
    }
    return (
        bounds
        | {"months": dates.MONTHS, "box": javascript(dates.DAY_IN_A_BOX.pattern)}
        | {code: words[code] for code in ("required", "missing", "invalid", "year")}
    )


def time_rules(form: LogForm) -> dict[str, Any]:
    return {
        "pattern": javascript(times.TIME.pattern),
        "longest": times.LONGEST_TIME,
        "afternoon": [min(times.AFTERNOON_HOURS), max(times.AFTERNOON_HOURS)],
        "starts": [f"{times.FIRST_START:%H:%M}", f"{times.LAST_START:%H:%M}"],
        "invalid": error_words(form.fields["starts_at"])["invalid"],
        "question": f"{times.TIME_QUESTION} {IF_SO}",
    }


def number_rules(field: forms.Field, most: int) -> dict[str, Any]:
    words, adds = error_words(field), isinstance(field, SumField)
    return {"most": most, "over": words["most"] % {"most": f"{most:,}"}, "adds": adds} | {
        code: words[code] for code in ("required", "invalid", "negative")
    }


def notes_rules(field: forms.Field) -> dict[str, Any]:
    longest = getattr(field, "max_length", 0)
    return {
        "longest": longest,
        "long": MESSAGES["max_length"],
        "not": [
            [javascript(HIDDEN.pattern), MESSAGE],
            [javascript(EMAIL.pattern), NO_EMAIL],
            [javascript(PHONE.pattern), NO_PHONE],
        ],
    }


def javascript(pattern: str) -> str:
    """What is written in ours and not in theirs: the name of a group."""
    return pattern.replace("(?P<", "(?<")
