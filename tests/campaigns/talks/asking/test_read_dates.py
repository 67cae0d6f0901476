"""What we read in the words of a wanted date is said below its box, while they are typed."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.models import Place, TalkDraft
from campaigns.talks.asking.wish_box import LONGEST_WISH
from campaigns.talks.asking.wishes import NOT_READ
from tests.campaigns.talks.asking.conftest import answered
from tests.campaigns.talks.heard.told import at
from tests.factories import make_holiday, make_member, make_place
from tests.html import read

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 30)
MORNING = "We read this as: Tuesday 8 December 2026, between 9.00 and 10.00"


@pytest.fixture(autouse=True)
def on_a_monday(monkeypatch):
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)


def up_to(answers, step):
    """The address of a draft with all pages before this one."""
    names = list(answers)
    return answered({name: answers[name] for name in names[: names.index(step)]})


def outputs(response):
    """The words below the boxes."""
    text = response.content.decode()
    return [part.partition("</output>")[0] for part in text.split("<output class=hint>")[1:]]


def ask(client, address, words, **more):
    return client.post(f"{address}read/", {"words": words, **more})


def test_words_are_answered_with_what_they_say(client, answers):
    address = f"{up_to(answers, 'dates')}dates/"

    answer = ask(client, address, "8 Dec 9-10am")

    assert (answer.status_code, answer.content.decode()) == (200, MORNING)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert "no-store" in answer["Cache-Control"]


def test_what_should_be_looked_at_is_said_with_it(client, answers):
    address = f"{up_to(answers, 'dates')}dates/"
    make_holiday(
        area=Place.objects.get().area, first_on=date(2026, 12, 8), last_on=date(2026, 12, 8)
    )

    answer = ask(client, address, "8 Dec 9-10am").content.decode()

    assert answer.startswith(f"{MORNING} Please note: Tuesday 8 December 2026 is ")


@pytest.mark.parametrize(
    ("words", "said"), [("S1 induction day", NOT_READ), ("", ""), ("x" * (LONGEST_WISH + 1), "")]
)
def test_words_that_say_nothing(client, answers, words, said):
    answer = ask(client, f"{up_to(answers, 'dates')}dates/", words)

    assert (answer.status_code, answer.content.decode()) == (200, said)


def test_markup_comes_back_as_plain_text(client, answers):
    said = "8 December <script>alert(1)</script>"

    answer = ask(client, f"{up_to(answers, 'dates')}dates/", said)

    assert "<script>alert(1)" in answer.content.decode()
    assert answer["Content-Type"].startswith("text/plain")


def test_nothing_is_kept(client, answers):
    address = f"{up_to(answers, 'dates')}dates/"
    before = list(TalkDraft.objects.values())

    ask(client, address, "8 December")

    assert list(TalkDraft.objects.values()) == before


def test_words_are_only_posted(client, answers):
    address = f"{up_to(answers, 'dates')}dates/"

    asked = client.get(f"{address}read/", {"words": "8 December"})
    strict = Client(enforce_csrf_checks=True)

    assert asked.status_code == 405
    assert ask(strict, address, "8 December").status_code == 403


def test_page_that_is_not_reached_yet_answers_nothing(client, answers):
    address = f"{up_to(answers, 'topic')}dates/"

    assert ask(client, address, "8 December").status_code == 404


def test_unknown_draft_answers_nothing(client, answers):
    up_to(answers, "dates")
    address = "/talks/ask/3f7a54a6-5d0f-4c0b-9f4f-0d7b35d2a8a1/dates/"

    assert ask(client, address, "8 December").status_code == 404


def test_page_has_a_place_for_it_and_the_script(client, answers):
    page = client.get(f"{up_to(answers, 'dates')}dates/")

    assert outputs(page) == ["", "", ""]
    assert any("read-dates" in url for url in read(page.content.decode()).loads)


def test_page_that_comes_back_says_it_without_a_script(client, answers):
    address = f"{up_to(answers, 'dates')}dates/"

    page = client.post(address, {"when_1": "8 Dec 9-10am", "when_3": ""})

    assert page.status_code == 200  # it asks for a second choice
    assert outputs(page) == [MORNING, "", ""]


def test_answers_that_were_kept_say_it_again(client, answers):
    address = up_to(answers, "room")
    TalkDraft.objects.update(
        answers=TalkDraft.objects.get().answers
        | {"dates": {"when_1": ["8 Dec 9-10am"], "when_3": ["any Tuesday until 18 Dec"]}}
    )

    page = client.get(f"{address}dates/")

    assert outputs(page) == [
        MORNING,
        "",
        "We read this as: Any Tuesday from 1 December 2026 to 18 December 2026, at any time of day",
    ]


def test_words_of_a_box_that_is_too_long_are_not_read(client, answers):
    address = f"{up_to(answers, 'dates')}dates/"

    page = client.post(address, {"when_1": "8 Dec " + "x" * LONGEST_WISH, "when_2": "9 Dec"})

    assert outputs(page)[0] == ""
    assert outputs(page)[1].startswith("We read this as: Wednesday 9 December 2026")


def test_on_the_telephone_it_is_by_the_calendar_of_the_school(client):
    member = make_member()
    place = make_place(campaign=member.campaign)
    make_holiday(area=place.area, first_on=date(2026, 12, 8), last_on=date(2026, 12, 8))
    client.force_login(member.user)

    without = ask(client, "/team/talks/enter/", "8 Dec 9-10am").content.decode()
    answer = ask(client, "/team/talks/enter/", "8 Dec 9-10am", place_id=place.pk)

    assert without == MORNING
    assert answer.content.decode().startswith(f"{MORNING} Please note: Tuesday 8 December 2026 is ")


def test_on_the_telephone_too_long_words_are_not_read(client):
    member = make_member()
    make_place(campaign=member.campaign)
    client.force_login(member.user)

    assert ask(client, "/team/talks/enter/", "8 December " * 20).content == b""


@pytest.mark.parametrize(
    ("last", "said"),
    [(8, "is a day without pupils in"), (9, "are days without pupils in")],
)
def test_days_without_pupils_are_left_out_in_good_english(client, answers, last, said):
    address = f"{up_to(answers, 'dates')}dates/"
    area = Place.objects.get().area
    make_holiday(area=area, first_on=date(2026, 12, 8), last_on=date(2026, 12, last))

    answer = ask(client, address, "The week of 7 December").content.decode()

    assert said in answer
    assert f"We leave {'that' if last == 8 else 'them'} out." in answer


def test_of_two_weeks_the_one_that_is_closed_is_named(client, answers):
    address = f"{up_to(answers, 'dates')}dates/"
    area = Place.objects.get().area
    make_holiday(area=area, first_on=date(2026, 12, 21), last_on=date(2027, 1, 4))

    _, note = ask(client, address, "w/c 14th or 21st December").text.split(" Please note: ")

    assert note.startswith("The week of Monday 21 December 2026: schools in ")
    assert "are closed on all of these days" in note


def test_of_two_weeks_the_one_that_has_gone_by_is_named(client, answers):
    answer = ask(client, f"{up_to(answers, 'dates')}dates/", "w/c 23/11/26 or 14/12/26").text

    assert "Please note: The week of Monday 23 November 2026: these days have gone by." in answer
    assert answer.count("gone by") == 1


@pytest.mark.parametrize(
    ("hour", "said", "note"),
    [
        (22, "Mon 30 Nov 10am", "10.00 has gone by today."),
        (22, "30 Nov 9-10", "That time has gone by today."),
        (22, "30 Nov, afternoon", "That time has gone by today."),
        (13, "30 Nov, morning", "That time has gone by today."),
        (13, "30 Nov, afternoon", ""),
        (9, "Mon 30 Nov 10am", ""),
        (22, "8 Dec 10am", ""),
        (22, "30 Nov", ""),
    ],
)
def test_hours_of_today_that_have_gone_by_are_noted(client, answers, monkeypatch, hour, said, note):
    address = f"{up_to(answers, 'dates')}dates/"
    monkeypatch.setattr(timezone, "now", lambda: at(30, hour, 24, month=11))

    answer = ask(client, address, said).text

    assert answer.startswith("We read this as: ")
    assert answer.partition(" Please note: ")[2] == note
