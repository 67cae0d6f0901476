"""How a letter is put together: one set of words, as plain text and as HTML, with links that hold
the site's name from the settings.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from string import ascii_letters, digits
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from campaigns.mail.icalendar import Method, school_file
from campaigns.mail.links import link_for_mail
from campaigns.mail.parts import paragraphs_of, parts_of, pieces_of, without_marks
from campaigns.mail.team_contact import contact_of
from campaigns.mail.to_read import to_read_before
from campaigns.models import Change, Mail, Session, TalkRequest
from campaigns.places.guests import STAYS, guest_of_request
from sextortion_aware.materials import AT_THE_DOOR
from sextortion_aware.numbers import EMERGENCY, POLICE

# Nobody has shown yet that the address is theirs.
TO_A_STRANGER = (Mail.Kind.RECEIPT, Mail.Kind.CONFIRM_REMINDER, Mail.Kind.CONTACT_ASKED)
LINKS_OF_ONE_LETTER = ("take_over", "school_list")
OWN_LINK = "talk_link"
SECRET_LINKS = (  # beside the school's own
    "talk_take_over",
    "talk_later",
    "earlier_list",
    "officer_calendar",
)
TOKEN = frozenset(ascii_letters + digits + "-_:")  # of a signed one, ":" too


@dataclass(frozen=True, kw_only=True)
class Letter:
    kind: Mail.Kind
    key: str
    to: str
    subject: str
    text: str
    html: str
    talk_request: TalkRequest | None = None
    session: Session | None = None  # of reminders and thanks alone, so that they can be stopped
    send_after: datetime | None = None
    useful_until: datetime | None = None
    goes_at_night: bool = False
    at_once_for: date | None = None  # on this day and the day before, it goes at night too
    replaces: tuple[Mail.Kind, ...] = ()  # what waits of these tells of what is no longer so
    calendar: str = ""
    renews_link: bool = False  # what waits already holds the dead one


def as_it_stands(talk_request: TalkRequest) -> TalkRequest:
    """Read anew, so that a letter never tells what a row in somebody's hands said before the
    change.
    """
    whole = ("campaign", "topic", "kind__topic", "place__area", "session__place__area")
    return TalkRequest.objects.select_related(*whole).get(pk=talk_request.pk)


def talk_letter(
    kind: Mail.Kind,
    talk: TalkRequest,
    subject: str,
    *,
    about: str = "",
    told: dict[str, Any] | None = None,
    **more: Any,
) -> Letter:
    """`about` names what it tells of, when that is not the last change in the history."""
    ours = {
        "link": link_for_mail(talk),
        "ask": settings.SITE_URL + reverse("campaigns:talks"),
        "advice": f"{settings.SITE_URL}/",
        "door": settings.SITE_URL + AT_THE_DOOR,
    }
    guest = guest_of_request(talk)
    words = {
        "talk": talk,
        "guest": guest,
        "who_stays": STAYS[guest],
        **ours,
        "contact": contact_of(talk.campaign),
        **(told or {}),
    }
    text, html = as_text_and_html(
        f"emails/{kind}.txt",
        words,
        subject=subject,
        ours=[*ours.values(), *_own_links(words)],
        about=_about(kind, talk),
    )
    return Letter(
        kind=kind,
        key=f"{kind}:{about}" if about else key_of_change(kind, talk),
        to=talk.contact_email,
        subject=subject,
        text=text,
        html=html,
        talk_request=talk,
        **more,
    )


def as_text_and_html(
    template: str,
    words: dict[str, Any],
    *,
    subject: str,
    ours: Collection[str],
    about: Sequence[str] = (),
) -> tuple[str, str]:
    """`words` are those of the template, with the team's contact; `about` is said in the HTML's
    head. Of all links only `ours` can be pressed, and none shows its secret: mail is read over
    shoulders, and forwarded.
    """
    words = {
        "site_name": settings.SITE_NAME,
        "host": settings.SITE_URL.partition("://")[2],
        "emergency": EMERGENCY,
        "police": POLICE,
        **words,
    }
    said = paragraphs_of(render_to_string(template, words))
    foot = paragraphs_of(render_to_string("emails/from_us.txt", words))
    is_signed = said[-len(foot) :] == foot
    told = {
        "subject": subject,
        "about": about,
        "sender": words["contact"].name or settings.SITE_NAME,
        "host": words["host"],
        "parts": parts_of(said[: -len(foot)] if is_signed else said, ours=ours),
        "foot": [pieces_of(one, words["contact"]) for one in foot] if is_signed else [],
    }
    html = render_to_string("emails/letter.html", told).strip() + "\n"
    return without_marks(said, ours=ours), html


def _own_links(words: dict[str, Any]) -> list[str]:
    one = [link for name in LINKS_OF_ONE_LETTER if (link := words.get(name))]
    return one + [page["href"] for page in words.get("pages", ())]


def _about(kind: Mail.Kind, talk: TalkRequest) -> list[str]:
    """Place first: of the topic, an inbox shows nothing beside the subject. The first letter says
    of the place only what stands on our own list.
    """
    place = "" if kind in TO_A_STRANGER and talk.place is None else talk.place_label
    return [*filter(None, [place]), f"Talk: {talk.talk_name}", f"Reference: {talk.reference}"]


def session_of(talk: TalkRequest) -> Session:
    if talk.session is None:
        raise ValueError("this request has no session yet")
    return talk.session


def invitation(talk: TalkRequest, session: Session, *, method: Method = Method.REQUEST) -> str:
    return school_file(session, reference=talk.reference, method=method, to=talk.contact_email)


def of_session(
    kind: Mail.Kind,
    talk: TalkRequest,
    held: Session,
    subject: str,
    *,
    told: dict[str, Any] | None = None,
    **more: Any,
) -> Letter:
    """Says who comes. Of use until the talk begins."""
    told = {
        "held": held,
        "pages": to_read_before(talk),
        "officers": [str(officer) for officer in held.officers.select_related("user")],
        **(told or {}),
    }
    return talk_letter(
        kind, talk, subject, told=told, useful_until=begins(held.held_on, held.starts_at), **more
    )


def with_link(text: str, instead: str) -> str:
    """The school's own link, whichever it was, is taken out and this put in its place."""
    return _with(text, instead, name=OWN_LINK)


def without_secrets(text: str, *, own: str, other: str) -> str:
    """No link of ours that lets in whoever has it; these stand in their places."""
    text = with_link(text, own)
    for name in SECRET_LINKS:
        text = _with(text, other, name=name)
    return text


def _with(text: str, instead: str, *, name: str) -> str:
    start, end = (settings.SITE_URL + reverse(f"campaigns:{name}", args=["0"])).rsplit("0", 1)
    written, *others = text.split(start)
    for other in others:
        token, its_end, rest = other.partition(end)
        is_link = bool(token and its_end) and TOKEN.issuperset(token)
        written += instead + rest if is_link else start + other
    return written


def key_of_change(kind: Mail.Kind, talk: TalkRequest) -> str:
    """Names the change that the letter tells of, so that one change makes one letter, and the next
    change may make another one of the same kind.
    """
    about = Q(talk_request=talk) | (Q(session=talk.session_id) if talk.session_id else Q())
    change = Change.objects.filter(about).order_by("-pk").values_list("pk", flat=True).first()
    return f"{kind}:{talk.pk}:{change or 0}"


def begins(held_on: date, starts_at: time | None) -> datetime:
    """Wall time in Scotland. A talk without a time begins with its day."""
    return timezone.make_aware(datetime.combine(held_on, starts_at or time.min))


def day_after(day: date) -> datetime:
    return begins(day + timedelta(days=1), None)
