"""What of a session is typed, as rows: for whoever logs, plans, edits, corrects or undoes it.

What may be typed is asked before (rules.py), and the diary and the history follow after. So
`full_clean` does not ask the database about each of its constraints once more, one question each:
it still refuses what breaks one.
"""

from collections.abc import Sequence

from campaigns.models import Attendance, Session
from campaigns.sessions.details import Details, columns_of, lists_of
from campaigns.sessions.rules import Count
from campaigns.sessions.words import describe_counts


def write_details(*, session: Session, details: Details) -> None:
    """All of them: what `details` leaves out is emptied."""
    for name, value in columns_of(details).items():
        setattr(session, name, value)

    # Whether the id is new is the database's to tell: of two at once only one can know. Who logged
    # it is not typed, and may be nobody.
    session.full_clean(exclude={"campaign", "client_id", "logged_by"}, validate_constraints=False)
    is_new = session.pk is None
    session.save()

    for name, rows in lists_of(details).items():
        of_session = getattr(session, name)
        if is_new:  # nothing stands there that would have to be read first
            of_session.add(*rows)
        else:
            of_session.set(rows)


def add_counts(*, session: Session, counts: Sequence[Count]) -> str:
    """Writes the rows and returns them in words."""
    rows = [
        Attendance(
            session=session,
            audience=row.audience,
            count=row.count,
            known=row.known,
            place=row.place,
            stage=row.stage,
        )
        for row in counts
    ]
    for row in rows:
        row.full_clean(exclude={"session"}, validate_constraints=False)
        row.save()
    return describe_counts(rows)
