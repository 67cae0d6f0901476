"""One campaign with everybody who could press a button, one session and one talk request."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from django.test import Client
from django.urls import reverse

from campaigns.mail.links import token_of
from campaigns.models import Membership, Offer, Session, TalkRequest
from tests import factories
from tests.campaigns.life.tables import STAYS
from tests.factories import TODAY

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
LATER = date(2026, 12, 1)
OFFERED = date(2026, 12, 8)
ROLES = {
    "own": "officer",
    "colleague": "officer",
    "viewer": "viewer",
    "coordinator": "coordinator",
}


@dataclass
class World:
    """Holds keys only: what stands in the database is read anew each time."""

    members: dict[str, Membership]
    clients: dict[str, Client]
    session_key: int
    request_key: int
    offer_key: int
    other_token: str
    kept: dict[str, Any] = field(default_factory=dict)  # what a deed's preparation left for it

    @property
    def session(self) -> Session:
        return Session.objects.select_related("place", "campaign").get(pk=self.session_key)

    @property
    def request(self) -> TalkRequest:
        return TalkRequest.objects.get(pk=self.request_key)

    @property
    def offer(self) -> Offer:
        return Offer.objects.get(pk=self.offer_key)

    def press(self, person: str, name: str, *args: Any, **typed: Any) -> None:
        """The school is not signed in."""
        self.clients[person].post(reverse(f"campaigns:{name}", args=args), typed)

    def press_by_link(self, person: str, name: str, **typed: Any) -> None:
        """Only the school has the link; the others try with that of another request."""
        token = token_of(self.request) if person == "school" else self.other_token
        self.press(person, name, token, **typed)

    def set_session(self, state: str, **columns: Any) -> None:
        reason = "" if state in ("planned", "delivered") else "The hall was flooded"
        Session.objects.filter(pk=self.session_key).update(
            state=state, state_reason=reason, **columns
        )

    def set_request(self, state: str, **columns: Any) -> None:
        TalkRequest.objects.filter(pk=self.request_key).update(
            state=state,
            state_reason="All our officers are booked",
            confirm_by=date(2099, 1, 1),
            **columns,
        )


def make_world() -> World:
    campaign = factories.make_campaign()
    place, topic = factories.make_place(), factories.make_topic()
    campaign.areas.add(place.area)
    members = {
        person: factories.make_member(role=role, name=f"{person.title()} Reid")
        for person, role in ROLES.items()
    }
    clients = {person: Client() for person in [*members, "school"]}
    for person, member in members.items():
        clients[person].force_login(member.user)
    session = factories.make_session(
        state="planned", held_on=TODAY, officers=[members["own"]], topics=[topic]
    )
    Session.objects.filter(pk=session.pk).update(logged_by=members["own"].user, logged_at=NOW)
    request = factories.make_talk_request(place=place, topic=topic)
    offer = factories.make_offer(talk_request=request, officer=members["own"], held_on=OFFERED)
    other = factories.make_talk_request(reference="XYZ2345", place=factories.make_place(name="B"))
    return World(
        members=members,
        clients=clients,
        session_key=session.pk,
        request_key=request.pk,
        offer_key=offer.pk,
        other_token=token_of(other),
    )


Do = Callable[[World, str], None]


@dataclass(frozen=True)
class Deed:
    """`prepare` brings the world to a state; `done` tells of a deed that leaves the state as it is
    whether it was done.
    """

    do: Do
    addresses: frozenset[str]
    prepare: Callable[[World, str], None]
    done: Callable[[World], bool] | None = None

    def has_worked(self, world: World, *, before: str | None, now: str | None, wanted: str) -> bool:
        if wanted == STAYS:
            assert self.done, "a deed that moves no state says how one sees that it was done"
            return now == before and self.done(world)
        return now == wanted

    def was_refused(self, world: World, *, before: str | None, now: str | None) -> bool:
        return now == before and not (self.done and self.done(world))


def keeper_of(
    deeds: dict[str, Deed], plain: Callable[[World, str], None]
) -> Callable[..., Callable[[Do], Do]]:
    """Keeps deeds under their names; `plain` prepares those that need nothing else."""

    def deed(
        name: str,
        *addresses: str,
        prepare: Callable[[World, str], None] = plain,
        done: Callable[[World], bool] | None = None,
    ) -> Callable[[Do], Do]:
        def keep(do: Do) -> Do:
            deeds[name] = Deed(do, frozenset(addresses), prepare, done)
            return do

        return keep

    return deed
