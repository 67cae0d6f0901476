"""Steps stand alone, on any page and in any plan; and the pages of "what to do" say to each reader
only what fits them.
"""

import re

import pytest

from advice.library import library
from tests.advice.read_pages import MOST_WORDS
from tests.advice.test_words import KEEP_RULE, SCREENSHOT_RULE, main_text
from tests.advice.words import sentences, words

STEPS = library().steps
STEP = re.compile(r"\*\*(?P<action>[^*]+[.?!])\*\*( (?P<more>.+))?")
MOST_SENTENCES = 3
QUOTE = re.compile(r'"[^"]*"')
TAKE_SCREENSHOT = re.compile(r"\btakes? (a )?screenshot", re.IGNORECASE)


def plain(step):
    """As it is read: the words of links, one word for each contact and for what somebody is told to
    say.
    """
    return re.sub(
        r"\[\[[a-z0-9_.]+\]\]",
        "it",
        re.sub(r"\[([^\[\]]+)\]\([^)]*\)", r"\1", QUOTE.sub("words.", step)),
    ).replace("**", "")


def faults(step):
    found = STEP.fullmatch(step)
    if not found:
        return ["no bold action first"]
    wrong = [
        f"long: {sentence}"
        for sentence in sentences(plain(step))
        if len(words(sentence)) > MOST_WORDS
    ]
    if len(sentences(plain(found["more"] or ""))) > MOST_SENTENCES:
        wrong.append("more than three sentences")
    if "screenshot" in step.lower() and not (
        SCREENSHOT_RULE.search(step) and KEEP_RULE.search(step)
    ):
        wrong.append("screenshot without the rule for under-18s")
    if "deactivate" in step.lower() and "/apps/#deactivate-or-not" not in step:
        wrong.append("deactivate without the table of apps")
    return wrong


@pytest.mark.parametrize("key", STEPS)
def test_step_is_one_action_and_stands_alone(key):
    assert faults(STEPS[key]) == []


@pytest.mark.parametrize(
    ("step", "fault"),
    [
        ("Do not pay.", "no bold action first"),
        ("**Do not pay**", "no bold action first"),
        ("**Do not pay.** One. Two. Three. Four.", "more than three sentences"),
        ("**Do not pay.** " + "word " * 26 + "end.", "long: " + "word " * 26 + "end."),
        (
            "**Keep the proof.** Take screenshots of it.",
            "screenshot without the rule for under-18s",
        ),
        ("**Deactivate it.** Then rest.", "deactivate without the table of apps"),
    ],
)
def test_wrong_step_is_caught(step, fault):
    assert fault in faults(step)


@pytest.mark.parametrize(
    "slug",
    [
        "what-to-do/under-18",
        "what-to-do/parent",
        "what-to-do/friend",
        "what-to-do/professional",
        "what-to-do/sent-to-me",
    ],
)
def test_nobody_is_told_to_take_a_screenshot_where_the_picture_may_be_of_a_child(slug):
    assert TAKE_SCREENSHOT.findall(main_text(slug)) == []


def test_a_page_for_adults_does_tell_it():
    assert TAKE_SCREENSHOT.search(main_text("what-to-do/adult"))


def test_the_hub_leads_to_each_of_its_pages():
    pages = library().pages
    hub = next(page for page in pages if page.slug == "what-to-do")

    assert [
        page.slug
        for page in pages
        if page.part == "what-to-do" and page is not hub and f"]({page.path})" not in hub.body
    ] == []


def test_the_email_is_called_real_as_soon_as_one_answer_is_yes_or_not_sure():
    text = main_text("what-to-do/email")
    questions, _, bluff = text.partition("No to all three")

    assert re.findall(r"^(?:Have|Do|Did) .*\?$", questions, re.MULTILINE) == [
        "Have they shown you the picture?",
        "Do they name someone you know?",
        "Did you have a video call with someone you met online?",
    ]
    assert questions.count("Yes to one or more, or I am not sure") == 2
    assert "delete it" not in questions
    assert "Forward the email, then delete it." in bluff
