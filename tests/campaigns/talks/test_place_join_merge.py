"""Two sessions that were merged are still two rows when their place is joined with another."""

import pytest

from campaigns.models import Merge, Session
from campaigns.sessions.putright.merge import merge_sessions, undo_merge
from campaigns.talks.place_join import join_places, seen_of
from tests.factories import TODAY, make_attendance, make_member, make_place, make_session

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


def test_merge_is_undone_after_the_place_of_both_was_joined():
    by = make_member(role="coordinator").user
    kept, other = make_place(name="Larkhall Library"), make_place(name="The Library Hub")
    first, second = make_session(place=other), make_session(place=other)
    for session, count in ((first, 20), (second, 23)):
        make_attendance(session=session, count=count)
    merge_sessions(kept=first, other=second, seen=(1, 1), today=TODAY, by=by)
    merged = Session.objects.get(pk=second.pk).state

    seen = seen_of(kept, other)
    join_places(kept=kept, other=other, seen=seen, reason="", today=TODAY, by=by)
    undo_merge(other=Session.objects.get(pk=second.pk), today=TODAY, by=by)

    sessions = Session.objects.order_by("pk").values_list("pk", "place", "state")
    assert merged == "voided"
    assert list(sessions) == [(pk, kept.pk, "delivered") for pk in (first.pk, second.pk)]
    assert [session.attendances.get().count for session in (first, second)] == [20, 23]
    assert Merge.objects.get().undone_at is not None
