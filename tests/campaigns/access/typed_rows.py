"""What a browser sends when a person names rows: for each address that takes any, the fields, with
the rows of `named` where a person chooses one.
"""

from typing import Any

from campaigns.history.opened import version_of
from campaigns.programme.evidence import evidence_in_words
from campaigns.programme.incidents import incidents_in_words
from campaigns.spreadsheets.mend import cells_in_words
from campaigns.spreadsheets.places_form import key_of
from campaigns.talks.dates_in_boxes import DateAndOfficer, as_words
from campaigns.talks.kind_deeds import kind_in_words
from tests.campaigns.access.worlds import DAY, World
from tests.campaigns.typed import log_data


def on(day, name):
    return {f"{name}_day": day.day, f"{name}_month": day.month, f"{name}_year": day.year}


def session_log(own: World, named: World) -> dict[str, Any]:
    return log_data(
        place=named.place.label,
        officers=[named.officer],
        topics=[named.topic],
        partners=[named.partner.pk],
        **by_pk("place", named),
    )


def by_pk(box: str, named: World) -> dict[str, Any]:
    """What the script writes beside the words of a place."""
    return {f"{box}_id": named.place.pk}


def session_edit(own: World, named: World) -> dict[str, Any]:
    return session_log(own, named) | {
        "opened": own.delivered.version,
        "reason": "The wrong school",
        "count_children": "31",
    }


def session_correct(own: World, named: World) -> dict[str, Any]:
    return session_edit(own, named) | {"opened": own.pair[0].version}


def session_count(own: World, named: World) -> dict[str, Any]:
    school = {"school_1": named.place.label, "school_1_children": "12"}
    return {"known": "counted", "opened": own.planned.version, **school}


def offer_fields(own: World, named: World) -> dict[str, Any]:
    fields = on(DAY, "held_on") | {
        "starts_at": "12.00",
        "minutes": "50",
        "officer": named.officer.pk,
        "second_officer": named.coordinator.pk,
    }
    return {f"offer-{name}": value for name, value in fields.items()}


def new_dates(own: World, named: World) -> dict[str, Any]:
    date = DateAndOfficer(DAY.replace(day=8), own.offer.starts_at, named.officer.pk)
    return {"date": as_words(date), "opened": own.confirmed.session.version}


def take_over(own: World, named: World) -> dict[str, Any]:
    return {
        "away": own.officer.pk,
        "instead": named.coordinator.pk,
        "opened": own.confirmed.session.version,
    }


def talk_enter(own: World, named: World) -> dict[str, Any]:
    return {
        "draft_key": "00000000-0000-4000-8000-000000000001",
        "place": named.place.label,
        "who": "pupils",
        "stages": "P7",
        "expected": "27",
        "topic": named.topic.pk,
        "format": "lesson",
        "when": "any Tuesday before 11",
        "contact_name": "Morag Bell",
        "contact_email": "office@school.example",
    }


def import_columns(own: World, named: World) -> dict[str, Any]:
    return {
        "column_0": "date",
        "column_1": "place",
        "column_2": "children",
        "default_topic": named.topic.pk,
        "default_officer": named.officer.pk,
        "default_format": "lesson",
        "default_known": "counted",
    }


def import_places(own: World, named: World) -> dict[str, Any]:
    key = key_of(own.batch.rows.get().unknown_place)
    return {f"place_{key}": "", f"other_{key}": named.place.label}


def import_row(own: World, named: World) -> dict[str, Any]:
    """The words of a cell name no row of ours but for the version that was opened."""
    row = own.batch.rows.get()
    return {"cell_0": "12/03/2016", "opened": version_of(cells_in_words(row))}


def kind_fields(own: World, named: World) -> dict[str, Any]:
    return {
        "opened": version_of(kind_in_words(own.kind)),
        "name": "What to do",
        "topic": named.topic.pk,
        "format": "lesson",
        "stages": "P7",
        "minutes": "45",
        "summary": "What to do first.",
        "expect": "Stories",
        "is_offered": "on",
    }


def holiday_fields(own: World, named: World) -> dict[str, Any]:
    days = on(DAY, "first_on") | on(DAY, "last_on")
    return {"area": named.holiday.area_id, "name": "Closed", **days}


def incident_fields(own: World, named: World) -> dict[str, Any]:
    days = on(DAY.replace(year=2016), "starts_on") | on(DAY.replace(year=2016), "ends_on")
    return {
        "value": "12",
        "qualifier": "exactly",
        "counts": "Reports",
        "source": "A newspaper",
        "opened": version_of(incidents_in_words(own.incident)),
        **days,
    }


def evidence_fields(own: World, named: World) -> dict[str, Any]:
    return {
        "kind": "indicator",
        "framework": "Ours",
        "code": "1.1",
        "name": "A new name",
        "opened": version_of(evidence_in_words(own.evidence)),
    }


EVIDENCE = ("evidence_add", "evidence_edit", "evidence_add_suggested")
TYPED = {
    "session_log": session_log,
    "session_edit": session_edit,
    "session_correct": session_correct,
    "session_count": session_count,
    "talk_enter": talk_enter,
    "talk_offer": offer_fields,
    "talk_confirm": lambda own, named: {"offer": named.offer.pk},
    "talk_said_no": lambda own, named: {"offer": named.offer.pk},
    "talk_merge": lambda own, named: {"other": named.offered.pk},
    "talk_owner": lambda own, named: {"owner-owner": named.coordinator.pk, "was": ""},
    "called_away_take_over": take_over,
    "called_away_new_dates": new_dates,
    "diary_base": lambda own, named: {
        "base-base": named.place.label,
        "base-topics": [named.topic.pk],
    },
    "diary_time_remove": lambda own, named: {},
    "import_columns": import_columns,
    "import_places": import_places,
    "import_row_place": import_places,
    "import_row": import_row,
    "kind_add": kind_fields,
    "kind_edit": kind_fields,
    "holiday_add": holiday_fields,
    "holiday_edit": holiday_fields,
    "incident_edit": incident_fields,
    "evidence_add": evidence_fields,
    "evidence_edit": evidence_fields,
    "evidence_add_suggested": lambda own, named: {"row": ["QI 3.1"]},
}
