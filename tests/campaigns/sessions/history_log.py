"""A log in plain Python: what stands in it by what was asked for, and what can be done to it."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import time
from typing import Any
from uuid import UUID

from campaigns.models import Campaign, Membership, Place, Session, Topic
from campaigns.sessions.copies import details_of
from campaigns.sessions.putright import undo
from campaigns.sessions.rules import Count, Details
from tests.campaigns.sessions.history_steps import Held, Saved, Step
from tests.factories import TODAY


class Log:
    def __init__(
        self, *, campaign: Campaign, places: list[Place], members: list[Membership], topic: Topic
    ) -> None:
        self.campaign, self.places, self.members, self.topic = campaign, places, members, topic
        self.tried = ""
        self.sessions: dict[UUID, Held] = {}
        self.touched: set[UUID] = set()
        # By the id of the correction: of what, and what it wants.
        self.waiting: dict[int, tuple[UUID, dict[str, Any]]] = {}
        self.merged: dict[UUID, str] = {}  # what was merged away, and what it was before
        self.batches: dict[int, list[UUID]] = {}
        self.undone: set[int] = set()
        self.saved: dict[UUID, Saved] = {}

    def fitting(self, deed: str) -> list[Any]:
        """What the deed can be done to."""
        return list(FITTING[deed](self)) if deed in FITTING else [deed]

    def pick(self, step: Step) -> Any:
        """One of them; when it is amiss any session, fitting or not."""
        fitting = self.fitting(self.tried)
        things = list(self.sessions) if step.amiss and fitting[0] in self.sessions else fitting
        return things[step.which % len(things)]

    def of(self, *states: str) -> list[UUID]:
        return [key for key, held in self.sessions.items() if held.state in states]

    def due(self, state: str) -> list[UUID]:
        """Of this state, held by now and without a figure."""
        return [
            key
            for key in self.of(state)
            if self.sessions[key].held_on <= TODAY and not self.sessions[key].has_figure
        ]

    def alike(self, kept: UUID) -> list[UUID]:
        held = self.sessions[kept]
        others = [key for key in self.of("delivered", "planned") if key != kept]
        return [
            key
            for key in others
            if held.place is not None
            and (self.sessions[key].held_on, self.sessions[key].place) == (held.held_on, held.place)
        ]

    def fresh(self) -> list[UUID]:
        """What was saved and not changed since."""
        versions = dict(Session.objects.values_list("client_id", "version"))
        return [key for key, saved in self.saved.items() if saved.made == versions[key]]

    def by(self, step: Step) -> Membership:
        return self.members[step.who]

    def place(self, number: int | None) -> Place | None:
        return None if number is None else self.places[number]

    def counts(self, step: Step) -> list[Count]:
        known = {True: "unknown", False: "counted"}
        return [
            Count(
                audience=audience,
                place=self.place(place),
                count=count,
                known=known[count is None],
                stage=stage,
            )
            for audience, place, count, stage in step.rows
        ]

    def details(self, step: Step, session: Session | None = None) -> Details:
        new = Details(
            held_on=step.held_on,
            format="lesson",
            topics=[self.topic],
            officers=[self.members[0]],
            starts_at=time(9, 30),
            stages=("P6", "P7"),
        )
        told = details_of(session) if session else new
        return Details(
            **{
                **told,
                "held_on": step.held_on,
                "place": self.place(step.place),
                "is_online": step.place is None,
            }
        )

    def opened(self, step: Step, session: Session) -> int:
        return session.version - step.amiss

    def put(self, key: UUID, **said: Any) -> None:
        held = replace(self.sessions[key], **said)
        if held != self.sessions[key]:
            self.touched.add(key)
        self.sessions[key] = held

    def save(
        self, key: UUID, before: undo.Before, held: Held, correction: int | None = None
    ) -> None:
        made = row_of(key).version
        if made != before["version"]:
            self.saved[key] = Saved(made, held, before, correction)


FITTING: dict[str, Callable[[Log], Iterable[Any]]] = {
    "deliver": lambda log: log.due("planned"),
    "fill_in": lambda log: log.due("delivered"),
    "call_off": lambda log: log.of("planned"),
    "edit": lambda log: log.of("delivered", "planned"),
    "correct": lambda log: log.of("delivered"),
    "void": lambda log: log.of("delivered"),
    "restore": lambda log: [key for key in log.of("voided") if key not in log.merged],
    "confirm": lambda log: log.waiting,
    "decline": lambda log: log.waiting,
    "withdraw": lambda log: log.waiting,
    "undo_right_after": lambda log: log.fresh(),
    "merge": lambda log: [key for key in log.of("delivered", "planned") if log.alike(key)],
    "undo_merge": lambda log: log.merged,
    "undo_import": lambda log: [pk for pk in log.batches if pk not in log.undone],
}


def row_of(key: UUID) -> Session:
    return Session.objects.get(client_id=key)
