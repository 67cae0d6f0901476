"""A school asks: one question a page, nothing lost, nothing twice, and no script or cookie needed
but the token's.
"""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.mail.links import token_of
from campaigns.models import Change, Mail, Place, TalkDraft, TalkRequest
from campaigns.talks.asking.drafts import KEEP_DRAFTS
from tests.factories import (
    make_area,
    make_campaign,
    make_holiday,
    make_place,
    make_session,
    make_talk_request,
    make_topic,
)

pytestmark = pytest.mark.django_db

TUESDAY = 1


@pytest.fixture
def answers():
    """What a school types, page by page."""
    place, topic = make_place(), make_topic()
    make_campaign()
    return {
        "place": {"place": place.label},
        "group-1": {"who": "pupils", "stages": "P6 and P7", "expected": "27"},
        "topic": {"topic": topic.pk, "format": "lesson"},
        "dates": {"when_1": "any Tuesday, morning", "when_2": "any Thursday"},
        "room": {"room": "Screen and sound", "arriving": "The gate on Mill Road"},
        "needs": {"needs": [], "more_needs": "", "anything_else": ""},
        "staff": {"staff_stay": "on"},
        "contact": {
            "contact_name": "Morag Bell",
            "contact_role": "Depute head",
            "contact_email": "office@school.example",
            "contact_phone": "01698 000 000",
        },
    }


def start(client):
    response = client.post("/talks/ask/")
    return response["Location"].removesuffix("place/")


def walk(client, answers, address=None):
    """Each page as the site leads to it; ends on the page where the answers are checked."""
    address = address or start(client)
    next_page = f"{address}{next(iter(answers))}/"
    for step, typed in answers.items():
        assert next_page == f"{address}{step}/"
        response = client.post(next_page, typed)
        assert response.status_code == 302, response.context["form"].errors
        next_page = response["Location"]
    a_while_ago()
    return address, next_page


def answered(answers):
    """The address of a draft that only needs to be sent: quicker than to walk there."""
    kept = {
        step: {
            name: values if isinstance(values, list) else [str(values)]
            for name, values in typed.items()
        }
        for step, typed in answers.items()
    }
    draft = TalkDraft.objects.create(campaign=make_campaign(), answers=kept)
    a_while_ago()
    return f"/talks/ask/{draft.pk}/"


def a_while_ago():
    """Nobody answers ten pages in three seconds."""
    TalkDraft.objects.update(started_at=timezone.now() - timedelta(minutes=3))


def test_the_first_page_says_what_we_offer(client):
    make_topic(name="Staying safe online")

    response = client.get("/talks/")

    assert "Staying safe online" in response.content.decode()
    assert "stay in the room" in response.content.decode()
    assert response.cookies == {}


def test_looking_at_the_start_page_starts_nothing(client):
    make_campaign()

    client.get("/talks/ask/")
    client.head("/talks/ask/")

    assert not TalkDraft.objects.exists()


def test_a_whole_request(client, answers):
    address, last = walk(client, answers)
    assert last == f"{address}check/"

    sent = client.post(f"{address}send/")

    talk = TalkRequest.objects.get()
    group = talk.groups.get()
    page = client.get(sent["Location"]).content.decode()
    assert sent["Location"] == f"{address}sent/"
    assert talk.reference in page
    assert "We have written to" in page
    assert (talk.state, talk.place.name, talk.area.name, talk.topic.name) == (
        "unconfirmed",
        "Braeside Primary School",
        "North Lanarkshire",
        "Sextortion",
    )
    assert talk.wanted == "any Tuesday, morning; any Thursday"
    assert [wish.weekdays for wish in talk.wishes.all()] == ["2", "4"]
    assert (group.audience, group.stages, group.expected) == ("children", ("P6", "P7"), 27)
    assert (talk.contact_name, talk.contact_email, talk.staff_stay) == (
        "Morag Bell",
        "office@school.example",
        True,
    )
    assert not Change.objects.filter(
        talk_request=talk
    ).exists()  # history begins when the address is confirmed
    assert Mail.objects.get().to == "office@school.example"
    assert not TalkDraft.objects.exists()


def test_only_the_token_of_the_form_is_a_cookie(client, answers):
    address, last = walk(client, answers)
    client.get(last)
    client.get(client.post(f"{address}send/")["Location"])

    assert set(client.cookies) == {"csrf"}


def test_the_answers_are_shown_before_they_are_sent(client, answers):
    address = answered(answers)

    page = client.get(f"{address}check/").content.decode()

    for words in (
        "Braeside Primary School, Wishaw",
        "P6 to P7, about 27",
        "any Thursday",
        "Morag Bell",
        f'href="{address}contact/"',
    ):
        assert words in page


