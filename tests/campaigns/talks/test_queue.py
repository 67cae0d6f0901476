"""The team's side: who sees which request, who may answer, and that each answer is told plainly."""

from datetime import date, time, timedelta

import pytest

from campaigns.models import Change, Mail, Offer, Place, Session, TalkRequest
from tests.campaigns.shown import words
from tests.factories import (
    NOW,
    make_campaign,
    make_member,
    make_offer,
    make_place,
    make_session,
    make_talk_request,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


def sign_in(client, role, name="Bo Kerr", **fields):
    member = make_member(role=role, name=name, **fields)
    client.force_login(member.user)
    return member


def date_form(member, **changes):
    fields = {
        "held_on_day": "8",
        "held_on_month": "12",
        "held_on_year": "2026",
        "starts_at": "10.00",
        "minutes": "50",
        "officer": member.pk,
        **changes,
    }
    return {f"offer-{name}": value for name, value in fields.items()}


# The list


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
    # topic, groups, calendar, areas and topics to filter by
    with django_assert_num_queries(11):
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


# One request


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
        "We can offer you a date for your talk: waiting to be sent",
    ):
        assert told in page


@pytest.mark.parametrize(
    ("state", "told"),
    [("sent", "sent on 23 November 2026 at 12:00"), ("given_up", "please call the school")],
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

    client.get("/team/talks/")  # once a minute the session is saved
    # session, person, membership; request with groups, mails, notes, wishes, offers, history;
    # officers and owners to choose from; twins; nine for the dates to suggest, whoever is in the
    # team
    with django_assert_num_queries(22):
        client.get(f"/team/talks/{talk.pk}/")


@pytest.mark.parametrize("state", ["confirmed", "declined"])
def test_an_answered_request_offers_no_buttons(client, coordinator, state):
    talk = make_talk_request(
        state=state, state_reason="Full", session=make_session() if state == "confirmed" else None
    )

    page = words(client.get(f"/team/talks/{talk.pk}/"))

    assert "Offer this date" not in page
    assert "Decline the request" not in page


# The ladder of each page


def ask(client, address):
    """By the method that the address takes."""
    return (
        client.post(address)
        if address.endswith(("offer/", "confirm/", "decline/"))
        else client.get(address)
    )


@pytest.mark.parametrize("deed", ["", "offer/", "confirm/", "decline/"])
def test_signed_out_nobody_gets_in(client, deed):
    talk = make_talk_request()

    response = ask(client, f"/team/talks/{talk.pk}/{deed}")

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/login/")


@pytest.mark.parametrize(
    "address",
    [
        "/team/talks/",
        "/team/talks/1/",
        "/team/talks/1/offer/",
        "/team/talks/1/confirm/",
        "/team/talks/1/decline/",
    ],
)
def test_a_viewer_sees_no_contact(client, address):
    sign_in(client, "viewer")

    assert ask(client, address).status_code == 403


@pytest.mark.parametrize("deed", ["", "offer/", "confirm/", "decline/"])
def test_a_coordinator_of_another_campaign_finds_nothing(client, deed):
    sign_in(client, "coordinator", campaign=make_campaign(name="Ayrshire"))
    talk = make_talk_request(campaign=make_campaign())

    assert ask(client, f"/team/talks/{talk.pk}/{deed}").status_code == 404


@pytest.mark.parametrize("deed", ["", "confirm/"])
def test_an_officer_finds_nothing_that_was_not_offered_to_them(client, deed):
    sign_in(client, "officer")
    talk = make_talk_request()

    assert ask(client, f"/team/talks/{talk.pk}/{deed}").status_code == 404


@pytest.mark.parametrize("deed", ["offer/", "decline/"])
def test_an_officer_does_not_run_the_queue(client, deed):
    officer = sign_in(client, "officer")
    talk = make_talk_request(state="offered")
    make_offer(talk_request=talk, officer=officer)

    assert client.post(f"/team/talks/{talk.pk}/{deed}", date_form(officer)).status_code == 403


@pytest.mark.parametrize("deed", ["", "offer/", "confirm/", "decline/"])
def test_a_request_that_is_not_there_is_not_found(client, coordinator, deed):
    assert ask(client, f"/team/talks/999999/{deed}").status_code == 404


@pytest.mark.parametrize("deed", ["offer/", "confirm/", "decline/"])
def test_answers_are_posts(client, coordinator, deed):
    assert client.get(f"/team/talks/{make_talk_request().pk}/{deed}").status_code == 405


@pytest.mark.parametrize("address", ["/team/talks/", "/team/talks/1/"])
def test_reading_takes_no_post(client, coordinator, address):
    assert client.post(address).status_code == 405


# Offering


def test_a_coordinator_offers_a_date(client, coordinator):
    talk, officer = make_talk_request(), make_member()

    response = client.post(f"/team/talks/{talk.pk}/offer/", date_form(officer, minutes="45"))

    offer = Offer.objects.get()
    assert response["Location"] == f"/team/talks/{talk.pk}/"
    assert (offer.officer, offer.held_on, offer.starts_at, offer.minutes, offer.made_by) == (
        officer,
        date(2026, 12, 8),
        time(10),
        45,
        coordinator.user,
    )
    assert "The date is offered" in words(client.get(response["Location"]))


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"held_on_day": "22", "held_on_month": "11"},
            "The date to offer must be on or after 23 November 2026",
        ),
        ({"held_on_year": "2036"}, "The date to offer must be on or before 24 November 2028"),
        (
            {"held_on_day": "23", "held_on_month": "11", "starts_at": "11.30"},
            "That date has gone by.",
        ),
        ({"starts_at": "soon"}, "Enter the time it starts like 9.30 or 14.15"),
        ({"minutes": "4"}, "Enter the length in minutes, 5 or more"),
        ({"minutes": "601"}, "Enter the length in minutes, 600 at most"),
        ({"officer": ""}, "Choose an officer"),
        ({"officer": "999"}, "Choose one of the answers listed"),
    ],
)
def test_a_wrong_offer_comes_back_as_typed(client, coordinator, changes, message):
    talk = make_talk_request()

    response = client.post(f"/team/talks/{talk.pk}/offer/", date_form(coordinator, **changes))

    assert message in words(response)
    assert "<title>Error: Talk request BCD2345" in response.content.decode()
    assert not Offer.objects.exists()


