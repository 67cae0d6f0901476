"""What a build leaves for the web server in front: a link to the pages, and files beside them."""

from advice.build import BuiltPage, write_build
from sextortion_aware.built import BuiltPages
from tests.advice.built import pages


def live(folder):
    return {path.name: path.resolve().name for path in folder.iterdir() if path.is_symlink()}


def test_write_build_leads_a_link_to_the_version_in_use(tmp_path):
    first = write_build(pages("One"), tmp_path)
    before = live(tmp_path)

    second = write_build(pages("Two", "A new page"), tmp_path)

    assert list(before.values()) == [first]
    assert live(tmp_path) == dict.fromkeys(before, second)


def test_write_build_with_other_headers_makes_another_link_and_keeps_that_of_before(tmp_path):
    own = (("Content-Type", "text/html"), ("Content-Security-Policy", "default-src 'none'"))
    first = write_build(pages("One", "Two"), tmp_path)
    second = write_build([*pages("One"), BuiltPage("/page-1/", b"Two", own)], tmp_path)
    both = live(tmp_path)

    third = write_build([*pages("1"), BuiltPage("/page-1/", b"Two", own)], tmp_path)

    assert sorted(both.values()) == sorted([first, second])
    assert list(live(tmp_path).values()) == [third]


def test_write_build_makes_a_link_that_was_lost(tmp_path):
    version = write_build(pages("One"), tmp_path)
    (link,) = (path for path in tmp_path.iterdir() if path.is_symlink())
    link.unlink()

    write_build(pages("One"), tmp_path)

    assert live(tmp_path) == {link.name: version}


def test_write_build_lays_files_for_the_web_server_beside_the_pages(tmp_path):
    version = write_build(pages("One"), tmp_path, {"refused/503.html": b"Not now"})

    assert (tmp_path / version / "refused/503.html").read_bytes() == b"Not now"
    assert write_build(pages("One"), tmp_path, {"refused/503.html": b"Not today"}) != version
    assert sorted(BuiltPages(tmp_path).build.entries) == ["/"]
