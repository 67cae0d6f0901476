"""Whether the day or the month comes first in a column of dates. A person says it of each file
whose column has a month first; it is not remembered for the next one.
"""

from campaigns.models import ImportBatch
from campaigns.spreadsheets.cells import shows_month_first

DATE_ORDER = "date_order"  # beside the columns
DAY, MONTH = "day", "month"
ORDERS = [
    ("", "Choose"),
    (DAY, "The day: 04/03/2019 is 4 March"),
    (MONTH, "The month: 04/03/2019 is 3 April"),
]


def month_first_of(batch: ImportBatch) -> bool | None:
    """None while it must be asked."""
    if said := batch.columns.get(DATE_ORDER):
        return bool(said == MONTH)
    return None if date_with_month_first(batch, batch.columns.get("date")) else False


def date_with_month_first(batch: ImportBatch, column: int | None) -> str:
    """The first of the column, if there is one."""
    if column is None or not 0 <= column < len(batch.header):
        return ""
    cells = batch.rows.values_list(f"cells__{column}", flat=True)
    return next((text for text in cells if isinstance(text, str) and shows_month_first(text)), "")
