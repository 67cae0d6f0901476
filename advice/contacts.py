"""The one place telephone numbers and addresses come from: contacts.toml, read strictly. No Markdown and no HTML here.

The team's own address is another for each site that runs this code, so it is a setting, and `team` is no name for a line of the file.
"""

import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from advice.fields import Fields, Problem, load_tables
from sextortion_aware.env import EMAIL
from sextortion_aware.numbers import EMERGENCY, POLICE

FILE = "contacts.toml"
KEY = re.compile(r"[a-z][a-z0-9_]*")
TEAM = "team"


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
    cost: str
    ages: str
    crisis: int
    """Place in the list of crisis lines at the foot of pages; 0 leaves it out."""
    sources: tuple[str, ...]
    checked_on: date
    check_due: date

    def is_overdue(self, today: date) -> bool:
        return self.check_due < today

    def is_shown(self, today: date) -> bool:
        """A number nobody has checked in time is hidden; 999 and 101 never are."""
        return self.phone in (EMERGENCY, POLICE) or not self.is_overdue(today)

    @property
    def host(self) -> str:
        """The web address as people say it."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")


def team_contact(email: str) -> Contact:
    """Whoever runs the site answers for its own address, so it has no source and no check to be due."""
    return Contact(
        key=TEAM,
        name="The team of this site",
        who="Anyone with a question about this site, about a talk, or about what we keep",
        email=email,
        phone="", phone_display="", text="", url="", hours="", cost="", ages="", crisis=0, sources=(), checked_on=date.min, check_due=date.max,
    )  # fmt: skip


def load_contacts(folder: Path) -> tuple[dict[str, Contact], list[Problem]]:
    return load_tables(folder, FILE, read_contact)


def read_contact(key: str, fields: Fields) -> Contact:
    if not KEY.fullmatch(key):
        raise fields.error("the name in brackets needs small letters, digits and _ only.")
    if key == TEAM:
        raise fields.error("this contact is the setting TEAM_EMAIL: take it out of the file.")
    contact = Contact(
        key=key,
        name=fields.text("name"),
        who=fields.text("who"),
        phone=fields.text("phone", ""),
        phone_display=fields.text("phone_display", ""),
        text=fields.text("text", ""),
        url=fields.text("url", ""),
        email=fields.text("email", ""),
        hours=fields.text("hours", ""),
        cost=fields.text("cost", ""),
        ages=fields.text("ages", ""),
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
    if contact.phone and not re.fullmatch(r"[0-9]{3,11}", contact.phone):
        raise fields.error(f'"phone" is "{contact.phone}": write 3 to 11 digits and nothing else.')
    if contact.phone_display.replace(" ", "") != contact.phone:
        raise fields.error('"phone_display" must be the digits of "phone" with spaces between.')
    if contact.url and not is_plain_https(contact.url):
        raise fields.error(f'"url" is "{contact.url}": write the whole address, beginning https://')
    if contact.email and not EMAIL.fullmatch(contact.email):
        raise fields.error(f'"email" is "{contact.email}": write one address in small letters.')
    if not contact.sources:
        raise fields.error('"sources" is empty: say where this was confirmed.')
    if contact.check_due <= contact.checked_on:
        raise fields.error('"check_due" must be after "checked_on".')
    if contact.crisis < 0:
        raise fields.error('"crisis" must be 1 or more, or left out.')


def is_plain_https(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" and "." in (parts.hostname or "") and not parts.username and not re.search(r"[\s\"'<>\\]", url)
