"""A school asks: one question a page, nothing lost, nothing twice, and no script or cookie needed
but the token's.
"""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.models import Change, Mail, TalkDraft, TalkRequest
from campaigns.talks.asking.drafts import KEEP_DRAFTS
from tests.campaigns.shown import words
from tests.campaigns.talks.asking.conftest import answered, start, walk
from tests.factories import make_area, make_campaign, make_place, make_topic
from tests.html import read

pytestmark = pytest.mark.django_db


def test_the_first_page_says_what_we_offer(client):
    make_topic(name="Staying safe online")

    response = client.get("/talks/")

    assert "Staying safe online" in response.content.decode()
    assert "stays in the room" in response.content.decode()
    assert response.cookies == {}


def test_looking_at_the_start_page_starts_nothing(client):
    make_campaign()

    client.get("/talks/ask/")
    client.head("/talks/ask/")

    assert not TalkDraft.objects.exists()


def test_a_whole_request(client, answers, settings):
    settings.EMAIL_HOST = "smtp.school.example"
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

    for said in (
        "Braeside Primary School, Wishaw",
        "P6 to P7, about 27",
        "any Thursday",
        "Morag Bell",
        f'href="{address}contact/"',
    ):
        assert said in page


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


def test_three_groups(client, answers):
    group_1 = {**answers["group-1"], "another": "on"}
    answers["place"]["place"] = make_place(name="Rowan School", kind="special").label
    answers["topic"]["format"] = "workshop"
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


def test_before_there_is_a_campaign_nothing_is_asked(client):
    first = client.get("/talks/")

    assert "/talks/ask/" not in first.content.decode()
    for asked in (client.get("/talks/ask/"), client.post("/talks/ask/")):
        assert read(asked.text).h1 == ["No talk can be asked for here yet"]
    assert not TalkDraft.objects.exists()


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


def test_number_expected_in_classes_is_added_up(client, answers):
    answers["group-1"]["expected"] = "26 + 24"
    answers["topic"]["format"] = "workshop"
    address, _ = walk(client, answers)

    checking = client.get(f"{address}check/").content.decode()
    client.post(f"{address}send/")

    assert "about 50" in checking
    assert TalkRequest.objects.get().groups.get().expected == 50


def test_before_it_is_sent_it_says_what_waits_for_the_button(client, answers):
    page = words(client.get(f"{walk(client, answers)[0]}check/"))

    assert "No officer plans your talk until you open it and press the button there." in page
    assert "Nobody here sees" not in page


def test_hint_of_the_number_says_that_it_is_one(client, answers):
    page = words(client.get(f"{answered(answers)}group-1/"))

    assert "How many people do you expect? A number. A good guess will do." in page
