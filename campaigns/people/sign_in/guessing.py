"""Guesses are slowed, and nobody is locked out by a stranger or by a neighbour.

A device that signed in to the account before is counted by itself; all others together for the
account, and by their address.
"""

from django.http import HttpRequest

from campaigns.access import limits
from campaigns.models import User
from campaigns.people.factors.tries import give_codes_back

Count = tuple[str, str, limits.Rules]
Held = tuple[Count, float]


def counts_of(email: str, *, device: str, address: str) -> list[Count]:
    """What a wrong try counts towards. `device` is empty for one that is not known."""
    account = email.lower()
    if device:
        return [("wrong on", f"{device}:{account}", limits.WRONG_BY_DEVICE)]
    return [
        ("wrong for", account, limits.WRONG_BY_ACCOUNT),
        ("wrong from", address, limits.WRONG_BY_ADDRESS),
    ]


def hold_turns(counts: list[Count]) -> list[Held]:
    """A turn of each, or none and an empty list: a try that is refused is no wrong one."""
    held: list[Held] = []
    for count in counts:
        wait, turn = limits.hold(*count)
        if wait:
            release_turns(held)
            return []
        held.append((count, turn))
    return held


def release_turns(held: list[Held]) -> None:
    for count, turn in held:
        limits.release(*count, turn)


def settle_turns(held: list[Held]) -> None:
    for count, turn in held:
        limits.settle(*count, turn)


def give_tries_back(request: HttpRequest, user: User, *, device: str) -> None:
    """Who proved by a link that the address is theirs need not wait for others' wrong tries, nor
    for the wrong codes of somebody who had the password of before.
    """
    address = limits.address_of(request)
    strangers = counts_of(user.email, device="", address=address)
    own = counts_of(user.email, device=device, address=address) if device else []
    for count in [*strangers, *own]:
        limits.give_all_back(*count)
    give_codes_back(user, device=device)
