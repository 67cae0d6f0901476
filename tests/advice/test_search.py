"""The search as it is built: the index and the page that lists every page. How it searches:
tests/browser/test_find_words.py, where its own script does."""

import json
import re
from pathlib import Path

import brotli
import pytest
from django.contrib.staticfiles import finders

from advice.build import write_build
from advice.checks import problems
from advice.library import library, load_library
from advice.search import INDEX_PATH, index, parts
from sextortion_aware.built import BuiltPages
from sextortion_aware.front import Front
from sextortion_aware.headers import SECURITY_HEADERS
from tests.advice.content import content, page
from tests.advice.every_page import all_built, html_of
from tests.html import read
from tests.wsgi import call

KILOBYTE = 1024
SEARCH = "js/find-words.js"


def built_index():
    return next(page for page in all_built() if page.path == INDEX_PATH)


def test_index_and_the_script_that_searches_it_are_within_their_budget():
    built = built_index()
    packed = len(built.files()[f"{built.file}.br"])
    script = len(brotli.compress(Path(finders.find(SEARCH)).read_bytes()))

    assert 3_000 < packed + script <= 40 * KILOBYTE


def test_index_is_a_file_of_the_build_with_headers_of_its_own():
    built = built_index()
    headers = dict(built.headers)

    assert built.file == "find/words.json"
    assert headers["Content-Type"] == "application/json"
    assert headers["Cache-Control"] == "no-cache"
    assert {name: headers[name] for name, _ in SECURITY_HEADERS[1:]} == dict(SECURITY_HEADERS[1:])


def test_index_is_marked_by_its_content():
    other = type(built_index())(INDEX_PATH, b"{}", built_index().headers)

    assert built_index().mark != other.mark


def test_front_sends_the_index_without_django(tmp_path):
    built = built_index()
    write_build([built], tmp_path)
    front = Front(BuiltPages(tmp_path), behind=None)

    answer = call(front, INDEX_PATH, accept_encoding="br")
    unchanged = call(front, INDEX_PATH, accept_encoding="br", if_none_match=answer.header("ETag"))

    assert brotli.decompress(answer.body) == built.html
    assert answer.header("Content-Type") == "application/json"
    assert (answer.header("Cache-Control"), answer.header("Content-Encoding")) == ("no-cache", "br")
    assert built.mark in answer.header("ETag")
    assert (unchanged.status, unchanged.body) == (304, b"")


def test_django_sends_the_very_index_that_is_built(client):
    answer = client.get(INDEX_PATH)

    assert answer.content == built_index().html
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("application/json", "no-cache")
    assert client.post(INDEX_PATH).status_code == 405


def test_index_knows_every_page_and_what_people_say_of_it():
    found = json.loads(built_index().html)
    words = library().words

    assert set(found["pages"]) == {page.path for page in library().pages}
    assert {path: tuple(entry["said"]) for path, entry in found["pages"].items()} == {
        page.path: words.get(page.slug, ()) for page in library().pages
    }
    assert "kill myself" in found["urgent"]
    assert found["first"] in found["pages"]
    assert found["pages"]["/what-to-do/paid/"]["more"].startswith("Do this first Then look for")


def test_page_for_who_cannot_go_on_is_first(tmp_path):
    folder = content(tmp_path, words='[tonight]\nwords = ["end it"]\n')
    page(folder, "tonight", order="4")

    found = json.loads(index(load_library(folder)))

    assert (found["first"], found["urgent"]) == ("/tonight/", ["end it"])


def test_index_is_there_without_it(tmp_path):
    assert json.loads(index(load_library(content(tmp_path))))["first"] == ""


def test_page_lists_every_other_page_once_with_title_and_summary():
    html = html_of("/find/")
    rows = re.findall(r"<li>\n<div>\n(.*?)\n</div>\n</li>", html, re.DOTALL)
    listed = [re.search(r'href="([^"]+)">', row)[1] for row in rows]
    others = [page for page in library().pages if page.path != "/find/"]

    assert sorted(listed) == sorted(page.path for page in others)
    assert [page.path for part in parts(library()) for page in part.pages] == listed
    for found in others:
        row = read(next(row for row in rows if f'href="{found.path}"' in row))
        assert [link["href"] for link in row.links] == [found.path]
    assert rows[listed.index("/evidence/")].count("It takes about five minutes.") == 1


def test_box_stands_in_no_form_and_is_hidden_until_a_script_runs():
    html = html_of("/find/")
    [box] = [field for field in read(html).fields if field.get("type") == "search"]

    assert "<form" not in html
    assert re.search(r'<div class="inset"[^>]*role="search"[^>]*hidden>', html)
    assert "name" not in box  # nothing that has no name is sent or filled in again
    assert (box["autocomplete"], box["spellcheck"]) == ("off", "false")
    assert html.count("data-found hidden>") == 3


def test_script_that_searches_is_not_loaded_with_the_page():
    loads = read(html_of("/find/")).loads

    assert [url for url in loads if "find" in url] == ["/static/js/find.js"]
    assert not any(SEARCH in page.html.decode() for page in all_built() if page.path != "/find/")


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ('[nowhere]\nwords = ["a"]', 'words.toml: there is no page "nowhere".'),
        (
            '[next]\nwords = ["Can\'t"]',
            (
                'words.toml: [next] "Can\'t": write small letters and digits only, with a space '
                "between two words."
            ),
        ),
        ('[next]\nwords = ["a", "a"]', 'words.toml: [next] "words" names something twice.'),
    ],
)
def test_words_that_nobody_could_type_or_that_lead_nowhere_are_refused(tmp_path, words, reason):
    wrong = problems(load_library(content(tmp_path, words=words)))

    assert [str(problem) for problem in wrong] == [reason]


def test_words_of_no_two_pages_are_the_same():
    said = [each for some in library().words.values() for each in some]

    assert sorted(each for each in set(said) if said.count(each) > 1) == []


def test_what_people_type_is_on_no_page():
    """It may be banned, so it stands in the index alone. What is shown are rows of /find/, whose
    words are held as those of all pages: tests/advice/test_words.py."""
    typed = {"revenge porn", "child porn", "noods", "blakmail", "unalive"} & {
        each for some in library().words.values() for each in some
    }

    assert typed == {"revenge porn", "child porn", "noods", "unalive"}
    assert [each for each in sorted(typed) if each in html_of("/find/").lower()] == []
