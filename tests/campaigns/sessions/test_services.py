import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import date, time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from campaigns.history.conflicts import Conflict
from campaigns.models import Attendance, Change, Session, TalkRequest
from campaigns.sessions import life
from campaigns.sessions.log import _sent_before, log_session, plan_session
from campaigns.sessions.rules import Count
from tests import factories
from tests.factories import TODAY

pytestmark = pytest.mark.django_db

TOMORROW = TODAY + timedelta(days=1)
TWENTY_FIVE_CHILDREN = [Count(audience="children", count=25, known="counted")]


def details(officer, **changed):
    return {
        "held_on": TODAY,
        "starts_at": time(9, 30),
        "minutes": 50,
        "format": "lesson",
        "place": factories.make_place(),
        "stages": ("P7",),
        "topics": [factories.make_topic()],
        "officers": [officer],
        "partners": [factories.make_partner()],
        "notes": "Good questions",
    } | changed


def log(officer=None, *, counts=TWENTY_FIVE_CHILDREN, client_id=None, campaign=None, **changed):
    officer = officer or factories.make_member()
    return log_session(
        campaign=campaign or officer.campaign,
        client_id=client_id or uuid.uuid4(),
        counts=counts,
        today=TODAY,
        by=officer.user,
        **details(officer, **changed),
    )


def problems_of(caught):
    return caught.value.message_dict


def test_log_session_of_today_is_delivered_with_its_counts():
    officer = factories.make_member()

    session = log(officer)

    session = Session.objects.get(pk=session.pk)
    assert (session.state, session.held_on, session.starts_at, session.minutes, session.stages) == (
        "delivered",
        TODAY,
        time(9, 30),
        50,
        ("P7",),
    )
    assert (session.logged_by, session.notes, session.place.name) == (
        officer.user,
        "Good questions",
        "Braeside Primary School",
    )
    assert [list(rows.all()) for rows in (session.officers, session.topics, session.partners)] == [
        [officer],
        [factories.make_topic()],
        [factories.make_partner()],
    ]
    assert list(session.attendances.values_list("audience", "count", "known")) == [
        ("children", 25, "counted")
    ]


def test_log_session_is_in_the_history():
    officer = factories.make_member()

    session = log(officer)

    change = session.changes.get()
    assert (change.kind, change.by, change.fields) == (
        "logged",
        officer.user,
        {"Attendance": ["", "Children (up to P7): 25, counted"]},
    )


def test_log_session_of_tomorrow_is_planned():
    session = log(held_on=TOMORROW, counts=[])

    assert (session.state, session.attendances.count(), session.changes.get().kind) == (
        "planned",
        0,
        "planned",
    )


def test_log_session_of_tomorrow_holds_no_attendance():
    with pytest.raises(ValidationError) as caught:
        log(held_on=TOMORROW)

    assert problems_of(caught) == {
        "held_on": [
            (
                "Nobody can be counted at a session in the future. Change the date, or take the "
                "numbers out"
            )
        ]
    }
    assert Session.objects.count() == 0


def test_log_session_that_was_held_says_who_came():
    with pytest.raises(ValidationError) as caught:
        log(counts=[])

    assert problems_of(caught) == {
        "attendance": ["Enter how many people came, or say that you do not know yet"]
    }


@pytest.mark.parametrize(
    ("count", "known", "has_figure"), [(0, "counted", True), (None, "unknown", False)]
)
def test_log_session_keeps_nobody_and_not_known_apart(count, known, has_figure):
    session = log(counts=[Count(audience="parents", count=count, known=known)])

    assert session.attendances.get().count == count
    assert Session.objects.without_figure().exists() is not has_figure


def test_log_session_sent_twice_is_one_session():
    officer, client_id = factories.make_member(), uuid.uuid4()
    first = log(officer, client_id=client_id)

    second = log(
        officer,
        client_id=client_id,
        counts=[Count(audience="adults", count=99, known="estimated")],
        notes="Another story",
        place=first.place,
    )

    assert second == first
    assert Session.objects.get().notes == "Good questions"
    assert Attendance.objects.get().count == 25
    assert Change.objects.count() == 1


