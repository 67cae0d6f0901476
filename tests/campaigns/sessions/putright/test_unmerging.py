"""A merge that is undone leaves both sessions as they were, or is kept and says why."""

from datetime import time

import pytest

from campaigns.history.conflicts import Conflict
from campaigns.models import Merge, Session
from campaigns.sessions.putright.merge import MergeRefused, undo_merge
from tests.campaigns.sessions.putright.merges import TOMORROW, columns_of, fresh, merge, reached
from tests.factories import (
    TODAY,
    make_attendance,
    make_member,
    make_place,
    make_session,
    make_talk_request,
)

pytestmark = pytest.mark.django_db


def test_merge_undone_leaves_both_as_they_were(pair, by):
    kept, other = pair
    before = [columns_of(session) for session in pair]
    merge(kept, other, by=by)

    undone = undo_merge(other=other, today=TODAY, by=by)

    assert [columns_of(session) for session in pair] == before
    assert reached() == 52
    assert undone.undone_at is not None
    assert [session.changes.latest("pk").kind for session in pair] == ["unmerged", "unmerged"]
    assert kept.changes.latest("pk").fields["Officers"] == ["Ailsa Reid, Iain Bell", "Ailsa Reid"]


def test_what_both_had_stays_when_the_merge_is_undone(by):
    officer = make_member()
    kept, other = (make_session(officers=[officer]) for _ in range(2))
    merge(kept, other, by=by)

    undo_merge(other=other, today=TODAY, by=by)

    assert [list(session.officers.all()) for session in (kept, other)] == [[officer], [officer]]
    assert [session.topics.count() for session in (kept, other)] == [1, 1]


@pytest.mark.parametrize("changed", [0, 1], ids=["the kept one", "the other one"])
def test_merge_is_not_undone_once_either_was_changed(pair, by, changed):
    merge(*pair, by=by)
    Session.objects.filter(pk=pair[changed].pk).update(version=9)
    before = [columns_of(session) for session in pair]

    with pytest.raises(Conflict, match="was changed after they were merged"):
        undo_merge(other=pair[1], today=TODAY, by=by)

    assert [columns_of(session) for session in pair] == before


def test_merge_is_undone_once(pair, by):
    merge(*pair, by=by)
    undo_merge(other=pair[1], today=TODAY, by=by)

    with pytest.raises(Conflict, match="already undone"):
        undo_merge(other=pair[1], today=TODAY, by=by)


def test_merged_again_after_it_was_undone(pair, by):
    merge(*pair, by=by)
    undo_merge(other=pair[1], today=TODAY, by=by)

    merge(pair[1], pair[0], by=by)

    assert reached() == 27
    assert Merge.objects.filter(undone_at__isnull=True).count() == 1


def test_three_of_one_talk_are_merged_and_parted_again_the_last_first(by):
    one, two, three = sessions = [
        make_session(officers=[make_member(name=f"Officer {number}")]) for number in range(3)
    ]
    for count, session in enumerate(sessions, start=20):
        make_attendance(session=session, count=count)
    before = [columns_of(session) for session in sessions]
    merge(two, one, by=by)
    merge(three, two, by=by)
    assert reached() == 22
    with pytest.raises(Conflict):
        undo_merge(other=one, today=TODAY, by=by)

    undo_merge(other=two, today=TODAY, by=by)
    undo_merge(other=one, today=TODAY, by=by)

    assert [columns_of(session) for session in sessions] == before


def test_two_merged_into_one_are_parted_again_the_last_first(by):
    one, two, three = sessions = [
        make_session(officers=[make_member(name=f"Officer {number}")]) for number in range(3)
    ]
    before = [columns_of(session) for session in sessions]
    merge(one, two, by=by)
    merge(one, three, by=by)

    undo_merge(other=three, today=TODAY, by=by)
    undo_merge(other=two, today=TODAY, by=by)

    assert [columns_of(session) for session in sessions] == before


def test_request_comes_back_when_the_merge_is_undone(by):
    planned, held = make_session(state="planned"), make_session()
    request = make_talk_request(state="confirmed", session=planned)
    merge(held, planned, by=by)

    undo_merge(other=planned, today=TODAY, by=by)

    request.refresh_from_db()
    assert (request.session, request.state, fresh(planned).state) == (
        planned,
        "confirmed",
        "planned",
    )


def test_request_that_went_on_meanwhile_keeps_the_merge(by):
    planned, held = make_session(state="planned"), make_session()
    request = make_talk_request(state="confirmed", session=planned)
    merge(held, planned, by=by)
    type(request).objects.filter(pk=request.pk).update(state="withdrawn", state_reason="Not now")

    with pytest.raises(Conflict, match="talk request"):
        undo_merge(other=planned, today=TODAY, by=by)

    assert fresh(planned).merged_into == held


def test_planned_session_does_not_come_back_to_an_officer_who_is_busy_by_now(by):
    officer, place = make_member(), make_place()
    kept = make_session(
        state="planned",
        held_on=TOMORROW,
        starts_at=time(9, 30),
        minutes=30,
        place=place,
        officers=[make_member(name="Iain Bell")],
    )
    other = make_session(
        state="planned", held_on=TOMORROW, starts_at=time(10, 15), place=place, officers=[officer]
    )
    merge(kept, other, by=by)
    make_session(
        state="planned",
        held_on=TOMORROW,
        starts_at=time(10, 30),
        place=make_place(name="Elsewhere"),
        officers=[officer],
    )

    with pytest.raises(MergeRefused, match="Ailsa Reid already has a session at that time: 10:30"):
        undo_merge(other=other, today=TODAY, by=by)

    assert fresh(other).state == "voided"
