from datetime import date, time

import pytest
from django.db import IntegrityError, transaction

from campaigns.history.conflicts import Conflict
from campaigns.models import DifferentSessions, Merge, Session
from campaigns.sessions.putright.merge import (
    COUNT_WOULD_GO,
    SCHOOL_ACCEPTED,
    TWO_REQUESTS,
    MergeRefused,
    keep_apart,
    merge_sessions,
)
from tests.campaigns.sessions.putright.merges import TOMORROW, fresh, merge, reached
from tests.factories import (
    TODAY,
    make_attendance,
    make_campaign,
    make_member,
    make_place,
    make_session,
    make_talk_request,
)

pytestmark = pytest.mark.django_db


def test_merging_keeps_one_count_and_both_officers(pair, by):
    kept, other = pair

    merge(kept, other, by=by)

    kept, other = fresh(kept), fresh(other)
    assert [officer.user.name for officer in kept.officers.all()] == ["Ailsa Reid", "Iain Bell"]
    assert [[str(row) for row in rows.all()] for rows in (kept.topics, kept.partners)] == [
        ["Cyberbullying", "Sextortion"],
        ["Council education service"],
    ]
    assert [row.count for row in kept.attendances.all()] == [25]
    assert (other.state, other.merged_into) == ("voided", kept)
    assert other.state_reason == f"The same session as session {kept.pk}, 2 November 2026"
    assert reached() == 25


def test_the_other_one_may_be_kept_as_well(pair, by):
    merge(pair[1], pair[0], by=by)

    assert reached() == 27


def test_merging_is_in_the_history_of_both(pair, by):
    kept, other = pair
    versions = [fresh(session).version for session in pair]

    merge(kept, other, by=by)

    (of_kept,), (of_other,) = kept.changes.all(), other.changes.all()
    assert (of_kept.kind, of_kept.by, of_kept.reason) == (
        "merged",
        by,
        f"Session {other.pk} was the same one.",
    )
    assert of_kept.fields == {
        "Officers": ["Ailsa Reid", "Ailsa Reid, Iain Bell"],
        "Topics": ["Sextortion", "Cyberbullying, Sextortion"],
        "Partners": ["", "Council education service"],
    }
    assert (of_other.kind, of_other.fields) == ("merged", {"State": ["Delivered", "Voided"]})
    assert [fresh(session).version for session in pair] == [version + 1 for version in versions]


def test_stale_page_merges_nothing(pair, by):
    kept, other = (fresh(session) for session in pair)
    Session.objects.filter(pk=other.pk).update(version=5)

    with pytest.raises(Conflict, match="no longer look like the same"):
        merge_sessions(
            kept=kept, other=other, seen=(kept.version, other.version), today=TODAY, by=by
        )

    assert reached() == 52


@pytest.mark.parametrize(
    "changed",
    [
        {"state": "voided", "state_reason": "Twice"},
        {"held_on": date(2026, 11, 3)},
        {"stages": ("S1",)},
    ],
    ids=str,
)
def test_only_what_is_listed_is_merged(pair, by, changed):
    Session.objects.filter(pk=pair[1].pk).update(**changed)

    with pytest.raises(Conflict):
        merge(*pair, by=by)

    assert Merge.objects.count() == 0


def test_session_of_another_campaign_is_never_merged(by):
    place = make_place()
    ours = make_session(place=place)
    theirs = make_session(place=place, campaign=make_campaign(name="Fife"))

    with pytest.raises(Conflict):
        merge(ours, theirs, by=by)


def test_planned_one_is_not_kept_instead_of_one_that_was_held(by):
    planned, held = make_session(state="planned"), make_session()
    make_attendance(session=held)

    with pytest.raises(MergeRefused) as refused:
        merge(planned, held, by=by)
    merge(held, planned, by=by)

    assert str(refused.value) == COUNT_WOULD_GO
    assert (fresh(planned).state, reached()) == ("voided", 25)


