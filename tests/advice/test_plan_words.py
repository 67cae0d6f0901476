"""How a plan reads: nothing twice, plain words, and boxes that are sent nowhere."""

import re

from tests.advice.banned import LISTS, wrong_numbers_in
from tests.advice.plan_pages import EVERY
from tests.advice.test_plans import ENDS, steps_of, text_of
from tests.advice.words import (
    average_sentence,
    prose,
    read,
    readability,
    sentences,
    too_long,
    words,
)


def test_nothing_stands_twice_in_a_plan(pages):
    """No step, no bold action, no sentence: what is picked below a step is of each app."""
    for answers in ENDS:
        assert len(set(steps_of(answers))) == len(steps_of(answers)), answers.path
        picked_apart = re.sub(r"<details>.*?</details>", "", pages[answers.path], flags=re.DOTALL)
        main = picked_apart.partition('<ul class="ticks">')[2].partition('class="screen"')[0]
        said = [
            sentence
            for sentence in sentences(text_of(f"<main><ul><li>{main}</main>"))
            if len(words(sentence)) > 3
        ]
        assert [sentence for sentence in set(said) if said.count(sentence) > 1] == [], answers.path


def test_each_step_can_be_ticked_off_and_the_box_is_sent_nowhere(pages):
    for answers in ENDS:
        html = pages[answers.path]
        labels = re.findall(r"<label>(.*?)</label>", html)
        assert len(labels) == len(steps_of(answers)), answers.path
        for label in labels:
            assert re.fullmatch(r'<input type="checkbox"> <strong>[^<]+</strong>', label), label
        assert "<form" not in html, answers.path


def test_plans_are_plain_and_use_no_banned_word_or_wrong_number(pages):
    for path in [answers.path for answers in EVERY]:
        reader = read(pages[path])
        text = "\n".join(block.text for block in reader.blocks if "checked" not in block.where)
        assert [hit for banned in LISTS.values() for hit in banned.found_in(text)] == [], path
        assert wrong_numbers_in(text) == [], path
        blocks = prose(reader.blocks)
        assert too_long(blocks, 25) == [], path
        assert average_sentence(blocks) <= 15, path
        assert readability(blocks) <= 6, path
