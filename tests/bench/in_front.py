"""What deploy/nginx.conf costs beside the barest nginx.

Run by hand: .venv/bin/python -m tests.bench.in_front; see README.md.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from statistics import median

from tests.bench.advice import BROTLI, PAGE, wrk
from tests.bench.calm import undisturbed
from tests.bench.servers import (
    NGINX,
    ROOT,
    Server,
    environment,
    free_port,
    nginx,
    prepare,
    running,
    wait_for,
)

LIMIT = 1.2
# The measure is of pages, so without the handshakes, with one process, on ports that are free.
CHANGES = {
    "worker_processes auto;": "worker_processes 1;",
    "listen 443 ssl http2;": "listen 127.0.0.1:{port};",
    "listen 80;": "listen 127.0.0.1:{other};",
    "error_log /var/log/nginx/error.log;": "error_log stderr; daemon off; pid {folder}/front.pid;",
    "http {": "http {{ " + NGINX[NGINX.index("client_body_temp_path") : NGINX.index("  server {{")],
}


def configuration(var: Path, folder: Path, port: int) -> str:
    hosts = {"ALLOWED_HOSTS": "127.0.0.1"}
    command = [sys.executable, "manage.py", "nginx_conf", "/none", "/none"]
    made = subprocess.run(
        command, cwd=ROOT, env=environment(var) | hosts, capture_output=True, text=True, check=True
    ).stdout
    start, end = (
        made.index("    # Who asks by another name"),
        made.index("    server {\n        listen 80;"),
    )
    lines = (made[:start] + made[end:]).splitlines(keepends=True)
    text = "".join(line for line in lines if "ssl_cert" not in line and "listen [::]" not in line)
    for before, after in CHANGES.items():
        assert before in text, before
        text = text.replace(before, after.format(port=port, other=free_port(), folder=folder))
    return text


@contextmanager
def in_front(var: Path, folder: Path) -> Iterator[Server]:
    port = free_port()
    (folder / "front.conf").write_text(configuration(var, folder, port))
    command = ["nginx", "-e", "stderr", "-c", str(folder / "front.conf")]
    with running(port, command, dict(os.environ)) as server:
        yield server


def cpu_of_a_request(server: Server, seconds: int) -> float:
    """Microseconds: a busy machine makes fewer requests, and each costs much the same."""
    before = server.cpu_seconds()
    found = wrk(server.port, 16, seconds, (BROTLI,))
    return (server.cpu_seconds() - before) / found.requests * 1_000_000


def measure(servers: dict[str, Server], rounds: int, seconds: int) -> dict[str, float]:
    figures: dict[str, list[float]] = defaultdict(list)
    for place in range(rounds):
        sys.stderr.write(f"round {place + 1} of {rounds}\n")
        for name, server in servers.items():
            cost = partial(cpu_of_a_request, server, seconds)
            figures[name].append(undisturbed(cost, server.cpu_seconds))
    return {name: median(found) for name, found in figures.items()}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=2)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)  # nginx reads as another user
        for part in ("var", "mirror"):
            (folder / part).mkdir()
        prepare(folder / "var", folder / "mirror")
        with nginx(folder / "mirror", folder) as bare, in_front(folder / "var", folder) as front:
            for server in (bare, front):
                wait_for(server, PAGE)
            assert (
                bare.ask(PAGE, Accept_Encoding="br")[2] == front.ask(PAGE, Accept_Encoding="br")[2]
            )
            figures = measure({"bare": bare, "front": front}, options.rounds, options.seconds)
    ratio = figures["front"] / figures["bare"]
    costs = f"({figures['front']:.1f} / {figures['bare']:.1f} microseconds)"
    sys.stdout.write(f"{ratio:.2f}  <= {LIMIT}  CPU a request / the barest nginx  {costs}\n")
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