def test_log_session_that_lost_the_race_is_the_session_of_the_winner(monkeypatch):
    officer, client_id = factories.make_member(), uuid.uuid4()
    first = log(officer, client_id=client_id)
    answers = iter([None])
    monkeypatch.setattr(
        "campaigns.sessions.log._sent_before",
        lambda **given: next(answers, _sent_before(**given)),
    )

    second = log(officer, client_id=client_id, place=first.place)

    assert second == first
    assert (Session.objects.count(), Attendance.objects.count(), Change.objects.count()) == (
        1,
        1,
        1,
    )


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer: two sends never meet there"
)
@pytest.mark.django_db(transaction=True)
def test_log_session_sent_eight_times_at_once_is_one_session():
    officer, client_id = factories.make_member(), uuid.uuid4()
    said = details(officer)

    def send(_):
        try:
            return log_session(
                campaign=officer.campaign,
                client_id=client_id,
                counts=TWENTY_FIVE_CHILDREN,
                today=TODAY,
                by=officer.user,
                **said,
            ).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(send, range(8)))

    assert answers == {Session.objects.get().pk}
    assert (Attendance.objects.count(), Change.objects.count()) == (1, 1)


def test_log_session_never_gives_out_the_session_of_another_campaign():
    client_id = uuid.uuid4()
    log(client_id=client_id)
    elsewhere = factories.make_campaign(name="Fife")
    stranger = factories.make_member(name="Iain Bell", campaign=elsewhere)

    with pytest.raises(ValidationError, match="This form was used before"):
        log(
            stranger,
            client_id=client_id,
            place=factories.make_place(campaign=elsewhere),
            topics=[factories.make_topic(campaign=elsewhere)],
            partners=[factories.make_partner(campaign=elsewhere)],
        )


@pytest.mark.parametrize(
    ("held_on", "is_refused"), [(date(2026, 6, 30), False), (date(2026, 7, 1), True)]
)
def test_log_session_at_a_closed_place_is_refused(held_on, is_refused):
    closed = factories.make_place(name="Old Mill Primary School", closed_on=date(2026, 6, 30))

    if not is_refused:
        assert log(held_on=held_on, place=closed).place == closed
        return
    with pytest.raises(ValidationError) as caught:
        log(held_on=held_on, place=closed)
    assert problems_of(caught) == {
        "place": [
            "Old Mill Primary School closed on 30 June 2026. Choose another place or check the date"
        ]
    }


def test_log_session_nowhere_is_refused():
    with pytest.raises(ValidationError) as caught:
        log(place=None)

    assert problems_of(caught) == {"place": ["Enter where it was held, or tick that it was online"]}


def test_log_session_online_needs_no_place():
    assert log(place=None, is_online=True).place is None


@pytest.mark.parametrize("field", ["place", "topics", "partners", "officers"])
def test_log_session_names_only_its_own_campaign(field):
    fife = factories.make_campaign(name="Fife")
    theirs = {
        "place": lambda: factories.make_place(campaign=fife),
        "topics": lambda: [factories.make_topic(campaign=fife)],
        "partners": lambda: [factories.make_partner(campaign=fife)],
        "officers": lambda: [factories.make_member(name="Iain Bell", campaign=fife)],
    }[field]()

    with pytest.raises(ValidationError) as caught:
        log(**{field: theirs})

    assert list(problems_of(caught)) == [field]


def test_log_session_by_a_viewer_as_officer_is_refused():
    viewer = factories.make_member(role="viewer", name="Vera Young")

    with pytest.raises(ValidationError) as caught:
        log(officers=[viewer])

    assert problems_of(caught) == {
        "officers": ["A viewer does not give sessions. Choose an officer"]
    }


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"topics": []}, "topics"),
        ({"officers": []}, "officers"),
        ({"minutes": 4}, "minutes"),
        ({"minutes": 601}, "minutes"),
        ({"held_on": date(2015, 10, 31)}, "held_on"),
        ({"held_on": date(2029, 1, 1), "counts": []}, "held_on"),
        ({"format": "webinar"}, "format"),
        ({"notes": "Ring 01698 000111"}, "notes"),
        ({"notes": "Write to office@school.example"}, "notes"),
    ],
    ids=str,
)
def test_log_session_that_cannot_be_is_refused(changed, field):
    with pytest.raises(ValidationError) as caught:
        log(**changed)

    assert next(iter(problems_of(caught))) == field
    assert Session.objects.count() == 0


