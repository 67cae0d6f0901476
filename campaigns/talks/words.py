"""A talk request as questions and answers, the same for the school and for the team."""

from django.utils import timezone

from campaigns.models import Audience, Offer, Session, TalkGroup, TalkRequest, stages_label
from campaigns.places.guests import Guest, format_in_words, guest_of_request
from campaigns.talks.fits import misfits_of

Row = dict[str, str]
WHO_COMES, WHO_CAME = "Who comes", "Who came"  # which of us


def asked_rows(talk: TalkRequest) -> list[Row]:
    """Needs `place__area`, `area`, `topic` and `kind` selected and `groups` at hand.

    No contact: the school's page shows these too.
    """
    where = talk.place_label if talk.place else f"{talk.place_label} ({talk.area}), not on our list"
    guest = guest_of_request(talk)
    rows = [
        ("Place", where),
        ("Groups", "\n".join(group_in_words(group, guest) for group in talk.groups.all())),
        ("Please note", "\n".join(dict.fromkeys(one.text for one in misfits_of(talk)))),
        ("Talk", talk.kind_name),
        ("Topic", talk.topic.name),
        ("How it is given", format_in_words(talk.format, guest)),
        ("Why an assembly", talk.assembly_reason),
        ("Wanted", "\n".join(talk.wanted.split("; "))),
        ("Would suit better", talk.new_wish),
        ("The room", talk.room),
        ("Arriving", talk.arriving),
        ("What people need", talk.access_needs),
        ("Anything else", talk.anything_else),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def asked_in_short(talk: TalkRequest, held: list[Offer]) -> list[Row]:
    """Who, when, and which dates stand: what somebody looks at while they answer."""
    weigh = ("Groups", "Wanted", "Would suit better")
    dates = "\n".join(f"{when_in_words(offer)}, with {offer.officer}" for offer in held)
    rows = [
        ("Set for", when_in_words(talk.session) if talk.date_is_set and talk.session else ""),
        ("Offered now", dates),
    ]
    return [
        *(row for row in asked_rows(talk) if row["key"] in weigh),
        *({"key": key, "value": value} for key, value in rows if value),
    ]


def when_in_words(held: Offer | Session) -> str:
    at = f" at {held.starts_at:%H:%M}" if held.starts_at else ""
    return f"{held.held_on:%A} {held.held_on.day} {held.held_on:%B %Y}{at}"


def group_in_words(group: TalkGroup, guest: Guest = Guest.SCHOOL) -> str:
    return f"{who_in_words(group, guest)}, about {group.expected}"


def who_in_words(group: TalkGroup, guest: Guest = Guest.SCHOOL) -> str:
    """Outside a school adults are others than nobody."""
    if group.audience == Audience.ADULTS and guest != Guest.SCHOOL:
        return "Adults"
    audience = group.get_audience_display()
    return f"{audience}: {stages_label(group.stages)}" if group.stages else audience


def how_many_of(group: TalkGroup, guest: Guest) -> str:
    """As a question, of a class by its stage alone."""
    if group.stages:
        return f"How many of {stages_label(group.stages)}?"
    who = who_in_words(group, guest).partition(" (")[0]
    return f"How many {who[0].lower()}{who[1:]}?"


def offer_rows(talk: TalkRequest, offer: Offer) -> list[Row]:
    """What the school is offered. Who comes is told by name when the date is confirmed."""
    comes = (
        "Two Safer Communities officers"
        if offer.second_officer_id
        else "A Safer Communities officer"
    )
    return date_rows(talk, offer, comes=comes)


def session_rows(talk: TalkRequest, session: Session) -> list[Row]:
    """What the school was promised, as it stands now."""
    officers = [str(officer) for officer in session.officers.select_related("user")]
    comes = (
        f"{' and '.join(officers)}, Safer Communities officer{'s' if len(officers) > 1 else ''}"
        if officers
        else ""
    )
    key = WHO_CAME if session.held_on < timezone.localdate() else WHO_COMES
    return date_rows(talk, session, comes=comes, key=key)


def date_rows(
    talk: TalkRequest, held: Offer | Session, *, comes: str, key: str = WHO_COMES
) -> list[Row]:
    length = f", for {held.minutes} minutes" if held.minutes else ""
    rows = [
        ("Date", f"{held.held_on:%A} {held.held_on.day} {held.held_on:%B %Y}"),
        ("Time", f"{held.starts_at:%H:%M}{length}" if held.starts_at else ""),
        ("Where", "Online" if isinstance(held, Session) and held.is_online else talk.place_label),
        (key, comes),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]
