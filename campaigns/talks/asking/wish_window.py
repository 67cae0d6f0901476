"""The times of day between which a talk may be: one, or two that belong together."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time

NOON = 12
SHORTEST = 30
Part = tuple[time | None, time | None]


@dataclass(frozen=True)
class Window:
    not_before: time | None = None
    not_after: time | None = None
    is_said: bool = False
    is_many: bool = False  # mornings and afternoons

    or_begins: time | None = None  # "9.30 or 1.30"
    or_ends: time | None = None

    is_gapped: bool = False  # morning or evening
    is_apart: bool = False  # "before 11 or after 2"

    def each(self) -> Iterator[tuple[time | None, time | None]]:
        if self.is_apart:
            yield None, self.not_after
            yield self.not_before, None
            return
        yield self.not_before, self.not_after
        if self.or_begins:
            yield self.or_begins, self.or_ends

    def outside(self) -> Iterator[tuple[time | None, time | None]]:
        yield None, self.not_before
        yield self.not_after, None

    @property
    def is_one(self) -> bool:
        return self.not_before is not None or self.not_after is not None

    @property
    def is_any(self) -> bool:
        """ "All day", "either"."""
        return self.is_said and not self.is_many and not self.is_one


def minutes(moment: time) -> int:
    return moment.hour * 60 + moment.minute


def late(said: time | None, begins: time | None) -> time | None:
    """ "Evenings after 7": of the clock's two, the one that is in this part of the day."""
    if said is None or begins is None or said.hour >= NOON or said.replace(hour=0) == said:
        return said
    later = said.replace(hour=said.hour + NOON)
    return later if later >= begins else said


def within(window: Window, parts: list[Part], *, is_end: bool) -> Window:
    """ "Mornings after 10" end with the morning; "in the morning at 10" says when it begins."""
    parts = [part for part in parts if part != (None, None)]
    if not parts:
        return window
    if len(parts) > 1:
        return Window(is_said=True, is_many=True, is_gapped=True)
    begins, ends = parts[0]
    not_before, not_after = (late(each, begins) for each in (window.not_before, window.not_after))
    first = max(not_before or time.min, begins or time.min)
    last = min(not_after or time.max, ends or time.max)
    if minutes(last) - minutes(first) < SHORTEST:  # "before break 10.30"
        return Window(is_said=True, is_many=True, is_gapped=True)
    if window.not_before and not is_end:
        last = not_after or time.max
    return Window(
        None if first == time.min else first, None if last == time.max else last, is_said=True
    )


def narrowest(parts: list[Part]) -> Part | None:
    """The one within all the others."""
    first = max(first or time.min for first, _ in parts)
    last = min(last or time.max for _, last in parts)
    return next(
        (part for part in parts if (part[0] or time.min, part[1] or time.max) == (first, last)),
        None,
    )


def is_gapped(parts: list[Part]) -> bool:
    """Of "morning or evening" the afternoon is not meant."""
    begins = [first or time.min for first, last in parts if last is None]
    ends = [last or time.max for first, last in parts if first is None]
    return bool(parts) and not (begins and ends and min(begins) <= max(ends))
