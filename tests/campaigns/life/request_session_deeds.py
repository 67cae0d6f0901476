"""What is done to the session of a talk request, and moves the request with it."""

from django.utils import timezone

from tests import factories
from tests.campaigns.life import session_deeds
from tests.campaigns.life.request_deeds import SESSION_OF, plain
from tests.campaigns.life.world import Deed, World, keeper_of

DEEDS: dict[str, Deed] = {}


def on_its_day(world: World, state: str) -> None:
    plain(world, state)
    world.set_session(SESSION_OF.get(state, "planned"), held_on=timezone.localdate())


deed = keeper_of(DEEDS, plain)


@deed("count its session", "session_count", prepare=on_its_day)
def count(world: World, person: str) -> None:
    session_deeds.count(world, person)


@deed("call its session off, for us", "session_cancel")
def cancel(world: World, person: str) -> None:
    session_deeds.call_off(world, person)


@deed("call its session off, for the school", "session_cancel")
def cancel_for_school(world: World, person: str) -> None:
    typed = {"called_off_by": "school", "reason": "The hall was flooded"}
    world.press(person, "session_cancel", world.session_key, **typed)


def counted(world: World, state: str) -> None:
    on_its_day(world, "confirmed")
    count(world, "own")
    if state != "delivered":
        session_deeds.changed_since(world, "voided")
        world.set_request(state)


@deed("undo the count of its session, at once", "session_undo", prepare=counted)
def undo_count(world: World, person: str) -> None:
    session_deeds.undo(world, person)


def counted_in_spite_of_a_wish(world: World, state: str) -> None:
    on_its_day(world, "asks_to_move")
    count(world, "own")
    if state != "delivered":
        session_deeds.changed_since(world, "voided")
        world.set_request(state)


@deed(
    "undo the count of its session, at once, when it wished another time",
    "session_undo",
    prepare=counted_in_spite_of_a_wish,
)
def undo_count_in_spite_of_a_wish(world: World, person: str) -> None:
    session_deeds.undo(world, person)


def with_the_same_session(world: World, state: str) -> None:
    """A colleague logged what was planned for this school."""
    on_its_day(world, state)
    twin = factories.make_session(held_on=timezone.localdate(), place=world.session.place)
    factories.make_attendance(session=twin)
    world.kept["twin"] = twin.pk


@deed(
    "merge its session into one that was held",
    "duplicate_keep_first",
    "duplicate_keep_second",
    prepare=with_the_same_session,
)
def merge_session(world: World, person: str) -> None:
    session_deeds.merge(world, person)


def session_merged(world: World, state: str) -> None:
    with_the_same_session(world, "confirmed")
    merge_session(world, "coordinator")
    if state != "delivered":
        session_deeds.changed_since(world, "cancelled")
        world.set_request(state)


@deed("undo that merge", "session_unmerge", prepare=session_merged)
def unmerge_session(world: World, person: str) -> None:
    session_deeds.unmerge(world, person)


def session_merged_in_spite_of_a_wish(world: World, state: str) -> None:
    with_the_same_session(world, "asks_to_move")
    merge_session(world, "coordinator")
    if state != "delivered":
        session_deeds.changed_since(world, "cancelled")
        world.set_request(state)


@deed(
    "undo that merge, when it wished another time",
    "session_unmerge",
    prepare=session_merged_in_spite_of_a_wish,
)
def unmerge_in_spite_of_a_wish(world: World, person: str) -> None:
    session_deeds.unmerge(world, person)
