"""What a school did, or one of us for it, in words that hold nothing of what was typed."""

from collections.abc import Iterable, Mapping, Sequence

from campaigns.models import Change, Notice, Session, TalkRequest
from campaigns.models.notices import FEEDBACK
from campaigns.places.guests import in_a_sentence, in_the_middle
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


def who_did(notice: Notice) -> str:
    by = notice.change.by
    return str(by) if by else in_a_sentence(notice.talk_request)


def what_happened(notice: Notice) -> str:
    """To be read after the school, the name of the place, or whoever of us did it."""
    kind, fields = Kind(notice.change.kind), notice.change.fields
    if notice.change.by_id:
        return for_school(kind, fields, school=in_the_middle(notice.talk_request))
    if FEEDBACK in fields:
        return "has told us how the talk was"
    if kind == Kind.NOTED and fields:
        return f"has changed {_in_a_row(what_of(fields))}"
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


def for_school(kind: Change.Kind, fields: Mapping[str, Sequence[str]], *, school: str) -> str:
    """What one of us did, as a school told it, or for reasons of ours."""
    entered = f"entered for {school}"
    if kind == Kind.CANCELLED:
        by_school = fields["State"][1] == TalkRequest.State.CANCELLED_BY_SCHOOL.label
        return f"called the talk off for {school if by_school else 'us'}"
    if kind == Kind.REASSIGNED:
        before, after = fields["Officers"]
        return f"changed who gives the talk: {after}, and before {before}"
    if kind == Kind.REFUSED:
        return f"{entered} that it cannot take the dates that we offered"
    if kind == Kind.MOVED:
        before, after = fields["Date"]
        return f"{entered} that it accepts {after} instead of {before}"
    if kind == Kind.ACCEPTED:
        return f"{entered} that it accepts {fields['Date'][1]}"
    if kind == Kind.CONTACT_CHANGED:
        done = "entered another contact" if "E-mail" in fields else "put the contact right"
        return f"{done} for {school}"
    return f"{entered} {_in_a_row(what_of(fields))}"


def what_of(fields: Iterable[str]) -> list[str]:
    """Each once, of what history names."""
    return list(dict.fromkeys(_what(name) for name in fields))


def _what(name: str) -> str:
    return CHANGED.get(name) or (WHICH_CLASS if name.startswith("Stages") else HOW_MANY)


def _in_a_row(names: Sequence[str]) -> str:
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last


def all_that_happened(notices: Sequence[Notice]) -> str:
    """Each once, in the order in which it came, to be read after who did the first."""
    request, said, before = notices[0].talk_request, [], who_did(notices[0])
    for who, what in dict.fromkeys((who_did(one), what_happened(one)) for one in notices):
        name = in_the_middle(request) if who == in_a_sentence(request) else who
        said.append(what if who == before else f"{name} {what}")
        before = who
    return "; ".join(said)


def day_of_talk(request: TalkRequest) -> str:
    """Of a talk that was called off, the day on which it would have been."""
    states = (Session.State.PLANNED, Session.State.DELIVERED, Session.State.CANCELLED)
    if request.session is None or request.session.state not in states:
        return ""
    return date_in_words(request.session)


def talk_in_words(request: TalkRequest) -> str:
    return f"{request.talk_name}, {request.get_format_display().lower()}"