def test_pressed_twice_it_is_one_request_and_the_same_page(client, answers):
    address = answered(answers)

    first, second = client.post(f"{address}send/"), client.post(f"{address}send/")

    assert first["Location"] == second["Location"]
    assert (TalkRequest.objects.count(), Mail.objects.count()) == (1, 1)


@pytest.mark.parametrize("page", ["place", "check", "contact"])
def test_going_back_after_sending_shows_the_request(client, answers, page):
    address = answered(answers)
    sent = client.post(f"{address}send/")

    assert client.get(f"{address}{page}/")["Location"] == sent["Location"]


def test_a_closed_tab_loses_nothing(client, answers):
    address = start(client)
    client.post(f"{address}place/", answers["place"])
    client.post(f"{address}group-1/", answers["group-1"])
    client.cookies.clear()

    response = client.get(f"{address}group-1/")

    assert response.context["form"]["expected"].value() == "27"
    assert client.get(f"{address}check/")["Location"] == f"{address}topic/"


@pytest.mark.parametrize(
    "page", ["topic", "contact", "check", "new-place", "group-2", "assembly", "nonsense"]
)
def test_a_page_that_comes_later_leads_to_the_first_unanswered_one(client, answers, page):
    address = start(client)
    client.post(f"{address}place/", answers["place"])

    assert client.get(f"{address}{page}/")["Location"] == f"{address}group-1/"
    assert client.post(f"{address}send/")["Location"] == f"{address}group-1/"


def test_wrong_answers_come_back_as_typed_and_are_not_kept(client, answers):
    address = start(client)
    client.post(f"{address}place/", answers["place"])

    response = client.post(
        f"{address}group-1/", {"who": "pupils", "stages": "the big ones", "expected": "lots"}
    )

    page = response.content.decode()
    assert response.status_code == 200
    assert "<title>Error: Who is the talk for?" in page
    assert 'value="lots"' in page
    assert 'value="the big ones"' in page
    assert "Enter the stages. Write them like P7, or S1 to S3" in page
    assert list(TalkDraft.objects.get().answers) == ["place"]


@pytest.mark.parametrize(
    ("step", "typed", "message"),
    [
        ("place", {}, "Enter the name of the school or place, or tick that you cannot find it"),
        (
            "group-1",
            {"who": "pupils", "stages": "P7", "expected": "0"},
            "Enter how many people you expect, 1 or more",
        ),
        (
            "group-1",
            {"who": "pupils", "stages": "P7 and S1", "expected": "5"},
            "Put primary and secondary pupils into two groups",
        ),
        ("group-1", {"who": "not_recorded", "expected": "5"}, "Choose one of the answers listed"),
        ("topic", {"topic": "999", "format": "lesson"}, "Choose one of the answers listed"),
        (
            "dates",
            {"when_1": ""},
            "Enter a date, a week, or a rule like “any Tuesday until Easter”",
        ),
        (
            "dates",
            {"when_1": "8 December"},
            "Enter a second choice, or make the first one wider: “any Tuesday until Easter”",
        ),
        (
            "dates",
            {"when_1": "x" * 151, "when_2": "y"},
            "Shorten this to 150 characters or fewer: it has 151",
        ),
        (
            "staff",
            {},
            "Tick to say that a member of your staff will stay. We cannot come without them",
        ),
        (
            "contact",
            {"contact_email": "office"},
            "Enter an e-mail address in full, like name@example.com",
        ),
        ("contact", {"contact_phone": "ring me"}, "Enter a telephone number, like 01698 000 000"),
        (
            "contact",
            {"contact_name": "x" * 121},
            "Shorten this to 120 characters or fewer: it has 121",
        ),
        (
            "contact",
            {"contact_name": "Morag\u202eBell"},
            "Type this again by hand: it holds a character that cannot be seen",
        ),
        (
            "contact",
            {"contact_name": "Morag\x07Bell"},
            "Type this again by hand: it holds a character that cannot be seen",
        ),
        (
            "contact",
            {"contact_name": "Morag\nBcc: x"},
            "Type this again by hand: it holds a character that cannot be seen",
        ),
        (
            "needs",
            {"anything_else": "x" * 1001},
            "Shorten this to 1000 characters or fewer: it has 1001",
        ),
    ],
)
def test_each_wrong_answer_is_told_in_plain_words(client, answers, step, typed, message):
    address = answered(answers)

    response = client.post(
        f"{address}{step}/", {**(answers[step] if step == "contact" else {}), **typed}
    )

    assert message in [
        error for errors in response.context["form"].errors.values() for error in errors
    ]


