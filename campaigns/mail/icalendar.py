"""Talks as RFC 5545 has them, for a school's calendar and an officer's.

One talk is one entry for ever: its UID stays, its SEQUENCE rises with each change.

Who does what with such files, and why a school is sent REQUEST and CANCEL, is in
docs/decisions/0016-told.md.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr
from enum import StrEnum
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings
from django.urls import reverse

from campaigns.mail.team_contact import TeamContact, contact_of
from campaigns.models import Session, TalkRequest
from campaigns.places.guests import STAYS, Guest, guest_of_request

USUAL_MINUTES = 60  # of a talk whose length nobody entered
LINK_TO_SESSIONS = "campaigns:session_detail"


class Method(StrEnum):
    PUBLISH = "PUBLISH"  # a file that somebody fetches; nobody is invited
    REQUEST = "REQUEST"  # to the one address that is named in it: the entry is made, or put right
    CANCEL = "CANCEL"


def school_file(session: Session, *, reference: str, method: Method, to: str = "") -> str:
    """Only what goes by mail names the address that it goes to.

    No file holds the school's link: more people see a calendar than a mailbox.
    """
    event = _event(session, revised_at=last_change_at(session))
    event.add("summary", f"Safer Communities talk: {_name(session)}")
    contact = contact_of(session.campaign)
    telephone = f" or {contact.telephone}" if contact.telephone else ""
    who = " and ".join(str(officer) for officer in session.officers.select_related("user"))
    event.add(
        "description",
        (
            f"Who comes: {who}\n{_who_stays(session)}\nReference "
            f"{reference}. Questions: {contact.email}{telephone}"
        ),
    )
    event.add("organizer", _organizer(contact))
    if to:
        # They said yes on their page already: nobody shall think that the buttons of a calendar
        # program answer us.
        attendee = icalendar.vCalAddress(f"mailto:{to}")
        attendee.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
        event.add("attendee", attendee)
    _set_status(event, cancelled=method == Method.CANCEL)
    return _calendar([event], method=method)


def organizer_in(calendar: str) -> tuple[str, str]:
    """Name and address, as the file has them: whoever sends it must be the same."""
    [event] = icalendar.Calendar.from_ical(calendar).walk("VEVENT")
    organizer = event["ORGANIZER"]
    return str(organizer.params["CN"]), str(organizer).removeprefix("mailto:")


def may_be_sender(address: str) -> bool:
    """The mail server speaks for one domain; in the name of another its mail looks forged."""
    return _domain(address) == _domain(parseaddr(settings.DEFAULT_FROM_EMAIL)[1])


def _organizer(contact: TeamContact) -> icalendar.vCalAddress:
    address = (
        contact.email if may_be_sender(contact.email) else parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    )
    organizer = icalendar.vCalAddress(f"mailto:{address}")
    organizer.params["CN"] = contact.name or settings.SITE_NAME
    return organizer


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()


def _who_stays(session: Session) -> str:
    talk = TalkRequest.objects.select_related("place").filter(session=session).first()
    return STAYS[guest_of_request(talk) if talk else Guest.SCHOOL]


def last_change_at(session: Session) -> datetime:
    return session.changes.order_by("-at").values_list("at", flat=True).first() or session.logged_at


def feed_file(sessions: Iterable[tuple[Session, datetime]], *, name: str) -> str:
    """Each session with the moment of its last change, and place, area, topics and request at
    hand.

    No contact and no notes: whoever has the address can read it.
    """
    events = []
    for session, revised_at in sessions:
        event = _event(session, revised_at=revised_at)
        event.add(
            "summary", f"{_name(session)}: {session.place.name if session.place else 'online'}"
        )
        event.add("url", settings.SITE_URL + reverse(LINK_TO_SESSIONS, args=[session.pk]))
        _set_status(
            event, cancelled=session.state not in (Session.State.PLANNED, Session.State.DELIVERED)
        )
        events.append(event)
    return _calendar(events, method=Method.PUBLISH, name=name)


def _event(session: Session, *, revised_at: datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"{session.client_id}@{settings.SITE_HOST}")
    event.add("sequence", session.version)
    event.add("dtstamp", revised_at)
    event.add("last-modified", revised_at)
    if session.starts_at is None:
        event.add("dtstart", session.held_on)
        event.add("dtend", session.held_on + timedelta(days=1))
    else:
        begins = datetime.combine(
            session.held_on, session.starts_at
        )  # wall time: minutes are added before the zone, as people count them
        event.add("dtstart", begins.replace(tzinfo=_zone()))
        event.add(
            "dtend",
            (begins + timedelta(minutes=session.minutes or USUAL_MINUTES)).replace(tzinfo=_zone()),
        )
    event.add(
        "location", session.place.label if session.place and not session.is_online else "Online"
    )
    return event


def _set_status(event: icalendar.Event, *, cancelled: bool) -> None:
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")


def _name(session: Session) -> str:
    """As the school that asked for it knows it."""
    request = getattr(session, "talk_request", None)
    chosen = request.kind_name if request else ""
    return chosen or ", ".join(topic.name for topic in session.topics.all())


def _calendar(events: list[icalendar.Event], *, method: Method, name: str = "") -> str:
    calendar = icalendar.Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//{settings.SITE_NAME}//Talks//EN")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method.value)
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(_zone_data())
    for event in events:
        calendar.add_component(event)
    return str(calendar.to_ical().decode())


def _zone_data() -> icalendar.Timezone:
    """The rule of today, which has held since 1996.

    The library would list each change since 1970, which some programs read wrongly (so does
    vobject).
    """
    zone = icalendar.Timezone()
    zone.add("tzid", settings.TIME_ZONE)
    for kind, begins, before, after, month, name in (
        # Wall time
        (icalendar.TimezoneDaylight, datetime(1996, 3, 31, 1), 0, 1, 3, "BST"),  # noqa: DTZ001
        (icalendar.TimezoneStandard, datetime(1996, 10, 27, 2), 1, 0, 10, "GMT"),  # noqa: DTZ001
    ):
        part = kind()
        part.add("dtstart", begins)
        part.add("tzname", name)
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        part.add("rrule", {"freq": "yearly", "bymonth": month, "byday": "-1su"})
        zone.add_component(part)
    return zone


def _zone() -> ZoneInfo:
    return ZoneInfo(settings.TIME_ZONE)