def test_an_officer_who_is_busy_is_told_beside_the_field(client, coordinator):
    make_session(
        state="planned", held_on=date(2026, 12, 8), starts_at=time(9, 30), officers=[coordinator]
    )
    talk = make_talk_request()

    response = client.post(f"/team/talks/{talk.pk}/offer/", date_form(coordinator))

    busy = (
        "Catriona Muir already has a session at that time: 09:30 "
        "at Braeside Primary School, Wishaw "
        "(North Lanarkshire)."
    )
    assert response.context["offering"].errors["officer"] == [busy]


def test_an_officer_who_is_offered_elsewhere_is_told_beside_the_field(client, coordinator):
    make_offer(
        talk_request=make_talk_request(state="offered", reference="XYZ2345"),
        officer=coordinator,
        held_on=date(2026, 12, 8),
        starts_at=time(9, 30),
    )
    talk = make_talk_request()

    response = client.post(f"/team/talks/{talk.pk}/offer/", date_form(coordinator))

    busy = (
        "Catriona Muir is already offered at that time: 09:30 at Braeside Primary School, Wishaw "
        "(North Lanarkshire)."
    )
    assert response.context["offering"].errors["officer"] == [busy]


@pytest.mark.parametrize("who", [{"role": "viewer"}, {"is_active": False}])
def test_only_those_who_give_sessions_are_offered(client, coordinator, who):
    somebody = make_member(name="Dee Orr", **who)
    talk = make_talk_request()

    client.post(f"/team/talks/{talk.pk}/offer/", date_form(somebody))

    assert not Offer.objects.exists()


def test_a_closed_place_is_told_plainly(client, coordinator):
    talk = make_talk_request(place=make_place(closed_on=date(2026, 12, 1)))

    response = client.post(f"/team/talks/{talk.pk}/offer/", date_form(coordinator))

    assert "closed on 1 December 2026" in words(response)


def test_an_offer_on_a_page_left_open_loses(client, coordinator):
    talk = make_talk_request()
    client.post(f"/team/talks/{talk.pk}/offer/", date_form(coordinator))

    response = client.post(f"/team/talks/{talk.pk}/offer/", date_form(coordinator, held_on_day="9"))

    assert response.status_code == 409
    assert "Someone else has just answered this request." in words(response)
    assert Offer.objects.count() == 1


