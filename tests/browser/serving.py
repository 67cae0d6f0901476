"""How sites of tests are made, copied and served."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from tests.processes import python, started

ROOT = Path(__file__).resolve().parent.parent.parent
# By address: the folders of the sites that were started.
folders: dict[str, Path] = {}
START_SECONDS = 300  # for a slow machine; a site that cannot start ends, and is seen at once


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(START_SECONDS * 10):
        if process.poll() is not None:
            pytest.fail(f"the site stopped while starting, with code {process.returncode}")
        try:
            with urlopen(url, timeout=1):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"the site did not answer within {START_SECONDS} seconds")


def copy_of(made: Path, folder: Path) -> Path:
    """Its link to the newest pages stays a link."""
    return shutil.copytree(made, folder, dirs_exist_ok=True, symlinks=True)


@contextmanager
def served(
    var_dir: Path, *, is_killed: bool = False, said: Path | None = None, **environment: str
) -> Iterator[str]:
    """`is_killed`: at the end all of its processes go at once, as when the power fails.

    What it prints goes to the file `said`.
    """
    port = free_port()
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in ("SECRET_KEY", "DATABASE_URL", "SITE_URL", "DJANGO_SETTINGS_MODULE")
    }
    with said.open("wb") if said else nullcontext() as heard:
        process = subprocess.Popen(
            [sys.executable, "deploy/local.py"],
            cwd=ROOT,
            env=inherited
            | {"PORT": str(port), "VAR_DIR": str(var_dir), "DEMO": "no"}
            | environment,
            start_new_session=True,
            stdout=heard,
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/readyz", process)
        folders[f"http://127.0.0.1:{port}"] = var_dir
        yield f"http://127.0.0.1:{port}"
    finally:
        try:
            if not is_killed:
                process.terminate()
                process.wait(60)
        finally:
            process.kill()  # its server and its mail worker go with it
            process.wait()


@contextmanager
def running(
    var_dir: Path, *, host: str = "127.0.0.1", processes: int = 2, **more: str
) -> Iterator[str]:
    """A site that is made already: its server and its mail worker, and nothing before them.

    `processes`: of its server. `more`: settings of its environment.
    """
    port = free_port()
    url = f"http://{host}:{port}"
    environment = {
        "PORT": str(port),
        "VAR_DIR": str(var_dir),
        "SITE_URL": url,
        "SECRET_KEY": (var_dir / "secret_key").read_text(),
        "DATABASE_URL": "",
        **more,
    }
    serve = python("deploy/serve.py", "--port", str(port), "--workers", str(processes))
    work = python("manage.py", "run_worker")
    with (
        started(serve, var_dir / "server.log", **environment) as server,
        started(work, var_dir / "worker.log", **environment),
    ):
        wait_for(f"{url}/readyz", server.process)
        folders[url] = var_dir
        yield url
