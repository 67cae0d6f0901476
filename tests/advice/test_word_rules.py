"""The rules of words can fail: each catches what it is for, and lets the rest through."""

import re

import pytest

from tests.advice.banned import LISTS, WRONG_NUMBERS, wrong_numbers_in
from tests.advice.read_pages import HARDEST, MOST_ON_AVERAGE, MOST_WORDS, fraud_routes, paragraph
from tests.advice.words import (
    average_sentence,
    prose,
    read,
    readability,
    sentences,
    too_long,
    words,
)


@pytest.mark.parametrize("name", LISTS)
def test_each_banned_pattern_can_fail(name):
    banned = LISTS[name]

    assert len(banned.patterns) == len(banned.bad_sentences)
    for pattern, bad in zip(banned.patterns, banned.bad_sentences, strict=True):
        assert re.search(pattern, bad, re.IGNORECASE), pattern
        assert banned.found_in(bad)


def test_the_proper_name_of_the_helpline_is_let_through():
    assert LISTS["blame"].found_in("Call the Revenge Porn Helpline.") == []


@pytest.mark.parametrize("number", WRONG_NUMBERS)
def test_each_wrong_number_is_caught_however_it_is_spaced(number):
    assert wrong_numbers_in(f"Call {number[:4]} {number[4:]} now.") == [number]


def test_a_long_sentence_and_a_hard_one_are_caught():
    long = " ".join(["word"] * 26) + "."
    hard = (
        "Organisations disseminating authoritative recommendations necessitate comprehensive "
        "understanding."
    )

    assert too_long(paragraph("Short one. " + long), MOST_WORDS) == [long]
    assert readability(paragraph(hard)) > HARDEST
    assert average_sentence(paragraph(" ".join(["word"] * 16) + ".")) > MOST_ON_AVERAGE


def test_labels_and_service_data_do_not_flatter_the_score():
    html = (
        '<main><p>Any age:</p><ul><li>Yes</li></ul><div class="contact"><p>Anyone who needs to '
        "talk.</p></div><p>This counts as one.</p></main>"
    )

    assert [block.text for block in prose(read(html).blocks)] == ["This counts as one."]


def test_a_number_and_an_address_are_one_word_each():
    assert len(words("Call 0800 1111 or write to help@nspcc.org.uk today.")) == 7
    assert sentences("Say: “Help me.” Then wait.") == ["Say: “Help me.", "Then wait."]


def test_a_wrong_route_is_caught():
    assert fraud_routes(paragraph("Report it to Action Fraud.")) == ["Report it to Action Fraud."]
