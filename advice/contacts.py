"""The one place telephone numbers and addresses come from: contacts.toml, read strictly.

No Markdown and no HTML here.

The team's own address is another for each site that runs this code, so it is a setting, and `team`
is no name for a line of the file.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from advice.fields import Fields, Problem, load_tables
from advice.hours import Opening, read_opening
from sextortion_aware.env import EMAIL
from sextortion_aware.numbers import EMERGENCY, POLICE
from sextortion_aware.patterns import compiled

FILE = "contacts.toml"
KEY = compiled(r"[a-z][a-z0-9_]*")
TEAM = "team"
PHONE = compiled(r"[0-9]{3,11}")
RELAY = "1800"
TEXT = compiled(r"text ([A-Z]+) to ([0-9]{5})")
NOT_IN_ADDRESS = compiled(r"[\s\pZ\"'<>\\]")
# The most days in twelve months and in six.
LONGEST, CRISIS_LONGEST = timedelta(days=366), timedelta(days=184)
OLDEST = 120


@dataclass(frozen=True)
class Age:
    """A choice of the finder: everybody from `first` to `last` years old."""

    key: str
    words: str
    first: int
    last: int


AGES = (
    Age("a0", "Under 13", 0, 12),
    Age("a13", "13 to 15", 13, 15),
    Age("a16", "16 or 17", 16, 17),
    Age("a18", "18", 18, 18),
    Age("a19", "19 or over", 19, OLDEST),
)
ADULT = 18


@dataclass(frozen=True)
class Contact:
    key: str
    name: str
    who: str
    phone: str
    phone_display: str
    text: str
    url: str
    chat: str
    """Where on the web a person answers in writing, at once."""
    email: str
    hours: str
    opening: Opening
    cost: str
    age_from: int
    age_to: int
    """The youngest and the oldest who can use it, in years."""
    crisis: int
    """Place in the list of crisis lines at the foot of pages; 0 leaves it out."""
    sources: tuple[str, ...]
    checked_on: date
    check_due: date
    """The day when the team is told. Nothing leaves a page by it."""

    @property
    def answers(self) -> bool:
        """Whether a person can be reached, so that it matters who is there now."""
        return bool(self.phone or self.text)

    def is_for(self, first: int, last: int) -> bool:
        """Whether anybody of these ages can use it."""
        return self.age_from <= last and first <= self.age_to

    @property
    def hidden_from(self) -> tuple[str, ...]:
        """The ages that cannot use it. A crisis line is hidden from nobody."""
        if self.crisis:
            return ()
        return tuple(age.key for age in AGES if not self.is_for(age.first, age.last))

    @property
    def ages(self) -> str:
        """As people say it; nothing when it is for everybody."""
        if self.age_to == OLDEST:
            return f"{self.age_from} and over" if self.age_from else ""
        return f"{self.age_from} to {self.age_to}" if self.age_from else f"under {self.age_to + 1}"

    @property
    def text_link(self) -> str:
        """Opens the telephone's own messages with the word already written."""
        found = TEXT.fullmatch(self.text)
        return f"sms:{found[2]}?body={found[1]}" if found else ""

    @property
    def host(self) -> str:
        """The web address as people say it."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")


def team_contact(email: str) -> Contact:
    """Whoever runs the site answers for its address: it has no source, and no check is due."""
    return Contact(
        key=TEAM,
        name="The team of this site",
        who="Anyone with a question about this site, about a talk, or about what we keep",
        email=email,
        phone="",
        phone_display="",
        text="",
        url="",
        chat="",
        hours="",
        opening=Opening(),
        cost="",
        age_from=0,
        age_to=OLDEST,
        crisis=0,
        sources=(),
        checked_on=date.min,
        check_due=date.max,
    )


def load_contacts(folder: Path) -> tuple[dict[str, Contact], list[Problem]]:
    return load_tables(folder, FILE, read_contact)


def read_contact(key: str, fields: Fields) -> Contact:
    if not KEY.fullmatch(key):
        raise fields.error("the name in brackets needs small letters, digits and _ only.")
    if key == TEAM:
        raise fields.error("this contact is the setting TEAM_EMAIL: take it out of the file.")
    hours = fields.text("hours", "")
    contact = Contact(
        key=key,
        name=fields.text("name"),
        who=fields.text("who"),
        phone=fields.text("phone", ""),
        phone_display=fields.text("phone_display", ""),
        text=fields.text("text", ""),
        url=fields.text("url", ""),
        chat=fields.text("chat", ""),
        email=fields.text("email", ""),
        hours=hours,
        opening=read_opening(fields, hours),
        cost=fields.text("cost", ""),
        age_from=fields.number("age_from", 0),
        age_to=fields.number("age_to", OLDEST),
        crisis=fields.number("crisis", 0),
        sources=fields.words("sources"),
        checked_on=fields.day("checked_on"),
        check_due=fields.day("check_due"),
    )
    refuse_wrong(contact, fields)
    refuse_wrong_ages(contact, fields)
    return contact


def refuse_wrong(contact: Contact, fields: Fields) -> None:
    if not (contact.phone or contact.text or contact.url or contact.email):
        raise fields.error("gives no way to get in touch: add phone, text, url or email.")
    if contact.phone and not PHONE.fullmatch(contact.phone):
        raise fields.error(f'"phone" is "{contact.phone}": write 3 to 11 digits and nothing else.')
    if contact.phone_display.replace(" ", "") != contact.phone:
        raise fields.error('"phone_display" must be the digits of "phone" with spaces between.')
    if contact.text and not contact.text_link:
        raise fields.error(f'"text" is "{contact.text}": write it like "text SHOUT to 85258".')
    for name, url in (("url", contact.url), ("chat", contact.chat)):
        if url and not is_plain_https(url):
            raise fields.error(f'"{name}" is "{url}": write the whole address, beginning https://')
    if contact.email and not EMAIL.fullmatch(contact.email):
        raise fields.error(f'"email" is "{contact.email}": write one address in small letters.')
    if not contact.sources:
        raise fields.error('"sources" is empty: say where this was confirmed.')
    if contact.check_due <= contact.checked_on:
        raise fields.error('"check_due" must be after "checked_on".')
    if contact.check_due - contact.checked_on > (CRISIS_LONGEST if contact.crisis else LONGEST):
        months = "six months" if contact.crisis else "twelve months"
        raise fields.error(f'"check_due" must be within {months} of "checked_on".')
    if contact.crisis < 0:
        raise fields.error('"crisis" must be 1 or more, or left out.')


def refuse_wrong_ages(contact: Contact, fields: Fields) -> None:
    if not 0 <= contact.age_from <= contact.age_to <= OLDEST:
        raise fields.error(
            f'"age_from" and "age_to" must be years from 0 to {OLDEST}, the younger first.'
        )
    if contact.hidden_from and contact.phone in (EMERGENCY, POLICE):
        raise fields.error('"age_from" and "age_to" must be left out: this is for everybody.')


def lines_instead(contact: Contact, contacts: Iterable[Contact]) -> list[Contact]:
    """Whom to call if nobody answers: a line that is always there for all whom `contact` is for.

    One for children, one for adults, or both. A relay is for those who do not call by voice.
    """
    if not contact.phone or contact.hours or contact.phone.startswith(RELAY):
        return []
    always = sorted(
        (line for line in contacts if line.crisis and line.phone and line.opening.always),
        key=lambda line: line.crisis,
    )
    halves = [
        (first, last)
        for first, last in ((0, ADULT - 1), (ADULT, OLDEST))
        if contact.is_for(first, last)
    ]
    found = [
        next((line for line in always if line.age_from <= first and last <= line.age_to), None)
        for first, last in halves
    ]
    return [line for line in dict.fromkeys(found) if line]


def is_plain_https(url: str) -> bool:
    parts = urlsplit(url)
    return (
        parts.scheme == "https"
        and "." in (parts.hostname or "")
        and not parts.username
        and not NOT_IN_ADDRESS.search(url)
    )
