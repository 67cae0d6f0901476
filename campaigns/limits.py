"""How often one address may ask and one mailbox may be written to. Neither is kept: only a keyed hash, and only until it runs out."""

import time
from ipaddress import IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

HOUR = 60 * 60
DAY = 24 * HOUR

ASKED_BY_ADDRESS = ((10, HOUR),)
ASKED_BY_NETWORK = ((40, HOUR),)  # wide: all schools of a council may come out of one
STARTED_BY_ADDRESS = ((30, HOUR),)
MAILS_TO_RECIPIENT = ((3, HOUR), (5, DAY))

Rules = tuple[tuple[int, int], ...]


def wait_for(what: str, who: str, rules: Rules) -> int:
    """Takes one turn of every rule and returns 0, or returns the seconds to wait.

    Each turn is a slot that frees itself. `add` is atomic in every cache, so two at once cannot take the same one.
    """
    return max(_take_slot(f"{what}:{seconds}", who, most, seconds) for most, seconds in rules)


def _take_slot(what: str, who: str, most: int, seconds: int) -> int:
    name = salted_hmac("campaigns.limits", f"{what}:{who}", algorithm="sha256").hexdigest()
    slots = [f"limit:{name}:{number}" for number in range(most)]
    now = int(time.time())
    if any(cache.add(slot, now + seconds, timeout=seconds) for slot in slots):
        return 0
    return max(1, min(cache.get_many(slots).values(), default=now) - now)


def address_of(request: HttpRequest) -> str:
    """Only what our own proxies wrote is believed: the last TRUSTED_PROXY_COUNT entries. One IPv6 household is one address."""
    written = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    proxies = settings.TRUSTED_PROXY_COUNT
    address = written[-proxies] if proxies and len(written) >= proxies else request.META.get("REMOTE_ADDR", "")
    try:
        known = ip_address(address)
    except ValueError:
        return str(address)
    return str(IPv6Network((known, 64), strict=False)) if isinstance(known, IPv6Address) else str(known)


def network_of(request: HttpRequest) -> str:
    """The wider net that an address is of: whoever has one address there mostly has many."""
    address = address_of(request).removesuffix("/64")
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((known, 48 if isinstance(known, IPv6Address) else 24), strict=False))
