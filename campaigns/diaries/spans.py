"""Stretches of wall time: joined, and cut out of one another."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

Span = tuple[datetime, datetime]

QUARTER = timedelta(minutes=15)


def joined(spans: Iterable[Span]) -> list[Span]:
    """In order; what overlaps or touches is one."""
    result: list[Span] = []
    for begins, ends in sorted(span for span in spans if span[0] < span[1]):
        if result and begins <= result[-1][1]:
            result[-1] = (result[-1][0], max(result[-1][1], ends))
        else:
            result.append((begins, ends))
    return result


def without(spans: Iterable[Span], holes: Iterable[Span]) -> list[Span]:
    left = list(spans)
    for hole_begins, hole_ends in holes:
        pieces = [
            piece
            for begins, ends in left
            for piece in ((begins, min(ends, hole_begins)), (max(begins, hole_ends), ends))
        ]
        left = [(begins, ends) for begins, ends in pieces if begins < ends]
    return sorted(left)


def quarters(span: Span, length: timedelta) -> Iterator[datetime]:
    """The quarter hours at which something of this length could begin and end inside."""
    begins, ends = next_quarter(span[0]), span[1]
    while begins + length <= ends:
        yield begins
        begins += QUARTER


def next_quarter(moment: datetime) -> datetime:
    past = timedelta(
        minutes=moment.minute % 15, seconds=moment.second, microseconds=moment.microsecond
    )
    return moment - past + QUARTER if past else moment
