"""What a school did, in words that hold nothing of what it typed."""

from collections.abc import Sequence

from campaigns.models import Change, Notice, Session, TalkRequest
from campaigns.models.notices import FEEDBACK
from campaigns.talks.offers import date_in_words

Kind = Change.Kind

SAID = {
    Kind.CANCELLED: "has called the talk off",
    Kind.MOVE_ASKED: "wishes another time",
    Kind.ANSWERED: "has answered our question",
    Kind.WITHDRAWN: "has taken its request back",
    Kind.PROPOSED: "says that another number came",
    Kind.REFUSED: "cannot take the dates that we offered",
}
# As history names what was changed, and how it is said in a sentence.
CHANGED = {"The room": "the room", "Arriving": "the way in", "What people need": "what they need"}
HOW_MANY, WHICH_CLASS = "how many come", "which class comes"
CONTACT_RIGHT = "put its contact right"


def what_happened(change: Change) -> str:
    """To be read after “The school”, or the name of the place."""
    kind, fields = Kind(change.kind), change.fields
    if FEEDBACK in fields:
        return "has told us how the talk was"
    if kind == Kind.NOTED and fields:
        return f"has changed {_in_a_row([_what(name) for name in fields])}"
    if kind == Kind.NOTED:
        return "has added a note"
    if kind == Kind.CONTACT_CHANGED:
        handed_over = "E-mail" in fields
        return f"has {'handed the talk over to a colleague' if handed_over else CONTACT_RIGHT}"
    if kind == Kind.MOVED:
        before, after = fields["Date"]
        return f"has accepted {after} instead of {before}"
    if kind == Kind.ACCEPTED:
        return f"has accepted {fields['Date'][1]}"
    return SAID[kind]


def _what(name: str) -> str:
    return CHANGED.get(name) or (WHICH_CLASS if name.startswith("Stages") else HOW_MANY)


def _in_a_row(names: Sequence[str]) -> str:
    *first, last = dict.fromkeys(names)
    return f"{', '.join(first)} and {last}" if first else last


def all_that_happened(notices: Sequence[Notice]) -> str:
    """Each once, in the order in which it came."""
    return "; ".join(dict.fromkeys(what_happened(notice.change) for notice in notices))


def day_of_talk(request: TalkRequest) -> str:
    """Of a talk that was called off, the day on which it would have been."""
    states = (Session.State.PLANNED, Session.State.DELIVERED, Session.State.CANCELLED)
    if request.session is None or request.session.state not in states:
        return ""
    return date_in_words(request.session)


def talk_in_words(request: TalkRequest) -> str:
    return f"{request.talk_name}, {request.get_format_display().lower()}"
