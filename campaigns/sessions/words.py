"""A session as words, for its history: what stood there before and what stands there now."""

from collections.abc import Iterable, Mapping

from campaigns.models import STAGES, Attendance, Audience, Session
from campaigns.sessions.copies import counts_of
from campaigns.sessions.details import DETAILS, Details, details_of
from campaigns.sessions.rules import Count
from sextortion_aware.patterns import compiled

Fields = dict[str, tuple[str, str]]

# The wording itself is not kept: it is where a name that must not be here would stand.
NOTES_BEFORE, NOTES_AFTER = "earlier wording, not kept", "new wording"


# What somebody reads who sees no figures of one stage.
BY_STAGE_NOT_SHOWN = "Numbers by stage, which officers and coordinators see"
STAGED = compiled(r" in [PS][1-7](: | from )")

HOW_KNOWN = {
    "counted": "counted",
    "register": "from a register",
    "estimated": "estimated",
    "unknown": "not known yet",
}


def describe(session: Session) -> dict[str, str]:
    return in_words_of(details=details_of(session), counts=counts_of(session))


def in_words_of(*, details: Details, counts: Iterable[Count]) -> dict[str, str]:
    """What stands there and what somebody wants instead are put in the same words, so that only
    what differs reads differently.
    """
    said = {detail.label: detail.to_words(detail.of(details)) for detail in DETAILS}
    notes = said.pop("Notes")
    return said | {"Attendance": describe_counts(counts), "Notes": notes}


def describe_counts(rows: Iterable[Attendance | Count]) -> str:
    """In the order of the audiences and places, whatever order they were written in.

    Needs the area of each place.
    """
    return "; ".join(_row_in_words(row) for row in sorted(rows, key=_order))


def people_words(people: Mapping[str, int]) -> str:
    """ "20 children (up to P7), 2 professionals", in the order of the audiences."""
    return ", ".join(
        f"{people[audience]:,} {audience.label[:1].lower()}{audience.label[1:]}"
        for audience in Audience
        if people.get(audience)
    )


def _order(row: Attendance | Count) -> tuple[int, str, int]:
    return (
        Audience.values.index(row.audience),
        row.place.label if row.place else "",
        STAGES.index(row.stage) if row.stage else -1,
    )


def without_stages(said: str) -> str:
    return BY_STAGE_NOT_SHOWN if STAGED.search(said) else said


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> Fields:
    changed = {
        name: (before.get(name, ""), after[name])
        for name in after
        if before.get(name, "") != after[name]
    }
    if "Notes" in changed:
        changed["Notes"] = (
            NOTES_BEFORE if before.get("Notes") else "",
            NOTES_AFTER if after["Notes"] else "",
        )
    return changed


def _row_in_words(row: Attendance | Count) -> str:
    stage = f" in {row.stage}" if row.stage else ""
    where = f" from {row.place.label}" if row.place else ""
    number = "" if row.count is None else f"{row.count}, "
    return f"{Audience(row.audience).label}{stage}{where}: {number}{HOW_KNOWN[row.known]}"
