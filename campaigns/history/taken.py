"""That a file with rows leaves: who took it, which, with which filters, how many rows.

Written before the first row is sent, and without the line there is no file.
"""

from collections.abc import Mapping

from campaigns.history.record import record_deed
from campaigns.models import Campaign, Change, User


def note_taken(
    *, by: User, campaign: Campaign, what: str, filters: Mapping[str, str], rows: int
) -> Change:
    """`filters` as a person reads them: the label of each box, and what was chosen in it."""
    return record_deed(
        campaign=campaign,
        kind=Change.Kind.EXPORTED,
        about=f"File: {what}",
        by=by,
        fields={
            "Rows": ("", f"{rows:,}"),
            **{f"Filter: {label}": ("", value) for label, value in filters.items()},
        },
    )
