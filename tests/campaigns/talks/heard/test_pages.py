"""Where the team sees what schools did: Today, the queue, the page of the request."""

from datetime import date

import pytest

from campaigns.models import Campaign, Change, Mail, Notice, TalkRequest
from tests.campaigns.shown import said, words
from tests.campaigns.talks.heard.told import a_set_talk, at, press
from tests.factories import make_member, make_notice, make_offer, make_place, make_talk_request

pytestmark = pytest.mark.django_db

TODAY, QUEUE = "/team/", "/team/talks/"


@pytest.fixture
def coordinator(client):
    member = make_member(role="coordinator", name="Bo Kerr")
    client.force_login(member.user)
    return member


def lines(response):
    return [(line.talk.reference, line.said) for line in response.context["heard"]]


def test_today_shows_an_officer_what_schools_did_to_their_talks_and_no_others(client):
    mine, other = make_member(), make_member(name="Una Shaw")
    press(a_set_talk(officers=[mine]), "another-time")
    press(a_set_talk(officers=[other], reference="XYZ2345"), "note")
    client.force_login(mine.user)

    page = client.get(TODAY)

    assert lines(page) == [("BCD2345", "wishes another time")]
    assert "What schools told us" in words(page)
    assert '<a href="/accounts/">Choose how you hear from schools</a>' in page.text
    assert "Sandy" not in words(page)


def test_today_shows_a_coordinator_what_nobody_owns(client, coordinator):
    owner = make_member(role="coordinator", name="Una Shaw")
    press(a_set_talk(), "note")
    press(a_set_talk(officers=[], owner=owner, reference="XYZ2345"), "note")

    assert lines(client.get(TODAY)) == [("BCD2345", "has added a note")]


def test_seen_takes_it_off_today_for_all(client, coordinator):
    talk = a_set_talk()
    press(talk, "note")

    first = client.post(f"{QUEUE}{talk.pk}/seen/", {"today": "yes"})
    second = client.post(f"{QUEUE}{talk.pk}/seen/")

    assert first["Location"] == TODAY
    assert said(first) == ["Seen. It is news to nobody on the team any more."]
    assert second["Location"] == f"{QUEUE}{talk.pk}/"
    assert said(second)[-1] == "Somebody has seen to this already."
    assert lines(client.get(TODAY)) == []
    assert Notice.objects.get().dealt_by == coordinator.user
    assert Change.objects.filter(kind="seen").count() == 1


def test_today_says_how_many_more_there_are(client, coordinator):
    for number in range(16):
        talk = make_talk_request(
            reference=f"BCD23{number + 10}", place=make_place(name=f"School {number}")
        )
        make_notice(talk_request=talk)

    page = client.get(TODAY)

    assert len(lines(page)) == 14
    assert "And 2 more, on the page Talks" in words(page)


@pytest.mark.parametrize("count", [1, 3])
def test_today_asks_the_database_the_same_for_one_and_for_three(
    client, coordinator, count, django_assert_num_queries
):
    for number in range(count):
        talk = make_talk_request(
            reference=f"BCD234{number + 2}", place=make_place(name=f"School {number}")
        )
        make_notice(talk_request=talk)
    client.get(TODAY)
    with django_assert_num_queries(19):
        client.get(TODAY)


def test_a_wish_stands_in_the_queue_among_what_waits_for_us(client, coordinator):
    set_talk = a_set_talk(reference="SET2345", officers=[])
    wishes = a_set_talk(reference="MVE2345", officers=[])
    make_talk_request(state="waiting", state_reason="Full", reference="WTG2345")
    press(wishes, "another-time")

    rows = client.get(QUEUE).context["rows"]

    assert [row["talk"].reference for row in rows] == ["MVE2345", "WTG2345", "SET2345"]
    assert rows[0]["kind"] == "brand"
    assert set_talk.state == "confirmed"


def test_a_wish_that_was_offered_dates_waits_for_the_school(client, coordinator):
    wishes = a_set_talk(reference="MVE2345")
    press(wishes, "another-time")
    make_offer(talk_request=wishes, officer=make_member(name="Una Shaw"))
    make_talk_request(state="waiting", state_reason="Full", reference="WTG2345")
    TalkRequest.objects.filter(reference="WTG2345").update(asked_at=at(1, 9, month=1))

    rows = client.get(QUEUE).context["rows"]

    assert [row["talk"].reference for row in rows] == ["WTG2345", "MVE2345"]


def test_the_queue_can_be_narrowed_to_wishes(client, coordinator):
    press(a_set_talk(reference="MVE2345"), "another-time")
    make_talk_request()

    rows = client.get(f"{QUEUE}?state=asks_to_move").context["rows"]

    assert [row["talk"].reference for row in rows] == ["MVE2345"]


def test_a_row_of_the_queue_says_the_reference_the_wish_and_by_when(client, coordinator):
    press(a_set_talk(reference="MVE2345"), "another-time")

    page = words(client.get(QUEUE))

    assert "Wishes another time MVE2345," in page
    assert "The school wishes another time. It hears from us by Wednesday 2 December." in page
    assert "Wishes: A week later, please" in page