@pytest.mark.parametrize(
    "rows",
    [
        [("children", -1, "counted")],
        [("children", 5001, "counted")],
        [("children", None, "counted")],
        [("children", 5, "unknown")],
        [("pupils", 5, "counted")],
        [("children", 5, "guessed")],
        [("children", 5, "counted"), ("children", 6, "register")],
    ],
    ids=str,
)
def test_log_session_with_a_count_that_cannot_be_is_refused(rows):
    with pytest.raises(ValidationError) as caught:
        log(
            counts=[
                Count(audience=audience, count=count, known=known)
                for audience, count, known in rows
            ]
        )

    assert list(problems_of(caught)) == ["attendance"]
    assert Session.objects.count() == 0


def test_log_session_says_all_that_is_wrong_at_once():
    with pytest.raises(ValidationError) as caught:
        log(counts=[], topics=[], place=None, minutes=2)

    assert set(problems_of(caught)) == {"attendance", "topics", "place", "minutes"}


def test_plan_session_may_be_made_by_a_school():
    officer = factories.make_member()

    session = plan_session(campaign=officer.campaign, by=None, **details(officer, held_on=TOMORROW))

    assert (session.state, session.logged_by, list(session.officers.all())) == (
        "planned",
        None,
        [officer],
    )
    assert session.changes.get().kind == "planned"


def make_planned(*, held_on=TODAY, request_state="confirmed"):
    session = factories.make_session(state="planned", held_on=held_on)
    request = factories.make_talk_request(
        state=request_state,
        session=session,
        state_reason="Snow" if request_state != "confirmed" else "",
    )
    return session, request


def test_deliver_session_counts_and_moves_its_request():
    session, request = make_planned()
    officer = factories.make_member()

    life.deliver_session(session=session, counts=TWENTY_FIVE_CHILDREN, today=TODAY, by=officer.user)

    request.refresh_from_db()
    assert (Session.objects.get().state, session.attendances.get().count, request.state) == (
        "delivered",
        25,
        "delivered",
    )
    assert session.changes.get().fields == {
        "State": ["Planned", "Delivered"],
        "Attendance": ["", "Children (up to P7): 25, counted"],
    }
    assert (request.changes.get().by, request.changes.get().fields) == (
        officer.user,
        {"State": ["Confirmed", "Delivered"]},
    )


def test_deliver_session_of_a_request_that_ended_otherwise_still_counts():
    session, request = make_planned(request_state="withdrawn")

    life.deliver_session(
        session=session, counts=TWENTY_FIVE_CHILDREN, today=TODAY, by=factories.make_user()
    )

    request.refresh_from_db()
    assert (Session.objects.get().state, request.state, request.changes.count()) == (
        "delivered",
        "withdrawn",
        0,
    )


def test_deliver_session_loses_cleanly_to_somebody_faster():
    session, _ = make_planned()
    first, second = Session.objects.get(), Session.objects.get()
    user = factories.make_user()
    life.deliver_session(session=first, counts=TWENTY_FIVE_CHILDREN, today=TODAY, by=user)

    with pytest.raises(Conflict):
        life.deliver_session(
            session=second,
            counts=[Count(audience="children", count=99, known="estimated")],
            today=TODAY,
            by=user,
        )

    assert session.attendances.get().count == 25


@pytest.mark.parametrize("counts", [[], TWENTY_FIVE_CHILDREN])
def test_deliver_session_that_is_still_to_come_is_refused(counts):
    session, _ = make_planned(held_on=TOMORROW)

    with pytest.raises(ValidationError) as caught:
        life.deliver_session(session=session, counts=counts, today=TODAY, by=factories.make_user())

    assert list(problems_of(caught)) == ["held_on"]
    assert Session.objects.get().state == "planned"


