"""Two people at one session: the later one is told by name, sees both,
and loses nothing she typed.
"""

from datetime import time

import pytest
from django.utils import timezone

from campaigns.history.conflicts import ChangedMeanwhile
from campaigns.models import Change, Session
from campaigns.sessions import life
from campaigns.sessions.copies import details_of
from campaigns.sessions.edit import edit_session
from campaigns.sessions.rules import Count
from tests import factories
from tests.campaigns.shown import said
from tests.campaigns.typed import log_data, sign_in
from tests.factories import TODAY
from tests.races import at_once, database_for_threads  # noqa: F401 -- a fixture

pytestmark = pytest.mark.usefixtures("on_a_monday")

CHILDREN = Count(audience="children", count=25, known="counted")


def make_two(*, state="delivered"):
    """Rona's session, and Catriona who also may edit it."""
    rona = factories.make_member(name="Rona Bell")
    catriona = factories.make_member(role="coordinator", name="Catriona Muir")
    session = factories.make_session(state="planned", held_on=TODAY, officers=[rona])
    if state == "delivered":
        life.deliver_session(session=session, counts=[CHILDREN], today=TODAY, by=rona.user)
    session.refresh_from_db()
    return session, rona, catriona


def edit(session, *, by, opened=None, counts=(CHILDREN,), **changed):
    fresh = Session.objects.get(pk=session.pk)
    return edit_session(
        session=fresh,
        counts=counts,
        now=timezone.now(),
        today=TODAY,
        by=by,
        opened=opened,
        **{**details_of(fresh), **changed},
    )


def typed(session, *, opened, **changed):
    given = log_data(
        place=session.place.label,
        officers=session.officers.all(),
        topics=session.topics.all(),
        held_on=session.held_on,
    )
    return given | {"opened": opened} | changed


@pytest.mark.django_db
def test_every_write_counts_the_version_up():
    session, rona, catriona = make_two(state="planned")
    versions = [session.version]
    edit(session, by=rona, counts=(), minutes=45)
    versions.append(Session.objects.get().version)
    life.deliver_session(
        session=session,
        counts=[Count(audience="children", count=None, known="unknown")],
        today=TODAY,
        by=rona.user,
    )
    versions.append(Session.objects.get().version)
    life.fill_in_count(session=session, counts=[CHILDREN], today=TODAY, by=rona.user)
    versions.append(Session.objects.get().version)
    edit(session, by=catriona)  # nothing differs

    assert [*versions, Session.objects.get().version] == [1, 2, 3, 4, 4]


@pytest.mark.django_db
def test_later_of_two_is_told_by_name():
    session, rona, catriona = make_two()
    edit(session, by=catriona, starts_at=time(11, 0), opened=session.version)

    with pytest.raises(
        ChangedMeanwhile, match="Catriona Muir changed this session while you were typing"
    ) as told:
        edit(session, by=rona, minutes=45, opened=session.version)

    assert told.value.session.starts_at == time(11, 0)
    assert Session.objects.get().minutes == 50


@pytest.mark.django_db
def test_everybody_who_changed_it_since_is_named():
    session, rona, catriona = make_two()
    iain = factories.make_member(role="coordinator", name="Iain Bell")
    edit(session, by=catriona, minutes=45)
    edit(session, by=iain, minutes=40)

    with pytest.raises(ChangedMeanwhile, match="Iain Bell and Catriona Muir changed"):
        edit(session, by=rona, minutes=35, opened=session.version)
    with pytest.raises(ChangedMeanwhile, match=r"^Iain Bell changed"):
        edit(session, by=rona, minutes=35, opened=session.version + 1)
    with pytest.raises(ChangedMeanwhile, match="You changed this session in another window"):
        edit(session, by=iain, minutes=35, opened=session.version + 1)


