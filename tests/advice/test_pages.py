from datetime import date

import pytest

from advice.pages import load_pages
from tests.advice.content import NO_KEY, content, page


def reasons(folder):
    return [str(problem) for problem in load_pages(folder)[1]]


def test_load_pages_reads_header_and_words_in_order(tmp_path):
    content(tmp_path)
    page(
        tmp_path,
        "first",
        order="0",
        nav="false",
        crisis="false",
        audience='["under-18", "parent"]',
        template='"advice/start.html"',
    )

    pages, problems = load_pages(tmp_path)

    assert problems == []
    assert [found.slug for found in pages] == ["first", "start", "next"]
    first = pages[0]
    assert (first.title, first.tab, first.path, first.view_name) == (
        "About first",
        "Tab first",
        "/first/",
        "advice:first",
    )
    assert (first.nav, first.crisis, first.audience, first.template) == (
        False,
        False,
        ("under-18", "parent"),
        "advice/start.html",
    )
    assert (first.reviewed_on, first.review_due, first.sources) == (
        date(2026, 11, 23),
        date(2027, 5, 23),
        ("R1",),
    )
    assert first.body == "Some words.\n"


def test_load_pages_names_a_page_in_a_folder_after_both(tmp_path):
    page(tmp_path, "apps/photo-share", path='"/apps/photo-share/"')

    pages, problems = load_pages(tmp_path)

    assert problems == []
    assert pages[0].view_name == "advice:apps_photo_share"


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        ({"title": NO_KEY}, 'bad.md: "title" is missing.'),
        ({"title": '""'}, 'bad.md: "title" is empty or has spaces around it.'),
        ({"title": '" About"'}, 'bad.md: "title" is empty or has spaces around it.'),
        ({"summary": "12"}, 'bad.md: "summary" must be words in quotes.'),
        ({"order": '"3"'}, 'bad.md: "order" must be a whole number.'),
        ({"order": "true"}, 'bad.md: "order" must be a whole number.'),
        ({"nav": '"yes"'}, 'bad.md: "nav" must be true or false.'),
        ({"reviewed_on": '"2026-11-23"'}, 'bad.md: "reviewed_on" must be a date like 2026-11-23.'),
        (
            {"reviewed_on": "2026-11-23T10:00:00"},
            'bad.md: "reviewed_on" must be a date like 2026-11-23.',
        ),
        ({"review_due": "2026-11-23"}, 'bad.md: "review_due" must be after "reviewed_on".'),
        ({"sources": '"R1"'}, 'bad.md: "sources" must be a list like ["one", "two"].'),
        ({"sources": "[1]"}, 'bad.md: "sources" must be a list of words in quotes.'),
        ({"sources": '["R1", "R1"]'}, 'bad.md: "sources" names something twice.'),
        (
            {"audience": '["pupils"]'},
            (
                'bad.md: "audience" must name some of: everyone, under-18, adult, parent, '
                "professional."
            ),
        ),
        (
            {"audience": "[]"},
            (
                'bad.md: "audience" must name some of: everyone, under-18, adult, parent, '
                "professional."
            ),
        ),
        (
            {"path": '"bad"'},
            (
                'bad.md: "path" is "bad": write small letters, digits and hyphens between '
                "slashes, like /what-to-do/"
            ),
        ),
        (
            {"path": '"/bad"'},
            (
                'bad.md: "path" is "/bad": write small letters, digits and hyphens between '
                "slashes, like /what-to-do/"
            ),
        ),
        (
            {"path": '"//"'},
            (
                'bad.md: "path" is "//": write small letters, digits and hyphens between slashes, '
                "like /what-to-do/"
            ),
        ),
        (
            {"path": '"/Bad/../"'},
            (
                'bad.md: "path" is "/Bad/../": write small letters, digits and hyphens between '
                "slashes, like /what-to-do/"
            ),
        ),
        (
            {"tab": '"Sextortion help"'},
            (
                'bad.md: "tab" says "Sext", and it stays in the browser\'s history: use words '
                "that tell nothing."
            ),
        ),
        (
            {"path": '"/blackmail/"'},
            (
                'bad.md: "path" says "blackmail", and it stays in the browser\'s history: use '
                "words that tell nothing."
            ),
        ),
        (
            {"template": '"base.html"'},
            'bad.md: "template" is "base.html": name a file like advice/page.html',
        ),
        ({"colour": '"red"'}, 'bad.md: "colour" is not a key we know.'),
        ({"body": " \n"}, "bad.md: there are no words below the header."),
    ],
)
def test_load_pages_refuses_a_wrong_header(tmp_path, header, reason):
    content(tmp_path)
    page(tmp_path, "bad", **header)

    pages, _ = load_pages(tmp_path)

    assert reasons(tmp_path) == [reason]
    assert [found.slug for found in pages] == ["start", "next"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            b"Words without a header\n",
            "bad.md: it must begin with a header between two lines of +++.",
        ),
        (
            b'+++\ntitle = "No end"\n',
            "bad.md: it must begin with a header between two lines of +++.",
        ),
        (
            b'Before\n+++\ntitle = "A"\n+++\nWords\n',
            "bad.md: it must begin with a header between two lines of +++.",
        ),
        (
            b"+++\ntitle = \n+++\nWords\n",
            "bad.md: its header is not TOML: Invalid value (at end of document).",
        ),
        (b'+++\ntitle = "\xff"\n+++\nWords\n', "bad.md: save it as UTF-8."),
    ],
)
def test_load_pages_refuses_a_file_without_a_header(tmp_path, text, reason):
    content(tmp_path)
    (tmp_path / "bad.md").write_bytes(text)

    assert reasons(tmp_path) == [reason]


@pytest.mark.parametrize(
    ("key", "value", "reason"),
    [
        ("path", '"/next/"', "twin.md: \"path\" is '/next/', which next.md has already."),
        ("tab", '"Tab next"', "twin.md: \"tab\" is 'Tab next', which next.md has already."),
        ("title", '"About next"', "twin.md: \"title\" is 'About next', which next.md has already."),
        ("order", "2", 'twin.md: "order" is 2, which next.md has already.'),
    ],
)
def test_load_pages_refuses_what_two_pages_may_not_share(tmp_path, key, value, reason):
    content(tmp_path)
    page(tmp_path, "twin", **{key: value})

    assert reasons(tmp_path) == [reason]


def test_load_pages_refuses_two_files_with_one_name_in_addresses(tmp_path):
    page(tmp_path, "one/two", order="1")
    page(tmp_path, "one-two", order="2", path='"/other/"')

    assert reasons(tmp_path) == ["one-two.md: \"name\" is 'one_two', which one/two.md has already."]


def test_load_pages_tells_of_an_empty_folder(tmp_path):
    assert reasons(tmp_path) == [f"{tmp_path}: there is no page in this folder."]
