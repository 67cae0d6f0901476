"""Reads the environment and refuses what it does not understand. Nothing here imports Django."""

import ipaddress
import os
import re  # noqa: TID251  (it starts first; who writes the environment may keep us busy anyway)
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

SHORTEST_SECRET = 50
FEWEST_DIFFERENT_CHARACTERS = 15
DATABASES = ("sqlite", "postgres", "postgresql")
EMAIL = re.compile(r"[a-z0-9._+-]+@[a-z0-9-]+(\.[a-z0-9-]+)+")
LONGEST_EMAIL = 254
BACKUP_KEY = re.compile(r"age1[02-9ac-hj-np-z]{58}")
SAMPLE_WORDS = ("insecure", "changeme", "change-me", "secret-key", "example", "your-secret")


class EnvError(Exception):
    """The environment does not let the site start safely; the text is one sentence for a person."""


@dataclass(frozen=True)
class Env:
    """`values` is normally os.environ; tests hand in a plain dictionary."""

    values: Mapping[str, str]

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, default).strip()

    def flag(self, name: str, *, default: bool = False) -> bool:
        value = self.text(name, "true" if default else "false")
        if value not in ("true", "false"):
            raise EnvError(f'{name} is "{value}": write true or false.')
        return value == "true"

    def number(self, name: str, default: int, *, largest: int = 65535) -> int:
        value = self.text(name, str(default))
        if (
            not (value.isascii() and value.isdigit())
            or len(value) > len(str(largest))
            or int(value) > largest
        ):
            raise EnvError(f'{name} is "{value}": write a whole number from 0 to {largest}.')
        return int(value)

    def words(self, name: str) -> list[str]:
        return [word.strip() for word in self.text(name).split(",") if word.strip()]

    def secret_key(self, *, debug: bool) -> str:
        value = self.text("SECRET_KEY")
        if debug and not value:
            return "only-for-a-developers-own-machine-" + "0123456789abcdefghij"
        if not value:
            raise EnvError(
                "SECRET_KEY is missing: make one with `make secret` and keep it outside git."
            )
        if len(value) < SHORTEST_SECRET or len(set(value)) < FEWEST_DIFFERENT_CHARACTERS:
            raise EnvError(
                f"SECRET_KEY is too weak: it needs {SHORTEST_SECRET} random characters; "
                "make one with `make secret`."
            )
        if any(word in value.lower() for word in SAMPLE_WORDS):
            raise EnvError("SECRET_KEY is a sample: make your own with `make secret`.")
        return value

    def site_url(self, *, default: str) -> str:
        """The address that e-mails link to. Plain http is for a loopback address only."""
        value = self.text("SITE_URL", default)
        parts = parts_of(value)
        if not is_web(parts) or parts.query or parts.fragment:
            raise EnvError(
                f'SITE_URL is "{value}": write the whole address, like https://talks.example.org'
            )
        if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
            raise EnvError(f'SITE_URL is "{value}": a site that others can reach needs https.')
        return value.rstrip("/")

    def team_email(self, *, site_url: str) -> str:
        """Where schools and readers reach people; never made up on a site that others can reach."""
        value = self.text("TEAM_EMAIL").lower()
        if not value and site_url.startswith("https://"):
            raise EnvError(
                "TEAM_EMAIL is missing: "
                "write the address at which people reach the team, like talks@example.org"
            )
        if value and (len(value) > LONGEST_EMAIL or not EMAIL.fullmatch(value)):
            raise EnvError(
                f'TEAM_EMAIL is "{value}": '
                "write one address and nothing else, like talks@example.org"
            )
        return value or "team@demo.example"

    def var_dir(self) -> Path:
        return Path(self.text("VAR_DIR", str(Path(__file__).resolve().parent.parent / "var")))

    def hosts(self) -> list[str]:
        """The names that the site answers to. That of SITE_URL is always among them."""
        site = urlsplit(self.site_url(default=f"http://127.0.0.1:{self.number('PORT', 8000)}"))
        own = site.hostname or ""
        return self.allowed_hosts(
            default=[own, "localhost", "127.0.0.1"] if is_loopback(own) else [own]
        )

    def allowed_hosts(self, *, default: list[str]) -> list[str]:
        hosts = self.words("ALLOWED_HOSTS") if "ALLOWED_HOSTS" in self.values else default
        if not hosts:
            raise EnvError("ALLOWED_HOSTS is empty: name each host, or leave it out.")
        for host in hosts:
            if "*" in host:
                raise EnvError(f"ALLOWED_HOSTS has {host}: name each host.")
            if "/" in host or "://" in host or host in (".", ""):
                raise EnvError(
                    f'ALLOWED_HOSTS has "{host}": write the name alone, like talks.example.org'
                )
        return hosts

    def origins(self, name: str) -> list[str]:
        origins = self.words(name)
        for origin in origins:
            parts = parts_of(origin)
            if origin != f"{parts.scheme}://{parts.netloc}" or not is_web(parts):
                raise EnvError(
                    f'{name} has "{origin}": write scheme and host, like https://talks.example.org'
                )
            if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
                raise EnvError(f'{name} has "{origin}": a site that others can reach needs https.')
        return origins

    def database_url(self, *, default: str) -> str:
        """The messages do not show the address: it holds a password."""
        value = self.text("DATABASE_URL") or default
        if parts_of(value).scheme not in DATABASES:
            raise EnvError(
                "DATABASE_URL is not understood: "
                "write postgres://user:password@host/name or sqlite:///path/to/file."
            )
        return value

    def backup_key(self) -> str:
        """The public half. Whether its last letters are right is seen when it is used."""
        value = self.text("BACKUP_KEY")
        if value.upper().startswith("AGE-SECRET-KEY"):
            raise EnvError(
                "BACKUP_KEY is the secret half, which must not be on this machine: "
                "write the half that begins with age1."
            )
        if value and not BACKUP_KEY.fullmatch(value):
            raise EnvError(
                "BACKUP_KEY is not understood: "
                "write the line that begins with age1, as `manage.py backup_key` prints it."
            )
        return value

    def backup_dir(self) -> Path:
        var = self.var_dir()
        folder = Path(self.text("BACKUP_DIR") or var / "backups")
        if "BACKUP_DIR" in self.values and (not folder.is_absolute() or folder == var):
            raise EnvError(
                f'BACKUP_DIR is "{folder}": '
                "write the whole path of a folder of its own, like /var/backups/sextortion-aware"
            )
        return folder

    def cache_url(self) -> str:
        value = self.text("CACHE_URL")
        if value and parts_of(value).scheme not in ("redis", "rediss"):
            raise EnvError(
                "CACHE_URL is not understood: "
                "write redis://host:6379/0, or leave it out to count in the database."
            )
        if value and find_spec("redis") is None:
            raise EnvError(
                "CACHE_URL names a Redis, but Python's redis package is missing: "
                "install it, or leave CACHE_URL out."
            )
        return value


def parts_of(url: str) -> SplitResult:
    """Of what cannot be split, nothing: whoever asks refuses that."""
    try:
        return urlsplit(url)
    except ValueError:
        return urlsplit("")


def is_web(parts: SplitResult) -> bool:
    try:
        parts.port  # noqa: B018 -- raises for what is no number
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def origin_of(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


env = Env(os.environ)
