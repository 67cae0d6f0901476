import uuid

import pytest
from django.db import IntegrityError

from campaigns.models import STAGES, Attendance, Session, stages_label
from tests import factories
from tests.factories import BADLY_SPACED

pytestmark = pytest.mark.django_db


def create_session(**values):
    given = {
        "campaign": factories.make_campaign(),
        "held_on": factories.TODAY,
        "format": "lesson",
        "is_online": True,
    }
    return Session.objects.create(**(given | values))


@pytest.mark.parametrize("state", ["", "lost"])
def test_unknown_state_is_refused(state):
    with pytest.raises(IntegrityError):
        create_session(state=state)


@pytest.mark.parametrize("format", ["", "webinar"])
def test_unknown_format_is_refused(format):
    with pytest.raises(IntegrityError):
        create_session(format=format)


@pytest.mark.parametrize("minutes", [-1, 0, 4, 601])
def test_length_out_of_range_is_refused(minutes):
    with pytest.raises(IntegrityError):
        create_session(minutes=minutes)


@pytest.mark.parametrize("minutes", [None, 5, 600])
def test_length_at_the_edge_is_kept(minutes):
    create_session(minutes=minutes)

    assert Session.objects.get().minutes == minutes


def test_session_nowhere_is_refused():
    with pytest.raises(IntegrityError):
        create_session(is_online=False, place=None)


@pytest.mark.parametrize(("is_online", "has_place"), [(True, False), (False, True), (True, True)])
def test_session_somewhere_is_kept(is_online, has_place):
    place = factories.make_place() if has_place else None

    create_session(is_online=is_online, place=place)

    assert Session.objects.get().place == place


@pytest.mark.parametrize("state", ["cancelled", "did_not_happen", "voided"])
def test_session_that_ended_otherwise_needs_a_reason(state):
    with pytest.raises(IntegrityError):
        create_session(state=state, state_reason="")


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("cancelled", "Snow"),
        ("did_not_happen", "Snow"),
        ("voided", "Twice"),
        ("planned", ""),
        ("delivered", ""),
    ],
)
def test_session_in_every_state_is_kept(state, reason):
    create_session(state=state, state_reason=reason)

    assert Session.objects.get().state == state


@pytest.mark.parametrize("stages", ["P8", "P2 P1", "P1 P1", "nursery", "p1", *BADLY_SPACED])
def test_stages_that_are_none_are_refused(stages):
    with pytest.raises(IntegrityError):
        create_session(stages=stages)


@pytest.mark.parametrize("stages", [(), ("P7",), ("P6", "S1"), STAGES])
def test_stages_come_back_as_they_went(stages):
    create_session(stages=stages)

    assert Session.objects.get().stages == stages


@pytest.mark.parametrize(
    ("stages", "words"),
    [
        ((), ""),
        (("P5",), "P5"),
        (("P5", "P6", "P7", "S1"), "P5 to S1"),
        (("P5", "S1"), "P5, S1"),
        (("S2", "P1", "P2"), "P1 to P2, S2"),
    ],
)
def test_stages_label_says_runs(stages, words):
    assert stages_label(stages) == words


def test_client_id_is_unique():
    client_id = uuid.uuid4()
    create_session(client_id=client_id)

    with pytest.raises(IntegrityError):
        create_session(client_id=client_id)


def test_audience_is_once_a_session():
    session = create_session()
    factories.make_attendance(session=session, audience="children")

    with pytest.raises(IntegrityError):
        factories.make_attendance(session=session, audience="children")


def test_audience_is_once_a_session_and_place():
    session, place = create_session(), factories.make_place()
    factories.make_attendance(session=session, audience="children", place=place)

    with pytest.raises(IntegrityError):
        factories.make_attendance(session=session, audience="children", place=place)


@pytest.mark.parametrize(
    "second", ["another place", "no place", "another audience", "another session"]
)
def test_audience_may_come_again_elsewhere(second):
    session, place = create_session(), factories.make_place()
    factories.make_attendance(session=session, audience="children", place=place)

    factories.make_attendance(
        session=create_session() if second == "another session" else session,
        audience="parents" if second == "another audience" else "children",
        place={
            "another place": lambda: factories.make_place(name="Hillview"),
            "no place": lambda: None,
        }.get(second, lambda: place)(),
    )

    assert Attendance.objects.count() == 2


@pytest.mark.parametrize("audience", ["", "pupils"])
def test_unknown_audience_is_refused(audience):
    session = create_session()

    with pytest.raises(IntegrityError):
        factories.make_attendance(session=session, audience=audience)


@pytest.mark.parametrize(("count", "known"), [(25, ""), (25, "guessed"), (None, "")])
def test_unknown_way_of_knowing_is_refused(count, known):
    session = create_session()

    with pytest.raises(IntegrityError):
        factories.make_attendance(session=session, count=count, known=known)


@pytest.mark.parametrize("known", ["counted", "register", "estimated"])
@pytest.mark.parametrize("count", [-1, 5001])
def test_count_out_of_range_is_refused(count, known):
    session = create_session()

    with pytest.raises(IntegrityError):
        factories.make_attendance(session=session, count=count, known=known)


@pytest.mark.parametrize(
    ("count", "known"),
    [(None, "counted"), (None, "register"), (None, "estimated"), (0, "unknown"), (25, "unknown")],
)
def test_unknown_is_null_and_nothing_else(count, known):
    session = create_session()

    with pytest.raises(IntegrityError):
        factories.make_attendance(session=session, count=count, known=known)


@pytest.mark.parametrize(
    ("count", "known"), [(0, "counted"), (5000, "register"), (1, "estimated"), (None, "unknown")]
)
def test_count_and_its_way_of_knowing_are_kept(count, known):
    factories.make_attendance(session=create_session(), count=count, known=known)

    row = Attendance.objects.get()
    assert (row.count, row.known) == (count, known)


def test_without_figure_is_not_nought():
    unknown, nobody, no_rows = create_session(), create_session(), create_session()
    factories.make_attendance(session=unknown, count=None, known="unknown")
    factories.make_attendance(session=nobody, count=0)

    assert set(Session.objects.without_figure()) == {unknown, no_rows}


@pytest.mark.parametrize(
    ("audience", "stage"),
    [
        ("children", "S1"),
        ("young_people", "P7"),
        ("parents", "S1"),
        ("not_recorded", "P1"),
        ("children", "P8"),
        ("children", "P"),
    ],
)
def test_stage_of_another_audience_is_refused(audience, stage):
    session = create_session()

    with pytest.raises(IntegrityError):
        factories.make_attendance(session=session, audience=audience, stage=stage)


@pytest.mark.parametrize(
    ("audience", "stage"),
    [("children", ""), ("parents", "")]
    + [("children" if stage[0] == "P" else "young_people", stage) for stage in STAGES],
)
def test_stage_of_its_audience_is_kept(audience, stage):
    row = factories.make_attendance(session=create_session(), audience=audience, stage=stage)

    row.refresh_from_db()
    assert row.stage == stage


@pytest.mark.parametrize("elsewhere", [False, True])
def test_stage_is_counted_once_an_audience_and_place(elsewhere):
    session, place = create_session(), factories.make_place() if elsewhere else None
    for stage in ("", "P6", "P7"):
        factories.make_attendance(session=session, place=place, stage=stage)

    with pytest.raises(IntegrityError):
        factories.make_attendance(session=session, place=place, stage="P6")
