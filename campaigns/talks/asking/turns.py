"""How often one address and one mailbox may have us write to somebody who has answered nothing yet.

A request takes its turns once, in the transaction that makes it. They come back with the answer: no
machine presses a button in somebody else's mailbox.
"""

import time
from dataclasses import dataclass, field
from datetime import UTC, datetime

from django.http import HttpRequest

from campaigns.access import limits
from campaigns.models import Change, TalkRequest
from campaigns.models.fields import this_moment
from sextortion_aware.cache import Moments


class TooOften(Exception):
    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


@dataclass(frozen=True)
class CameFrom:
    address: str
    network: str
    at: float = field(default_factory=time.time)
    asked_at: datetime = field(default_factory=this_moment)


def came_from(request: HttpRequest) -> CameFrom:
    """One press is one moment, however often it is tried: what it takes, it takes once."""
    sender = CameFrom(limits.address_of(request), limits.network_of(request))
    first: CameFrom = vars(request).setdefault("came_from", sender)
    return first


def take_to_start(sender: CameFrom) -> None:
    _take("talk started", sender.address, limits.STARTED_BY_ADDRESS, sender)
    _take("talk started from network", sender.network, limits.STARTED_BY_NETWORK, sender)


def take_to_ask(sender: CameFrom, *, mailbox: str, asked_at: datetime) -> None:
    """All or none. Always in this order, so that no two wait for each other."""
    at = asked_at.timestamp()
    turns: list[tuple[str, str, limits.Rules]] = [
        ("talk asked", sender.address, limits.ASKED_BY_ADDRESS),
        ("talk asked from network", sender.network, limits.ASKED_BY_NETWORK),
        ("talk asked for mailbox", mailbox_of(mailbox), limits.ASKED_BY_MAILBOX),
    ]
    taken = []
    try:
        for turn in turns:
            _wait(limits.wait_for(*turn, at=at, still_counting=_not_confirmed))
            taken.append(turn)
        take_to_write(sender, mailbox=mailbox)
    except TooOften:
        for turn in taken:
            limits.release(*turn, at)
        raise


def take_to_write(sender: CameFrom, *, mailbox: str) -> None:
    known = has_confirmed(mailbox)
    _take(
        "receipt",
        mailbox_of(mailbox),
        limits.LETTERS_TO_KNOWN if known else limits.LETTERS_TO_STRANGER,
        sender,
    )


def take_to_write_again(sender: CameFrom, *, mailbox: str) -> None:
    _take("letter again", sender.address, limits.LETTERS_AGAIN_BY_ADDRESS, sender)
    take_to_write(sender, mailbox=mailbox)


def take_to_send_to(sender: CameFrom, *, mailbox: str) -> None:
    """A letter that anybody can have sent to it. It is counted by itself, so that it shuts nobody's
    asking, and the same whether we know the mailbox or not.
    """
    _take_as_anybody(sender)
    _take("letter to", mailbox_of(mailbox), limits.ANYBODYS_LETTERS, sender)


def take_to_send_link(sender: CameFrom, *, place: int | None) -> None:
    """By the place, so that the answer does not tell whether anybody asked there."""
    _take_as_anybody(sender)
    _take("link again", str(place or 0), limits.ANYBODYS_LETTERS, sender)


def may_have_link(sender: CameFrom, mailbox: str) -> bool:
    """One that asked for several places. No page tells it, and no other count knows of it."""
    rules = limits.ANYBODYS_LETTERS
    return not limits.wait_for("link to", mailbox_of(mailbox), rules, at=sender.at)


def _take_as_anybody(sender: CameFrom) -> None:
    _take("anybody's letter", sender.address, limits.ANYBODYS_LETTERS_BY_ADDRESS, sender)


def has_confirmed(mailbox: str) -> bool:
    """By its own button: what one of us confirmed for a school shows nothing of its mailbox."""
    return Change.objects.filter(
        kind=Change.Kind.ADDRESS_CONFIRMED, by=None, talk_request__contact_email__iexact=mailbox
    ).exists()


def mailbox_of(address: str) -> str:
    """What stands after a plus arrives in the same mailbox."""
    name, _, host = address.lower().rpartition("@")
    return f"{name.partition('+')[0]}@{host}"


def _not_confirmed(turns: Moments) -> Moments:
    """A turn is the moment of its request. One taken just now may not be committed yet."""
    waiting = TalkRequest.objects.filter(
        state=TalkRequest.State.UNCONFIRMED, asked_at__gte=datetime.fromtimestamp(min(turns), UTC)
    )
    count = {asked_at.timestamp() for asked_at in waiting.values_list("asked_at", flat=True)}
    lately = time.time() - limits.HELD_SECONDS
    return [turn for turn in turns if turn in count or turn > lately]


def _take(what: str, who: str, rules: limits.Rules, sender: CameFrom) -> None:
    _wait(limits.wait_for(what, who, rules, at=sender.at))


def _wait(seconds: int) -> None:
    if seconds:
        raise TooOften(seconds)
