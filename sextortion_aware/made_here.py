"""What `make run` made on this machine: commands run by hand read it, and so work on its site.

A server never does: without a secret of its own it does not start.
"""

import contextlib
import os
from collections.abc import MutableMapping
from pathlib import Path
from urllib.parse import urlsplit

from sextortion_aware.env import is_loopback

ROOT = Path(__file__).resolve().parent.parent
MADE = {"SECRET_KEY": "secret_key", "SITE_URL": "site_url"}  # below VAR_DIR


def var_of(environment: MutableMapping[str, str]) -> Path:
    return Path(environment.get("VAR_DIR") or ROOT / "var")


def remember(name: str, value: str, *, var: Path) -> None:
    """Readable by this person only, and never half written."""
    path = var / MADE[name]
    half_made = path.with_suffix(".new")
    half_made.touch(mode=0o600)
    half_made.write_text(value, encoding="utf-8")
    half_made.replace(path)


def write_for_owner_only() -> None:
    """Whatever this process and those below it write. What the web server reads says so itself:
    advice/published.py.
    """
    os.umask(0o077)


def read_what_make_run_made(environment: MutableMapping[str, str] = os.environ) -> None:
    """An installation names a secret, or an address that others reach; then nothing is added.

    An address of this machine is kept, and has the secret all the same.
    """
    if environment.keys() & {"SECRET_KEY", "DEBUG"} or not is_of_this_machine(
        environment.get("SITE_URL")
    ):
        return
    with contextlib.suppress(OSError):
        found = {name: (var_of(environment) / file).read_text() for name, file in MADE.items()}
        if not is_for_others(found["SITE_URL"]):
            environment.update({**found, **environment})


def is_for_others(address: str) -> bool:
    """Then the secret that is made here will not do. What is no address the settings refuse."""
    with contextlib.suppress(ValueError):
        parts = urlsplit(address.strip())
        return parts.scheme == "https" and not is_loopback(parts.hostname or "localhost")
    return False


def is_of_this_machine(address: str | None) -> bool:
    if address is None:
        return True
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme == "http" and is_loopback(parts.hostname or "")
