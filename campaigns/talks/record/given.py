"""A talk that was given, as its school may see it: no contact, nobody's name, no notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from campaigns.models import (
    Attendance,
    Audience,
    Place,
    Session,
    TalkKind,
    TalkRequest,
    stages_label,
)
from campaigns.models.figure import SessionFigure, figure_from
from campaigns.places.guests import SCHOOLS, Guest, format_in_words, guest_of, guest_of_request
from campaigns.sessions.words import HOW_KNOWN
from campaigns.talks.record.guest_words import WORDS, RecordWords
from sextortion_aware.reading.dates import in_words

Row = dict[str, str]
Known = Attendance.Known

NOT_COUNTED = "Not counted yet"
NOT_IN_FIGURES = "This talk no longer counts in our figures."
OF_THE_SCHOOL_ONLY = "Others came to this talk too. The number is of your school or group only."
OF_YOU_ONLY = "Others came to this talk too. The number is of your own people only."


@dataclass(frozen=True)
class GivenTalk:
    """`place` is the one that asks: of a talk to several schools it is shown its own number.

    Needs `attendances`, `topics` and `place__area` of the session at hand.
    """

    session: Session
    place: Place | None
    where: str
    asked: TalkRequest | None = None
    is_asker: bool = True  # the place that asked for it, of several
    is_lent: bool = False  # another one asked, and this one's rooms were used

    @cached_property
    def own(self) -> Sequence[Attendance]:
        rows = list(self.session.attendances.all())
        if self.place is None:
            return rows
        named = [row for row in rows if row.place_id == self.place.pk]
        if named and self.session.place_id != self.place.pk:
            return named  # the others were at somebody else's talk in somebody else's hall
        if self.is_lent:
            return named
        return [row for row in rows if row.place_id in (None, self.place.pk)]

    @property
    def held_at(self) -> Place | None:
        """Where the school went for it, if it was not at the school itself."""
        session = self.session
        if self.place is None or session.is_online or session.place_id == self.place.pk:
            return None
        return session.place

    @property
    def has_others(self) -> bool:
        return len(self.own) < len(self.session.attendances.all())

    @property
    def counts(self) -> bool:
        return self.session.state == Session.State.DELIVERED

    @cached_property
    def figure(self) -> SessionFigure:
        return figure_from(self.own)

    @property
    def how_many(self) -> str:
        if self.figure.count is None:
            return NOT_COUNTED
        return f"{self.figure}, {how_known([row for row in self.own if row.count is not None])}"

    @property
    def kind(self) -> TalkKind | None:
        return self.asked.kind if self.asked else None

    @property
    def name(self) -> str:
        """What the talk is called: as it was chosen, also when its kind has another name by now."""
        return (self.asked.kind_name if self.asked else "") or self.topics

    @property
    def topics(self) -> str:
        return " and ".join(topic.name for topic in self.session.topics.all())

    @cached_property
    def guest(self) -> Guest:
        if self.asked:
            return guest_of_request(self.asked)
        is_school = self.place is not None and self.place.kind in SCHOOLS
        return guest_of(is_school=is_school, audiences=[row.audience for row in self.own])

    @property
    def is_of_a_school(self) -> bool:
        return self.guest == Guest.SCHOOL

    @property
    def words(self) -> RecordWords:
        return WORDS[self.guest]

    @property
    def of_whom(self) -> str:
        """Whose number it is, when others came too."""
        if not self.has_others or not self.counts:
            return ""
        return OF_THE_SCHOOL_ONLY if self.is_of_a_school else OF_YOU_ONLY

    @property
    def date(self) -> str:
        return f"{self.session.held_on:%A} {in_words(self.session.held_on)}"

    @property
    def classes(self) -> str:
        """Or who came instead of one."""
        if self.session.stages:
            return stages_label(self.session.stages)
        return ", ".join(dict.fromkeys(self.audience_of(row) for row in self.own))

    def audience_of(self, row: Attendance) -> str:
        """Outside a school adults are others than nobody."""
        if row.audience == Audience.ADULTS and not self.is_of_a_school:
            return "Adults"
        return row.get_audience_display()

    @property
    def length(self) -> str:
        return f"{self.session.minutes} minutes" if self.session.minutes else ""

    @property
    def key_of_place(self) -> str:
        if not self.held_at:
            return "Place"
        return "School or group" if self.is_of_a_school else "For"

    @property
    def rows(self) -> list[Row]:
        told = {
            "Date": self.date,
            self.key_of_place: self.where,
            "Held at": self.held_at.label if self.held_at else "",
            "Talk": self.name,
            "Topic": self.topics if self.topics != self.name else "",
            "How it was given": format_in_words(self.session.format, self.guest),
            "Length": self.length,
            "Classes" if self.session.stages else "Who came": self.classes,
            "How many came": self.how_many if self.counts else NOT_IN_FIGURES,
        }
        return [{"key": key, "value": value} for key, value in told.items() if value]


def how_known(rows: Sequence[Attendance]) -> str:
    ways = {row.known for row in rows}
    if len(ways) == 1:
        return HOW_KNOWN[ways.pop()]
    return "partly estimated" if Known.ESTIMATED in ways else "counted, or from a register"


def given_talk(talk: TalkRequest) -> GivenTalk:
    """Of a request that was delivered."""
    sessions = Session.objects.select_related("campaign", "place__area")
    session = sessions.prefetch_related("attendances", "topics").get(talk_request=talk)
    return GivenTalk(session=session, place=talk.place, where=talk.place_label, asked=talk)


def given_at(session: Session, place: Place) -> GivenTalk:
    """Of a place's own list: needs `place__area` selected."""
    request = getattr(session, "talk_request", None)
    is_own = request is not None and request.place_id == place.pk
    asked_by_other = request is not None and request.place_id not in (None, place.pk)
    return GivenTalk(
        session=session,
        place=place,
        where=place.label,
        asked=request if is_own else None,
        is_asker=is_own,
        is_lent=asked_by_other and session.place_id == place.pk,
    )
