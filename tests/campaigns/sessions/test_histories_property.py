"""Whatever is done to sessions, in whatever order: reach is the plain sum of what stands, and
nothing is lost or written in silence.

Any deed may be refused; then nothing at all may be written. HYPOTHESIS_PROFILE=thorough plays far
more and longer histories.
"""

import os
from collections import Counter
from copy import deepcopy
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import Phase, example, given, note, settings
from hypothesis import strategies as st

from campaigns.history.conflicts import ChangedMeanwhile, Conflict
from campaigns.models import Attendance, Change, Correction, Merge, Session
from campaigns.reach.filters import Filters, without_stage
from campaigns.reach.reach import reach
from campaigns.sessions.edit import EditRefused
from campaigns.sessions.filter_form import of_session
from campaigns.sessions.found import held as held_in_words
from campaigns.sessions.putright.correct import CorrectionRefused
from campaigns.sessions.putright.merge import MergeRefused
from sextortion_aware.patterns import compiled
from tests.campaigns.sessions.histories import DEEDS, History, make_history
from tests.campaigns.sessions.history_steps import Step
from tests.factories import TODAY

pytestmark = pytest.mark.django_db

THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
REFUSALS = (
    ValidationError,
    Conflict,
    ChangedMeanwhile,
    EditRefused,
    CorrectionRefused,
    MergeRefused,
)
LISTS = (Session.officers.through, Session.topics.through, Session.partners.through)
TABLES = (Session, Attendance, Change, Correction, Merge, *LISTS)
# Lines of history with which a session stays as it is.
NOT_OF_THE_ROW = ("logged", "planned", "imported", "proposed", "not_corrected")
# Why a history fails is not explained: that takes minutes.
PHASES = (Phase.explicit, Phase.generate, Phase.shrink)
DAYS = (0, -1, -30, 2)
ONLY_LOOKS = ("look", "send_again")

Everything = dict[type, dict[int, dict[str, Any]]]

rows = st.tuples(
    st.sampled_from(["children", "adults"]),
    st.sampled_from([None, 1, 2]),
    st.one_of(st.none(), st.integers(0, 300)),
    st.just(""),
)
split = st.tuples(st.sampled_from([None, 1, 2]), st.integers(0, 300), st.integers(0, 300)).map(
    lambda said: [
        ("children", said[0], said[1], "P6"),
        ("children", said[0], said[2], "P7"),
    ]
)
steps = st.builds(
    Step,
    deed=st.sampled_from(DEEDS),
    which=st.integers(0, 7),
    other=st.integers(0, 7),
    who=st.sampled_from([0, 1, 0, 1, 0, 1, 2]),
    held_on=st.sampled_from(DAYS).map(lambda days: TODAY + timedelta(days=days)),
    place=st.sampled_from([0, 1, 2, None]),
    rows=st.one_of(
        st.lists(rows, min_size=1, max_size=2, unique_by=lambda row: row[:2]), split
    ).map(tuple),
    amiss=st.integers(0, 6).map(lambda number: number == 6),
)
# One talk logged by both who gave it, one whose count nobody knows yet and one that is due; one
# more was merged away, one voided, two came in with a spreadsheet, and an officer's correction
# waits.
START = (
    Step("log"),
    Step("log", rows=(("children", None, 27, ""),)),
    Step("log", place=2, rows=(("adults", 1, None, ""),)),
    Step("plan", place=1),
    Step("log", rows=(("adults", None, 3, ""),)),
    Step("merge", which=0, other=1),
    Step("log", place=None, rows=(("children", None, 9, "P6"), ("children", None, 8, "P7"))),
    Step("void", which=3, who=1),
    Step("bring_in", held_on=TODAY - timedelta(days=30)),
    Step("correct", which=1, rows=(("children", 2, 28, "P6"), ("children", 2, 3, "P7"))),
)


# Whatever is drawn besides, which changes with every constant in the project: each deed is done,
# and each is tried where it is refused.
EACH_DEED = [
    Step(deed, which=which, who=who) for deed in DEEDS for which, who in ((0, 1), (1, 1), (2, 0))
]
EACH_AMISS = [
    Step(deed, which=which, who=who, amiss=True)
    for deed in DEEDS
    for which, who in ((0, 1), (1, 0))
]
DECLINED = [Step("decline", who=1)]
BY_A_VIEWER = [Step(deed, who=2) for deed in DEEDS]


def everything() -> Everything:
    return {
        table: {row["id"]: row for row in table.objects.order_by("pk").values()} for table in TABLES
    }