@pytest.mark.django_db
def test_edit_page_shows_both_keeps_what_was_typed_and_saves_on_top(client):
    session, rona, catriona = make_two()
    edit(session, by=catriona, starts_at=time(11, 0))
    sign_in(client, rona)
    address = f"/team/sessions/{session.pk}/edit/"

    told = client.post(address, typed(session, opened=session.version, count_children="27"))
    before = Session.objects.get().starts_at
    saved = client.post(
        address, typed(session, opened=told.context["form"]["opened"].value(), count_children="27")
    )

    assert (
        told.context["both"]["told"] == "Catriona Muir changed this session while you were typing."
    )
    assert told.context["both"]["rows"] == [
        ("Start", "11:00", "09:30"),
        ("Attendance", "Children (up to P7): 25, counted", "Children (up to P7): 27, counted"),
    ]
    assert told.context["form"]["count_children"].value() == "27"
    assert (before, saved.status_code) == (time(11, 0), 302)
    assert (Session.objects.get().starts_at, session.attendances.get().count) == (time(9, 30), 27)


@pytest.mark.django_db
def test_edit_that_says_what_is_there_already_writes_nothing(client):
    session, rona, catriona = make_two()
    edit(session, by=catriona, minutes=45)
    sign_in(client, rona)

    response = client.post(
        f"/team/sessions/{session.pk}/edit/", typed(session, opened=session.version, minutes="45")
    )

    assert said(response) == [
        "Catriona Muir changed this session while you were typing. It says what you typed."
    ]
    assert Change.objects.filter(by=rona.user, kind="edited").count() == 0


@pytest.mark.django_db
@pytest.mark.parametrize("opened", ["", "x", "-1", "9" * 30, "0"])
def test_form_that_lost_its_version_is_told(client, opened):
    session, rona, _ = make_two()
    sign_in(client, rona)

    response = client.post(
        f"/team/sessions/{session.pk}/edit/", typed(session, opened=opened, minutes="45")
    )

    assert response.context["both"]["rows"] == [("Length", "50 minutes", "45 minutes")]


@pytest.mark.django_db
def test_correct_page_shows_both(client):
    session, rona, catriona = make_two()
    edit(session, by=catriona, starts_at=time(11, 0))
    sign_in(client, rona)

    response = client.post(
        f"/team/sessions/{session.pk}/correct/",
        typed(session, opened=session.version, count_children="27", reason="Late"),
    )

    assert response.context["both"]["rows"][0] == ("Start", "11:00", "09:30")
    assert response.context["form"]["reason"].value() == "Late"


@pytest.mark.django_db
def test_void_page_says_who_changed_it(client):
    session, _, catriona = make_two()
    edit(session, by=catriona, minutes=45)
    sign_in(client, factories.make_member(role="coordinator", name="Iain Bell"))
    address = f"/team/sessions/{session.pk}/void/"

    told = client.post(address, {"reason": "Twice", "opened": session.version})
    again = client.post(
        address, {"reason": "Twice", "opened": told.context["form"]["opened"].value()}
    )

    assert (told.context["told"], Session.objects.get().state) == (
        "Catriona Muir changed this session while you were typing.",
        "voided",
    )
    assert again.status_code == 302


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
        session=session, called_off_by="school", reason="Flood", today=TODAY, by=rona.user
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
def test_two_who_save_at_once_have_one_winner_and_one_who_is_told():
    session, rona, catriona = make_two()

    outcomes = at_once(
        lambda: edit(session, by=rona, opened=session.version, minutes=45),
        lambda: edit(session, by=catriona, opened=session.version, minutes=40),
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["ChangedMeanwhile", "Session"]
    winner = next(outcome for outcome in outcomes if isinstance(outcome, Session))
    stands = Session.objects.get()
    assert (stands.minutes, stands.version) == (winner.minutes, session.version + 1)


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
            today=TODAY,
            by=catriona.user,
        ),
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "Conflict",
        "Session",
    ]
    assert Session.objects.get().version == 2
