"""How fast advice pages are served, against nginx and against Django alone.

Run by hand: .venv/bin/python -m tests.bench.advice; see README.md.
"""

import argparse
import re
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

from tests.bench.calm import undisturbed
from tests.bench.servers import BARE, CLIENT_CORE, FRONT, Server, granian, nginx, prepare, wait_for
from tests.bench.slow import clients, read_slowly, send_slowly

PAGE = "/what-to-do/"
BROTLI = "Accept-Encoding: br"
UNITS = {"us": 1, "ms": 1_000, "s": 1_000_000}


@dataclass(frozen=True)
class Goal:
    name: str
    figure: str
    over: str
    limit: float
    at_least: bool

    def is_met(self, ratio: float) -> bool:
        return ratio >= self.limit if self.at_least else ratio <= self.limit


GOALS = (
    Goal("requests a second, 16 connections / nginx", "site 16 rate", "nginx 16 rate", 0.60, True),
    Goal("requests a second, 64 connections / nginx", "site 64 rate", "nginx 64 rate", 0.60, True),
    Goal("CPU a request, 16 connections / nginx", "site 16 cpu", "nginx 16 cpu", 1.7, False),
    Goal("CPU a request, 64 connections / nginx", "site 64 cpu", "nginx 64 cpu", 1.7, False),
    Goal("p99, 16 connections / nginx", "site 16 p99", "nginx 16 p99", 2, False),
    Goal("p99, 64 connections / nginx", "site 64 p99", "nginx 64 p99", 2, False),
    Goal("304 a second / nginx", "site 304 rate", "nginx 304 rate", 0.45, True),
    Goal(
        "requests a second / the same page from Django's view",
        "site 16 rate",
        "view 16 rate",
        150,
        True,
    ),
    Goal(
        "first page after start / Django alone", "site first page", "bare first page", 0.45, False
    ),
    Goal("memory of a worker / Django alone", "site memory", "bare memory", 1.1, False),
    Goal(
        "median latency beside 40 slow clients / alone",
        "site beside slow clients",
        "site beside none",
        1.5,
        False,
    ),
    Goal(
        "median latency beside 8 slow downloads / alone",
        "site beside slow downloads",
        "site beside none",
        1.5,
        False,
    ),
)
SIDES = {
    "none": (0, send_slowly),
    "slow clients": (40, send_slowly),
    "slow downloads": (8, read_slowly),
}


class Bench:
    def __init__(self, var: Path, mirror: Path, scratch: Path, seconds: int) -> None:
        self.var, self.mirror, self.scratch, self.seconds = var, mirror, scratch, seconds
        self.figures: dict[str, list[float]] = defaultdict(list)
        self.paths = [
            f"/{path.parent.relative_to(mirror)}/".replace("/./", "/")
            for path in sorted(mirror.rglob("index.html"))
        ]

    def round_of_load(self, servers: dict[str, Server]) -> None:
        for connections in (16, 64):
            for name, server in servers.items():
                if name != "view" or connections == 16:
                    self.load(f"{name} {connections}", server, connections, BROTLI)
        for name in ("nginx", "site"):
            etag = servers[name].ask(PAGE, Accept_Encoding="br")[1]["etag"]
            self.load(f"{name} 304", servers[name], 16, BROTLI, f"If-None-Match: {etag}")

    def load(self, name: str, server: Server, connections: int, *headers: str) -> None:
        def measure() -> tuple[Load, float]:
            before = server.cpu_seconds()
            return wrk(
                server.port, connections, self.seconds, headers
            ), server.cpu_seconds() - before

        found, seconds = undisturbed(measure, server.cpu_seconds)
        self.figures[f"{name} rate"].append(found.rate)
        self.figures[f"{name} p99"].append(found.p99)
        self.figures[f"{name} cpu"].append(seconds / found.requests * 1_000_000)

    def round_of_slow_ones(self, server: Server) -> None:
        for name, (number, behave) in SIDES.items():
            with clients(number, behave, server.port) if number else nullcontext():
                found = undisturbed(
                    lambda: wrk(server.port, 4, self.seconds, (BROTLI,)), server.cpu_seconds
                )
                self.figures[f"site beside {name}"].append(found.median)

    def round_of_starts(self, *, with_memory: bool) -> None:
        for name, application in (("site", FRONT), ("bare", BARE)):
            milliseconds, memory = undisturbed(
                partial(self.start, application, with_memory), lambda: 0.0
            )
            self.figures[f"{name} first page"].append(milliseconds)
            self.figures[f"{name} memory"] += memory

    def start(self, application: str, with_memory: bool) -> tuple[float, list[int]]:
        began = time.monotonic()
        with granian(application, self.var) as server:
            wait_for(server, PAGE)
            milliseconds = (time.monotonic() - began) * 1000
            if not with_memory:
                return milliseconds, []
            wait_for(server, "/robots.txt")  # Django is there
            for path in self.paths:
                server.ask(path, Accept_Encoding="br")
            return milliseconds, [server.worker_memory()]