def test_another_date_is_offered_instead(client, coordinator):
    talk = make_talk_request()
    client.post(f"/team/talks/{talk.pk}/offer/", date_form(coordinator))
    first = Offer.objects.get()

    client.post(
        f"/team/talks/{talk.pk}/offer/",
        {**date_form(coordinator, held_on_day="9"), "instead_of": first.pk},
    )

    assert sorted(Offer.objects.values_list("state", "held_on__day")) == [
        ("held", 9),
        ("taken_back", 8),
    ]


@pytest.mark.parametrize("number", ["x", "²", "9" * 30])
def test_a_hidden_box_that_was_tampered_with_is_no_error(client, coordinator, number):
    talk = make_talk_request()

    assert (
        client.post(
            f"/team/talks/{talk.pk}/offer/", {**date_form(coordinator), "instead_of": number}
        ).status_code
        == 302
    )
    assert client.post(f"/team/talks/{talk.pk}/confirm/", {"offer": number}).status_code == 404


@pytest.mark.parametrize(
    ("choice", "places"),
    [
        ({"new_place_kind": "community"}, ["1st Braeside Scouts", "Braeside Primary School"]),
        ({"place": "Braeside Primary School"}, ["Braeside Primary School"]),
        ({}, None),
        ({"new_place_kind": "community", "place": "Braeside Primary School"}, None),
    ],
)
def test_a_place_that_is_not_listed_is_found_or_added(client, coordinator, choice, places):
    talk = make_talk_request()
    TalkRequest.objects.update(place=None, unlisted_place="1st Braeside Scouts")

    client.post(f"/team/talks/{talk.pk}/offer/", date_form(coordinator, **choice))

    if places is None:
        assert not Offer.objects.exists()
    else:
        assert list(Place.objects.order_by("name").values_list("name", flat=True)) == places


# Confirming and declining


@pytest.mark.parametrize("role", ["officer", "coordinator", "administrator"])
def test_the_officer_offered_or_who_runs_the_queue_may_say_that_the_school_said_yes(client, role):
    member = sign_in(client, role)
    talk = make_talk_request(state="offered")
    offer = make_offer(talk_request=talk, officer=member if role == "officer" else make_member())

    response = client.post(f"/team/talks/{talk.pk}/confirm/", {"offer": offer.pk})

    talk.refresh_from_db()
    assert response["Location"] == f"/team/talks/{talk.pk}/"
    assert (talk.state, Session.objects.count()) == ("confirmed", 1)
    assert Change.objects.get(kind="accepted").by == member.user


def test_an_officer_who_was_offered_before_does_not_confirm_for_another(client):
    officer = sign_in(client, "officer")
    talk = make_talk_request(state="offered")
    make_offer(talk_request=talk, officer=officer, state="refused")
    offer = make_offer(talk_request=talk, officer=make_member())

    assert client.post(f"/team/talks/{talk.pk}/confirm/", {"offer": offer.pk}).status_code == 403
    assert not Session.objects.exists()


def test_confirming_twice_has_one_winner(client, coordinator):
    talk = make_talk_request(state="offered")
    offer = make_offer(talk_request=talk, officer=coordinator)

    statuses = [
        client.post(f"/team/talks/{talk.pk}/confirm/", {"offer": offer.pk}).status_code
        for _ in range(2)
    ]

    assert statuses == [302, 409]
    assert Session.objects.count() == 1


def test_a_confirmed_request_leads_to_its_session(client, coordinator):
    session = make_session(state="planned", held_on=date(2026, 12, 8))
    talk = make_talk_request(state="confirmed", session=session)

    assert (
        f'href="/team/sessions/{session.pk}/"'
        in client.get(f"/team/talks/{talk.pk}/").content.decode()
    )


def test_declining_needs_a_reason(client, coordinator):
    talk = make_talk_request()

    response = client.post(f"/team/talks/{talk.pk}/decline/", {"decline-reason": ""})

    talk.refresh_from_db()
    assert "Enter why, in words that the school can read" in words(response)
    assert talk.state == "submitted"


def test_declining_tells_the_school_why(client, coordinator):
    talk = make_talk_request()

    client.post(f"/team/talks/{talk.pk}/decline/", {"decline-reason": "We are fully booked."})

    talk.refresh_from_db()
    assert (talk.state, talk.state_reason) == ("declined", "We are fully booked.")
    assert "We are fully booked." in Mail.objects.get().text


def test_declining_what_was_answered_is_told_plainly(client, coordinator):
    talk = make_talk_request(state="declined", state_reason="Full")

    assert (
        client.post(f"/team/talks/{talk.pk}/decline/", {"decline-reason": "Full"}).status_code
        == 409
    )
