"""How often one address may ask, one mailbox may be written to and one account may be tried.

None of them is kept: only a keyed hash, and only until it runs out.
"""

import time
from collections.abc import Callable
from ipaddress import IPv6Address, IPv6Network, ip_address, ip_network
from math import ceil
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from sextortion_aware.cache import Change, Moments

FIVE_MINUTES = 5 * 60
HOUR = 60 * 60
DAY = 24 * HOUR

# All schools of a council may come out of one address, so only requests count whose mailbox has not
# answered yet: docs/decisions/0054-asking-is-never-shut.md says what holds off a machine.
ASKED_BY_ADDRESS = ((60, HOUR),)
ASKED_BY_NETWORK = ((240, HOUR),)
ASKED_BY_MAILBOX = ((10, HOUR),)
STARTED_BY_ADDRESS = ((300, HOUR),)
STARTED_BY_NETWORK = ((1200, HOUR),)
LETTERS_TO_STRANGER = ((3, HOUR), (5, DAY))  # to an address that never confirmed anything
LETTERS_TO_KNOWN = ((10, HOUR), (30, DAY))
LETTERS_AGAIN_BY_ADDRESS = ((60, HOUR),)
# Of letters that a stranger can have sent to a mailbox, whoever that is.
ANYBODYS_LETTERS = ((3, HOUR), (5, DAY))
ANYBODYS_LETTERS_BY_ADDRESS = ((60, HOUR),)

# A whole station shares one address, so what is counted by address is wide. Of wrong tries only
# those from devices that never signed in to the account: campaigns/people/sign_in/guessing.py.
WRONG_BY_ADDRESS = ((60, FIVE_MINUTES),)
WRONG_BY_ACCOUNT = ((5, FIVE_MINUTES),)
WRONG_BY_DEVICE = ((5, FIVE_MINUTES),)
WRONG_IN_HISTORY = ((10, HOUR), (30, DAY))  # a stranger who guesses all day shall not fill it
SINGLE_SIGN_ONS_BY_ADDRESS = ((300, FIVE_MINUTES),)  # right ones too: wider than any station
LINKS_BY_ADDRESS = ((60, HOUR),)
LINKS_BY_ACCOUNT = ((3, HOUR),)
NEW_PASSWORDS_BY_ADDRESS = ((60, FIVE_MINUTES),)
INVITATIONS_BY_ADDRESS = ((60, FIVE_MINUTES),)
INVITED_BY_ACCOUNT = ((60, HOUR),)  # a stolen sign-in shall not write to the whole world
CHANGES_BY_ACCOUNT = ((5, FIVE_MINUTES),)
KEPT_FORMS_BY_ACCOUNT = ((60, HOUR),)  # of forms that wait until somebody has signed in again

HELD_SECONDS = 10  # no answer takes longer

Rules = tuple[tuple[int, int], ...]


def wait_for(
    what: str,
    who: str,
    rules: Rules,
    *,
    at: float | None = None,
    still_counting: Callable[[Moments], Moments] | None = None,
) -> int:
    """Takes one turn of every rule and returns 0, or takes none and returns the seconds to wait.

    Each turn comes back by itself. What cannot be counted is an error, never a wait.

    `at` marks a turn: taken again it is the same one, so a press that is tried twice takes one. It
    may come back sooner: when none is free, `still_counting` says which of those that were taken
    count still.
    """
    wait = 0

    def take(turns: Moments) -> Moments:
        nonlocal wait
        now = time.time()
        if at in turns:
            return turns
        wait = _longest_wait(turns, now, rules)
        if wait and still_counting:
            turns = still_counting(turns)
            wait = _longest_wait(turns, now, rules)
        if wait:
            return turns
        left = [turn for turn in turns if turn > now - _longest(rules)]
        return sorted([at or now, *left], reverse=True)

    _change(what, who, rules, take)
    return wait


def hold(what: str, who: str, rules: Rules) -> tuple[int, float]:
    """Takes a turn of a single rule until it is known what becomes of it: the seconds to wait, and
    the turn, for `release` or `settle`. With neither it comes back after HELD_SECONDS: a process
    that is killed in between has done nothing wrong.
    """
    wait, turn = 0, 0.0

    def take(turns: Moments) -> Moments:
        nonlocal wait, turn
        [(most, seconds)], now = rules, time.time()
        wait, turn = _wait(turns, now, most, seconds), now - seconds + HELD_SECONDS
        left = [other for other in turns if other > now - seconds]
        return turns if wait else sorted([turn, *left], reverse=True)

    _change(what, who, rules, take)
    return wait, turn


def release(what: str, who: str, rules: Rules, turn: float) -> None:
    """This one and no other's, or right tries would hide wrong ones."""
    _change(what, who, rules, lambda turns: _without(turns, turn))


def settle(what: str, who: str, rules: Rules, turn: float) -> None:
    """It was wrong, and counts from now on."""
    _change(what, who, rules, lambda turns: [time.time(), *_without(turns, turn)])


def _without(turns: Moments, turn: float) -> Moments:
    """It may have run out by now."""
    place = turns.index(turn) if turn in turns else len(turns)
    return turns[:place] + turns[place + 1 :]


def give_back(what: str, who: str, rules: Rules) -> None:
    """The last turn: which of them it was makes no difference to anybody."""
    _change(what, who, rules, lambda turns: turns[1:])


def give_all_back(what: str, who: str, rules: Rules) -> None:
    _change(what, who, rules, lambda turns: [])


def _longest_wait(turns: Moments, now: float, rules: Rules) -> int:
    return max(_wait(turns, now, most, seconds) for most, seconds in rules)


def _wait(turns: Moments, now: float, most: int, seconds: int) -> int:
    """The newest stand first, so a turn is free once the one that fills the rule has gone by."""
    left = turns[most - 1] + seconds - now if len(turns) >= most else 0
    return ceil(left) if left > 0 else 0


def _longest(rules: Rules) -> int:
    return max(seconds for _, seconds in rules)


def _change(what: str, who: str, rules: Rules, change: Change) -> None:
    name = salted_hmac("campaigns.limits", f"{what}:{who}", algorithm="sha256").hexdigest()
    counts: Any = cache  # one of sextortion_aware/cache.py
    counts.change(f"limit:{name}", change, _longest(rules))


def address_of(request: HttpRequest) -> str:
    """Only what our own proxies wrote is believed: the last TRUSTED_PROXY_COUNT entries.

    One IPv6 household is one address.
    """
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    written = [part.strip() for part in forwarded if part.strip()]
    proxies = settings.TRUSTED_PROXY_COUNT
    address = request.META.get("REMOTE_ADDR", "")
    if proxies and len(written) >= proxies:
        address = written[-proxies]
    try:
        known = ip_address(address)
    except ValueError:
        return str(address)
    household = IPv6Network((known, 64), strict=False) if isinstance(known, IPv6Address) else known
    return str(household)


def network_of(request: HttpRequest) -> str:
    """The wider net that an address is of: whoever has one address there mostly has many."""
    address = address_of(request).removesuffix("/64")
    try:
        known = ip_address(address)
    except ValueError:
        return address
    return str(ip_network((known, 48 if isinstance(known, IPv6Address) else 24), strict=False))
