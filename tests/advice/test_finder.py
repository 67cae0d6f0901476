import re
from dataclasses import replace

import brotli
import pytest
from django.conf import settings

from advice import inline
from advice.checks import problems
from advice.contacts import AGES
from advice.finder import all_help, wrong_finder
from advice.library import library, load_library
from advice.markup import every, parse
from advice.rendering import render_page
from tests.advice.content import content, page
from tests.html import read

STYLE = settings.BASE_DIR / "static/css/advice.css"
PAGE = "who-can-help"
FINDER = """
::: help
## Now

[[emergency.card]]
:::

:::: finder

::: help
## Talk to someone

Call [[childline]].

[[web.card]]
[[shout.card]]
:::

::::

::: help
## Later
:::
"""
UNDER_19 = [age for age in AGES if age.first < 19]


@pytest.fixture
def contacts(tmp_path):
    found = load_library(content(tmp_path)).contacts
    childline = replace(found["childline"], age_to=18)
    web = replace(childline, key="web", phone="", phone_display="", crisis=0, age_to=120)
    return found | {"childline": childline, "web": web}


def parts_of_the_page():
    return [part for part in all_help(parse(library().page(PAGE).body)) if part.in_finder]


def test_help_is_read_with_its_heading_and_its_services():
    now, talk, later = all_help(parse(FINDER))

    assert (now.words, now.contacts, now.in_finder) == ("Now", ("emergency",), False)
    assert (later.words, later.contacts, later.in_finder) == ("Later", (), False)
    assert (talk.words, talk.contacts, talk.named, talk.in_finder) == (
        "Talk to someone",
        ("web", "shout"),
        ("childline", "web", "shout"),
        True,
    )


def test_finder_that_is_right_has_nothing_wrong(contacts):
    assert list(wrong_finder(parse(FINDER), contacts)) == []


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("## Talk to someone", "Talk to someone", "::: help must begin with a heading."),
        ("## Now", "Now", "::: help must begin with a heading."),
        (
            "Call [[childline]].",
            "Call.",
            (
                '::: help "Talk to someone" must name [[childline]]: whoever it is there for finds '
                "it in every answer."
            ),
        ),
        (
            "[[web.card]]\n",
            "",
            (
                '::: help "Talk to someone" would leave "19 or over" with nothing at night: add a '
                "service that is open always and for that age."
            ),
        ),
    ],
)
def test_finder_that_is_wrong_is_refused(contacts, old, new, reason):
    assert reason in list(wrong_finder(parse(FINDER.replace(old, new, 1)), contacts))


@pytest.mark.parametrize(
    ("years", "left_out"),
    [
        ({"age_from": 18}, ["Under 13", "13 to 15", "16 or 17"]),
        ({"age_from": 13}, ["Under 13"]),
        ({"age_to": 17}, ["18", "19 or over"]),
        ({"age_to": 18}, ["19 or over"]),
        ({"age_to": 34}, []),
    ],
)
def test_service_for_some_ages_leaves_the_others_with_nothing(contacts, years, left_out):
    contacts["web"] = replace(contacts["web"], **years)

    assert list(wrong_finder(parse(FINDER), contacts)) == [
        (
            f'::: help "Talk to someone" would leave "{age}" with nothing at night: add a service '
            "that is open always and for that age."
        )
        for age in left_out
    ]


def test_check_of_the_content_looks_at_the_finder(tmp_path):
    page(content(tmp_path), "who", body=FINDER.replace("[[web.card]]", "[[childline.card]]", 1))
    assert [
        problem for problem in problems(load_library(tmp_path)) if problem.file == "who.md"
    ] == []

    page(tmp_path, "who", body=FINDER.replace("[[web.card]]", ""))
    found = [
        str(problem) for problem in problems(load_library(tmp_path)) if problem.file == "who.md"
    ]

    assert len(found) == len(AGES)
    assert found[0].startswith('who.md: ::: help "Talk to someone" would leave "Under 13"')


