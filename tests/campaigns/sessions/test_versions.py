"""Two people at one session: the later one is told by name, sees both,
and loses nothing she typed.
"""

from datetime import time

import pytest

from campaigns.history.conflicts import ChangedMeanwhile
from campaigns.models import Change, Session
from campaigns.sessions import life
from campaigns.sessions.rules import Count
from tests import factories
from tests.campaigns.sessions.two_people import CHILDREN, edit, make_two
from tests.campaigns.shown import said
from tests.campaigns.typed import log_data, sign_in
from tests.factories import TODAY
from tests.races import at_once, database_for_threads  # noqa: F401 -- a fixture

pytestmark = pytest.mark.usefixtures("on_a_monday")


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
