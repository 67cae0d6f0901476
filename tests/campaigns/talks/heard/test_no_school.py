"""The team reads of a firm that it did something, and not that a school did."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from campaigns.models import Mail, TalkGroup, TalkRequest
from tests.campaigns.shown import words
from tests.campaigns.talks.heard.told import a_set_talk, press
from tests.factories import make_place

pytestmark = pytest.mark.django_db

NEAR = date(2026, 12, 1)
HAS_CALLED_OFF = "has called the talk off."


def a_firm(*, is_listed=True, **more):
    """Glen Haulage, on our list or not."""
    talk = a_set_talk(**more)
    TalkGroup.objects.filter(talk_request=talk).update(stages=(), audience="adults")
    place = make_place(name="Glen Haulage", kind="workplace") if is_listed else None
    unlisted = "" if is_listed else "Glen Haulage"
    TalkRequest.objects.filter(pk=talk.pk).update(place=place, unlisted_place=unlisted)
    return TalkRequest.objects.get(pk=talk.pk)


@pytest.mark.parametrize("is_listed", [True, False])
def test_letter_names_the_place(is_listed):
    talk = a_firm(is_listed=is_listed, held_on=NEAR)

    press(talk, "end")

    letter = Mail.objects.get(kind="notice")
    assert letter.text.partition("\n\n")[2].startswith(f"Glen Haulage {HAS_CALLED_OFF}\n\nPlace:")
    assert "school" not in f"{letter.subject} {letter.text} {letter.html}".lower()


def test_letter_about_another_time_has_a_subject_that_fits():
    press(a_firm(held_on=NEAR), "another-time")

    letter = Mail.objects.get(kind="notice")
    assert letter.subject == "Wished: another time than Tuesday 1 December"
    assert "\n\nGlen Haulage wishes another time.\n\n" in letter.text


def test_today_the_queue_and_the_request_name_the_place(client, coordinator):
    talk = a_firm(owner=coordinator)
    press(talk, "note")

    pages = [words(client.get(page)) for page in ("/team/", "/team/talks/", of(talk))]

    assert ["Glen Haulage has added a note." in page for page in pages] == [True] * 3
    assert [page for page in pages if "The school has" in page] == []


def of(talk):
    return f"/team/talks/{talk.pk}/"


@pytest.mark.parametrize("count", [1, 3])
def test_places_that_are_not_on_our_list_are_told_apart_in_one_question(client, coordinator, count):
    for number in range(count):
        talk = a_firm(
            is_listed=False, owner=coordinator, officers=[], reference=f"BCD234{number + 2}"
        )
        press(talk, "note")
    client.get("/team/")
    with CaptureQueriesContext(connection) as asked:
        page = words(client.get("/team/"))

    assert page.count("Glen Haulage has added a note.") == count
    assert sum("campaigns_talkgroup" in query["sql"] for query in asked) == 1
