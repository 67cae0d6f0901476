"""Cards of services, and what they say of hours, ages and the day of their check."""

import re
from dataclasses import replace

import pytest
from django.urls import set_script_prefix

from advice.contacts import AGES
from advice.hours import Opening
from advice.library import load_library
from advice.rendering import crisis_lines, render_body
from tests.advice.content import CONTACTS, PHONE, content


def card(library, **changes):
    contact = replace(library.contacts["childline"], **changes)
    return render_body("[[it.card]]", replace(library, contacts=library.contacts | {"it": contact}))


def test_card_holds_what_is_known_and_no_row_for_what_is_not(library):
    html = render_body("[[childline.card]]\n\n[[shout.card]]", library)

    assert html.count("<h3>") == 2
    childline, shout = " ".join(html.split()).split("<h3>Shout</h3>")
    assert PHONE in childline
    assert (
        '<a href="https://www.childline.org.uk" rel="noreferrer">childline.org.uk</a>' in childline
    )
    assert "Open: day and night. Cost: free. We last checked this on 23 November 2026." in childline
    assert '<a href="sms:85258?body=SHOUT">Text SHOUT to 85258</a>' in shout
    assert "tel:" not in shout
    assert '<p class="small"> We last checked this on 23 November 2026. </p>' in shout


@pytest.mark.parametrize(
    ("changes", "tag"),
    [
        ({}, '<span class="now">Open now</span>'),
        ({"opening": Opening()}, ""),
        (
            {"opening": Opening(((60, 120),))},
            (
                '<span class="now" data-open="60 120 Monday 1am Monday 2am" data-yes="Open '
                'now"></span>'
            ),
        ),
        ({"phone": "", "phone_display": ""}, ""),
    ],
)
def test_card_of_somebody_who_answers_says_if_they_are_there(library, changes, tag):
    """Always there is true without a script; a page on the web has no hours."""
    changes = changes | ({"hours": ""} if changes.get("opening") == Opening() else {})

    found = re.search(r'<span class="now.*?</span>', card(library, **changes), re.DOTALL)

    assert re.sub(r"\s+", " ", found[0] if found else "") == tag


@pytest.mark.parametrize(
    ("changes", "classes"),
    [
        ({}, "card contact"),
        ({"crisis": 0, "age_from": 16}, "card contact not-a0 not-a13"),
        ({"crisis": 0, "age_to": 17}, "card contact not-a18 not-a19"),
        ({"age_to": 18}, "card contact"),
        ({"hours": "", "opening": Opening()}, "card contact shut"),
        ({"hours": "", "opening": Opening(), "phone": "", "phone_display": ""}, "card contact"),
    ],
)
def test_card_can_be_hidden_from_another_age_and_when_nobody_may_be_there(
    library, changes, classes
):
    assert re.search(r'<div class="(.*?)">', card(library, **changes))[1] == classes


def test_card_without_hours_says_whom_to_call_if_nobody_answers(library):
    html = card(library, name="A line", hours="", opening=Opening(), crisis=0)

    assert f"If nobody answers, call Childline on {PHONE} </p>" in " ".join(html.split())
    assert "could not confirm" not in html


@pytest.mark.parametrize(
    "changes", [{}, {"phone": "", "phone_display": "", "hours": "", "opening": Opening()}]
)
def test_card_with_hours_or_without_a_telephone_names_no_other_line(library, changes):
    assert "If nobody answers" not in card(library, **changes)


CHAT = "https://www.childline.org.uk/chat/"


def test_chat_is_a_link_in_a_sentence_and_on_the_card(library):
    contact = replace(library.contacts["childline"], chat=CHAT)
    library = replace(library, contacts=library.contacts | {"childline": contact})

    sentence, ways, card = (
        " ".join(render_body(words, library).split())
        for words in ("You can [[childline.chat]].", "[[childline.ways]]", "[[childline.card]]")
    )

    link = f'<a href="{CHAT}" rel="noreferrer">chat with Childline</a>'
    assert sentence == f"<p>You can {link}.</p>"
    assert PHONE in ways
    assert link.replace(">chat", ">Chat") in ways
    assert link.replace(">chat", ">Chat") in card


