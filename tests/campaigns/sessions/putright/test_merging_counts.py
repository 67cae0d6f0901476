"""Nobody is counted twice: whatever is merged and undone in whatever order, and by two at once."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.history.conflicts import Conflict
from campaigns.models import Change, Merge, Session
from campaigns.reach.reach import reach
from campaigns.sessions.putright.merge import merge_sessions, undo_merge
from tests.campaigns.sessions.putright.merges import coordinator, merge, reached
from tests.factories import TODAY, make_attendance, make_campaign, make_session
from tests.races import at_once, database_for_threads  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("database_for_threads")
@pytest.mark.parametrize("swapped", [False, True], ids=["the same one kept", "each keeps another"])
def test_two_people_merge_the_same_pair_at_once_and_one_wins(swapped):
    by, (first, second) = coordinator(), (make_session() for _ in range(2))
    for count, session in enumerate((first, second), start=20):
        make_attendance(session=session, count=count)
    tries = [(first, second), (second, first) if swapped else (first, second)] * 2

    outcomes = at_once(
        *[
            lambda kept=kept, other=other: merge_sessions(
                kept=kept, other=other, seen=(1, 1), today=TODAY, by=by
            )
            for kept, other in tries
        ]
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [*["Conflict"] * 3, "Merge"]
    kept = Merge.objects.get().kept
    assert Session.objects.delivered().get() == kept
    assert reached() == (20 if kept == first else 21)
    assert Change.objects.filter(kind="merged").count() == 2


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("database_for_threads")
def test_two_people_undo_one_merge_at_once_and_one_wins():
    by, kept, other = coordinator(), make_session(), make_session()
    merge(kept, other, by=by)

    outcomes = at_once(*[lambda: undo_merge(other=other, today=TODAY, by=by)] * 3)

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [*["Conflict"] * 2, "Merge"]
    assert Session.objects.delivered().count() == 2


steps = st.lists(
    st.tuples(st.sampled_from(["merge", "merge", "undo"]), st.integers(0, 5), st.integers(0, 5)),
    max_size=12,
)
counts = st.lists(st.one_of(st.none(), st.integers(0, 300)), min_size=2, max_size=6)


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(counts=counts, steps=steps)
def test_reach_is_the_plain_sum_of_what_stands_whatever_is_merged_and_undone(by, counts, steps):
    with transaction.atomic():
        sessions = [make_session() for _ in counts]
        for session, count in zip(sessions, counts, strict=True):
            make_attendance(
                session=session, count=count, known="unknown" if count is None else "counted"
            )
        stands = set(range(len(sessions)))

        for deed, one, two in steps:
            one, two = one % len(sessions), two % len(sessions)
            try:
                if deed == "merge":
                    merge(sessions[one], sessions[two], by=by)
                    stands.remove(two)
                else:
                    undo_merge(other=sessions[two], today=TODAY, by=by)
                    stands.add(two)
            except Conflict:
                pass
            found = reach(make_campaign(), today=TODAY)

            assert found.logged == sum(counts[number] or 0 for number in stands)
            assert (found.sessions, found.without_figure) == (
                len(stands),
                sum(counts[number] is None for number in stands),
            )
        transaction.set_rollback(True)