def test_fill_in_count_gives_a_session_its_first_figure():
    session = factories.make_session(held_on=TODAY - timedelta(days=30))
    factories.make_attendance(session=session, audience="not_recorded", count=None, known="unknown")

    life.fill_in_count(
        session=session, counts=TWENTY_FIVE_CHILDREN, today=TODAY, by=factories.make_user()
    )

    assert list(session.attendances.values_list("audience", "count")) == [("children", 25)]
    assert session.changes.get().fields == {
        "Attendance": ["Not recorded: not known yet", "Children (up to P7): 25, counted"]
    }


@pytest.mark.parametrize("count", [0, 25])
def test_fill_in_count_never_replaces_a_figure(count):
    session = factories.make_session()
    factories.make_attendance(session=session, audience="parents", count=count)

    with pytest.raises(Conflict):
        life.fill_in_count(
            session=session, counts=TWENTY_FIVE_CHILDREN, today=TODAY, by=factories.make_user()
        )

    assert session.attendances.get().count == count


@pytest.mark.skipif(
    connection.vendor != "postgresql", reason="SQLite has one writer: two counts never meet there"
)
@pytest.mark.django_db(transaction=True)
def test_fill_in_count_by_eight_at_once_has_one_winner():
    session, user = factories.make_session(), factories.make_user()
    factories.make_attendance(session=session, audience="children", count=None, known="unknown")

    def fill_in(number):
        try:
            life.fill_in_count(
                session=session,
                counts=[Count(audience="children", count=number, known="counted")],
                today=TODAY,
                by=user,
            )
        except Conflict:
            return None
        else:
            return number
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        winners = [number for number in pool.map(fill_in, range(1, 9)) if number]

    assert winners == [session.attendances.get().count]


@pytest.mark.parametrize(
    ("called_off_by", "request_state", "reason"),
    [
        ("school", "cancelled_by_school", "Called off by the school or group: No hall"),
        ("police", "cancelled_by_police", "Called off by us: No hall"),
    ],
)
def test_cancel_session_says_why_and_moves_its_request(called_off_by, request_state, reason):
    session, request = make_planned(held_on=TOMORROW)
    user = factories.make_user()

    life.cancel_session(
        session=session, called_off_by=called_off_by, reason=" No hall ", today=TODAY, by=user
    )

    session.refresh_from_db()
    request.refresh_from_db()
    assert (session.state, session.state_reason, request.state, request.state_reason) == (
        "cancelled",
        reason,
        request_state,
        reason,
    )
    assert [
        (change.by, change.reason) for change in (session.changes.get(), request.changes.get())
    ] == [(user, reason), (user, reason)]


@pytest.mark.parametrize(
    ("called_off_by", "reason", "field"),
    [
        ("school", "", "reason"),
        ("school", "x" * 251, "reason"),
        ("weather", "Snow", "called_off_by"),
    ],
)
def test_cancel_session_without_a_reason_is_refused(called_off_by, reason, field):
    session, _ = make_planned(held_on=TOMORROW)

    with pytest.raises(ValidationError) as caught:
        life.cancel_session(
            session=session,
            called_off_by=called_off_by,
            reason=reason,
            today=TODAY,
            by=factories.make_user(),
        )

    assert list(problems_of(caught)) == [field]


@pytest.mark.parametrize("state", ["delivered", "cancelled", "did_not_happen", "voided"])
def test_cancel_session_starts_from_planned_only(state):
    session = factories.make_session(state=state, state_reason="Snow")

    with pytest.raises(Conflict):
        life.cancel_session(
            session=session,
            called_off_by="school",
            reason="No hall",
            today=TODAY,
            by=factories.make_user(),
        )

    assert Session.objects.get().state == state


def test_did_not_happen_is_said_on_the_day():
    session, request = make_planned()

    life.did_not_happen(
        session=session,
        called_off_by="school",
        reason="Fire alarm",
        today=TODAY,
        by=factories.make_user(),
    )

    request.refresh_from_db()
    assert (Session.objects.get().state, request.state) == ("did_not_happen", "cancelled_by_school")


def test_did_not_happen_is_not_said_of_tomorrow():
    session, _ = make_planned(held_on=TOMORROW)

    with pytest.raises(ValidationError):
        life.did_not_happen(
            session=session,
            called_off_by="school",
            reason="Fire alarm",
            today=TODAY,
            by=factories.make_user(),
        )

    assert TalkRequest.objects.get().state == "confirmed"