@dataclass(frozen=True)
class Load:
    rate: float
    requests: int
    median: float
    p99: float


def wrk(port: int, connections: int, seconds: int, headers: tuple[str, ...]) -> Load:
    asked = [word for header in headers for word in ("-H", header)]
    command = [
        "taskset",
        "-c",
        CLIENT_CORE,
        "wrk",
        "-t1",
        f"-c{connections}",
        f"-d{seconds}s",
        "--latency",
        *asked,
        f"http://127.0.0.1:{port}{PAGE}",
    ]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in said or "Socket errors" in said:
        raise SystemExit(f"A request failed:\n{said}")
    return Load(
        float(number(r"Requests/sec:\s+(\S+)", said)),
        int(number(r"(\d+) requests in", said)),
        latency("50%", said),
        latency("99%", said),
    )


def number(pattern: str, text: str) -> str:
    found = re.search(pattern, text)
    assert found, text
    return found[1]


def latency(which: str, text: str) -> float:
    """Microseconds."""
    value, unit = re.fullmatch(r"([\d.]+)(us|ms|s)", number(rf"\n +{which} +(\S+)", text)).groups()
    return float(value) * UNITS[unit]


def refuse_differences(one: Server, other: Server) -> None:
    """The same bytes and the same headers, but those that a server makes itself."""
    own = {"server", "date", "etag", "last-modified", "connection"}
    answers = [server.ask(PAGE, Accept_Encoding="br") for server in (one, other)]
    bodies = [body for _, _, body in answers]
    headers = [
        {name: value for name, value in found.items() if name not in own} for _, found, _ in answers
    ]
    if bodies[0] != bodies[1] or headers[0] != headers[1]:
        raise SystemExit(
            f"The two do not send the same: {len(bodies[0])} and {len(bodies[1])} bytes, "
            f"{headers[0].items() ^ headers[1].items()}"
        )


@contextmanager
def all_servers(bench: Bench) -> Iterator[dict[str, Server]]:
    with ExitStack() as stack:
        servers = {
            "nginx": stack.enter_context(nginx(bench.mirror, bench.scratch)),
            "site": stack.enter_context(granian(FRONT, bench.var)),
            "view": stack.enter_context(granian(BARE, bench.var)),
        }
        for server in servers.values():
            wait_for(server, PAGE)
        refuse_differences(servers["nginx"], servers["site"])
        yield servers


def rounds(bench: Bench, number: int) -> None:
    for place in range(number):
        say(f"starts, round {place + 1} of {number}")
        bench.round_of_starts(with_memory=place < 2)
    with all_servers(bench) as servers:
        for place in range(number):
            say(f"load, round {place + 1} of {number}")
            bench.round_of_load(servers)
            bench.round_of_slow_ones(servers["site"])


def report(figures: dict[str, list[float]]) -> bool:
    all_met = True
    for goal in GOALS:
        one, other = median(figures[goal.figure]), median(figures[goal.over])
        met = goal.is_met(one / other)
        all_met &= met
        limit = f"{'>=' if goal.at_least else '<='} {goal.limit:g}"
        sys.stdout.write(
            f"{one / other:8.2f}  {limit:8} {'' if met else 'MISSED':6}  {goal.name}  "
            f"({one:,.0f} / {other:,.0f})\n"
        )
    return all_met


def say(words: str) -> None:
    sys.stderr.write(f"{words}\n")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--seconds", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # nginx reads as another user
        for part in ("var", "mirror", "scratch"):
            (folder / part).mkdir()
        say("building")
        prepare(folder / "var", folder / "mirror")
        bench = Bench(folder / "var", folder / "mirror", folder / "scratch", options.seconds)
        rounds(bench, options.rounds)
        return 0 if report(bench.figures) else 1


if __name__ == "__main__":
    sys.exit(main())
