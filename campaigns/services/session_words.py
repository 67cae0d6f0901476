"""A session as words, for its history: what stood there before and what stands there now."""

from collections.abc import Iterable, Mapping

from campaigns.models import Attendance, Audience, Session, stages_label
from campaigns.services.session_rules import in_words

Fields = dict[str, tuple[str, str]]

# The wording itself is not kept: it is where a name that must not be here would stand.
NOTES_BEFORE, NOTES_AFTER = "earlier wording, not kept", "new wording"


HOW_KNOWN = {"counted": "counted", "register": "from a register", "estimated": "estimated", "unknown": "not known yet"}


def describe(session: Session) -> dict[str, str]:
    return {
        "Date": in_words(session.held_on),
        "Start": f"{session.starts_at:%H:%M}" if session.starts_at else "",
        "Length": f"{session.minutes} minutes" if session.minutes else "",
        "Format": session.get_format_display(),
        "Place": session.place.label if session.place else "",
        "Online": "Yes" if session.is_online else "No",
        "Stages": stages_label(session.stages),
        "Topics": _listed(session.topics.all()),
        "Partners": _listed(session.partners.all()),
        "Officers": _listed(session.officers.select_related("user")),
        "Attendance": describe_counts(session.attendances.select_related("place")),
        "Notes": session.notes,
    }


def describe_counts(rows: Iterable[Attendance]) -> str:
    """In the order of the audiences, whatever order they were written in."""
    return "; ".join(_row_in_words(row) for row in sorted(rows, key=lambda row: Audience.values.index(row.audience)))


def differences(before: Mapping[str, str], after: Mapping[str, str]) -> Fields:
    changed = {name: (before.get(name, ""), after[name]) for name in after if before.get(name, "") != after[name]}
    if "Notes" in changed:
        changed["Notes"] = (NOTES_BEFORE if before.get("Notes") else "", NOTES_AFTER if after["Notes"] else "")
    return changed


def _listed(rows: Iterable[object]) -> str:
    return ", ".join(str(row) for row in rows)


def _row_in_words(row: Attendance) -> str:
    where = f" from {row.place.name}" if row.place else ""
    number = "" if row.count is None else f"{row.count}, "
    return f"{row.get_audience_display()}{where}: {number}{HOW_KNOWN[row.known]}"
