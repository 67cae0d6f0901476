"""What the log's pages cost to render, against a page of the team that asks two questions.

Run by hand: .venv/bin/python -m tests.bench.log_form; see README.md.
"""

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from statistics import median

import django

from tests.bench.servers import ROOT, environment

REFERENCE = "cancel"
MOST_MILLISECONDS, MOST_BYTES = 15, 14 * 1024
WARM_UP = 5

Page = Callable[[], bytes]


def start(var: Path) -> None:
    """Django with a database of its own, and names of files as production has them."""
    environ = environment(var)
    for command in ("migrate", "collectstatic"):
        subprocess.run(
            [sys.executable, "manage.py", command, "--noinput", "--verbosity", "0"],
            cwd=ROOT,
            env=environ,
            check=True,
        )
    os.environ |= environ | {"DJANGO_SETTINGS_MODULE": "sextortion_aware.settings"}
    django.setup()


def pages() -> dict[str, Page]:
    """By name, each a function that asks for it."""
    from django.test import Client
    from django.utils import timezone

    from tests.campaigns.sessions.real_size import make_real_size

    today = timezone.localdate()
    real = make_real_size(today=today)
    client = Client(SERVER_NAME="127.0.0.1", raise_request_exception=True)
    client.force_login(real.officer.user)

    def page(address: str, **typed: str) -> Page:
        def ask() -> bytes:
            answer = client.post(address, typed) if typed else client.get(address)
            assert answer.status_code == 200, (address, answer.status_code)
            return answer.content

        return ask

    logged, planned = real.session(held_on=today), real.plan(held_on=today)
    later = real.plan(held_on=today + timedelta(days=7))
    return {
        REFERENCE: page(f"/team/sessions/{later.pk}/cancel/"),
        "log": page("/team/log/"),
        "log with errors": page("/team/log/", notes="x"),
        "count": page(f"/team/sessions/{planned.pk}/count/"),
        "count with errors": page(f"/team/sessions/{planned.pk}/count/", opened="1"),
        "edit": page(f"/team/sessions/{logged.pk}/edit/"),
        "edit with errors": page(f"/team/sessions/{logged.pk}/edit/", opened="1"),
        "correct": page(f"/team/sessions/{logged.pk}/correct/"),
    }


def measure(asked: dict[str, Page], rounds: int) -> tuple[dict[str, float], dict[str, int]]:
    """Milliseconds of CPU, the median of rounds in which each page is asked for once; and bytes."""
    spent, sizes = defaultdict[str, list[float]](list), {}
    for number in range(WARM_UP + rounds):
        for name, ask in asked.items():
            began = time.process_time()
            sizes[name] = len(ask())
            if number >= WARM_UP:
                spent[name].append((time.process_time() - began) * 1000)
    return {name: median(found) for name, found in spent.items()}, sizes


def report(milliseconds: dict[str, float], sizes: dict[str, int]) -> bool:
    all_met = True
    for name, spent in milliseconds.items():
        met = name == REFERENCE or (spent <= MOST_MILLISECONDS and sizes[name] <= MOST_BYTES)
        all_met &= met
        sys.stdout.write(
            f"{spent / milliseconds[REFERENCE]:6.2f}  {'' if met else 'MISSED':6}  {name:18}"
            f"  {spent:5.1f} ms CPU  {sizes[name]:6,} bytes\n"
        )
    return all_met


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=40)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        start(Path(name))
        return 0 if report(*measure(pages(), options.rounds)) else 1


if __name__ == "__main__":
    sys.exit(main())