@pytest.mark.parametrize("part", parts_of_the_page(), ids=lambda part: part.words)
@pytest.mark.parametrize("age", UNDER_19, ids=lambda age: age.words)
def test_no_child_is_answered_without_childline(age, part):
    childline = library().contacts["childline"]

    assert "childline" in part.named
    assert age.key not in childline.hidden_from
    assert childline.opening.always


@pytest.mark.parametrize("part", parts_of_the_page(), ids=lambda part: part.words)
@pytest.mark.parametrize("age", AGES, ids=lambda age: age.words)
def test_no_age_and_need_leave_anybody_with_nothing_at_night(age, part):
    cards = [library().contacts[key] for key in part.contacts]

    assert [card.key for card in cards if card.opening.always and age.key not in card.hidden_from]


def test_every_age_has_its_choice_on_the_page_and_its_rule_in_the_style():
    html, style = render_page(library().page(PAGE), library()), STYLE.read_text()

    assert re.findall(r'name="age" value="(.*?)"', html) == [age.key for age in AGES]
    rules = [f".finder:has([value={age.key}]:checked) .not-{age.key}" for age in AGES]
    assert [rule for rule in rules if rule not in style] == []


def test_everybody_who_can_be_reached_is_on_the_page_once_and_the_first_call_is_999():
    tokens = list(every(parse(library().page(PAGE).body)))
    named = [
        str(token.meta["key"]) for token in tokens if token.type in ("contact", "contact_card")
    ]
    cards = [str(token.meta["key"]) for token in tokens if token.type == "contact_card"]
    reached = {
        key
        for key, contact in library().contacts.items()
        if contact.answers or contact.email or contact.hours
    }

    assert len(set(cards)) == len(cards)
    assert reached - {"team"} - set(named) == set()
    assert named[0] == "emergency"


HEADING = re.compile(r"<(h[1-6])\b[^>]*>(.*?)</\1>", re.DOTALL)
STATUS = re.compile(r'<(\w+)[^>]* role="status"[^>]*>(.*?)</\1>', re.DOTALL)


def wrong_html(html):
    """What a checker of HTML says of choices, headings and what is read out by itself."""
    for field in read(html).fields:
        if field.get("type") in ("radio", "checkbox") and "autocomplete" in field:
            yield f"autocomplete on a {field['type']}"
    for tag, words in [*HEADING.findall(html), *STATUS.findall(html)]:
        if not re.sub(r"<[^>]*>", "", words).strip():
            yield f"empty {tag}"


@pytest.mark.parametrize(
    ("html", "wrong"),
    [
        ('<input type="radio" autocomplete="off">', ["autocomplete on a radio"]),
        ('<input type="checkbox" autocomplete="off">', ["autocomplete on a checkbox"]),
        ('<h2 id="a"> <b></b></h2>', ["empty h2"]),
        ('<p role="status"></p>', ["empty p"]),
        ('<form autocomplete="off"><input type="radio"></form><h2>Words</h2>', []),
    ],
)
def test_faults_of_html_are_found(html, wrong):
    assert list(wrong_html(html)) == wrong


def test_page_has_no_fault_that_a_checker_of_html_would_name():
    html = render_page(library().page(PAGE), library()).partition("<main")[2]

    assert list(wrong_html(html)) == []
    assert len(HEADING.findall(html)) > 30
    assert len(read(html).fields) == len(AGES) + 2


def test_choices_can_be_neither_remembered_nor_sent():
    html = render_page(library().page(PAGE), library())

    assert re.findall(r"<form[^>]*>", html) == [
        '<form class="narrow" method="dialog" autocomplete="off">'
    ]
    assert "<button" not in html
    assert 'type="submit"' not in html


def test_scripts_of_the_finder_are_within_their_budget():
    page_of_help = library().page(PAGE)
    loaded = read(render_page(page_of_help, library())).loads
    scripts = [
        (settings.BASE_DIR / url.removeprefix("/")).read_bytes()
        for url in loaded
        if url.endswith(".js")
    ]

    assert len(scripts) == 2
    assert (
        sum(len(brotli.compress(script)) for script in [*scripts, inline.script().encode()])
        <= 2 * 1024
    )
