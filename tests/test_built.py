"""How a worker keeps up with the builds: see sextortion_aware/built.py.

The rest of the front: test_front.py.
"""

import shutil
import threading

import pytest

from advice.build import BuiltPage, write_build
from sextortion_aware import built
from sextortion_aware.built import Build, BuiltPages
from sextortion_aware.front import Front
from sextortion_aware.headers import SECURITY_HEADERS
from tests.front_pages import PAGE, behind
from tests.wsgi import call


class Clock:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


@pytest.fixture
def folder(tmp_path):
    write_build([BuiltPage("/", PAGE.encode()), BuiltPage("/next/", b"Next")], tmp_path)
    return tmp_path


def test_front_serves_a_new_build_half_a_second_later(folder):
    clock = Clock()
    site = Front(BuiltPages(folder, clock), behind)
    call(site, "/")
    write_build([BuiltPage("/", b"New"), BuiltPage("/more/", b"More")], folder)

    clock.now += 0.4
    early = call(site, "/")
    clock.now += 0.1
    late = call(site, "/")

    assert (early.text, late.text) == (PAGE, "New")
    assert call(site, "/more/").text == "More"
    assert call(site, "/next/").text == "Django: GET /next/"


def test_front_looks_at_the_version_twice_a_second_at_most(folder, monkeypatch):
    clock = Clock()
    pages = BuiltPages(folder, clock)
    looks = []
    monkeypatch.setattr(pages, "look", lambda: looks.append(clock.now))

    for _ in range(64):
        clock.now += 1 / 16
        pages.find("/", "br")

    assert len(looks) == 8


def test_front_starts_serving_a_build_that_was_made_after_it_started(tmp_path):
    clock = Clock()
    site = Front(BuiltPages(tmp_path, clock), behind)
    assert call(site, "/").status == 201
    write_build([BuiltPage("/", b"First")], tmp_path)

    clock.now += 1

    assert call(site, "/").text == "First"


def drop_current(folder):
    (folder / "current").unlink()


def empty_current(folder):
    (folder / "current").write_text("")


def name_a_version_that_is_not_there(folder):
    (folder / "current").write_text("0123456789\n")


def spoil_the_manifest(folder):
    version = write_build([BuiltPage("/", b"Spoilt")], folder)
    (folder / version / "manifest.json").write_text("{")


@pytest.mark.parametrize(
    "harm", [drop_current, empty_current, name_a_version_that_is_not_there, spoil_the_manifest]
)
def test_front_keeps_its_pages_when_the_build_is_harmed_and_mends_with_the_next(folder, harm):
    clock = Clock()
    site = Front(BuiltPages(folder, clock), behind)

    harm(folder)
    clock.now += 1
    harmed = call(site, "/")
    write_build([BuiltPage("/", b"Mended")], folder)
    clock.now += 1
    mended = call(site, "/")

    assert (harmed.text, mended.text) == (PAGE, "Mended")


def test_front_leaves_a_page_whose_file_was_lost_to_django(folder, caplog):
    site = Front(BuiltPages(folder), behind)
    version = (folder / "current").read_text().split()[0]
    (folder / version / "index.html.br").unlink()

    lost, other = call(site, "/", accept_encoding="br"), call(site, "/next/", accept_encoding="br")

    assert (lost.text, other.status) == ("Django: GET /", 200)
    assert [record.getMessage() for record in caplog.records] == [
        "A built page could not be read (FileNotFoundError): Django answers."
    ]


def test_front_that_slept_through_two_builds_looks_anew_at_once(folder):
    clock = Clock()
    site = Front(BuiltPages(folder, clock), behind)
    for text in (b"Second", b"Third"):
        write_build([BuiltPage("/", text)], folder)

    assert call(site, "/").text == "Third"
    assert call(site, "/next/").text == "Django: GET /next/"


def test_front_serves_a_page_it_was_asked_for_when_the_disk_is_gone(folder):
    clock = Clock()
    site = Front(BuiltPages(folder, clock), behind)
    call(site, "/")
    shutil.rmtree(folder)
    clock.now += 1

    assert call(site, "/").text == PAGE


def test_front_keeps_the_pages_asked_for_lately_and_no_more_than_fit(tmp_path):
    paths = [f"/{number}/" for number in range(50)]
    version = write_build([BuiltPage(path, path.encode() * 200) for path in paths], tmp_path)
    build = Build(tmp_path / version, built.read_manifest(tmp_path / version), kept_bytes=6000)
    reads = []
    build.read = lambda path, encoding: reads.append(path) or Build.read(build, path, encoding)

    most = 0
    for path in paths:
        assert build.find(path, "identity").body == [path.encode() * 200]
        assert build.find("/0/", "identity").body == [b"/0/" * 200]
        most = max(
            most,
            sum(
                len(ready.body[0]) for kept in (build.newer, build.older) for ready in kept.values()
            ),
        )

    assert reads == paths  # each once, the one that is always asked for too
    assert 3000 < most <= 6000


def test_pages_share_their_headers(folder):
    build = BuiltPages(folder).build

    one, other = build.find("/", "br"), build.find("/next/", "br")

    shared = {id(pair) for pair in one.headers} & {id(pair) for pair in other.headers}
    # All but ETag, Content-Length and Content-Encoding.
    assert len(shared) == len(SECURITY_HEADERS) + 4


def test_front_tries_a_build_again_that_it_could_not_read(folder):
    clock = Clock()
    site = Front(BuiltPages(folder, clock), behind)
    version = write_build([BuiltPage("/", b"New")], folder)
    (folder / version).rename(folder / "away")
    clock.now += 1
    assert call(site, "/").text == PAGE

    (folder / "away").rename(folder / version)
    clock.now += 1

    assert call(site, "/").text == "New"


def test_front_answers_everybody_while_one_reads_the_new_build(folder, monkeypatch):
    clock = Clock()
    pages = BuiltPages(folder, clock)
    reading, go_on = threading.Event(), threading.Event()
    real = built.read_manifest

    def slow(*args):
        reading.set()
        assert go_on.wait(5)
        return real(*args)

    monkeypatch.setattr(built, "read_manifest", slow)
    write_build([BuiltPage("/", b"New")], folder)
    clock.now += 1
    reader = threading.Thread(target=pages.find, args=("/", "br"))
    reader.start()
    assert reading.wait(5)

    meanwhile = call(Front(pages, behind), "/").text
    go_on.set()
    reader.join(5)

    assert (meanwhile, call(Front(pages, behind), "/").text) == (PAGE, "New")
