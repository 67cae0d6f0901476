"""The source register: which publication stands behind a code such as R20.

Read strictly from sources.toml.
"""

from dataclasses import dataclass
from pathlib import Path

from advice.fields import Fields, Problem, load_tables

FILE = "sources.toml"


@dataclass(frozen=True)
class Source:
    code: str
    publisher: str
    title: str
    date: str
    """As the publisher gives it, such as "December 2023"; empty when it gives none."""


def load_sources(folder: Path) -> tuple[dict[str, Source], list[Problem]]:
    return load_tables(folder, FILE, read_source)


def read_source(code: str, fields: Fields) -> Source:
    return Source(code, fields.text("publisher"), fields.text("title"), fields.text("date", ""))
