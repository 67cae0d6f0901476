"""`make drill`: does to the running site what strangers, databases and disks do. See README.md."""

import argparse
import os
import signal
import sqlite3
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

import psycopg2

from tests.drill.client import NO_ANSWER
from tests.drill.databases import Lacks, NotDone
from tests.drill.deeds import Deed, deeds
from tests.drill.nginx import NginxShape
from tests.drill.readers import watching
from tests.drill.shapes import NotStarted, RunShape, Shape
from tests.drill.table import Row, failures, table

SHAPES: dict[str, type[Shape]] = {"run": RunShape, "nginx": NginxShape}
WELL_SECONDS = 10


def perform(deed: Deed, shape: Shape) -> Row:
    row = Row(shape.name, deed.name)
    say(f"{shape.name}: {deed.name}")
    try:
        if deed.is_watched:
            watched(deed, shape, row)
        else:
            attempt(deed, shape, row)
    except NotDone as reason:
        row.not_done = str(reason)
    return row


def attempt(deed: Deed, shape: Shape, row: Row) -> None:
    """A deed that the site leaves no way to finish is a failure, and the next one follows."""
    try:
        deed.act(shape, row)
    except (*NO_ANSWER, psycopg2.Error, sqlite3.Error, KeyError, ValueError) as error:
        row.problems.append(f"could not be done: {type(error).__name__} {error}")


def watched(deed: Deed, shape: Shape, row: Row) -> None:
    """The readers stay until the site is well again. One that is not is started anew."""
    assert shape.reference
    with watching(shape.site, shape.reference) as row.notes:
        attempt(deed, shape, row)
        row.ended = time.monotonic()
        wrong = shape.wait_until_well(WELL_SECONDS)
        row.well_after = time.monotonic() - row.ended
    if wrong:
        row.well_after = None
        row.problems.append(f"not well {WELL_SECONDS} s later ({wrong})")
        shape.stop()
        shape.start()


def drill(shape: Shape, chosen: list[Deed], rows: list[Row]) -> None:
    say(f"{shape.name}: starting")
    shape.open()
    shape.start()
    for deed in chosen:
        rows.append(perform(deed, shape))
    shape.stop()


def say(words: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {words}\n")
    sys.stderr.flush()


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.drill", description=__doc__)
    parser.add_argument("--shape", choices=[*SHAPES, "both"], default="both")
    parser.add_argument("--kills", type=int, default=5, help="of each process")
    parser.add_argument("--only", default="", help="deeds with these words in their name")
    return parser.parse_args()


def stop_tidily(*_: object) -> None:
    raise KeyboardInterrupt


def main() -> int:
    options = arguments()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop_tidily)
    first, *others = deeds(options.kills)
    chosen = [first, *(deed for deed in others if options.only.lower() in deed.name.lower())]
    rows: list[Row] = []
    began = time.monotonic()
    shapes = [*SHAPES] if options.shape == "both" else [options.shape]
    problems = all_shapes(shapes, chosen, rows) + failures(rows)
    sys.stdout.write(f"\n{table(rows)}\n\n" if rows else "")
    sys.stdout.write("".join(f"{problem}\n" for problem in problems))
    sys.stdout.write(f"{len(problems)} kinds of failure, {time.monotonic() - began:.0f} s\n")
    return 1 if problems else 0


def all_shapes(names: list[str], chosen: list[Deed], rows: list[Row]) -> list[str]:
    """Why one could not be gone through.

    What the machine lacks is a failure under CI=true only, as in tests/run.sh.
    """
    problems = []
    with tempfile.TemporaryDirectory(prefix="drill-") as folder:
        Path(folder).chmod(0o755)  # nginx reads as another user
        for name in names:
            try:
                with closing(SHAPES[name](Path(folder) / name)) as shape:
                    drill(shape, chosen, rows)
            except Lacks as what:
                say(f"!!!!!!!! NOT DRILLED: {name}, for want of {what}")
                if os.environ.get("CI") == "true":
                    problems.append(f"{name}: for want of {what}")
            except NotStarted as reason:
                problems.append(str(reason))
            except KeyboardInterrupt:
                return [*problems, "stopped before its end"]
    return problems


if __name__ == "__main__":
    sys.exit(main())
