import re
from dataclasses import replace

import pytest
from django.conf import settings
from django.urls import set_script_prefix
from django.utils.dateformat import format as date_format

from advice.hours import WHOLE_WEEK, Opening
from advice.inline import page_headers
from advice.library import load_library
from advice.rendering import crisis_lines, render_body, render_page
from tests.advice.content import CONTACTS, content
from tests.html import PageFacts

PHONE = '<a class="phone" href="tel:08001111"><bdi dir="ltr">0800 1111</bdi></a>'


@pytest.fixture
def library(tmp_path):
    return load_library(content(tmp_path))


@pytest.mark.parametrize(
    ("words", "html"),
    [
        ("Call [[childline]] now.", f"<p>Call Childline on {PHONE} now.</p>\n"),
        ("([[childline.phone]])", f"<p>({PHONE})</p>\n"),
        (
            "Use [[childline.url]].",
            '<p>Use <a href="https://www.childline.org.uk" rel="noreferrer">Childline</a>.</p>\n',
        ),
        ("It is open [[childline.hours]].", "<p>It is open day and night.</p>\n"),
        ("Ask [[childline.name]].", "<p>Ask Childline.</p>\n"),
        ("You can [[shout.text]].", "<p>You can text SHOUT to 85258.</p>\n"),
        ("[[shout]]", "<p>Shout: text SHOUT to 85258</p>\n"),
        (
            "[See their site](contact:childline)",
            '<p><a href="https://www.childline.org.uk" rel="noreferrer">See their site</a></p>\n',
        ),
        ("[On](/next/#what-then)", '<p><a href="/next/#what-then">On</a></p>\n'),
        ("[Up](#top)", '<p><a href="#top">Up</a></p>\n'),
        ("## What's new: café?", '<h2 id="whats-new-cafe">What\'s new: café?</h2>\n'),
        ("## Same\n\n## Same", '<h2 id="same">Same</h2>\n<h2 id="same-1">Same</h2>\n'),
        (
            "::: steps\n1. One\n2. Two\n:::",
            '<ol class="steps">\n<li>One</li>\n<li>Two</li>\n</ol>\n',
        ),
        (
            "::: choices\n- [On](/next/)\n:::",
            '<ul class="tasks">\n<li><a href="/next/">On</a></li>\n</ul>\n',
        ),
        (
            "::: warning\nStop.\n:::",
            (
                '<div class="warning">\n<strong '
                'class="unseen">Warning</strong>\n<p>Stop.</p>\n</div>\n'
            ),
        ),
        ("::: inset\nNote.\n:::", '<div class="inset">\n<p>Note.</p>\n</div>\n'),
        (
            "::: details More & more\nWords.\n:::",
            "<details>\n<summary>More &amp; more</summary>\n<p>Words.</p>\n</details>\n",
        ),
    ],
)
def test_render_body_writes_our_markdown(library, words, html):
    assert render_body(words, library) == html


