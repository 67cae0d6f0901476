import os

from advice.library import library
from tests.advice.content import content, page


def test_library_is_read_once(tmp_path, settings):
    settings.DEBUG = False
    content(tmp_path)
    first = library(tmp_path)
    page(tmp_path, "more")

    assert library(tmp_path) is first


def test_library_is_read_again_in_debug_when_a_file_changed(tmp_path, settings):
    settings.DEBUG = True
    content(tmp_path)
    first = library(tmp_path)
    page(tmp_path, "next", title='"A new title"', path='"/next/"')
    os.utime(tmp_path / "next.md", ns=(1, 1))  # a change within the clock's grain counts too

    again = library(tmp_path)

    assert first.page("next").title == "About next"
    assert again.page("next").title == "A new title"
    assert library(tmp_path) is again


def test_library_finds_pages_by_name(tmp_path):
    found = library(content(tmp_path))

    assert found.page("next").path == "/next/"
    assert found.page("none") is None
