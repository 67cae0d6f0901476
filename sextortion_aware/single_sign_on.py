"""The provider of single sign-on, as the environment names it. Nothing here imports Django.

One provider and one tenant of it: docs/decisions/0042-single-sign-on.md.
"""

from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult
from uuid import UUID

from sextortion_aware.env import Env, EnvError, is_loopback, is_web, parts_of

# Each lets in people of any organisation. The number is the tenant of everybody's own accounts.
FOR_ANYBODY = ("common", "organizations", "consumers", "9188040d-6c67-4c5b-b112-36a304b66dad")
MICROSOFT = ("login.microsoftonline.com", "login.microsoftonline.us", "sts.windows.net")
# As django-allauth's columns are.
LONGEST = {"OIDC_ISSUER": 200, "OIDC_CLIENT_ID": 191, "OIDC_NAME": 40}


@dataclass(frozen=True)
class Provider:
    """`asks_second_factor`: always, so that a sign-in through it has had one."""

    issuer: str
    client_id: str
    secret: str = field(repr=False)
    name: str
    asks_second_factor: bool

    @property
    def account(self) -> str:
        """What one there is called: some names say it already, like “Council account”."""
        return self.name if self.name.lower().endswith(" account") else f"{self.name} account"

    def is_its_tenant(self, said: object) -> bool:
        """Microsoft's tokens name the tenant, and others that do name one of their address too."""
        parts = parts_of(self.issuer)
        if said is None:
            return parts.hostname not in MICROSOFT
        return said in parts.path.strip("/").split("/")


def provider_of(env: Env) -> Provider | None:
    asks = env.flag("OIDC_SECOND_FACTOR")
    given = {
        "OIDC_ISSUER": env.text("OIDC_ISSUER"),
        "OIDC_CLIENT_ID": env.text("OIDC_CLIENT_ID"),
        "OIDC_CLIENT_SECRET": env.text("OIDC_CLIENT_SECRET"),
        "OIDC_NAME": env.text("OIDC_NAME"),
    }
    if not asks and not any(given.values()):
        return None
    if missing := [name for name, value in given.items() if not value]:
        raise EnvError(
            f"{missing[0]} is missing: single sign-on needs OIDC_ISSUER, OIDC_CLIENT_ID, "
            "OIDC_CLIENT_SECRET and OIDC_NAME, or none of them."
        )
    for name, longest in LONGEST.items():
        if len(given[name]) > longest:
            raise EnvError(f"{name} is too long: write at most {longest} characters.")
    issuer, client_id, secret, name = given.values()
    refuse_address(issuer)
    return Provider(issuer, client_id, secret, name, asks)


def refuse_address(value: str) -> None:
    parts = parts_of(value)
    if not is_web(parts) or parts.query or parts.fragment or parts.username is not None:
        raise EnvError(
            f'OIDC_ISSUER is "{value}": '
            "write the whole address, like https://login.microsoftonline.com/TENANT-ID/v2.0"
        )
    if parts.scheme == "http" and not is_loopback(parts.hostname or ""):
        raise EnvError(f'OIDC_ISSUER is "{value}": a provider on another machine needs https.')
    refuse_many_tenants(value, parts)


def refuse_many_tenants(value: str, parts: SplitResult) -> None:
    if any(part in FOR_ANYBODY for part in parts.path.lower().split("/")):
        raise EnvError(
            f'OIDC_ISSUER is "{value}", which lets in people of any organisation: '
            "write the number of your own tenant in it."
        )
    if parts.hostname in MICROSOFT and not is_of_a_tenant(parts.path):
        raise EnvError(
            f'OIDC_ISSUER is "{value}": write https://login.microsoftonline.com/TENANT-ID/v2.0 '
            "with the number of your tenant, in small letters."
        )


def is_of_a_tenant(path: str) -> bool:
    number = path.removeprefix("/").removesuffix("/v2.0")
    try:
        return path == f"/{UUID(number)}/v2.0"
    except ValueError:
        return False


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
