"""What the queue and the page of a request tell."""

from datetime import date, timedelta

import pytest

from campaigns.models import Change, Mail, TalkRequest
from tests.campaigns.shown import words
from tests.campaigns.talks.signed_in import sign_in
from tests.campaigns.talks.test_queue_offer import date_form
from tests.factories import (
    NOW,
    make_campaign,
    make_offer,
    make_place,
    make_session,
    make_talk_request,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


def test_the_queue_is_oldest_first_with_school_days_waited(client, coordinator):
    for days, reference in ((1, "NEW2345"), (9, "FFF2345")):
        talk = make_talk_request(reference=reference, place=make_place(name=f"School {reference}"))
        TalkRequest.objects.filter(pk=talk.pk).update(asked_at=NOW - timedelta(days=days))

    rows = client.get("/team/talks/").context["rows"]

    assert [(row["talk"].reference, row["days"]) for row in rows] == [
        ("FFF2345", 6),
        ("NEW2345", 1),
    ]


@pytest.mark.parametrize("state", ["", "all", "unconfirmed"])
def test_a_request_whose_address_is_not_confirmed_is_in_no_queue(client, coordinator, state):
    talk = make_talk_request(state="unconfirmed")

    assert client.get("/team/talks/", {"state": state}).context["rows"] == []
    assert client.get(f"/team/talks/{talk.pk}/").status_code == 404


@pytest.mark.parametrize(
    ("state", "shown"),
    [
        ("", ["BCD2345"]),
        ("declined", ["XYZ2345"]),
        ("all", ["BCD2345", "XYZ2345"]),
        ("nonsense", ["BCD2345"]),
    ],
)
def test_the_queue_shows_open_requests_or_one_state(client, coordinator, state, shown):
    make_talk_request()
    make_talk_request(reference="XYZ2345", state="declined", state_reason="Full")

    rows = client.get("/team/talks/", {"state": state}).context["rows"]

    assert [row["talk"].reference for row in rows] == shown


@pytest.mark.parametrize("count", [1, 3])
def test_the_queue_asks_the_database_the_same_for_one_and_for_three(
    client, coordinator, count, django_assert_num_queries
):
    for number in range(count):
        make_talk_request(
            reference=f"BCD234{number + 2}", place=make_place(name=f"School {number}")
        )

    client.get("/team/talks/")  # once a minute the session is saved
    # session, person, membership, overdue ones with their calendar, count, requests with place and
    # topic, groups, what schools did, calendar, areas and topics to filter by; answers that are
    # overdue
    with django_assert_num_queries(13):
        client.get("/team/talks/")


def test_an_empty_queue_says_so(client, coordinator):
    assert "No request is open" in words(client.get("/team/talks/"))


def test_the_queue_turns_its_pages_and_keeps_its_filter(client, coordinator):
    place = make_place()
    for number in range(26):
        make_talk_request(
            reference=f"BC{number:05}", place=place, state="declined", state_reason="Full"
        )

    response = client.get("/team/talks/", {"state": "declined"})

    assert len(response.context["rows"]) == 25
    assert "?state=declined&amp;page=2" in response.content.decode()
    assert len(client.get("/team/talks/", {"state": "declined", "page": "2"}).context["rows"]) == 1


def test_an_officer_sees_what_was_offered_to_them_or_is_theirs(client):
    officer = sign_in(client, "officer")
    make_offer(
        talk_request=make_talk_request(reference="MNF2345", state="offered"), officer=officer
    )
    session = make_session(state="planned", officers=[officer])
    make_talk_request(reference="MNP2345", state="confirmed", session=session)
    make_talk_request(reference="XYZ2345")

    rows = client.get("/team/talks/").context["rows"]

    assert {row["talk"].reference for row in rows} == {"MNF2345", "MNP2345"}


def test_another_campaigns_requests_are_not_in_the_queue(client, coordinator):
    other = make_campaign(name="Ayrshire")
    make_talk_request(campaign=other, place=make_place(campaign=other))

    assert client.get("/team/talks/").context["rows"] == []


def test_one_page_tells_the_whole_story(client, coordinator):
    talk = make_talk_request()
    client.post(f"/team/talks/{talk.pk}/offer/", date_form(coordinator))

    page = words(client.get(f"/team/talks/{talk.pk}/"))

    for told in (
        "BCD2345",
        "Morag Bell",
        "Depute head",
        "office@school.example",
        "01698 000000",
        "Children (up to P7): P7, about 27",
        "Any Tuesday morning in December",
        "Tuesday 8 December 2026 at 10:00",
        "with Catriona Muir",
        "Date offered on 23 November 2026 at 12:00, by Catriona Muir",
        "We can offer you a date for your talk Goes now",
    ):
        assert told in page


@pytest.mark.parametrize(
    ("state", "told"),
    [("sent", "Sent on Monday 23 November 2026 at 12:00"), ("given_up", "Please call them")],
)
def test_what_became_of_an_e_mail_is_told(client, coordinator, state, told):
    talk = make_talk_request()
    client.post(f"/team/talks/{talk.pk}/offer/", date_form(coordinator))
    Mail.objects.update(state=state, sent_at=NOW if state == "sent" else None)

    assert told in words(client.get(f"/team/talks/{talk.pk}/"))


@pytest.mark.parametrize("count", [1, 3])
def test_one_request_asks_the_database_the_same_whatever_its_history(
    client, coordinator, count, django_assert_num_queries
):
    talk = make_talk_request(state="offered")
    for number in range(count):
        make_offer(
            talk_request=talk,
            officer=coordinator,
            state="refused",
            held_on=date(2026, 12, 8 + number),
        )
        Change.objects.create(
            campaign=talk.campaign, talk_request=talk, by=coordinator.user, kind="refused"
        )

    # Once a minute the session is saved, and once a day it is noted who saw the contact.
    client.get(f"/team/talks/{talk.pk}/")
    # session, person, membership; request with groups, mails, notes, wishes, offers, history,
    # notices;
    # owners to choose from; twins; nine for the dates to suggest, whoever is in the
    # team, two for what to look at in them and two for the hours of who would come; whether it was
    # noted today that this person saw the contact; whether a colleague was not reached by e-mail
    with django_assert_num_queries(29):
        client.get(f"/team/talks/{talk.pk}/")


@pytest.mark.parametrize("state", ["confirmed", "declined"])
def test_an_answered_request_offers_no_buttons(client, coordinator, state):
    talk = make_talk_request(
        state=state, state_reason="Full", session=make_session() if state == "confirmed" else None
    )

    page = words(client.get(f"/team/talks/{talk.pk}/"))

    assert "Offer this date" not in page
    assert "Decline the request" not in page