def test_request_of_the_merged_session_goes_with_it_and_is_delivered(by):
    planned, held = make_session(state="planned"), make_session()
    request = make_talk_request(state="confirmed", session=planned)

    merge(held, planned, by=by)

    request.refresh_from_db()
    assert (request.session, request.state) == (held, "delivered")
    assert request.changes.get().fields == {
        "Session": [f"Session {planned.pk}", f"Session {held.pk}"],
        "State": ["Confirmed", "Delivered"],
    }


def test_date_that_a_school_accepted_is_the_one_that_is_kept(by):
    known, unknown = (make_session(state="planned", held_on=TOMORROW) for _ in range(2))
    make_talk_request(state="confirmed", session=known)

    with pytest.raises(MergeRefused) as refused:
        merge(unknown, known, by=by)
    merge(known, unknown, by=by)

    assert str(refused.value) == SCHOOL_ACCEPTED
    assert fresh(unknown).merged_into == known


def test_two_requests_are_never_left_with_one_session(by):
    first, second = make_session(), make_session()
    make_talk_request(state="delivered", session=first)
    make_talk_request(state="delivered", session=second, reference="BCD2346")

    with pytest.raises(MergeRefused) as refused:
        merge(first, second, by=by)

    assert str(refused.value) == TWO_REQUESTS


def test_officer_who_is_elsewhere_at_that_time_is_not_drawn_into_a_planned_session(by):
    officer, place = make_member(), make_place()
    kept = make_session(
        state="planned",
        held_on=TOMORROW,
        starts_at=time(9, 30),
        place=place,
        officers=[make_member(name="Iain Bell")],
    )
    other = make_session(
        state="planned", held_on=TOMORROW, starts_at=time(10, 15), place=place, officers=[officer]
    )
    make_session(
        state="planned",
        held_on=TOMORROW,
        starts_at=time(9, 0),
        minutes=45,
        place=make_place(name="Elsewhere"),
        officers=[officer],
    )

    with pytest.raises(MergeRefused, match="Ailsa Reid already has a session at that time: 09:00"):
        merge(kept, other, by=by)

    assert (fresh(other).state, list(kept.officers.values_list("user__name", flat=True))) == (
        "planned",
        ["Iain Bell"],
    )


def test_kept_apart_they_are_not_a_pair_any_more(pair, by):
    keep_apart(first=pair[1], second=pair[0], by=by)

    assert DifferentSessions.objects.get().by == by
    with pytest.raises(Conflict):
        merge(*pair, by=by)
    with pytest.raises(Conflict):
        keep_apart(first=pair[0], second=pair[1], by=by)


def test_merge_stands_once_a_session(pair, by):
    given = {
        "kept": pair[0],
        "other": pair[1],
        "other_state": "delivered",
        "kept_version": 1,
        "other_version": 1,
        "by": by,
    }
    Merge.objects.create(**given)

    with pytest.raises(IntegrityError), transaction.atomic():
        Merge.objects.create(**given)


@pytest.mark.parametrize(
    "changed", [{"kept": 1}, {"other_state": "voided"}, {"talk_state": "confirmed"}], ids=str
)
def test_merge_that_cannot_be_is_refused(pair, by, changed):
    given = {
        "kept": pair[0],
        "other": pair[1],
        "other_state": "delivered",
        "kept_version": 1,
        "other_version": 1,
        "by": by,
    }
    if "kept" in changed:
        changed = {"kept": pair[1]}

    with pytest.raises(IntegrityError), transaction.atomic():
        Merge.objects.create(**(given | changed))


def test_merge_of_a_request_names_its_state(pair, by):
    with pytest.raises(IntegrityError), transaction.atomic():
        Merge.objects.create(
            kept=pair[0],
            other=pair[1],
            other_state="delivered",
            kept_version=1,
            other_version=1,
            by=by,
            talk_request=make_talk_request(),
        )
