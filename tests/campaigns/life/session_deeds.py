"""What is done to a session, by the buttons that do it."""

from collections.abc import Callable
from typing import Any

from campaigns.models import Session
from tests import factories
from tests.campaigns.life.tables import NONE_YET
from tests.campaigns.life.world import LATER, OFFERED, TODAY, Deed, Do, World, keeper_of
from tests.campaigns.spreadsheets import files
from tests.campaigns.typed import log_data

DEEDS: dict[str, Deed] = {}
REQUEST_OF = {
    NONE_YET: "offered",
    "planned": "confirmed",
    "delivered": "delivered",
    "cancelled": "offered",  # as after its officer was called away
    "did_not_happen": "cancelled_by_school",
    "voided": "delivered",
}


def plain(world: World, state: str) -> None:
    """On its day, and no school asked for it."""
    if state == NONE_YET:
        return
    world.set_session(state)
    if state == "delivered":
        factories.make_attendance(session=world.session)


def not_counted(world: World, state: str) -> None:
    plain(world, state)
    world.session.attendances.all().delete()


def to_come(world: World, state: str) -> None:
    plain(world, state)
    if state == "planned":
        world.set_session(state, held_on=LATER)


def asked_for(world: World, state: str) -> None:
    """A school asked for it, and another date is held for that school."""
    to_come(world, state)
    has_none = state == NONE_YET
    world.set_request(REQUEST_OF[state], session=None if has_none else world.session)


deed = keeper_of(DEEDS, plain)


def typed(world: World, **changed: Any) -> dict[str, Any]:
    """A whole form, as it stands in the browser."""
    session = world.session
    given = log_data(
        place=session.place.label,
        officers=session.officers.all(),
        topics=session.topics.all(),
        held_on=session.held_on,
    )
    return given | {"opened": session.version} | changed


def minutes_are_new(world: World) -> bool:
    return world.session.minutes == 45


@deed("log it, on its day or later", "session_log")
def log(world: World, person: str) -> None:
    other = factories.make_place(name="Calder Primary School")  # or it is asked about
    world.press(person, "session_log", **typed(world, place=other.label))


@deed("plan it", "session_log")
def plan(world: World, person: str) -> None:
    day = {"held_on_day": LATER.day, "held_on_month": LATER.month}
    nobody_yet = {name: "" for name in log_data() if name.startswith(("count", "known"))}
    world.press(person, "session_log", **typed(world, **day, **nobody_yet))


def a_spreadsheet(world: World, state: str) -> None:
    batch = files.upload_rows(
        [files.a_row(1)],
        member=world.members["coordinator"],
        topic=world.session.topics.get(),
    )
    world.kept["batch"] = files.check(batch).pk


@deed("bring it in with a spreadsheet", "import_commit", prepare=a_spreadsheet)
def bring_in(world: World, person: str) -> None:
    world.press(person, "import_commit", world.kept["batch"])


@deed(
    "accept an offered date",
    "talk_accept",
    prepare=asked_for,
    done=lambda world: world.session.is_planned and world.session.held_on == OFFERED,
)
def accept(world: World, person: str) -> None:
    world.press_by_link(person, "talk_accept", offer=world.offer_key)


@deed("edit it", "session_edit", done=minutes_are_new)
def edit(world: World, person: str) -> None:
    world.press(person, "session_edit", world.session_key, **typed(world, minutes="45"))


@deed("count it", "session_count")
def count(world: World, person: str) -> None:
    world.press(person, "session_count", world.session_key, **typed(world))


@deed(
    "count it later, because nobody knew",
    "session_count",
    prepare=not_counted,
    done=lambda world: world.session.attendances.exists() and world.session.version == 2,
)
def count_later(world: World, person: str) -> None:
    count(world, person)


def without_officers(world: World, state: str) -> None:
    plain(world, state)
    world.session.officers.clear()


@deed(
    "join it, as who gave it too",
    "session_join",
    prepare=without_officers,
    done=lambda world: world.session.officers.exists(),
)
def join(world: World, person: str) -> None:
    world.press(person, "session_join", world.session_key)


@deed("call it off, before its day", "session_cancel", prepare=to_come)
def call_off(world: World, person: str) -> None:
    typed = {"called_off_by": "police", "reason": "The hall was flooded"}
    world.press(person, "session_cancel", world.session_key, **typed)


@deed("say that it did not happen, on its day or later", "session_cancel")
def did_not_happen(world: World, person: str) -> None:
    call_off(world, person)


@deed("call it off, by the school's link", "talk_end", prepare=asked_for)
def school_calls_off(world: World, person: str) -> None:
    world.press_by_link(person, "talk_end", reason="We have no hall")


