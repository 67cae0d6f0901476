"""When the night's work was last done in full, for whoever watches over it.

Nothing here imports Django: deploy/local.py asks too.
"""

from datetime import UTC, datetime
from pathlib import Path


def nightly_mark(var: Path) -> Path:
    return var / "nightly"


def last_success(var: Path) -> datetime | None:
    """None too when the file holds something else: then nobody knows."""
    try:
        moment = datetime.fromisoformat(nightly_mark(var).read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def mark_success(var: Path, now: datetime) -> None:
    """Replaced whole, so that nobody ever reads half of it."""
    mark = nightly_mark(var)
    half_made = mark.with_suffix(".new")
    half_made.write_text(f"{now.astimezone(UTC).isoformat(timespec='seconds')}\n", encoding="ascii")
    half_made.replace(mark)
