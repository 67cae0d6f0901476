"""An officer's calendar feed: secret, revocable, without contacts, and true."""

import re
from datetime import timedelta

import pytest
import vobject
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.diaries.feed import make_feed
from campaigns.history.record import record_change
from campaigns.models import CalendarFeed, Change, Session
from tests.campaigns.privacy.forgetting import whole_database
from tests.campaigns.typed import sign_in
from tests.factories import (
    make_campaign,
    make_member,
    make_session,
    make_talk_request,
    make_user,
    set_back,
)
from tests.html import read

pytestmark = pytest.mark.django_db


def days(number):
    return timezone.localdate() + timedelta(days=number)


def fetch(client, token):
    return client.get(f"/ics/{token}.ics")


def feed(client, officer):
    """Its entries by their UID."""
    text = fetch(client, make_feed(officer=officer, now=timezone.now())).content.decode()
    return {event.uid.value: event for event in getattr(vobject.readOne(text), "vevent_list", [])}


def uid(session):
    return f"{session.client_id}@127.0.0.1"


def end(session, *, days_ago=0):
    """Called off that many days ago."""
    Session.objects.filter(pk=session.pk).update(
        state="cancelled", state_reason="Court", logged_at=timezone.now() - timedelta(days=100)
    )
    record_change(
        kind=Change.Kind.CANCELLED,
        by=make_user(name=f"Bo Kerr {session.pk}"),
        session=session,
        reason="Court",
    )
    set_back(to=timezone.now() - timedelta(days=days_ago), session=session)


def test_it_holds_the_officers_talks_and_nobody_elses(client, officer):
    mine = [
        make_session(state="planned", held_on=days(number), officers=[officer])
        for number in (0, 300)
    ]
    make_session(state="planned", held_on=days(3), officers=[make_member(name="Callum Shaw")])
    make_session(state="planned", held_on=days(3))

    entries = feed(client, officer)

    assert set(entries) == {uid(session) for session in mine}
    assert {event.summary.value for event in entries.values()} == {
        "Sextortion: Braeside Primary School"
    }


def test_a_delivered_talk_stays_for_thirty_days(client, officer):
    held = [make_session(held_on=days(-number), officers=[officer]) for number in (1, 30, 31)]

    assert set(feed(client, officer)) == {uid(session) for session in held[:2]}


def test_a_talk_that_is_called_off_stays_as_such_for_thirty_days(client, officer):
    sessions = [
        make_session(state="planned", held_on=days(60), officers=[officer]) for _ in range(2)
    ]
    end(sessions[0], days_ago=29)
    end(sessions[1], days_ago=31)

    entries = feed(client, officer)

    assert {name: event.status.value for name, event in entries.items()} == {
        uid(sessions[0]): "CANCELLED"
    }
    assert int(entries[uid(sessions[0])].sequence.value) == 2


def test_it_tells_no_contact_and_no_note(client, officer):
    session = make_session(state="planned", held_on=days(3), officers=[officer])
    Session.objects.filter(pk=session.pk).update(notes="Ask for the janitor at 01698 111111")
    make_talk_request(state="confirmed", session=session)

    text = (
        fetch(client, make_feed(officer=officer, now=timezone.now()))
        .content.decode()
        .replace("\r\n ", "")
    )

    assert not [
        told
        for told in ("Morag", "office@school.example", "01698", "janitor", "BCD2345")
        if told in text
    ]


def test_it_is_kept_by_nobody_on_the_way_and_found_by_no_search(client, officer):
    response = fetch(client, make_feed(officer=officer, now=timezone.now()))

    assert (response["Content-Type"], response["Cache-Control"], response["X-Robots-Tag"]) == (
        "text/calendar; charset=utf-8",
        "private, no-store",
        "noindex",
    )
    assert response.cookies == {}


def test_a_feed_without_talks_is_a_calendar_all_the_same(client, officer):
    response = fetch(client, make_feed(officer=officer, now=timezone.now()))

    assert (
        vobject.readOne(response.content.decode()).contents["x-wr-calname"][0].value
        == "Talks of Ailsa Reid"
    )