def test_several_lines_are_fine_where_there_is_room_for_them(client, answers):
    answers["needs"]["anything_else"] = "Park at the back.\r\nRing the bell."
    address = answered(answers)

    client.post(f"{address}send/")

    assert TalkRequest.objects.get().anything_else == "Park at the back.\nRing the bell."


def test_a_place_that_is_not_listed_is_asked_for_on_a_page_of_its_own(client, answers):
    area = make_area(name="South Lanarkshire")
    new_place = {
        "unlisted_place": "1st Braeside Scouts",
        "unlisted_town": "Lanark",
        "area": area.pk,
        "is_school": "no",
    }
    rest = {step: typed for step, typed in answers.items() if step != "place"}
    rest["group-1"] = {"who": "young_people", "expected": "20"}
    rest["topic"] |= {"format": "workshop"}

    address, _ = walk(
        client,
        {"place": {"place": "no such place", "not_listed": "on"}, "new-place": new_place, **rest},
    )
    client.post(f"{address}send/")

    talk = TalkRequest.objects.get()
    assert (talk.place, talk.unlisted_place, talk.unlisted_town, talk.area) == (
        None,
        "1st Braeside Scouts",
        "Lanark",
        area,
    )


def test_several_places_of_one_name_are_asked_about(client, answers):
    make_place(
        name="Braeside Primary School", town="Lanark", area=make_area(name="South Lanarkshire")
    )
    address = start(client)

    response = client.post(f"{address}place/", {"place": "Braeside"})

    assert "Which one do you mean?" in response.content.decode()


def test_three_groups(client, answers):
    group_1 = {**answers["group-1"], "another": "on"}
    group_2 = {"who": "pupils", "stages": "S1", "expected": "120", "another": "on"}
    group_3 = {"who": "parents", "expected": "40"}
    rest = {step: typed for step, typed in answers.items() if step not in ("place", "group-1")}

    address, _ = walk(
        client,
        {
            "place": answers["place"],
            "group-1": group_1,
            "group-2": group_2,
            "group-3": group_3,
            **rest,
        },
    )
    client.post(f"{address}send/")

    assert list(TalkRequest.objects.get().groups.values_list("audience", "expected")) == [
        ("children", 27),
        ("young_people", 120),
        ("parents", 40),
    ]


def test_an_assembly_about_a_topic_for_lessons_is_asked_why(client, answers):
    topic = make_topic(name="Grooming", class_size_only=True)
    chosen = {"topic": topic.pk, "format": "assembly"}
    rest = {step: answers[step] for step in ("dates", "room", "needs", "staff", "contact")}
    before = {step: answers[step] for step in ("place", "group-1")}

    address, _ = walk(
        client,
        {
            **before,
            "topic": chosen,
            "assembly": {"assembly_reason": "The whole year had the same message"},
            **rest,
        },
    )
    client.post(f"{address}send/")

    assert TalkRequest.objects.get().assembly_reason == "The whole year had the same message"


def test_an_answer_changed_to_lessons_forgets_why(client, answers):
    topic = make_topic(name="Grooming", class_size_only=True)
    address, _ = walk(client, {**answers, "topic": {"topic": topic.pk, "format": "lesson"}})
    client.post(f"{address}topic/", {"topic": topic.pk, "format": "assembly"})
    client.post(f"{address}assembly/", {"assembly_reason": "All at once"})

    back = client.post(f"{address}topic/", {"topic": topic.pk, "format": "lesson"})
    client.post(f"{address}send/")

    assert back["Location"] == f"{address}check/"
    assert TalkRequest.objects.get().assembly_reason == ""


def test_a_place_that_closed_meanwhile_is_asked_again(client, answers):
    address = answered(answers)
    type(make_place()).objects.update(closed_on=timezone.localdate() - timedelta(days=1))

    assert client.post(f"{address}send/")["Location"] == f"{address}place/"
    assert not TalkRequest.objects.exists()


def test_an_unknown_draft_is_not_found(client):
    make_campaign()
    address = f"/talks/ask/{uuid.uuid4()}/"

    statuses = [
        client.get(f"{address}place/").status_code,
        client.get(f"{address}check/").status_code,
        client.post(f"{address}send/").status_code,
    ]

    assert statuses == [404, 404, 404]


def test_an_old_draft_is_forgotten(client, answers):
    address = answered(answers)
    TalkDraft.objects.update(started_at=timezone.now() - KEEP_DRAFTS - timedelta(seconds=1))

    assert client.get(f"{address}check/").status_code == 404
    start(client)
    assert TalkDraft.objects.count() == 1


