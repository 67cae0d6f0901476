"""The servers of the bench, each on the first core: granian as production starts it, and nginx with
the same bytes and headers.
"""

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
SERVER_CORE, CLIENT_CORE = "0", "1"
FRONT, BARE = "sextortion_aware.wsgi:application", "tests.bench.bare:application"
NGINX = """
daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log stderr;
include /etc/nginx/modules-enabled/*.conf;
events {{ worker_connections 1024; }}
http {{
  include /etc/nginx/mime.types; access_log off; sendfile on; tcp_nopush on; server_tokens off;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port}; root {mirror}; brotli_static on; gzip_static on;
    include {mirror}/nginx.conf;
  }}
}}
"""


@dataclass(frozen=True)
class Server:
    port: int
    process: subprocess.Popen[bytes]

    def processes(self) -> list[int]:
        """This one and all below it."""
        found = [self.process.pid]
        for pid in found:
            for task in Path(f"/proc/{pid}/task").iterdir():
                found += [int(child) for child in (task / "children").read_text().split()]
        return found

    def cpu_seconds(self) -> float:
        fields = [
            Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
            for pid in self.processes()
        ]
        return sum(int(found[11]) + int(found[12]) for found in fields) / os.sysconf("SC_CLK_TCK")

    def worker_memory(self) -> int:
        """KiB of the process that answers, which is the largest; what it shares with the other one
        is counted to each in part.
        """
        return max(proportional_memory(pid) for pid in self.processes())

    def ask(self, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        try:
            connection.request(
                "GET",
                path,
                headers={name.replace("_", "-"): value for name, value in headers.items()},
            )
            answer = connection.getresponse()
            return (
                answer.status,
                {name.lower(): value for name, value in answer.getheaders()},
                answer.read(),
            )
        finally:
            connection.close()


def proportional_memory(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def environment(var: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME", "LANG")}
    return kept | {
        "SECRET_KEY": secrets.token_urlsafe(60),
        "VAR_DIR": str(var),
        "DATABASE_URL": f"sqlite:///{var}/site.sqlite3",
    }


def prepare(var: Path, mirror: Path) -> None:
    for command in (
        ["migrate"],
        ["collectstatic", "--noinput"],
        ["build_advice"],
        ["build_advice", "--to", str(mirror)],
    ):
        subprocess.run(
            [sys.executable, "manage.py", *command, "--verbosity", "0"],
            cwd=ROOT,
            env=environment(var),
            check=True,
        )


@contextmanager
def granian(application: str, var: Path) -> Iterator[Server]:
    port = free_port()
    # As production starts it; but one worker, because one core serves.
    command = [
        sys.executable,
        "deploy/serve.py",
        "--workers",
        "1",
        "--port",
        str(port),
        application,
    ]
    with running(port, command, environment(var)) as server:
        yield server


@contextmanager
def nginx(mirror: Path, folder: Path) -> Iterator[Server]:
    port = free_port()
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, mirror=mirror, port=port))
    with running(
        port, ["nginx", "-e", "stderr", "-c", str(folder / "nginx.conf")], dict(os.environ)
    ) as server:
        yield server


@contextmanager
def running(port: int, command: list[str], environ: dict[str, str]) -> Iterator[Server]:
    process = subprocess.Popen(
        ["taskset", "-c", SERVER_CORE, *command], cwd=ROOT, env=environ, stdout=subprocess.DEVNULL
    )
    try:
        yield Server(port, process)
    finally:
        process.terminate()
        process.wait(30)


def wait_for(server: Server, path: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and server.process.poll() is None:
        try:
            if server.ask(path)[0] == 200:
                return
        except (OSError, HTTPException):
            pass
        time.sleep(0.001)
    raise SystemExit(f"No server answered on port {server.port}.")
