"""Reads the environment and refuses what it does not understand. Nothing here imports Django."""

import ipaddress
import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

SHORTEST_SECRET = 50
FEWEST_DIFFERENT_CHARACTERS = 15
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

    def number(self, name: str, default: int) -> int:
        value = self.text(name, str(default))
        if not (value.isascii() and value.isdigit()):
            raise EnvError(f'{name} is "{value}": write a whole number.')
        return int(value)

    def words(self, name: str) -> list[str]:
        return [word.strip() for word in self.text(name).split(",") if word.strip()]

    def secret_key(self, *, debug: bool) -> str:
        value = self.text("SECRET_KEY")
        if debug and not value:
            return "only-for-a-developers-own-machine-" + "0123456789abcdefghij"
        if not value:
            raise EnvError("SECRET_KEY is missing: make one with `make secret` and keep it outside git.")
        if len(value) < SHORTEST_SECRET or len(set(value)) < FEWEST_DIFFERENT_CHARACTERS:
            raise EnvError(f"SECRET_KEY is too weak: it needs {SHORTEST_SECRET} random characters; make one with `make secret`.")
        if any(word in value.lower() for word in SAMPLE_WORDS):
            raise EnvError("SECRET_KEY is a sample: make your own with `make secret`.")
        return value

    def site_url(self, *, default: str) -> str:
        """The address that e-mails link to. Plain http is for a loopback address only."""
        value = self.text("SITE_URL", default).rstrip("/")
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
            raise EnvError(f'SITE_URL is "{value}": write the whole address, like https://talks.example.org')
        if parts.scheme == "http" and not is_loopback(parts.hostname):
            raise EnvError(f'SITE_URL is "{value}": a site that others can reach needs https.')
        return value

    def allowed_hosts(self, *, default: list[str]) -> list[str]:
        hosts = self.words("ALLOWED_HOSTS") or default
        if "*" in hosts:
            raise EnvError("ALLOWED_HOSTS is *: name each host.")
        return hosts


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


env = Env(os.environ)
