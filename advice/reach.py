"""Whom the first screen offers to a reader in distress: to call, to text and to chat with.

By age, because Childline is there for those under 19 only, which is for an adult of 18 too. All of
them answer at any hour.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from advice.contacts import FILE, Contact
from advice.fields import Problem

EVERYONE = (
    ("emergency", "phone", "Call 999", "in danger now"),
    ("childline", "phone", "Call Childline", "{phone_display}, under 19"),
    ("childline", "chat", "Chat to Childline", "online, under 19"),
    ("samaritans", "phone", "Call Samaritans", "{phone_display}, any age"),
    ("shout", "text", "Text Shout", "{text}"),
)
ADULT = (
    ("emergency", "phone", "Call 999", "in danger now"),
    ("samaritans", "phone", "Call Samaritans", "{phone_display}, any age"),
    ("shout", "text", "Text Shout", "{text}"),
    ("childline", "phone", "Call Childline", "{phone_display}, if you are 18"),
    ("papyrus", "chat", "Chat online", "on the HOPELINE247 website, under 35"),
)
WAYS = {"everyone": EVERYONE, "adult": ADULT}


@dataclass(frozen=True)
class WayIn:
    """One thing to touch: what it does, and more about it in small."""

    words: str
    more: str
    href: str
    on_the_web: bool


def ways_in(audience: str, contacts: Mapping[str, Contact]) -> list[WayIn]:
    return [
        way_in(contacts[key], way, words, more)
        for key, way, words, more in WAYS[audience]
        if key in contacts
    ]


def way_in(contact: Contact, way: str, words: str, more: str) -> WayIn:
    links = {"phone": f"tel:{contact.phone}", "text": contact.text_link, "chat": contact.chat}
    small = more.format(
        phone_display=contact.phone_display, text=contact.text.removeprefix("text ")
    )
    return WayIn(words, small, links[way], way == "chat")


def wrong_ways(contacts: Mapping[str, Contact]) -> Iterator[Problem]:
    """A contact that is there must answer in that way."""
    for key, way in dict.fromkeys((key, way) for ways in WAYS.values() for key, way, *_ in ways):
        if key in contacts and not getattr(contacts[key], way):
            yield Problem(FILE, f'[{key}] needs "{way}": the first screen of a page offers it.')
