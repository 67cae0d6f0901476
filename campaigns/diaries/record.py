"""The line of history of a diary: which part of it changed, and never what stood there.

Why somebody was away last spring is nobody's business.
"""

from campaigns.history.record import record_deed
from campaigns.models import Change, Membership, User


def record_diary(*, officer: Membership, by: User | None, parts: list[str]) -> None:
    """Call it inside the transaction of the deed."""
    record_deed(
        campaign=officer.campaign,
        kind=Change.Kind.DIARY,
        about=f"Diary: {officer.user.name}",
        by=by,
        fields=dict.fromkeys(parts, ("", "")),
    )