def test_a_filled_trap_sends_nothing(client, answers):
    address = answered(answers)

    response = client.post(f"{address}send/", {"website": "https://spam.example"})

    assert "Leave the box for a website empty" in response.content.decode()
    assert not TalkRequest.objects.exists()


def test_ten_requests_an_hour_come_from_one_address(client, answers):
    statuses = []
    for number in range(11):
        answers["contact"]["contact_email"] = f"office{number}@school.example"
        address = answered(answers)
        statuses.append(client.post(f"{address}send/").status_code)

    last = client.post(f"{address}send/")
    assert statuses == [302] * 10 + [429]
    assert 0 < int(last["Retry-After"]) <= 3600
    assert "Please try again in 60 minutes" in last.content.decode()
    assert TalkRequest.objects.count() == 10
    assert TalkDraft.objects.count() == 1  # and the eleventh keeps its answers


def test_three_receipts_an_hour_go_to_one_mailbox(client, answers):
    statuses = []
    for _ in range(4):
        answers["contact"]["contact_email"] = (
            "Office@School.example" if statuses else "office@school.example"
        )
        address = answered(answers)
        statuses.append(client.post(f"{address}send/").status_code)

    assert statuses == [302, 302, 302, 429]
    assert Mail.objects.count() == 3


def test_thirty_drafts_an_hour_start_at_one_address(client):
    make_campaign()

    statuses = [client.post("/talks/ask/").status_code for _ in range(31)]

    assert statuses == [302] * 30 + [429]


def test_nothing_that_was_typed_is_in_the_receipt(client, answers):
    """Or a stranger could have us send any words to any address."""
    words = "Win a prize at spam.example"
    answers["contact"] |= {"contact_name": words, "contact_role": words}
    answers["room"] |= {"room": words, "arriving": words}
    answers["needs"] |= {"more_needs": words, "anything_else": words}
    answers["dates"] |= {"when_1": words}
    new_place = {
        "unlisted_place": words,
        "unlisted_town": words,
        "area": make_area().pk,
        "is_school": "yes",
    }
    rest = {step: typed for step, typed in answers.items() if step != "place"}
    address, _ = walk(client, {"place": {"not_listed": "on"}, "new-place": new_place, **rest})

    client.post(f"{address}send/")

    mail = Mail.objects.get()
    assert TalkRequest.objects.get().contact_name == words
    assert "spam" not in f"{mail.subject}{mail.text}{mail.html}"


def test_places_are_found_while_typing(client):
    make_place(name="Braeside Primary School", town="Wishaw")
    make_place(
        name="Closed Primary School",
        town="Wishaw",
        closed_on=timezone.localdate() - timedelta(days=1),
    )

    found = client.get("/talks/places/", {"q": "wish"}).json()["results"]

    assert [(place["label"], place["kind"]) for place in found] == [
        ("Braeside Primary School, Wishaw (North Lanarkshire)", "Primary school")
    ]


@pytest.mark.parametrize("words", ["", "w", "\x00", "\x00w", "%", "x" * 5000])
def test_too_little_or_odd_words_find_nothing(client, words):
    make_place()

    response = client.get("/talks/places/", {"q": words})

    assert (response.status_code, response.json()) == (200, {"results": []})


def test_before_there_is_a_campaign_nothing_is_asked(client):
    first = client.get("/talks/")

    assert "We are not taking requests yet" in first.content.decode()
    assert "/talks/ask/" not in first.content.decode()
    assert [client.get("/talks/ask/").status_code, client.post("/talks/ask/").status_code] == [
        404,
        404,
    ]


@pytest.mark.parametrize("address", ["/talks/", "/talks/places/"])
def test_pages_that_are_only_read_take_no_post(client, address):
    make_campaign()

    assert client.post(address).status_code == 405


def test_sending_is_a_post(client, answers):
    address = answered(answers)

    assert client.get(f"{address}send/").status_code == 405
    assert not TalkRequest.objects.exists()


def test_a_form_without_its_token_is_refused(answers):
    strict = Client(enforce_csrf_checks=True)

    assert strict.post("/talks/ask/").status_code == 403


