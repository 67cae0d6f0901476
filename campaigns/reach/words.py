"""What a chart shows, in one sentence."""

from collections.abc import Sequence

MONTHS_SHOWN = 24

Rows = Sequence[tuple[str, int | None]]


def latest(months: Rows) -> Rows:
    """As many as a telephone can show; the rest stand in the totals."""
    return months[-MONTHS_SHOWN:]


def busiest(months: Rows) -> str:
    known = [(count, label) for label, count in months if count]
    if not known:
        return ""
    most = max(count for count, _ in known)
    labels = [label for count, label in known if count == most]
    if len(labels) > 2:
        return ""
    if len(labels) == 2:
        return f"The busiest months were {' and '.join(labels)}, with {most:,} attendances each."
    attendances = "attendance" if most == 1 else "attendances"
    return f"The busiest month was {labels[0]}, with {most:,} {attendances}."