@deed("call its officer away, and nobody takes over", "called_away_new_dates", prepare=asked_for)
def called_away(world: World, person: str) -> None:
    opened = world.session.version
    world.press(person, "called_away_new_dates", world.request_key, opened=opened)


@deed("close the schools for snow", "snow_day_move", prepare=to_come)
def snow(world: World, person: str) -> None:
    day = {"day_day": LATER.day, "day_month": LATER.month, "day_year": LATER.year}
    closed = {"area": world.session.place.area_id, **day}
    page = world.clients["coordinator"].get("/team/snow-day/", closed)
    world.press(person, "snow_day_move", **closed, seen=page.context["snow"].seen)


@deed("correct it", "session_correct", done=minutes_are_new)
def correct(world: World, person: str) -> None:
    changed = {"minutes": "45", "reason": "The register came late"}
    world.press(person, "session_correct", world.session_key, **typed(world, **changed))


def press_with_reason(world: World, person: str, name: str) -> None:
    given = {"reason": "It was entered twice", "opened": world.session.version}
    world.press(person, name, world.session_key, **given)


@deed("void it", "session_void")
def void(world: World, person: str) -> None:
    press_with_reason(world, person, "session_void")


@deed("restore it", "session_restore")
def restore(world: World, person: str) -> None:
    press_with_reason(world, person, "session_restore")


def proposed(world: World, state: str) -> None:
    plain(world, state)
    by = world.members["own"]
    world.kept["correction"] = factories.make_correction(by=by, session=world.session).pk


@deed("confirm that it is voided", "correction_confirm", prepare=proposed)
def confirm_void(world: World, person: str) -> None:
    opened = world.session.version
    world.press(person, "correction_confirm", world.kept["correction"], opened=opened)


def with_a_twin(world: World, state: str) -> None:
    plain(world, state)
    like = "planned" if state == "planned" else "delivered"
    twin = factories.make_session(
        state=like,
        held_on=TODAY,
        place=world.session.place,
        officers=[world.members["colleague"]],
    )
    world.kept["twin"] = twin.pk


@deed(
    "merge it into the same one",
    "duplicate_keep_first",
    "duplicate_keep_second",
    prepare=with_a_twin,
)
def merge(world: World, person: str) -> None:
    twin = Session.objects.get(pk=world.kept["twin"])
    seen = {"first_version": twin.version, "second_version": world.session.version}
    world.press(person, "duplicate_keep_first", twin.pk, world.session_key, **seen)


def merged(was: str) -> Callable[[World, str], None]:
    def prepare(world: World, state: str) -> None:
        with_a_twin(world, was)
        merge(world, "coordinator")
        changed_since(world, state)

    return prepare


def changed_since(world: World, state: str) -> None:
    """By somebody else, when it is not in this state by itself."""
    session = world.session
    if session.state != state:
        world.set_session(state, version=session.version + 1, merged_into=None)


@deed("undo its merge, when it was planned", "session_unmerge", prepare=merged("planned"))
@deed("undo its merge, when it was held", "session_unmerge", prepare=merged("delivered"))
def unmerge(world: World, person: str) -> None:
    world.press(person, "session_unmerge", world.session_key)


def after(first: Do, *, state: str, by: str = "own") -> Callable[[World, str], None]:
    """The same person has just done `first`."""

    def prepare(world: World, wanted: str) -> None:
        plain(world, state)
        before = set(Session.objects.values_list("pk", flat=True))
        first(world, by)
        new = set(Session.objects.values_list("pk", flat=True)) - before
        world.session_key = new.pop() if new else world.session_key
        changed_since(world, wanted)

    return prepare


@deed("undo the plan, at once", "session_undo", prepare=after(plan, state=NONE_YET))
@deed("undo the log, at once", "session_undo", prepare=after(log, state=NONE_YET))
@deed("undo the count, at once", "session_undo", prepare=after(count, state="planned"))
def undo(world: World, person: str) -> None:
    world.press(person, "session_undo", world.session_key)


@deed(
    "undo the void, at once",
    "session_undo",
    prepare=after(void, state="delivered", by="coordinator"),
)
def undo_void(world: World, person: str) -> None:
    """Only a coordinator voids at once, so here it is they who saved it."""
    undo(world, "coordinator" if person == "own" else "colleague")


def brought_in(world: World, state: str) -> None:
    a_spreadsheet(world, state)
    bring_in(world, "coordinator")
    world.session_key = Session.objects.get(batch=world.kept["batch"]).pk
    changed_since(world, state)


@deed("undo its spreadsheet", "import_undo", prepare=brought_in)
def undo_spreadsheet(world: World, person: str) -> None:
    world.press(person, "import_undo", world.kept["batch"])
