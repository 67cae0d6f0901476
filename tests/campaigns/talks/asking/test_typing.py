"""What is typed on a page and not sent is kept, shown again as it was left, and is no answer."""

import re

import pytest
from django.test import Client

from campaigns.models import TalkDraft
from campaigns.talks.asking.later import LONGEST_TYPED
from tests.campaigns.talks.asking.conftest import answered
from tests.campaigns.talks.asking.half_typed import type_on, value

pytestmark = pytest.mark.django_db


def test_half_typed_page_is_shown_as_it_was_left_and_is_no_answer(client, address):
    typed = {"who": "parents", "stages": "P6 and", "expected": "abo", "another": "on"}

    assert type_on(client, address, "group-1", typed).status_code == 204

    page = client.get(f"{address}group-1/")
    assert {name: value(page, name) for name in typed} == {**typed, "another": True}
    assert "<title>Error" not in page.text
    assert client.get(f"{address}check/")["Location"] == f"{address}group-1/"
    assert list(TalkDraft.objects.get().answers) == ["place"]


def test_place_half_typed_keeps_its_words(client, address):
    type_on(client, address, "place", {"place": "Brae", "place_id": "", "not_listed": ""})

    page = client.get(f"{address}place/")

    assert 'value="Brae"' in page.text


def test_half_typed_change_leaves_the_answer_as_it_is(client, answers):
    address = answered(answers)

    type_on(client, address, "contact", {"contact_name": "Somebody els"})

    assert "Morag Bell" in client.get(f"{address}check/").text
    assert value(client.get(f"{address}contact/"), "contact_name") == "Somebody els"


def test_draft_without_a_page_opens_the_page_that_was_being_typed(client, answers):
    address = answered(answers)
    assert client.get(address)["Location"] == f"{address}check/"

    type_on(client, address, "room", {"room": "The hal"})

    assert client.get(address)["Location"] == f"{address}room/"


def test_continue_ends_what_was_half_typed(client, address, answers):
    type_on(client, address, "group-1", {"expected": "2"})

    client.post(f"{address}group-1/", answers["group-1"])

    assert TalkDraft.objects.get().typing == {}
    assert value(client.get(f"{address}group-1/"), "expected") == "27"


def test_words_that_arrive_after_continue_was_pressed_are_too_late(client, address, answers):
    page = client.get(f"{address}group-1/").text
    keep = re.search(r'data-keep="([^"]+)"', page).group(1)
    client.post(f"{address}group-1/", answers["group-1"])

    late = client.post(keep, {"who": "pupils", "expected": "2"})

    assert (late.status_code, TalkDraft.objects.get().typing) == (204, {})


def test_wrong_page_is_kept_too_without_a_script(client, address):
    client.post(f"{address}group-1/", {"who": "pupils", "stages": "the big", "expected": "lots"})

    page = client.get(f"{address}group-1/")

    assert (value(page, "stages"), value(page, "expected")) == ("the big", "lots")


@pytest.mark.parametrize(
    "typed",
    [
        {"room": "x" * (LONGEST_TYPED + 1)},
        {"contact_name": "of another page"},
        {"room": ""},
        {"told": "a hidden box"},
    ],
)
def test_what_is_no_box_of_the_page_or_far_too_long_is_not_kept(client, answers, typed):
    address = answered(answers)

    type_on(client, address, "room", typed)

    assert TalkDraft.objects.get().typing.get("room", {}) == {}


def test_nul_is_left_out_and_a_page_that_is_none_keeps_nothing(client, answers):
    address = answered(answers)

    type_on(client, address, "room", {"room": "a\x00b"})
    type_on(client, address, "nonsense", {"room": "a"})

    assert TalkDraft.objects.get().typing == {"room": {"room": ["ab"]}}


def test_typing_needs_the_token_of_the_form(address):
    strict = Client(enforce_csrf_checks=True)

    assert type_on(strict, address, "group-1", {"expected": "2"}).status_code == 403
    assert TalkDraft.objects.get().typing == {}
