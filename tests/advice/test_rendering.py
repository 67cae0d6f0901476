import pytest
from django.conf import settings
from django.utils.dateformat import format as date_format

from advice.inline import page_headers
from advice.rendering import render_body, render_page
from tests.advice.content import PHONE
from tests.html import PageFacts

TEXT = '<a href="sms:85258?body=SHOUT">text SHOUT to 85258</a>'


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
        ("You can [[shout.text]].", f"<p>You can {TEXT}.</p>\n"),
        ("[[shout]]", f"<p>Shout: {TEXT}</p>\n"),
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