def test_reading_it_changes_nothing(client, officer):
    make_session(state="planned", held_on=days(3), officers=[officer])
    token = make_feed(officer=officer, now=timezone.now())
    before = whole_database()

    client.head(f"/ics/{token}.ics")
    fetch(client, token)

    assert whole_database() == before


def test_head_has_the_same_headers_and_no_body(client, officer):
    token = make_feed(officer=officer, now=timezone.now())

    head = client.head(f"/ics/{token}.ics")

    assert (head.status_code, head.content, head["Content-Type"]) == (
        200,
        b"",
        "text/calendar; charset=utf-8",
    )


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_it_is_only_read(client, officer, method):
    token = make_feed(officer=officer, now=timezone.now())

    assert getattr(client, method)(f"/ics/{token}.ics").status_code == 405


def test_an_address_that_never_was_is_not_there(client):
    assert [fetch(client, token).status_code for token in ("abc", "x" * 400, "%00")] == [
        404,
        404,
        404,
    ]


def test_a_new_address_kills_the_old_one(client, officer):
    old = make_feed(officer=officer, now=timezone.now())
    new = make_feed(officer=officer, now=timezone.now())

    assert [fetch(client, token).status_code for token in (old, new)] == [404, 200]
    assert CalendarFeed.objects.filter(revoked_at=None).count() == 1


def test_who_left_has_no_feed(client, officer):
    token = make_feed(officer=officer, now=timezone.now())
    officer.user.is_active = False
    officer.user.save()

    assert fetch(client, token).status_code == 404


def test_who_became_a_viewer_has_no_feed(client, officer):
    token = make_feed(officer=officer, now=timezone.now())
    officer.role = "viewer"
    officer.save()

    assert fetch(client, token).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_it_asks_as_much_for_many_talks_as_for_one(client, officer, number):
    for day in range(number):
        make_session(state="planned", held_on=days(day + 1), officers=[officer])
    token = make_feed(officer=officer, now=timezone.now())

    with CaptureQueriesContext(connection) as asked:
        fetch(client, token)

    assert len(asked) == 3  # whose feed, the sessions, their topics


# The page


def test_the_page_offers_to_make_an_address(client, officer):
    sign_in(client, officer)

    page = client.get("/team/diary/feed/").content.decode()

    assert read(page).h1 == ["Your talks in your calendar"]
    assert "Make an address" in page
    assert "Stop the address" not in page


def test_the_address_is_shown_once_and_kept_nowhere(client, officer, settings):
    sign_in(client, officer)

    made = client.post("/team/diary/feed/make/").content.decode()

    [token] = re.findall(rf"{re.escape(settings.SITE_URL)}/ics/([^.]*)\.ics", made)
    assert len(token) == 43  # 256 bits
    assert fetch(client, token).status_code == 200
    assert token not in whole_database()
    assert token not in client.get("/team/diary/feed/").content.decode()


def test_the_address_is_stopped(client, officer):
    token = make_feed(officer=officer, now=timezone.now())
    sign_in(client, officer)

    page = client.post("/team/diary/feed/revoke/", follow=True)

    assert "The address no longer works." in page.content.decode()
    assert fetch(client, token).status_code == 404


def test_stopping_twice_does_no_harm(client, officer):
    sign_in(client, officer)

    assert [client.post("/team/diary/feed/revoke/").status_code for _ in range(2)] == [302, 302]


def test_nobody_stops_a_colleagues_address(client, officer):
    token = make_feed(officer=officer, now=timezone.now())
    sign_in(client, make_member(role="coordinator", name="Cara Moss", campaign=make_campaign()))

    client.post("/team/diary/feed/revoke/")
    client.post("/team/diary/feed/make/")

    assert fetch(client, token).status_code == 200


@pytest.mark.parametrize(
    ("address", "method"), [("", "get"), ("make/", "post"), ("revoke/", "post")]
)
def test_a_viewer_has_no_talks_to_feed(client, address, method):
    sign_in(client, make_member(role="viewer"))

    assert getattr(client, method)(f"/team/diary/feed/{address}").status_code == 403


@pytest.mark.parametrize("address", ["make/", "revoke/"])
def test_the_buttons_take_a_post_only(client, officer, address):
    sign_in(client, officer)

    assert client.get(f"/team/diary/feed/{address}").status_code == 405
    assert not CalendarFeed.objects.exists()
