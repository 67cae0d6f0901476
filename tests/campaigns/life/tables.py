"""The two life tables as docs/map.md has them."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from sextortion_aware.patterns import compiled

MAP = Path(__file__).parents[3] / "docs/map.md"
IN_CODE = compiled(r"`([a-z_]+)`")
NONE_YET = "none yet"
STAYS = "stays"
NOTHING = "nothing"  # stands where no deed leads out of a state

OFFICERS = frozenset({"own", "colleague", "coordinator"})
EVERYBODY = OFFICERS | {"school", "viewer"}
WHO = {
    "anybody": EVERYBODY,
    "school": frozenset({"school"}),
    "officer": OFFICERS,
    "own officer": frozenset({"own"}),
    "who saved it": frozenset({"own"}),  # in the tests it is always they who saved it
    "coordinator": frozenset({"coordinator"}),
    "the night": frozenset({"the night"}),
    "officer proposes": frozenset(),  # does not do it, but asks for it
}


class Row(NamedTuple):
    states: tuple[str, ...]
    deed: str
    next_state: str
    who: tuple[str, ...]

    @property
    def may(self) -> frozenset[str]:
        return frozenset().union(*(WHO[word] for word in self.who))


@cache
def rows_under(heading: str) -> list[Row]:
    _, _, rest = MAP.read_text(encoding="utf-8").partition(f"\n## {heading}\n")
    section, _, _ = rest.partition("\n## ")
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    return [read(line) for line in lines]


def read(line: str) -> Row:
    states, deed, next_state, who = (cell.strip() for cell in line.strip("|").split("|"))
    return Row(
        states=tuple(IN_CODE.findall(states)) or (NONE_YET,),
        deed=deed,
        next_state=(IN_CODE.findall(next_state) or [next_state])[0],
        who=tuple(word.strip() for word in who.split(",")) if who else (),
    )
