"""What may be published of a table of counts.

Never about so few people that one of them could be picked out.
"""

from collections.abc import Sequence
from dataclasses import dataclass

FEWEST = 10


@dataclass(frozen=True)
class Published:
    """None is withheld. Zero is not about anybody, so it stays."""

    cells: tuple[int | None, ...]
    total: int | None


def publish(cells: Sequence[int]) -> Published:
    """For a table whose total stands beside it.

    Whoever knows these rules must still not be able to work a withheld cell out. A set of withheld
    cells holds when two of them differ (they could be the other way round) or when all are alike
    but neither the fewest nor the most that a withheld cell can be. Where it does not hold, the
    smallest other cells go too, all that are equal to it, so that the order of the rows tells
    nothing; where there is none, the total goes.
    """
    withheld = {cell for cell in cells if 0 < cell < FEWEST}
    if can_be_worked_out([cell for cell in cells if cell in withheld]):
        others = [cell for cell in cells if cell >= FEWEST]
        if not others:
            return without_total(cells)
        withheld.add(min(others))
    return Published(tuple(None if cell in withheld else cell for cell in cells), sum(cells))


def can_be_worked_out(small: Sequence[int]) -> bool:
    return len(small) == 1 or (len(small) > 1 and set(small) in ({1}, {FEWEST - 1}))


def without_total(cells: Sequence[int]) -> Published:
    return Published(tuple(None if cell else 0 for cell in cells), None)
