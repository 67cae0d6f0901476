"""The figure of one session, for its page and for lists.

Figures of several sessions are added up by `reach` only.
"""

from dataclasses import dataclass

from campaigns.models.sessions import Session


@dataclass(frozen=True)
class SessionFigure:
    """`count` is None while no row has a figure: unknown, which is not nought."""

    count: int | None
    rows_unknown: int

    def __str__(self) -> str:
        if self.count is None:
            return "No figure yet"
        return f"{self.count:,} and more not known yet" if self.rows_unknown else f"{self.count:,}"


def figure_of(session: Session) -> SessionFigure | None:
    """None when there is nothing to count, because it was not held.

    Needs `attendances` prefetched in lists.
    """
    if session.state != Session.State.DELIVERED:
        return None
    rows = [row.count for row in session.attendances.all()]
    known = [count for count in rows if count is not None]
    return SessionFigure(count=sum(known) if known else None, rows_unknown=len(rows) - len(known))
