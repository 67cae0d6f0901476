"""A talk request as questions and answers, the same for the school and for the team."""

from campaigns.models import Offer, TalkGroup, TalkRequest, stages_label

Row = dict[str, str]


def asked_rows(talk: TalkRequest) -> list[Row]:
    """Needs `place__area`, `area` and `topic` selected and `groups` at hand. No contact: the school's page shows these too."""
    where = talk.place_label if talk.place else f"{talk.place_label} ({talk.area}), not on our list"
    rows = [
        ("Place", where),
        ("Groups", "\n".join(group_in_words(group) for group in talk.groups.all())),
        ("Topic", talk.topic.name),
        ("How it is given", talk.get_format_display()),
        ("Why an assembly", talk.assembly_reason),
        ("Wanted", "\n".join(talk.wanted.split("; "))),
        ("The room", talk.room),
        ("What people need", talk.access_needs),
        ("Anything else", talk.anything_else),
    ]
    return [{"key": key, "value": value} for key, value in rows if value]


def group_in_words(group: TalkGroup) -> str:
    who = f"{group.get_audience_display()}: {stages_label(group.stages)}" if group.stages else group.get_audience_display()
    return f"{who}, about {group.expected}"


def date_rows(talk: TalkRequest, offer: Offer) -> list[Row]:
    """What the school is offered or was promised. The officer's name is told when the date is confirmed."""
    comes = "A Safer Communities officer" if offer.state == Offer.State.HELD else f"{offer.officer}, Safer Communities officer"
    rows = [
        ("Date", f"{offer.held_on:%A} {offer.held_on.day} {offer.held_on:%B %Y}"),
        ("Time", f"{offer.starts_at:%H:%M}, for {offer.minutes} minutes"),
        ("Where", talk.place_label),
        ("Who comes", comes),
    ]
    return [{"key": key, "value": value} for key, value in rows]
