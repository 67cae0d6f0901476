import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def run(tmp_path: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if name not in ("SECRET_KEY", "DJANGO_SETTINGS_MODULE", "DATABASE_URL")}
    return subprocess.run(
        [sys.executable, "deploy/local.py"], cwd=ROOT, env=kept | {"VAR_DIR": str(tmp_path / "var")} | environment, capture_output=True, text=True, timeout=30
    )


def test_busy_port_is_one_plain_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        done = run(tmp_path, PORT=str(port))

    assert done.returncode == 1
    assert done.stderr == f"Port {port} is busy: stop what is using it, or choose another, for example PORT={port + 1} make run\n"
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("port", ["eighty", "0", "70000"])
def test_port_that_is_none_is_one_plain_sentence(tmp_path, port):
    done = run(tmp_path, PORT=port)

    assert done.returncode == 1
    assert done.stderr == f'PORT is "{port}": choose a number from 1 to 65535, for example PORT=8001 make run\n'


def test_secret_is_made_once_and_only_its_owner_reads_it(tmp_path):
    sys.path.insert(0, str(ROOT / "deploy"))
    try:
        import local
    finally:
        sys.path.pop(0)

    first = local.secret(tmp_path)
    second = local.secret(tmp_path)

    assert first == second
    assert len(first) >= 80
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0
