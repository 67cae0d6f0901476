"""The one place telephone numbers and addresses come from: contacts.toml, read strictly.

No Markdown and no HTML here.

The team's own address is another for each site that runs this code, so it is a setting, and `team`
is no name for a line of the file.
"""

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
TEXT = compiled(r"text ([A-Z]+) to ([0-9]{5})")
NOT_IN_ADDRESS = compiled(r"[\s\pZ\"'<>\\]")
AGES = ("under-18", "adult")
# The most days in twelve months and in six.
LONGEST, CRISIS_LONGEST = timedelta(days=366), timedelta(days=184)


@dataclass(frozen=True)
class Contact:
    key: str
    name: str
    who: str
    phone: str
    phone_display: str
    text: str
    url: str
    email: str
    hours: str
    opening: Opening
    cost: str
    ages: str
    only_for: str
    """One of AGES when nobody else can use it; the finder then hides it from the others."""
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

    @property
    def text_link(self) -> str:
        """Opens the telephone's own messages with the word already written."""
        found = TEXT.fullmatch(self.text)
        return f"sms:{found[2]}?body={found[1]}" if found else ""

    @property
    def chat(self) -> str:
        return self.url

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
        hours="",
        opening=Opening(),
        cost="",
        ages="",
        only_for="",
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
        email=fields.text("email", ""),
        hours=hours,
        opening=read_opening(fields, hours),
        cost=fields.text("cost", ""),
        ages=fields.text("ages", ""),
        only_for=fields.text("only_for", ""),
        crisis=fields.number("crisis", 0),
        sources=fields.words("sources"),
        checked_on=fields.day("checked_on"),
        check_due=fields.day("check_due"),
    )
    refuse_wrong(contact, fields)
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
    if contact.url and not is_plain_https(contact.url):
        raise fields.error(f'"url" is "{contact.url}": write the whole address, beginning https://')
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
    if contact.only_for and contact.only_for not in AGES:
        raise fields.error(
            f'"only_for" is "{contact.only_for}": write {" or ".join(AGES)}, or leave it out.'
        )
    if contact.only_for and (contact.crisis or contact.phone in (EMERGENCY, POLICE)):
        raise fields.error('"only_for" must be left out: a crisis line is hidden from nobody.')


def is_plain_https(url: str) -> bool:
    parts = urlsplit(url)
    return (
        parts.scheme == "https"
        and "." in (parts.hostname or "")
        and not parts.username
        and not NOT_IN_ADDRESS.search(url)
    )
