"""The "Undo" button beside the message that something was saved."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.utils import timezone

from campaigns.models import Change, Correction, Session
from tests import factories
from tests.campaigns.shown import logged
from tests.campaigns.typed import log_data, sign_in
from tests.factories import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]


def log(client, member, **changed):
    client.post(
        "/team/log/",
        log_data(
            place=factories.make_place().label,
            officers=[member],
            topics=[factories.make_topic()],
            **changed,
        ),
    )
    return Session.objects.get()


def undo(client, session):
    response = client.post(f"/team/sessions/{session.pk}/undo/")
    return [str(message) for message in get_messages(response.wsgi_request)][-1]


def test_message_carries_the_button_and_the_button_undoes(client, coordinator):
    session = log(client, coordinator)
    page = client.get(f"/team/sessions/{session.pk}/").text
    before = logged(coordinator.campaign)

    told = undo(client, session)

    session.refresh_from_db()
    assert f'action="/team/sessions/{session.pk}/undo/"' in page
    assert 'name="csrfmiddlewaretoken"' in page
    assert (before, logged(coordinator.campaign), told) == (25, 0, "Undone")
    assert (session.state, session.state_reason) == ("voided", "Undone right after it was logged")
    assert Change.objects.filter(session=session).last().kind == "undone"


def test_button_stands_beside_the_message_only_once(client, coordinator):
    session = log(client, coordinator)
    client.get(f"/team/sessions/{session.pk}/")

    assert "/undo/" not in client.get(f"/team/sessions/{session.pk}/").text


def change(client, member, session, deed):
    version = Session.objects.get().version
    whole = log_data(
        place=session.place.label,
        officers=[member],
        topics=session.topics.all(),
        count_children="26",
    )
    sent = {
        "edit": whole | {"opened": version},
        "correct": whole | {"opened": version, "reason": "Late"},
        "void": {"reason": "Twice", "opened": version},
    }
    return client.post(f"/team/sessions/{session.pk}/{deed}/", sent[deed])


@pytest.mark.parametrize("deed", ["edit", "correct", "void"])
def test_each_change_is_undone(client, coordinator, deed):
    session = log(client, coordinator)
    change(client, coordinator, session, deed)
    changed = logged(coordinator.campaign)

    told = undo(client, session)

    assert changed != 25
    assert (logged(coordinator.campaign), told) == (25, "Undone")


def test_count_is_undone(client, coordinator):
    session = factories.make_session(state="planned", held_on=TODAY, officers=[coordinator])
    client.post(
        f"/team/sessions/{session.pk}/count/",
        {"count_children": "26", "known": "counted", "opened": session.version},
    )

    told = undo(client, session)

    session.refresh_from_db()
    assert (session.state, session.attendances.count(), told) == ("planned", 0, "Undone")


def test_proposal_is_taken_back(client):
    officer = factories.make_member(name="Rona Bell")
    session = factories.make_session(officers=[officer])
    factories.make_attendance(session=session)
    sign_in(client, officer)
    client.post(
        f"/team/sessions/{session.pk}/void/", {"reason": "Twice", "opened": session.version}
    )

    told = undo(client, session)

    assert (Correction.objects.get().state, told) == ("withdrawn", "Undone")


def test_undo_works_once(client, coordinator):
    session = log(client, coordinator)

    assert [undo(client, session), undo(client, session)] == [
        "Undone",
        "This can no longer be undone.",
    ]


def test_undo_ends_after_ten_minutes(client, coordinator, monkeypatch):
    session = log(client, coordinator)
    later = timezone.now() + timedelta(minutes=10, seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)

    assert undo(client, session) == "This can no longer be undone."
    assert logged(coordinator.campaign) == 25


def test_undo_ends_when_somebody_changed_it_since(client, coordinator):
    session = log(client, coordinator)
    Session.objects.update(version=2)

    assert undo(client, session) == "This session has been changed since, so nothing was undone."
    assert logged(coordinator.campaign) == 25


def test_undo_is_for_the_person_who_saved(client, coordinator):
    session = log(client, coordinator)
    sign_in(client, factories.make_member(role="coordinator", name="Iain Bell"))

    assert undo(client, session) == "This can no longer be undone."


def test_undo_that_lies_in_somebody_elses_sign_in_is_refused(client, coordinator):
    session = log(client, coordinator)
    kept = client.session["undo"]
    sign_in(client, factories.make_member(role="coordinator", name="Iain Bell"))
    theirs = client.session
    theirs["undo"] = kept
    theirs.save()

    assert undo(client, session) == "This can no longer be undone."
    assert logged(coordinator.campaign) == 25


def confirm(client, correction):
    return client.post(
        f"/team/corrections/{correction.pk}/confirm/", {"opened": Session.objects.get().version}
    )


@pytest.fixture
def proposed(coordinator):
    """An officer's, of a session with 25 children: it is not 50 minutes but 45."""
    officer = factories.make_member(name="Rona Bell")
    correction = factories.make_correction(
        by=officer, session=factories.make_session(officers=[officer]), kind="figures"
    )
    factories.make_attendance(session=correction.session)
    return correction


