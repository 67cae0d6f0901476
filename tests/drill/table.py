"""From notes to one row a deed: the arithmetic, what counts as a failure, and how it is printed."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tests.drill.readers import ADVICE, OTHER, READY, Note

GOAL = 2  # 95th percentile, in undisturbed ones
SHOWN = 3  # kinds of failure, and places


class Pardon:
    """When nobody is there to answer: a killed or stopped process is being replaced."""

    def __init__(self) -> None:
        self.spans: list[tuple[float, float]] = []

    def give(self, now: float, seconds: float) -> None:
        self.spans.append((now, now + seconds))

    def covers(self, note: Note) -> bool:
        """Asked in that time, or still waiting when it began."""
        ended = note.began + note.seconds
        return any(note.began <= last and ended >= first for first, last in self.spans)


@dataclass
class Row:
    """`problems`: failures that are no reader's, like a process that did not come back."""

    shape: str
    deed: str
    notes: list[Note] = field(default_factory=list)
    pardon: Pardon = field(default_factory=Pardon)
    ended: float = math.inf
    well_after: float | None = None
    not_done: str = ""
    problems: list[str] = field(default_factory=list)

    def of(self, kind: str) -> list[Note]:
        return [note for note in self.notes if note.kind == kind]

    def failed(self, kind: str) -> list[Note]:
        return [n for n in self.of(kind) if n.problem and not self.pardon.covers(n)]

    @property
    def pardoned(self) -> int:
        return sum(1 for n in self.of(ADVICE) if n.problem and self.pardon.covers(n))

    @property
    def times(self) -> list[float]:
        """Of answers while the deed lasted."""
        return [n.seconds for n in self.of(ADVICE) if not n.problem and n.began <= self.ended]

    @property
    def is_failed(self) -> bool:
        return bool(self.problems) or any(self.failed(kind) for kind in (ADVICE, OTHER, READY))


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of them do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)] if ordered else math.nan


def answered(notes: Iterable[Note]) -> str:
    counts = Counter(str(note.status) if note.status else "none" for note in notes)
    return " ".join(f"{said}×{number}" for said, number in sorted(counts.items()))


def slowest(notes: Iterable[Note]) -> str:
    return f"{max((note.seconds for note in notes), default=0):.2f}"


HEADINGS = (
    (
        *("shape", "what was done", "advice:", "median", "95th", "times", "failed"),
        *("other half:", "slowest", "failed", "/readyz", "slowest", "well", ""),
    ),
    (
        *("", "", "asked", "ms", "ms", "undist.", ""),
        *("answered", "s", "", "answered", "s", "after s", ""),
    ),
)


def cells(row: Row, undisturbed: float) -> tuple[str, ...]:
    if row.not_done:
        return (row.shape, row.deed, f"not done: {row.not_done}")
    if not row.notes:
        return (row.shape, row.deed, "FAILED" if row.is_failed else "nothing was left")
    middle, high = percentile(row.times, 0.5), percentile(row.times, 0.95)
    failed = str(len(row.failed(ADVICE)))
    return (
        row.shape,
        row.deed,
        str(len(row.of(ADVICE))),
        f"{middle * 1000:.1f}",
        f"{high * 1000:.1f}",
        f"{high / undisturbed:.1f}{'' if high <= GOAL * undisturbed else ' !'}",
        f"{failed} (+{row.pardoned})" if row.pardoned else failed,
        answered(row.of(OTHER)),
        slowest(row.of(OTHER)),
        str(len(row.failed(OTHER))),
        answered(row.of(READY)),
        slowest(row.of(READY)),
        "" if row.well_after is None else f"{row.well_after:.1f}",
        "FAILED" if row.is_failed else "",
    )


def table(rows: Sequence[Row]) -> str:
    base = {row.shape: percentile(row.times, 0.95) for row in reversed(rows) if row.times}
    lines = [*HEADINGS, *(cells(row, base.get(row.shape, math.nan)) for row in rows)]
    whole = [line for line in lines if len(line) == len(HEADINGS[0])]
    widths = [max(len(line[place]) for line in whole) for place in range(len(HEADINGS[0]))]
    return "\n".join(aligned(line, widths) for line in lines)


def aligned(line: Sequence[str], widths: Sequence[int]) -> str:
    """A deed that was not done has words in place of figures, as long as they may be."""
    padded = (cell.ljust(width) for cell, width in zip(line, widths, strict=False))
    return "  ".join(padded).rstrip()


def failures(rows: Sequence[Row]) -> list[str]:
    """Each kind once a row, with how often, and where it was met most."""
    said = []
    for row in rows:
        said += [f"{row.shape}, {row.deed}: {problem}" for problem in row.problems]
        for kind in (ADVICE, OTHER, READY):
            failed = row.failed(kind)
            for problem, times in Counter(note.problem for note in failed).most_common(SHOWN):
                met = Counter(note.path for note in failed if note.problem == problem)
                where = ", ".join(path for path, _ in met.most_common(SHOWN))
                said.append(f"{row.shape}, {row.deed}: {kind} {problem}, {times}× ({where})")
    return said
