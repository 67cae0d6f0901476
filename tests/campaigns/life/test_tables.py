"""The life tables of docs/map.md are true: each deed is done from each state by everybody, with the
buttons of the site, and what the table does not have is refused.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from types import ModuleType

import pytest
from django.core.cache import cache
from django.db import models, transaction
from django.test import Client
from django.urls import URLPattern, reverse
from django.utils import timezone

from campaigns.access import permissions
from campaigns.models import Change, Membership, Session, TalkRequest
from campaigns.sessions import urls as session_urls
from campaigns.sessions.putright import urls as put_right_urls
from campaigns.spreadsheets import urls as spreadsheet_urls
from campaigns.talks import urls as talk_urls
from campaigns.talks.asking import urls as asking_urls
from campaigns.talks.record import urls as record_urls
from tests.campaigns.life import request_deeds, request_session_deeds, session_deeds
from tests.campaigns.life.tables import EVERYBODY, NONE_YET, NOTHING, STAYS, Row, rows_under
from tests.campaigns.life.world import NOW, Deed, World, make_world
from tests.campaigns.people.test_ladder import EXAMPLES
from tests.factories import TODAY

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Table:
    heading: str
    model: type[models.Model]
    deeds: dict[str, Deed]
    key_of: Callable[[World], int]

    @property
    def rows(self) -> list[Row]:
        return rows_under(self.heading)

    @property
    def states(self) -> list[str]:
        return list(self.model.State.values)

    def rows_of(self, deed: str) -> list[Row]:
        return [row for row in self.rows if row.deed == deed]


REQUEST_DEEDS = request_deeds.DEEDS | request_session_deeds.DEEDS
TABLES = [
    Table("A session’s life", Session, session_deeds.DEEDS, lambda world: world.session_key),
    Table("A talk request’s life", TalkRequest, REQUEST_DEEDS, lambda w: w.request_key),
]
DEEDS = [(table, name) for table in TABLES for name in table.deeds]


def named(deeds: Iterable[tuple[Table, str]]) -> list[str]:
    return [f"{table.model.__name__}: {name}" for table, name in deeds]


NOT_THERE = "this deed stands in no row of the table"
# But for a request whose address nobody has confirmed: it may yet be forgotten whole.
LEFT_NO_LINE = "worked, and left no line of history"
# Buttons that move no state, and are in no table
MOVE_NOTHING = {
    "correction_decline": "the session stays as it is",
    "correction_withdraw": "the session stays as it is",
    "earlier_ask": "a letter",
    "duplicate_keep_both": "says that two sessions are two",
    "session_column": "an answer about children and young people; the session stays delivered",
    "feed_make": "an officer's calendar",
    "feed_revoke": "an officer's calendar",
    "import_check": "a spreadsheet on its way",
    "import_columns": "a spreadsheet on its way",
    "import_answer": "a spreadsheet on its way",
    "import_answer_row": "a spreadsheet on its way",
    "import_list": "a spreadsheet on its way",
    "import_read": "a spreadsheet on its way",
    "import_remove": "a spreadsheet on its way",
    "import_row": "a spreadsheet on its way",
    "import_places": "a spreadsheet on its way",
    "import_row_place": "a spreadsheet on its way",
    "import_place_add": "a place on the list",
    "import_forget_name": "what spreadsheets call a place",
    "import_take": "a spreadsheet on its way",
    "kind_add": "a talk on offer",
    "kind_add_suggested": "a talk on offer",
    "kind_edit": "a talk on offer",
    "place_join_pair": "two places on the list that are one",
    "member_end": "a membership; a date that is held may go back as by its own button",
    "member_leave": "a membership, as above",
    "member_lower": "a role, as above",
    "place_edit": "a place on the list",
    "talk_next": "a draft of a request",
    "talk_ask": "a draft of a request",
    "talk_ask_again": "a draft of a request",
    "talk_change": "what the officer should know of the visit",
    "talk_contact": "whom to talk to",
    "talk_hand_over": "whom to talk to",
    "talk_hand_over_stop": "whom to talk to",
    "talk_take_over": "whom to talk to",
    "talk_feedback": "how the talk was",
    "talk_later": "a draft of a request",
    "talk_link_again": "a letter",
    "talk_mail_link": "a letter",
    "talk_note": "a note",
    "talk_number": "a correction that waits; the session stays delivered",
    "talk_owner": "who sees to it",
    "talk_renew_link": "a letter",
    "talk_sent_again": "a letter",
    "talk_step": "a draft of a request",
    "talk_team_note": "a note",
    "talk_seen": "what a school did is no longer news",
    "talk_typing": "a draft of a request",
}
# More of a form that is open, and nothing is written
ONE_MORE = {
    f"session_{form}_{more}"
    for form in ("log", "count", "edit", "correct")
    for more in ("school", "ways", "stages", "place")
}


@pytest.fixture(autouse=True)
def midday(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: NOW)
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)


def state_of(table: Table, world: World, *, before: Iterable[int]) -> str | None:
    """Of a row that was not there before, or of the one that the world has."""
    new = table.model.objects.exclude(pk__in=before).values_list("state", flat=True)
    row = table.model.objects.filter(pk=table.key_of(world)).values_list("state", flat=True)
    return new[0] if new else row[0]


def outcome(
    table: Table, deed: Deed, world: World, *, state: str, person: str, row: Row | None
) -> bool | str:
    """True when it worked, False when it was refused, words when it was neither."""
    kept = world.session_key, dict(world.kept)
    cache.clear()  # nobody is told to slow down
    with transaction.atomic():
        deed.prepare(world, state)
        keys = list(table.model.objects.values_list("pk", flat=True))
        before = None if state == NONE_YET else state_of(table, world, before=keys)
        assert before in (None, state)
        lines = Change.objects.count()
        deed.do(world, person)
        now = state_of(table, world, before=keys)
        if state == NONE_YET and table.model.objects.count() == len(keys):
            now = None
        worked = row and deed.has_worked(world, before=before, now=now, wanted=row.next_state)
        refused = deed.was_refused(world, before=before, now=now)
        if worked and Change.objects.count() == lines and deed.addresses != {"talk_send"}:
            worked = LEFT_NO_LINE
        transaction.set_rollback(True)
    world.session_key, world.kept = kept
    if worked == LEFT_NO_LINE:
        return LEFT_NO_LINE
    return True if worked else False if refused else f"became {now}"


@pytest.mark.parametrize(("table", "name"), DEEDS, ids=named(DEEDS))
def test_deed_does_what_the_table_says_and_nothing_else(table, name):
    deed, rows, world = table.deeds[name], table.rows_of(name), make_world()
    assert rows, NOT_THERE
    asked = [
        (row, state, person)
        for row in rows
        for number, state in enumerate(row.states)
        for person in (sorted(EVERYBODY | row.may) if number == 0 else sorted(row.may)[:1])
    ]
    said = {
        (state, person): outcome(table, deed, world, state=state, person=person, row=row)
        for row, state, person in asked
    }
    right = {(state, person): person in row.may for row, state, person in asked}

    assert {asked: became for asked, became in said.items() if became != right[asked]} == {}


REFUSABLE = [
    (table, name)
    for table, name in DEEDS
    if not any(NONE_YET in row.states for row in table.rows_of(name))
]


@pytest.mark.parametrize(("table", "name"), REFUSABLE, ids=named(REFUSABLE))
def test_deed_is_refused_in_every_other_state(table, name):
    deed, rows, world = table.deeds[name], table.rows_of(name), make_world()
    assert rows, NOT_THERE
    others = set(table.states) - {state for row in rows for state in row.states}
    others -= moved_by_the_same_button(table, name)
    doer = sorted(rows[0].may)[0]

    said = {
        state: outcome(table, deed, world, state=state, person=doer, row=None)
        for state in sorted(others)
    }

    assert {state: became for state, became in said.items() if became is not False} == {}


def moved_by_the_same_button(table: Table, name: str) -> set[str]:
    """One button withdraws a request or calls its talk off: which it is hangs on the state."""
    alike = [
        other
        for other, deed in table.deeds.items()
        if other != name and deed.addresses == table.deeds[name].addresses
    ]
    rows = [row for other in alike for row in table.rows_of(other) if row.next_state != STAYS]
    return {state for row in rows for state in row.states}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.model.__name__)
def test_table_has_every_state_and_every_deed_once(table):
    rows = table.rows

    left = {state for row in rows for state in row.states}
    deeds = [(state, row.deed) for row in rows for state in row.states]

    assert left == {*table.states, NONE_YET}
    assert len(deeds) == len(set(deeds))
    assert {row.deed for row in rows} - {NOTHING} == set(table.deeds)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.model.__name__)
def test_nothing_leads_out_of_a_state_that_is_an_end(table):
    ends = {state for row in table.rows if row.deed == NOTHING for state in row.states}
    left = {state for row in table.rows if row.deed != NOTHING for state in row.states}

    assert not ends & left


def test_officer_proposes_what_a_coordinator_does_at_once():
    world = make_world()
    rows = [row for row in TABLES[0].rows if "officer proposes" in row.who]

    for row in rows:
        for person in ("own", "colleague"):
            with transaction.atomic():
                table_deed = TABLES[0].deeds[row.deed]
                table_deed.prepare(world, row.states[0])
                table_deed.do(world, person)
                assert world.session.corrections.waiting().count() == 1
                transaction.set_rollback(True)
    assert {row.deed for row in rows} == {"correct it", "void it", "restore it"}


def test_administrator_may_what_a_coordinator_may():
    """So the tables, and these tests, name coordinators alone. Administrators keep people too."""
    others = ("may_confirm_offer", "may_keep_people", "may_see_sign_ins")
    rules = [
        getattr(permissions, name)
        for name in vars(permissions)
        if name.startswith("may_") and name not in others
    ]
    coordinator, administrator = Membership(role="coordinator"), Membership(role="administrator")

    assert [rule(administrator) for rule in rules] == [rule(coordinator) for rule in rules]
    assert all(rule(administrator) for rule in rules)


def addresses() -> Iterable[URLPattern]:
    parts = (session_urls, put_right_urls, spreadsheet_urls, talk_urls, asking_urls, record_urls)
    for urls in parts:
        assert isinstance(urls, ModuleType)
        yield from urls.urlpatterns


def test_every_button_is_in_a_table_or_moves_nothing():
    """A new button is asked which of the two it is."""
    pressed = {
        pattern.name
        for pattern in addresses()
        if Client().post(address_of(pattern)).status_code != 405
    }
    in_tables = {
        name for table in TABLES for deed in table.deeds.values() for name in deed.addresses
    }

    assert pressed == in_tables | set(MOVE_NOTHING) | ONE_MORE
    assert not in_tables & set(MOVE_NOTHING)


def address_of(pattern: URLPattern) -> str:
    names = pattern.pattern.converters
    given = {
        name: {**EXAMPLES, "slug": "a-talk", "reason": "hidden", "answer": "take"}[name]
        for name in names
    }
    return reverse(f"campaigns:{pattern.name}", kwargs=given)