def test_confirming_somebody_elses_proposal_is_undone_and_it_waits_again(
    client, coordinator, proposed
):
    page = client.get(confirm(client, proposed).url).text
    minutes = Session.objects.get().minutes

    told = undo(client, proposed.session)

    proposed.refresh_from_db()
    session = Session.objects.get()
    assert f'action="/team/sessions/{session.pk}/undo/"' in page
    assert (minutes, session.minutes, told) == (45, 50, "Undone")
    assert (proposed.state, proposed.decided_by, proposed.decided_at, proposed.based_on) == (
        "proposed",
        None,
        None,
        session.version,
    )
    assert session.changes.last().fields == {
        "Length": ["45 minutes", "50 minutes"],
        "Correction": ["Confirmed", "Waiting for a coordinator"],
    }
    confirm(client, proposed)
    assert Session.objects.get().minutes == 45


def test_proposal_that_was_stale_is_stale_again(client, coordinator, proposed):
    Session.objects.update(version=7)
    confirm(client, proposed)

    undo(client, proposed.session)

    proposed.refresh_from_db()
    assert (proposed.state, proposed.based_on) == ("proposed", 1)


def test_confirmation_is_not_undone_once_another_proposal_waits(client, coordinator, proposed):
    confirm(client, proposed)
    factories.make_correction(by=proposed_by(proposed), session=proposed.session)

    told = undo(client, proposed.session)

    proposed.refresh_from_db()
    assert told == "Another correction of this session waits by now, so nothing was undone."
    assert (proposed.state, Session.objects.get().minutes) == ("confirmed", 45)


def proposed_by(correction):
    return correction.proposed_by.memberships.get()


def test_undo_takes_no_get_and_no_forged_request(client, coordinator):
    session = log(client, coordinator)
    strict = type(client)(enforce_csrf_checks=True)
    strict.cookies = client.cookies

    assert (
        client.get(f"/team/sessions/{session.pk}/undo/").status_code,
        strict.post(f"/team/sessions/{session.pk}/undo/").status_code,
    ) == (405, 403)
    assert logged(coordinator.campaign) == 25


def test_edit_that_changed_nothing_offers_no_undo(client, coordinator):
    session = log(client, coordinator)
    undo(client, session)
    session = factories.make_session(officers=[coordinator], held_on=TODAY)
    factories.make_attendance(session=session)
    Session.objects.filter(pk=session.pk).update(logged_by=coordinator.user)
    whole = log_data(
        place=session.place.label,
        officers=[coordinator],
        topics=session.topics.all(),
        opened=session.version,
    )

    response = client.post(f"/team/sessions/{session.pk}/edit/", whole, follow=True)

    assert "Changes saved" in response.text
    assert f"/team/sessions/{session.pk}/undo/" not in response.text
