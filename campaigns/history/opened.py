"""Which version of a row somebody saw, where the row counts none: the later of two is told."""

from collections.abc import Mapping
from hashlib import sha256

from campaigns.history.conflicts import Conflict

FASTER = (
    "Somebody else changed this while you had it open. It now stands as it is shown below the "
    "form. Look at it, and send yours again if it is still right"
)


def version_of(values: Mapping[str, object]) -> str:
    said = "\n".join(f"{name}={value}" for name, value in sorted(values.items()))
    return sha256(said.encode()).hexdigest()[:16]


def check_seen(seen: str | None, values: Mapping[str, object]) -> None:
    """None is whoever saw nothing before: a command, or a deed of another page."""
    if seen is not None and seen != version_of(values):
        raise Conflict(FASTER)