@pytest.mark.parametrize(
    ("words", "html"),
    [
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("<b onclick=x>bold</b>", "<p>&lt;b onclick=x&gt;bold&lt;/b&gt;</p>\n"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("[x](JavaScript&colon;alert)", "<p>[x](JavaScript:alert)</p>\n"),
        ("[x](data:text/html,hi)", "<p>[x](data:text/html,hi)</p>\n"),
        ("[x](//example.org/)", "<p>[x](//example.org/)</p>\n"),
        ("[x](/\\example.org/)", '<p><a href="/%5Cexample.org/">x</a></p>\n'),
        ("[x](https://example.org)", "<p>[x](https://example.org)</p>\n"),
        ("![x](/a.png)", '<p>!<a href="/a.png">x</a></p>\n'),
        ("<https://example.org>", "<p>&lt;https://example.org&gt;</p>\n"),
        ("[x][y]\n\n[y]: https://example.org", "<p>[x][y]</p>\n<p>[y]: https://example.org</p>\n"),
        (
            "::: details <script>\nWords.\n:::",
            "<details>\n<summary>&lt;script&gt;</summary>\n<p>Words.</p>\n</details>\n",
        ),
    ],
)
def test_render_body_lets_no_html_and_no_foreign_link_through(library, words, html):
    assert render_body(words, library) == html


def test_render_body_names_a_table_by_the_heading_above_it(library):
    html = render_body("## When\n\n| App | Time |\n| --- | --- |\n| One | Two |\n", library)

    assert (
        '<div class="scroller" role="region" aria-labelledby="when" tabindex="0">\n<table>' in html
    )
    assert '<th scope="col">App</th>' in html
    assert html.endswith("</table>\n</div>\n")


def test_render_body_names_a_table_without_a_heading_by_the_title(library):
    html = render_body("| App |\n| --- |\n| One |\n", library)

    assert 'aria-labelledby="page-title"' in html


def card(library, **changes):
    contact = replace(library.contacts["childline"], **changes)
    return render_body("[[it.card]]", replace(library, contacts={"it": contact}))


def test_card_holds_what_is_known_and_no_row_for_what_is_not(library):
    html = render_body("[[childline.card]]\n\n[[shout.card]]", library)

    assert html.count("<h3>") == 2
    childline, shout = html.split("<h3>Shout</h3>")
    assert PHONE in childline
    assert (
        '<a href="https://www.childline.org.uk" rel="noreferrer">childline.org.uk</a>' in childline
    )
    assert "Open: day and night. Cost: free. We last checked this on 23 November 2026." in childline
    assert '<a href="sms:85258?body=SHOUT">Text SHOUT to 85258</a>' in shout
    assert "tel:" not in shout
    assert '<p class="small">We last checked this on 23 November 2026.</p>' in shout


@pytest.mark.parametrize(
    ("changes", "tag"),
    [
        ({}, '<span class="now sure">Open now</span>'),
        ({"opening": Opening()}, '<span class="now">We could not confirm the hours</span>'),
        (
            {"opening": Opening(((60, 120),))},
            (
                '<span class="now sure" data-open="60 120 Monday 1am Monday 2am" data-yes="Open '
                'now" data-no="Closed now"></span>'
            ),
        ),
        (
            {"opening": Opening(((60, 120),), unsure=True)},
            (
                '<span class="now" data-open="60 120" data-yes="May be open now: check before you '
                'call" data-no="Closed now, we think"></span>'
            ),
        ),
        (
            {"opening": Opening(WHOLE_WEEK, unsure=True)},
            (
                '<span class="now" data-open="0 10080" data-yes="May be open now: check before '
                'you call" data-no="Closed now, we think"></span>'
            ),
        ),
        ({"phone": "", "phone_display": ""}, ""),
    ],
)
def test_card_of_somebody_who_answers_says_if_they_are_there(library, changes, tag):
    """Always there, or hours not known, is true without a script;
    a page on the web has no hours.
    """
    changes = changes | ({"hours": ""} if changes.get("opening") == Opening() else {})

    found = re.search(r'<span class="now.*?</span>', card(library, **changes), re.DOTALL)

    assert re.sub(r"\s+", " ", found[0] if found else "") == tag


@pytest.mark.parametrize(
    ("changes", "classes"),
    [
        ({}, "card contact"),
        ({"only_for": "adult"}, "card contact adult"),
        ({"only_for": "under-18"}, "card contact under-18"),
        ({"hours": "", "opening": Opening()}, "card contact shut"),
        ({"hours": "", "opening": Opening(), "phone": "", "phone_display": ""}, "card contact"),
    ],
)
def test_card_can_be_hidden_from_another_age_and_when_nobody_may_be_there(
    library, changes, classes
):
    assert re.search(r'<div class="(.*?)">', card(library, **changes))[1] == classes


FINDER = """
::: help
## Now

[[childline.card]]
:::

:::: finder

::: help talk
## Talk & be heard

[[shout.card]]
:::

::: help police
## Tell the police
:::

::::
"""


def test_finder_offers_each_need_under_its_heading(library):
    html = render_body(FINDER, library)

    choices = re.findall(
        r'name="need"\s+autocomplete="off"(?: checked)?(?:\s+value="(.*?)")?>\s*(.*?)\s*</label>',
        html,
    )
    assert choices == [
        ("", "Anything"),
        ("talk", "Talk &amp; be heard"),
        ("police", "Tell the police"),
    ]
    assert re.findall(r'<div class="(help.*?|finder|narrow)">', html) == [
        "help",
        "finder",
        "narrow",
        "help talk",
        "help police",
    ]
    assert html.count("<div") == html.count("</div>")
    assert html.index("Childline") < html.index('class="finder"')


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


@pytest.fixture
def real(settings):
    """Pages can only name each other in a template when they have an address, so this test takes
    the site's own.
    """
    from advice.library import library

    return library()


def test_render_page_is_whole(real):
    html = render_page(real.page("what-to-do"), real)

    facts = PageFacts()
    facts.feed(html)
    assert html.lower().startswith("<!doctype html>")
    assert facts.title == real.page("what-to-do").tab
    assert [words.strip() for words in facts.h1] == [real.page("what-to-do").title]
    assert facts.refused_by(page_headers()["Content-Security-Policy"]) == []
    assert len(facts.ids) == len(set(facts.ids))
    assert set(facts.referred_ids) <= set(facts.ids)
    # Search engines take a whole address only.
    assert f'<link rel="canonical" href="{settings.SITE_URL}/what-to-do/">' in html
    assert f"Last checked {date_format(real.page('what-to-do').reviewed_on, 'j F Y')}." in html
    assert html.index('<nav class="section"') > html.index("</main>")


def test_render_page_links_to_the_pages_before_and_after(real):
    in_nav = [found for found in real.pages if found.nav and found.part == "what-to-do"]

    first, second = (" ".join(render_page(found, real).split()) for found in in_nav[:2])

    assert 'rel="prev"' not in first
    assert f'<a rel="next" href="{in_nav[1].path}">' in first
    assert f'<a rel="prev" href="{in_nav[0].path}">' in second
    assert f'<a href="{in_nav[1].path}" aria-current="page">' in second


def test_render_page_shows_crisis_lines_unless_the_page_says_no(real):
    with_lines = next(found for found in real.pages if found.crisis)
    without = next(found for found in real.pages if not found.crisis)

    assert 'class="crisis"' in render_page(with_lines, real)
    assert 'class="crisis"' not in render_page(without, real)
