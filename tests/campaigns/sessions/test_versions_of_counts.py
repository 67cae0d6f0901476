"""Two people count one session: the later one is told by name, and her numbers are not lost."""

import pytest

from campaigns.models import Change, Session
from campaigns.sessions import life
from tests import factories
from tests.campaigns.sessions.two_people import CHILDREN, edit, make_two
from tests.campaigns.shown import said
from tests.campaigns.typed import sign_in
from tests.factories import NOW, TODAY
from tests.races import at_once, database_for_threads  # noqa: F401 -- a fixture

pytestmark = pytest.mark.usefixtures("on_a_monday")


@pytest.mark.django_db
def test_second_count_is_shown_beside_the_first_and_proposed_as_a_correction(client):
    session, rona, _ = make_two(state="planned")
    opened = session.version
    life.deliver_session(session=session, counts=[CHILDREN], today=TODAY, by=rona.user)
    sign_in(client, factories.make_member(name="Iain Bell"))

    response = client.post(
        f"/team/sessions/{session.pk}/count/",
        {"count_children": "27", "known": "register", "opened": opened},
    )

    assert response.templates[0].name == "campaigns/sessions/putright/correct.html"
    assert (
        response.context["both"]["told"] == "Rona Bell changed this session while you were typing."
    )
    assert response.context["both"]["rows"] == [
        (
            "Attendance",
            "Children (up to P7): 25, counted",
            "Children (up to P7): 27, from a register",
        )
    ]
    assert [response.context["form"][name].value() for name in ("count_children", "known")] == [
        "27",
        "register",
    ]


@pytest.mark.django_db
def test_count_pressed_twice_is_one_count(client):
    session, rona, _ = make_two(state="planned")
    sign_in(client, rona)
    answer = {"count_children": "27", "known": "register", "opened": session.version}

    both = [client.post(f"/team/sessions/{session.pk}/count/", answer) for _ in range(2)]

    assert ([response.status_code for response in both], said(both[1])[-1]) == (
        [302, 302],
        "Count saved",
    )
    assert Change.objects.filter(kind__in=("delivered", "edited")).count() == 1


@pytest.mark.django_db
def test_count_of_a_plan_that_changed_is_saved_and_says_so(client):
    session, rona, catriona = make_two(state="planned")
    edit(session, by=catriona, counts=(), minutes=45)
    sign_in(client, rona)

    response = client.post(
        f"/team/sessions/{session.pk}/count/",
        {"count_children": "27", "known": "register", "opened": session.version},
    )

    assert said(response) == [
        "Count saved. Catriona Muir changed this session while you were typing."
    ]


@pytest.mark.django_db
def test_numbers_are_not_lost_when_the_session_was_called_off(client):
    session, rona, _ = make_two(state="planned")
    life.did_not_happen(
        session=session,
        called_off_by="school",
        reason="Flood",
        now=NOW,
        today=TODAY,
        by=rona.user,
    )
    sign_in(client, rona)

    response = client.post(
        f"/team/sessions/{session.pk}/count/",
        {"count_children": "27", "known": "register", "opened": 1},
    )

    assert said(response) == [
        "This session cannot be counted now. You typed: Children (up to P7): 27, from a register."
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("database_for_threads")
def test_a_count_and_a_call_off_at_once_have_one_winner():
    _, rona, catriona = make_two(state="planned")

    outcomes = at_once(
        lambda: life.deliver_session(
            session=Session.objects.get(), counts=[CHILDREN], today=TODAY, by=rona.user
        ),
        lambda: life.did_not_happen(
            session=Session.objects.get(),
            called_off_by="school",
            reason="Flood",
            now=NOW,
            today=TODAY,
            by=catriona.user,
        ),
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "Conflict",
        "Session",
    ]
    assert Session.objects.get().version == 2