def test_an_overdue_answer_stands_out_in_the_queue_and_on_today_even_when_it_was_seen(
    client, coordinator, clock
):
    talk = a_set_talk(reference="MVE2345", owner=coordinator)
    press(talk, "another-time")
    client.post(f"{QUEUE}{talk.pk}/seen/")
    in_time = words(client.get(TODAY)), words(client.get(QUEUE))
    clock(at(3, 9))
    client.force_login(coordinator.user)

    late = words(client.get(TODAY)), words(client.get(QUEUE))

    assert [("Answer overdue" in page) for page in (*in_time, *late)] == [False, False, True, True]
    assert "1 school was promised an answer by a day that has passed." in late[1]
    assert lines(client.get(TODAY)) == [("MVE2345", "wishes another time")]


def test_the_page_of_the_request_shows_it_until_it_is_seen(client, coordinator):
    talk = a_set_talk(officers=[])
    press(talk, "change")

    before = words(client.get(f"{QUEUE}{talk.pk}/"))
    client.post(f"{QUEUE}{talk.pk}/seen/")
    after = words(client.get(f"{QUEUE}{talk.pk}/"))

    assert "The school has changed the room. It was told that it hears" in before
    assert "What the school did" not in after


# The date stays


def test_the_date_stays_with_a_word_to_the_school(client, coordinator):
    talk = a_set_talk()
    press(talk, "another-time")
    make_offer(talk_request=talk, officer=coordinator)

    answer = client.post(
        f"{QUEUE}{talk.pk}/date-stays/", {"stays-reason": "No other date is free before Easter."}
    )

    talk.refresh_from_db()
    assert said(answer) == ["The date stays. The school gets an e-mail with your words."]
    assert (talk.state, talk.state_reason, talk.session.held_on) == (
        "confirmed",
        "",
        date(2026, 12, 8),
    )
    assert [offer.state for offer in talk.offers.all()] == ["taken_back"]
    letter = Mail.objects.get(kind="date_stays")
    assert letter.to == "office@school.example"
    assert "the date stays: Tuesday 8 December at 10:00.\n\nNo other date is free" in letter.text
    notice = Notice.objects.get()
    assert (notice.dealt_by, notice.answered_at is not None) == (coordinator.user, True)


def test_the_date_stays_once(client, coordinator):
    talk = a_set_talk()
    press(talk, "another-time")

    answers = [
        client.post(f"{QUEUE}{talk.pk}/date-stays/", {"stays-reason": "None is free"})
        for _ in range(2)
    ]

    assert [answer.status_code for answer in answers] == [302, 409]
    assert Mail.objects.filter(kind="date_stays").count() == 1


def test_a_reason_is_needed_for_the_school(client, coordinator):
    talk = a_set_talk()
    press(talk, "another-time")

    page = client.post(f"{QUEUE}{talk.pk}/date-stays/", {"stays-reason": ""})

    assert "Enter why, in words that they can read" in words(page)
    assert TalkRequest.objects.get().state == "asks_to_move"


def test_an_officer_does_not_say_that_the_date_stays(client):
    officer = make_member()
    talk = a_set_talk(officers=[officer])
    press(talk, "another-time")
    client.force_login(officer.user)

    assert client.post(f"{QUEUE}{talk.pk}/date-stays/").status_code == 403


def test_a_stranger_sees_none_of_it(client):
    talk = a_set_talk()
    client.force_login(make_member(name="Una Shaw").user)

    assert client.post(f"{QUEUE}{talk.pk}/seen/").status_code == 404
    assert client.get(f"{QUEUE}{talk.pk}/seen/").status_code == 405


# Settings


def test_how_soon_schools_hear_is_set_with_the_details_of_the_team(client, coordinator):
    page = client.get("/team/details/")
    sent = {
        "opened": page.context["form"]["opened"].value(),
        "name": "Lanarkshire",
        "started_on_day": 1,
        "started_on_month": 11,
        "started_on_year": 2015,
        "answer_school_days": "4",
    }

    client.post("/team/details/", sent)
    press(a_set_talk(), "another-time")

    assert Campaign.objects.get().answer_school_days == 4
    assert Notice.objects.get().answer_by == date(2026, 12, 4)
    assert {"School days to answer in": ["2", "4"]} in [
        line.fields for line in Change.objects.filter(kind="put_right")
    ]


def test_each_chooses_on_my_account_how_to_hear(client):
    member = make_member()
    client.force_login(member.user)

    answer = client.post(
        "/accounts/hears/", {"hears-hears_near": "morning", "hears-hears_rest": "today"}
    )

    member.refresh_from_db()
    assert answer["Location"] == "/accounts/"
    assert (member.hears_near, member.hears_rest) == ("morning", "today")
    assert "How you hear from schools" in words(client.get("/accounts/"))


def test_a_choice_that_is_none_comes_back_with_why(client):
    member = make_member()
    client.force_login(member.user)

    page = client.post("/accounts/hears/", {"hears-hears_near": "never"})

    member.refresh_from_db()
    assert (member.hears_near, member.hears_rest) == ("at_once", "morning")
    assert "Choose one of the answers listed" in words(page)


def test_a_viewer_has_no_talks_to_hear_of(client):
    client.force_login(make_member(role="viewer").user)

    assert "How you hear from schools" not in words(client.get("/accounts/"))
    assert client.post("/accounts/hears/").status_code == 403
