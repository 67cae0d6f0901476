"""The figure of one session, for its page and for lists.

Figures of several sessions are added up by `reach` only.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from campaigns.models.sessions import Attendance, Session


@dataclass(frozen=True)
class SessionFigure:
    """`count` is None while no row has a figure: unknown, which is not nought."""

    count: int | None
    rows_unknown: int

    def __str__(self) -> str:
        if self.count is None:
            return "No figure yet"
        return f"{self.count:,} and more not known yet" if self.rows_unknown else f"{self.count:,}"


@dataclass
class Line:
    """Who came, as one line of the session's page."""

    whom: str
    known: str
    count: int | None


def lines_of(session: Session, *, by_stage: bool) -> list[Line]:
    """Without `by_stage` the parts of a number that was split are one again."""
    lines: dict[tuple[str, int | None, str], Line] = {}
    for row in session.attendances.all():
        key = row.audience, row.place_id, row.stage if by_stage else ""
        if line := lines.get(key):
            line.count = (line.count or 0) + (row.count or 0)
            line.known = line.known if line.known == row.known else Attendance.Known.ESTIMATED
            continue
        whom = row.get_audience_display() + (f", {row.stage}" if key[2] else "")
        came_from = f", from {row.place.name}" if row.place else ""
        lines[key] = Line(f"{whom}{came_from}", row.known, row.count)
    return list(lines.values())


def figure_of(session: Session) -> SessionFigure | None:
    """None when there is nothing to count, because it was not held.

    Needs `attendances` prefetched in lists.
    """
    if session.state != Session.State.DELIVERED:
        return None
    return figure_from(session.attendances.all())


def figure_from(rows: Iterable[Attendance]) -> SessionFigure:
    """Of some of the rows of one session, such as those of one school."""
    counts = [row.count for row in rows]
    known = [count for count in counts if count is not None]
    return SessionFigure(count=sum(known) if known else None, rows_unknown=len(counts) - len(known))