FINDER = """
::: help
## Now

[[childline.card]]
:::

:::: finder

::: help
## Talk & be heard

[[shout.card]]
:::

::: help
## Tell the police
:::

::::

## After
"""


def test_finder_asks_the_age_and_opens_each_part_by_its_heading(library):
    html = render_body(FINDER, library)

    choices = re.findall(
        r'<input type="radio" name="age"(?: checked)?(?: value="(.*?)")?>\s*(.*?)\s*</label>', html
    )
    assert choices == [("", "Any age"), *((age.key, age.words) for age in AGES)]
    assert re.findall(r"<summary>\s*<h2.*?>(.*?)</h2>\s*</summary>", html) == [
        "Talk &amp; be heard",
        "Tell the police",
    ]
    assert re.findall(r'<div class="(help|finder)">', html) == ["help", "finder", "help", "help"]
    for tag in ("div", "details", "summary", "form"):
        assert html.count(f"<{tag}") == html.count(f"</{tag}>")
    assert html.index("Childline") < html.index('class="finder"')
    assert html.rindex("</details>") < html.index("After</h2>")


def test_the_teams_address_is_the_setting(tmp_path, settings):
    settings.TEAM_EMAIL = "talks@example.org"
    library = load_library(content(tmp_path))

    html = render_body("Write to [[team.email]].\n\n[[team.card]]", library)

    sentence, card = html.split("\n", 1)
    assert sentence == '<p>Write to <a href="mailto:talks@example.org">talks@example.org</a>.</p>'
    assert '<a href="mailto:talks@example.org">talks@example.org</a>' in card
    assert "last checked" not in card


LATE = CONTACTS.replace("2027-05-23", "2020-07-01").replace("2026-11-23", "2020-01-01")


@pytest.mark.parametrize(
    "words",
    [
        "Call [[childline]].",
        "You can [[shout.text]].",
        "[Site](contact:childline)",
        "It is open [[childline.hours]].",
    ],
)
def test_contact_that_is_late_to_be_checked_loses_nothing(tmp_path, library, words):
    late = load_library(content(tmp_path / "late", contacts=LATE))

    assert render_body(words, late) == render_body(words, library)


def test_card_that_is_late_loses_nothing_and_says_when_it_was_last_checked(tmp_path, library):
    late = load_library(content(tmp_path / "late", contacts=LATE))

    html = render_body("[[childline.card]]", late)

    assert "We last checked this on 1 January 2020." in html
    assert html.replace("1 January 2020", "23 November 2026") == render_body(
        "[[childline.card]]", library
    )


def test_sentence_says_nothing_of_the_day_of_a_check(tmp_path):
    """Somebody at night needs the number and not our housekeeping."""
    late = load_library(content(tmp_path, contacts=LATE))

    html = render_body("Call [[childline]] or [[shout]].", late)

    assert "2020" not in html


def test_words_of_a_contact_are_escaped(tmp_path):
    library = load_library(
        content(tmp_path, contacts=CONTACTS.replace('"Childline"', '"<b>Child</b>"'))
    )

    assert (
        render_body("Ask [[childline.name]].", library) == "<p>Ask &lt;b&gt;Child&lt;/b&gt;.</p>\n"
    )


def test_links_stand_under_the_path_prefix_of_the_site(library):
    set_script_prefix("/advice-site/")
    try:
        html = render_body("[On](/next/) [Up](#top)", library)
    finally:
        set_script_prefix("/")

    assert html == '<p><a href="/advice-site/next/">On</a> <a href="#top">Up</a></p>\n'


def test_crisis_lines_stand_in_their_order_however_late(tmp_path):
    contacts = LATE.replace("[shout]", "[shout]\ncrisis = 1").replace(
        "crisis = 1\nsources", "crisis = 2\nsources", 1
    )
    library = load_library(content(tmp_path, contacts=contacts))

    assert [line.key for line in crisis_lines(library)] == ["shout", "childline"]