def test_a_wish_on_a_holiday_is_told_once_and_then_kept_as_it_is(client, answers):
    day = next(
        day
        for day in (timezone.localdate() + timedelta(days=ahead) for ahead in range(30, 37))
        if day.weekday() == TUESDAY
    )
    make_holiday(area=Place.objects.get().area, first_on=day, last_on=day, name="Local holiday")
    address = answered({step: answers[step] for step in ("place", "group-1", "topic")})
    typed = {"when_1": f"{day:%A} {day.day} {day:%B %Y}", "when_2": "any Thursday"}

    told = client.post(f"{address}dates/", typed)

    page = told.content.decode()
    assert "Local holiday" in page
    assert f'value="{typed["when_1"]}"' in page
    assert "dates" not in TalkDraft.objects.get().answers
    again = client.post(f"{address}dates/", {**typed, "told": told.context["form"]["told"].value()})
    assert again["Location"] == f"{address}room/"
    assert TalkDraft.objects.get().answers["dates"]["when_1"] == [typed["when_1"]]


def test_a_wish_for_the_night_is_asked_about_once_and_then_kept_as_it_is(client, answers):
    address = answered({step: answers[step] for step in ("place", "group-1", "topic")})
    typed = {"when_1": "any Tuesday at 12.30am", "when_2": "any Thursday at 2.15"}

    told = client.post(f"{address}dates/", typed)

    question = "Is 00.30 right? Talks start between 8.00 and 21.00."
    assert told.context["form"].warnings == [question]
    assert question in told.text
    again = client.post(f"{address}dates/", {**typed, "told": told.context["form"]["told"].value()})
    assert again["Location"] == f"{address}room/"


# Somebody asked for the same place before


@pytest.mark.parametrize("state", ["unconfirmed", "submitted", "confirmed"])
def test_who_asked_before_is_told_so_once(client, answers, state):
    session = (
        make_session(state="planned", held_on=timezone.localdate() + timedelta(days=9))
        if state == "confirmed"
        else None
    )
    talk = make_talk_request(state=state, place=Place.objects.get(), session=session)
    address = start(client)

    told = client.post(f"{address}place/", answers["place"])
    again = client.post(
        f"{address}place/",
        {
            "place": told.context["form"]["place"].value().text,
            "told": told.context["form"]["told"].value(),
        },
    )

    page = told.content.decode()
    assert "Somebody asked us for a talk here on" in page
    assert talk.contact_email not in page
    assert talk.reference not in page
    assert again["Location"] == f"{address}group-1/"


@pytest.mark.parametrize("state", ["declined", "withdrawn", "delivered"])
def test_what_is_over_is_not_mentioned(client, answers, state):
    session = make_session() if state == "delivered" else None
    make_talk_request(state=state, state_reason="Full", place=Place.objects.get(), session=session)
    address = start(client)

    assert client.post(f"{address}place/", answers["place"])["Location"] == f"{address}group-1/"


def test_the_link_goes_again_to_whoever_asked_and_the_old_one_lives(client, answers):
    talk = make_talk_request(place=Place.objects.get())
    address = start(client)
    client.post(f"{address}place/", answers["place"])

    page = client.post(f"{address}link/", {"place": talk.place_id}).content.decode()

    mail = Mail.objects.get()
    assert mail.to == "office@school.example"
    assert f"/t/{token_of(talk)}/" in mail.text
    assert mail.to not in page
    assert client.get(f"/t/{token_of(talk)}/").status_code == 200


@pytest.mark.parametrize("place", ["", "x", "999999"])
def test_nobody_learns_whether_somebody_asked(client, answers, place):
    address = start(client)

    assert (
        "Look in your e-mail" in client.post(f"{address}link/", {"place": place}).content.decode()
    )
    assert not Mail.objects.exists()


def test_links_are_not_sent_without_end(client, answers):
    talk = make_talk_request(place=Place.objects.get())
    address = start(client)

    statuses = [
        client.post(f"{address}link/", {"place": talk.place_id}).status_code for _ in range(4)
    ]

    assert statuses == [200, 200, 200, 429]
    assert Mail.objects.count() == 3


# Programs that send forms


def test_who_is_quicker_than_anybody_is_asked_to_look_again(client, answers):
    address = answered(answers)
    TalkDraft.objects.update(started_at=timezone.now())

    response = client.post(f"{address}send/")

    assert "That was very quick" in response.content.decode()
    assert not TalkRequest.objects.exists()
    a_while_ago()
    assert client.post(f"{address}send/").status_code == 302


def test_forty_requests_an_hour_come_from_one_network(client, answers):
    statuses = []
    for number in range(41):
        answers["contact"]["contact_email"] = f"office{number}@school.example"
        address = answered(answers)
        statuses.append(client.post(f"{address}send/", REMOTE_ADDR=f"192.0.2.{number}").status_code)

    assert statuses == [302] * 40 + [429]
