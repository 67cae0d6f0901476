"""Whom the first screen offers: to call, to text and to chat with, at any hour."""

import re

import pytest

from advice.checks import problems
from advice.library import library, load_library
from advice.reach import WAYS, ways_in
from tests.advice.content import CONTACTS, content, page
from tests.advice.every_page import html_of

WITH_PEOPLE = [page.slug for page in library().pages if page.people]


@pytest.mark.parametrize("audience", WAYS)
def test_each_of_them_answers_at_any_hour(audience):
    contacts = library().contacts

    assert [key for key, *_ in WAYS[audience] if not contacts[key].opening.always] == []
    assert len(ways_in(audience, contacts)) == len(WAYS[audience])


@pytest.mark.parametrize("audience", WAYS)
def test_there_is_one_to_call_one_to_text_and_one_to_chat_with(audience):
    hrefs = [way.href for way in ways_in(audience, library().contacts)]

    assert {href.partition(":")[0] for href in hrefs} == {"tel", "sms", "https"}
    assert hrefs[0] == "tel:999"
    assert "tel:08001111" in hrefs


def test_start_page_and_every_page_of_what_to_do_offers_them():
    expected = {"start"} | {page.slug for page in library().pages if page.part == "what-to-do"}

    assert set(WITH_PEOPLE) >= expected


@pytest.mark.parametrize("slug", WITH_PEOPLE)
def test_they_stand_before_the_first_heading(slug):
    first = html_of(library().page(slug).path).partition("<main")[2].partition("<h2")[0]

    assert re.search(r'href="tel:999">.*href="sms:85258.*href="/tonight/"', first, re.DOTALL)


def test_people_that_nobody_knows_are_refused(tmp_path):
    folder = content(tmp_path)
    page(folder, "next", path='"/next/"', people='"cats"')

    assert 'next.md: "people" must be one of: everyone, adult.' in [
        str(problem) for problem in problems(load_library(folder))
    ]


def test_somebody_who_lost_a_way_that_is_offered_is_refused(tmp_path):
    without = re.sub(r"chat = .*\n", "", CONTACTS)

    wrong = problems(load_library(content(tmp_path, contacts=without)))

    assert 'contacts.toml: [childline] needs "chat": the first screen of a page offers it.' in [
        str(problem) for problem in wrong
    ]
