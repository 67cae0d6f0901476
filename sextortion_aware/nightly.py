"""When the night's work last succeeded: a file, so that it is known when the database is away."""

from datetime import datetime
from pathlib import Path


def last_success(var: Path) -> datetime | None:
    try:
        return datetime.fromisoformat((var / "nightly").read_text(encoding="ascii").strip())
    except (OSError, ValueError):
        return None
