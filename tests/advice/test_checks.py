import pytest

from advice.checks import problems
from advice.library import library, load_library
from tests.advice.content import CONTACTS, content, page


def wrong(folder, **kwargs):
    return [str(problem) for problem in problems(load_library(content(folder, **kwargs)))]


def test_problems_finds_nothing_wrong_with_good_content(tmp_path):
    assert wrong(tmp_path) == []


def test_problems_finds_nothing_wrong_with_the_sites_own_content():
    assert [str(problem) for problem in problems(library())] == []


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("[On](/nowhere/)", 'the link "/nowhere/" leads nowhere: there is no page at /nowhere/'),
        ("[On](/next)", 'the link "/next" leads nowhere: there is no page at /next'),
        (
            "[On](/what-to-do)",
            'the link "/what-to-do" leads nowhere: there is no page at /what-to-do',
        ),
        (
            "[On](/next/#gone)",
            'the link "/next/#gone" leads nowhere: the page has no heading "gone".',
        ),
        ("[On](#gone)", 'the link "#gone" leads nowhere: the page has no heading "gone".'),
        (
            "[On](/reach/#gone)",
            'the link "/reach/#gone" leads nowhere: there is no page at /reach/',
        ),
        ("[On](contact:nobody)", 'the link "contact:nobody" names no contact with a web address.'),
        ("[On](contact:shout)", 'the link "contact:shout" names no contact with a web address.'),
        ("[[nobody]]", 'there is no contact "nobody" in contacts.toml.'),
        ("[[nobody.card]]", 'there is no contact "nobody" in contacts.toml.'),
        (
            "[[shout.fax]]",
            (
                "[[shout.fax]] is not a part of a contact: use one of name, phone, text, url, "
                "chat, email, hours, ways, card."
            ),
        ),
        ("[[shout.phone]]", '[[shout.phone]] would be empty: contacts.toml has no "phone" for it.'),
        ("[[shout.chat]]", '[[shout.chat]] would be empty: contacts.toml has no "chat" for it.'),
        ("See [[shout.card]]", "[[shout.card]] must stand alone in its paragraph."),
        (
            "Ring 999.",
            'the number "999" is typed in the text: name the contact, like [[childline.phone]].',
        ),
        (
            "**Ring 0800 1111**",
            (
                'the number "0800 1111" is typed in the text: name the contact, like '
                "[[childline.phone]]."
            ),
        ),
        (
            "Text 85258.",
            'the number "85258" is typed in the text: name the contact, like [[childline.phone]].',
        ),
        (
            "Ring 0141 496 0000.",
            (
                '"0141 496 0000" looks like a telephone number: put it into contacts.toml and '
                "name the contact."
            ),
        ),
        (
            "Write to help@example.org today",
            (
                'the address "help@example.org" is typed in the text: put it into contacts.toml '
                "and name the contact, like [[childline.url]]."
            ),
        ),
        (
            "[On](https://example.org)",
            (
                'the address "https://example.org)" is typed in the text: put it into '
                "contacts.toml and name the contact, like [[childline.url]]."
            ),
        ),
        (
            "[x](javascript:alert(1))",
            (
                '"](" would be shown as it stands: it is not a link, a contact, a block or bold '
                "text that we know."
            ),
        ),
        (
            "<script>alert(1)</script>",
            (
                '"<script>" would be shown as it stands: it is not a link, a contact, a block or '
                "bold text that we know."
            ),
        ),
        (
            "[[Childline]]",
            (
                '"[[" would be shown as it stands: it is not a link, a contact, a block or bold '
                "text that we know."
            ),
        ),
        (
            "::: danger\nStop.\n:::",
            (
                '":::" would be shown as it stands: it is not a link, a contact, a block or bold '
                "text that we know."
            ),
        ),
        (
            "# Title\n",
            (
                "a heading of level 1 follows one of level 1: the title is level 1, so begin with "
                "## and skip none."
            ),
        ),
        (
            "## Two\n\n#### Four\n",
            (
                "a heading of level 4 follows one of level 2: the title is level 1, so begin with "
                "## and skip none."
            ),
        ),
        ("::: steps\nWords.\n:::", "::: steps must hold a numbered list and nothing before it."),
        ("::: choices\n1. One\n:::", "::: choices must hold a list and nothing before it."),
        (
            "::: details\nWords.\n:::",
            "::: details needs the words to open it, like ::: details More about this",
        ),
        (
            "| A |\n| - |\n| 1 |\n\nWords\n\n| B |\n| - |\n| 2 |\n",
            (
                "two tables stand under one heading: give each its own, because the heading is "
                "its name."
            ),
        ),
    ],
)
def test_problems_refuses_wrong_words(tmp_path, body, reason):
    page(tmp_path, "bad", body=body)

    assert wrong(tmp_path) == [f"bad.md: {reason}"]


@pytest.mark.parametrize(
    "words", ["1,999 people", "£999", "999 BSL", "0.999", "In 2016 there were 12."]
)
def test_problems_leaves_other_numbers_alone(tmp_path, words):
    page(tmp_path, "good", body=words)

    assert wrong(tmp_path) == (
        []
        if words != "999 BSL"
        else [
            (
                'good.md: the number "999" is typed in the text: name the contact, like '
                "[[childline.phone]]."
            )
        ]
    )


def test_problems_reads_the_header_too(tmp_path):
    page(tmp_path, "bad", summary='"Ring 999."')

    assert wrong(tmp_path) == [
        'bad.md: the number "999" is typed in the text: name the contact, like [[childline.phone]].'
    ]


def test_problems_lets_a_page_link_to_the_other_half_of_the_site(tmp_path):
    page(tmp_path, "good", body="[Reach](/reach/)")

    assert wrong(tmp_path) == []


def test_problems_refuses_sources_nobody_registered(tmp_path):
    page(tmp_path, "bad", sources='["R1", "R9"]')

    assert wrong(tmp_path, contacts=CONTACTS.replace('["R1"]', '["R8"]', 1)) == [
        'bad.md: source "R9" is not in sources.toml.',
        'contacts.toml: source "R8" is not in sources.toml.',
    ]


def test_problems_refuses_a_template_that_is_not_there(tmp_path):
    page(tmp_path, "bad", template='"advice/none.html"')

    assert wrong(tmp_path) == ['bad.md: there is no template "advice/none.html".']


def test_problems_passes_on_what_could_not_be_read(tmp_path):
    assert wrong(tmp_path, sources="[R1]\ntitle = 1\n") == [
        'sources.toml: [R1] "publisher" is missing.',
        'contacts.toml: source "R1" is not in sources.toml.',
        'figures.toml: source "R1" is not in sources.toml.',
        'next.md: source "R1" is not in sources.toml.',
        'plans.toml: source "R1" is not in sources.toml.',
        'start.md: source "R1" is not in sources.toml.',
    ]
