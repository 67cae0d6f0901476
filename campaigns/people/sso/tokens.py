"""Whether an id_token is the provider's, for us, of now, and an answer to what we asked.

django-allauth leaves the signature to the secure line that the token came by, knows no nonce and no
tenant, and believes the provider's userinfo first. Here the signed token alone says who it is.
"""

import hmac
from dataclasses import dataclass
from typing import Any

import jwt

from campaigns.people.sso.asking import Document
from sextortion_aware.single_sign_on import Provider

ALGORITHMS = ["RS256", "PS256", "ES256"]  # with a key of which we have the public half only
LEEWAY_SECONDS = 60  # by which the two clocks may differ
LONGEST_SUBJECT = 191  # as django-allauth's column is
NEEDED = ["iss", "aud", "exp", "iat", "sub", "nonce"]


class TokenRefused(Exception):
    """With a word for the log, which tells nothing of the person."""


class UnknownKey(TokenRefused):
    """Perhaps the provider has new keys."""


@dataclass(frozen=True)
class Proof:
    """`authenticated_at`: when the person last proved to the provider who they are; 0: not told."""

    subject: str
    authenticated_at: float


def read_token(token: str, *, provider: Provider, keys: Document, nonce: str) -> Proof:
    try:
        claims = jwt.decode(
            token,
            key=key_of(token, keys),
            algorithms=ALGORITHMS,
            audience=provider.client_id,
            issuer=provider.issuer,
            leeway=LEEWAY_SECONDS,
            options={"require": NEEDED},
        )
    except jwt.PyJWTError as problem:
        raise TokenRefused(type(problem).__name__) from None
    if claims.get("azp", provider.client_id) != provider.client_id:
        raise TokenRefused("azp")
    if not hmac.compare_digest(str(claims["nonce"]).encode(), nonce.encode()):
        raise TokenRefused("nonce")
    if not provider.is_its_tenant(claims.get("tid")):
        raise TokenRefused("tid")
    return Proof(subject_of(claims), time_of(claims))


def key_of(token: str, keys: Document) -> jwt.PyJWK:
    """By its name, so that new keys and old ones may stand side by side."""
    name = jwt.get_unverified_header(token).get("kid")
    usable = [key for key in jwt.PyJWKSet.from_dict(keys).keys if key.public_key_use != "enc"]
    if name is None and len(usable) == 1:
        return usable[0]
    for key in usable:
        if name is not None and key.key_id == name:
            return key
    raise UnknownKey("key")


def subject_of(claims: dict[str, Any]) -> str:
    subject = claims["sub"]
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise TokenRefused("sub")
    return subject


def time_of(claims: dict[str, Any]) -> float:
    said = claims.get("auth_time")
    return float(said) if isinstance(said, int | float) else 0.0
