from dataclasses import replace

import brotli
import pytest
from django.conf import settings

from advice import inline
from advice.checks import problems
from advice.contacts import AGES
from advice.finder import NEEDS, all_help, wrong_finder
from advice.library import library, load_library
from advice.markup import parse
from advice.rendering import render_page
from tests.advice.content import content, page
from tests.html import read

STYLE = settings.BASE_DIR / "static/css/site.css"
FINDER = """
::: help
## Now

[[childline.card]]
:::

:::: finder

::: help talk
## Talk to someone

[[web.card]]
[[shout.card]]
:::

::::

::: help
## Later
:::
"""


@pytest.fixture
def contacts(tmp_path):
    found = load_library(content(tmp_path)).contacts
    return found | {
        "web": replace(found["childline"], key="web", phone="", phone_display="", crisis=0)
    }


def test_help_is_read_with_its_heading_and_its_services():
    now, talk, later = all_help(parse(FINDER))

    assert (now.need, now.words, now.contacts, now.in_finder) == ("", "Now", ("childline",), False)
    assert (later.need, later.words, later.contacts, later.in_finder) == ("", "Later", (), False)
    assert (talk.need, talk.words, talk.contacts, talk.in_finder) == (
        "talk",
        "Talk to someone",
        ("web", "shout"),
        True,
    )


def test_finder_that_is_right_has_nothing_wrong(contacts):
    assert list(wrong_finder(parse(FINDER), contacts)) == []


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (
            "::: help talk",
            "::: help chat",
            (
                '::: help says "chat": inside :::: finder name one of talk, police, picture, '
                "child, money, after; outside name nothing."
            ),
        ),
        (
            "::: help talk",
            "::: help",
            (
                '::: help says "": inside :::: finder name one of talk, police, picture, child, '
                "money, after; outside name nothing."
            ),
        ),
        (
            "::: help\n",
            "::: help talk\n",
            (
                '::: help says "talk": inside :::: finder name one of talk, police, picture, '
                "child, money, after; outside name nothing."
            ),
        ),
        ("## Talk to someone", "Talk to someone", "::: help talk must begin with a heading."),
        ("## Now", "Now", "::: help must begin with a heading."),
        (
            "[[web.card]]",
            "[[childline.card]]",
            (
                "[[childline.card]] is a crisis line: put it before the finder, where nothing is "
                "hidden."
            ),
        ),
        (
            "[[web.card]]\n",
            "",
            (
                '::: help talk would leave "adult" with nothing at night: add a service that is '
                "open always and for that age."
            ),
        ),
    ],
)
def test_finder_that_is_wrong_is_refused(contacts, old, new, reason):
    assert reason in list(wrong_finder(parse(FINDER.replace(old, new, 1)), contacts))


@pytest.mark.parametrize(("only_for", "left_out"), [("adult", "under-18"), ("under-18", "adult")])
def test_service_for_one_age_leaves_the_other_with_nothing(contacts, only_for, left_out):
    contacts["web"] = replace(contacts["web"], only_for=only_for)

    assert list(wrong_finder(parse(FINDER), contacts)) == [
        (
            f'::: help talk would leave "{left_out}" with nothing at night: add a service that is '
            "open always and for that age."
        )
    ]


def test_need_stands_once(contacts):
    twice = FINDER.replace(
        "\n::::\n", "\n::: help talk\n## Talk more\n\n[[web.card]]\n:::\n\n::::\n"
    )

    assert list(wrong_finder(parse(twice), contacts)) == [
        "::: help talk stands there twice: a choice leads to one part."
    ]


def test_check_of_the_content_looks_at_the_finder(tmp_path):
    page(
        content(tmp_path),
        "who",
        body=FINDER.replace("[[web.card]]", "").replace("help talk", "help chat"),
    )

    found = [
        str(problem) for problem in problems(load_library(tmp_path)) if problem.file == "who.md"
    ]

    assert len(found) == 3
    assert found[0].startswith('who.md: ::: help says "chat"')


def test_every_need_has_its_part_on_the_page_and_its_rule_in_the_style():
    parts = list(all_help(parse(library().page("who-can-help").body)))
    style = STYLE.read_text()

    assert sorted(part.need for part in parts if part.in_finder) == sorted(NEEDS)
    assert [
        need
        for need in NEEDS
        if f'.finder:has([value="{need}"]:checked) .help:not(.{need})' not in style
    ] == []
    assert [age for age in AGES if f'.finder:has([value="{age}"]:checked)' not in style] == []


def test_every_confirmed_service_stands_on_the_page_once_and_the_first_call_is_999():
    shown = [
        key
        for part in all_help(parse(library().page("who-can-help").body))
        for key in part.contacts
    ]
    of_apps = {
        key
        for key, contact in library().contacts.items()
        if contact.url and not contact.hours and not contact.cost
    }

    assert sorted(shown) == sorted(set(library().contacts) - {"team"} - of_apps)
    assert shown[0] == "emergency"


def test_scripts_of_the_finder_are_within_their_budget():
    page_of_help = library().page("who-can-help")
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
