"""The provider of single sign-on, as the environment names it. Nothing here imports Django.

One provider and one tenant of it: docs/decisions/0042-single-sign-on.md.
"""

import re  # noqa: TID251  (one pattern without a repeat inside a repeat, on what the operator wrote)
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult

from sextortion_aware.env import Env, EnvError, is_loopback, is_web, parts_of

ISSUER, ID, SECRET, NAME = NAMES = (
    "OIDC_ISSUER",
    "OIDC_CLIENT_ID",
    "OIDC_CLIENT_SECRET",
    "OIDC_NAME",
)
ASKS = "OIDC_SECOND_FACTOR"
# Each lets in people of any organisation. The number is the tenant of everybody's own accounts.
FOR_ANYBODY = ("common", "organizations", "consumers", "9188040d-6c67-4c5b-b112-36a304b66dad")
MICROSOFT = ("login.microsoftonline.com", "login.microsoftonline.us", "sts.windows.net")
TENANT = re.compile(r"/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/v2\.0")
LONGEST_ISSUER, LONGEST_ID, LONGEST_NAME = 200, 191, 40  # as django-allauth's columns are


@dataclass(frozen=True)
class Provider:
    """`asks_second_factor`: always, so that a sign-in through it has had one."""

    issuer: str
    client_id: str
    secret: str = field(repr=False)
    name: str
    asks_second_factor: bool

    def is_its_tenant(self, said: object) -> bool:
        """Microsoft's tokens name the tenant, and others that do name one of their address too."""
        parts = parts_of(self.issuer)
        if said is None:
            return parts.hostname not in MICROSOFT
        return said in parts.path.strip("/").split("/")


def provider_of(env: Env) -> Provider | None:
    asks = env.flag(ASKS)
    if not asks and not any(env.text(name) for name in NAMES):
        return None
    for name in NAMES:
        if not env.text(name):
            raise EnvError(
                f"{name} is missing: single sign-on needs {', '.join(NAMES[:-1])} and {NAME}, "
                "or none of them."
            )
    for name, longest in ((ID, LONGEST_ID), (NAME, LONGEST_NAME)):
        if len(env.text(name)) > longest:
            raise EnvError(f"{name} is too long: write at most {longest} characters.")
    return Provider(
        issuer=issuer_of(env),
        client_id=env.text(ID),
        secret=env.text(SECRET),
        name=env.text(NAME),
        asks_second_factor=asks,
    )


def issuer_of(env: Env) -> str:
    value = env.text(ISSUER)
    parts = parts_of(value)
    if not is_web(parts) or parts.query or parts.fragment or parts.username is not None:
        raise EnvError(
            f'{ISSUER} is "{value}": '
            "write the whole address, like https://login.microsoftonline.com/TENANT-ID/v2.0"
        )
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        raise EnvError(f'{ISSUER} is "{value}": a provider on another machine needs https.')
    if len(value) > LONGEST_ISSUER:
        raise EnvError(f"{ISSUER} is too long: write at most {LONGEST_ISSUER} characters.")
    refuse_many_tenants(value, parts)
    return value


def refuse_many_tenants(value: str, parts: SplitResult) -> None:
    if any(part in FOR_ANYBODY for part in parts.path.lower().split("/")):
        raise EnvError(
            f'{ISSUER} is "{value}", which lets in people of any organisation: '
            "write the number of your own tenant in it."
        )
    if parts.hostname in MICROSOFT and not TENANT.fullmatch(parts.path):
        raise EnvError(
            f'{ISSUER} is "{value}": write https://login.microsoftonline.com/TENANT-ID/v2.0 '
            "with the number of your tenant, in small letters."
        )


def apps_of(provider: Provider | None) -> dict[str, Any]:
    """As django-allauth's SOCIALACCOUNT_PROVIDERS wants it. Who is linked with an account is kept
    together with the issuer, so another provider's people never match.
    """
    if provider is None:
        return {}
    return {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": provider.issuer,
                    "name": provider.name,
                    "client_id": provider.client_id,
                    "secret": provider.secret,
                    "settings": {"server_url": provider.issuer.rstrip("/")},
                }
            ]
        }
    }
