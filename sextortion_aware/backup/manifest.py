"""What a backup says of itself: the first file in it."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

FORMAT = 1
NAME = "manifest.json"
DATABASE = "database"
VAR = "var/"


@dataclass(frozen=True)
class Manifest:
    """`rows` counts each table, `migrations` are those that made them, `sha256` is of each part."""

    made_at: datetime
    vendor: str
    migrations: list[str]
    rows: dict[str, int]
    sha256: dict[str, str]

    def written(self) -> str:
        values = asdict(self) | {"format": FORMAT, "made_at": self.made_at.isoformat()}
        return json.dumps(values, indent=1)

    @classmethod
    def read(cls, text: str) -> "Manifest":
        """Whoever has the public half can make a file that opens: nothing in it is believed.

        ValueError, KeyError or TypeError when it is none of ours.
        """
        values = json.loads(text)
        if values.pop("format") != FORMAT:
            raise ValueError("another format")
        made_at = datetime.fromisoformat(values.pop("made_at"))
        manifest = cls(made_at=made_at.astimezone(UTC), **values)
        if not all(is_safe(name) for name in manifest.sha256) or DATABASE not in manifest.sha256:
            raise ValueError("names that lead elsewhere")
        return manifest


def is_safe(name: str) -> bool:
    """`database`, or a file below `var/`."""
    pieces = name.split("/")
    is_below = len(pieces) > 1 and all(piece not in ("", ".", "..") for piece in pieces)
    return name == DATABASE or (name.startswith(VAR) and is_below and "\0" not in name)
