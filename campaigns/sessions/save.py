"""What of a session is typed, as rows: for whoever logs, plans, edits, corrects or undoes it.

What may be typed is asked before (rules.py), and the diary and the history follow after.
"""

from collections.abc import Sequence

from campaigns.models import Attendance, Session
from campaigns.sessions.rules import Count, Details
from campaigns.sessions.words import describe_counts


def write_details(*, session: Session, details: Details) -> None:
    """All of them: what `details` leaves out is emptied."""
    session.held_on = details["held_on"]
    session.starts_at = details.get("starts_at")
    session.minutes = details.get("minutes")
    session.format = details["format"]
    session.is_online = details.get("is_online", False)
    session.place = details.get("place")
    session.stages = tuple(details.get("stages", ()))
    session.notes = details.get("notes", "")

    # Whether the id is new is the database's to tell: of two at once only one can know. Who logged
    # it is not typed, and may be nobody.
    session.full_clean(exclude={"client_id", "logged_by"})
    session.save()

    session.topics.set(details["topics"])
    session.officers.set(details["officers"])
    session.partners.set(details.get("partners", ()))


def add_counts(*, session: Session, counts: Sequence[Count]) -> str:
    """Writes the rows and returns them in words."""
    rows = [
        Attendance(
            session=session,
            audience=row.audience,
            count=row.count,
            known=row.known,
            place=row.place,
        )
        for row in counts
    ]
    for row in rows:
        row.full_clean()
        row.save()
    return describe_counts(rows)
