from datetime import date, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.history.conflicts import Conflict
from campaigns.models import Change, DifferentSessions, Merge, Session
from campaigns.reach.reach import reach
from campaigns.sessions.putright.merge import (
    COUNT_WOULD_GO,
    SCHOOL_ACCEPTED,
    TWO_REQUESTS,
    MergeRefused,
    keep_apart,
    merge_sessions,
    undo_merge,
)
from tests.factories import (
    TODAY,
    make_attendance,
    make_campaign,
    make_member,
    make_partner,
    make_place,
    make_session,
    make_talk_request,
    make_topic,
)
from tests.races import at_once, database_for_threads  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db

TOMORROW = TODAY + timedelta(days=1)


def coordinator():
    return make_member(role="coordinator", name="Catriona Muir").user


def fresh(session):
    return Session.objects.get(pk=session.pk)


def merge(kept, other, *, by, today=TODAY):
    kept, other = fresh(kept), fresh(other)
    return merge_sessions(
        kept=kept, other=other, seen=(kept.version, other.version), today=today, by=by
    )


def columns_of(session):
    session = fresh(session)
    columns = {
        field.attname: getattr(session, field.attname)
        for field in Session._meta.concrete_fields
        if field.name != "version"
    }
    lists = {
        name: sorted(getattr(session, name).values_list("pk", flat=True))
        for name in ("officers", "partners", "topics")
    }
    return columns | lists | {"rows": list(session.attendances.order_by("pk").values())}


def reached():
    return reach(make_campaign(), today=TODAY).logged


@pytest.fixture
def by():
    return coordinator()


@pytest.fixture
def pair(by):
    """One talk logged by both who gave it: 25 were counted, 27 were on the register."""
    first = make_session(
        officers=[make_member(name="Ailsa Reid")], topics=[make_topic(name="Sextortion")]
    )
    second = make_session(
        officers=[make_member(name="Iain Bell")],
        topics=[make_topic(name="Cyberbullying")],
        starts_at=time(9, 45),
    )
    second.partners.set([make_partner()])
    make_attendance(session=first, count=25)
    make_attendance(session=second, count=27, known="register")
    return first, second


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
