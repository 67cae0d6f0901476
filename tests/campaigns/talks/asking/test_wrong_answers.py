"""What cannot be, or is unlikely, is told in plain words, and what was typed stays."""

from datetime import timedelta

import pytest
from django.utils import timezone

from campaigns.models import Place, TalkDraft, TalkRequest
from tests.campaigns.talks.asking.conftest import TUESDAY, answered, start
from tests.factories import make_holiday

pytestmark = pytest.mark.django_db


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
            "Shorten this to 150 characters or fewer: it has 151, 1 too many",
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
            "Shorten this to 120 characters or fewer: it has 121, 1 too many",
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
            "Shorten this to 1000 characters or fewer: it has 1001, 1 too many",
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