def said_of(pk: int, tables: Everything) -> list[Any]:
    """All of one session but its version. A row of attendance may be written anew as it was."""
    row = {name: value for name, value in tables[Session].get(pk, {}).items() if name != "version"}
    parts = [
        [
            tuple(part.values())[1:]
            for part in tables[table].values()
            if part.get("session_id") == pk
        ]
        for table in LISTS
    ]
    attended = [
        (part["audience"], part["place_id"], part["stage"], part["count"], part["known"])
        for part in tables[Attendance].values()
        if part["session_id"] == pk
    ]
    return [row, sorted(attended, key=str), *map(sorted, parts)]


def prove_nothing_lost(before: Everything, after: Everything) -> None:
    assert before[Session].keys() <= after[Session].keys(), "a session was deleted"
    assert all(after[Change].get(pk) == line for pk, line in before[Change].items()), (
        "history was rewritten"
    )
    lines = [line for pk, line in after[Change].items() if pk not in before[Change]]
    for pk, row in after[Session].items():
        own = [line["kind"] for line in lines if line["session_id"] == pk]
        was = before[Session].get(pk, {"version": 1})["version"]
        assert row["version"] == was + sum(kind not in NOT_OF_THE_ROW for kind in own), (
            "the version is not one more with each change"
        )
        if said_of(pk, before) != said_of(pk, after):
            assert own, "written without a line of history"
            assert pk not in before[Session] or row["version"] > was, (
                "changed under the same version"
            )
    if before[Correction] != after[Correction]:
        assert lines, "a correction moved without a line of history"


def known_in(listed: str, stage: str) -> int:
    """What the line above a list of sessions with that stage says of the stage itself."""
    known = rf"(?:; ([0-9,]+|all) of them (?:is|are) known to be {stage})?\."
    people, number = compiled(rf"([0-9,]+) attendances?{known}").search(listed).groups()
    return int((people if number == "all" else number or "0").replace(",", ""))


def prove_reach(history: History) -> None:
    found = reach(history.campaign, today=TODAY)
    standing = [held for held in history.sessions.values() if held.state == "delivered"]
    lines = [line for held in standing for line in held.lines()]
    assert found.logged == sum(line[-1] for line in lines)
    for parts, place in ((found.by_audience, 0), (found.by_month, 1), (found.by_area, 2)):
        by_hand: Counter[str] = Counter()
        for line in lines:
            by_hand[line[place]] += line[-1]
        assert Counter({part.label: part.count for part in parts}) == by_hand
    for stage in ("P6", "P7"):
        filters = Filters(stage=stage)
        own = reach(history.campaign, today=TODAY, filters=filters).logged
        assert own == sum(held.of_stage(stage) for held in standing)
        with_stage = Filters(also=of_session(kind="", stage=stage, words=""))
        listed = held_in_words(history.campaign, with_stage, today=TODAY, stage=stage)
        assert known_in(listed, stage) == own
        others = without_stage(history.campaign, filters)
        assert others == sum(held.perhaps_of(stage) for held in standing)
    bare = [held for held in standing if all(count is None for count in held.rows.values())]
    assert (found.sessions, found.without_figure) == (len(standing), len(bare))


@pytest.fixture
def start(db) -> History:
    history = make_history()
    for step in START:
        history.do(step)
    return history


def play(history: History, steps: list[Step], *, done: Counter[str], refused: Counter[str]) -> None:
    before = everything()
    prove_reach(history)
    for step in steps:
        try:
            history.do(step)
            done[history.tried] += 1
            wrote = history.tried not in ONLY_LOOKS
        except REFUSALS as refusal:
            refused[history.tried] += 1
            wrote = False
            note(f"refused: {refusal}")
        note(f"{history.tried}: {step}")
        after = everything()
        assert wrote or before == after, "written in spite of a refusal"
        if wrote:
            prove_nothing_lost(before, after)
            prove_reach(history)
        before = after


def test_reach_is_the_plain_sum_and_nothing_is_lost_whatever_is_done(start):
    done: Counter[str] = Counter()
    refused: Counter[str] = Counter()

    @settings(
        max_examples=400 if THOROUGH else 18,
        deadline=None,
        derandomize=True,
        database=None,
        phases=PHASES,
    )
    @example(steps=EACH_DEED)
    @example(steps=EACH_DEED[::-1])
    @example(steps=EACH_AMISS)
    @example(steps=DECLINED)
    @example(steps=BY_A_VIEWER)
    @given(
        steps=st.lists(steps, max_size=40)
        if THOROUGH
        else st.lists(steps, min_size=4, max_size=15, unique_by=lambda step: (step.deed, step.who))
    )
    def histories(steps: list[Step]) -> None:
        with transaction.atomic():
            play(deepcopy(start), steps, done=done, refused=refused)
            transaction.set_rollback(True)

    histories()
    assert not set(DEEDS) - done.keys(), "a deed that was always refused proves nothing"
    assert sum(refused.values()) > len(DEEDS), "hardly anything was refused"
