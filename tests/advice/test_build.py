import gzip
import json
import multiprocessing

import brotli
import pytest

from advice import build
from advice.build import BuiltPage, write_build
from advice.inline import page_headers
from sextortion_aware.headers import SECURITY_HEADERS
from tests.advice.built import current, pages


def folders(folder):
    inside = [path for path in folder.iterdir() if not path.is_symlink()]
    return sorted(path.name for path in inside if path.is_dir())


def test_write_build_lays_pages_out_as_any_web_server_wants_them(tmp_path):
    version = write_build(pages("Start é", "More"), tmp_path)

    made = sorted(
        str(path.relative_to(tmp_path / version))
        for path in (tmp_path / version).rglob("*")
        if path.is_file()
    )
    assert made == [
        "index.html",
        "index.html.br",
        "index.html.gz",
        "manifest.json",
        "page-1/index.html",
        "page-1/index.html.br",
        "page-1/index.html.gz",
    ]
    plain = (tmp_path / version / "index.html").read_bytes()
    assert plain == "Start é".encode()
    assert brotli.decompress((tmp_path / version / "index.html.br").read_bytes()) == plain
    assert gzip.decompress((tmp_path / version / "index.html.gz").read_bytes()) == plain
    assert current(tmp_path) == version


def test_write_build_packs_the_same_page_into_the_same_bytes_at_any_time(tmp_path):
    version = write_build(pages("Start"), tmp_path)

    time_inside = (tmp_path / version / "index.html.gz").read_bytes()[4:8]
    assert time_inside == bytes(4)


def test_write_build_keeps_the_exact_headers_in_the_manifest(tmp_path):
    version = write_build(pages("Start"), tmp_path)

    manifest = json.loads((tmp_path / version / "manifest.json").read_text())

    assert manifest["pages"]["/"]["file"] == "index.html"
    assert dict(manifest["headers"][manifest["pages"]["/"]["headers"]]) == {
        "Content-Type": "text/html; charset=utf-8",
        "Cache-Control": "no-store",
        "CDN-Cache-Control": "public, max-age=60, stale-while-revalidate=600, stale-if-error=86400",
        "Vary": "Accept-Encoding",
        **dict(SECURITY_HEADERS),
        **page_headers(),
    }


def test_write_build_names_headers_that_pages_share_once(tmp_path):
    own = (("Content-Type", "text/html"),)
    version = write_build([*pages("One", "Two"), BuiltPage("/own/", b"Own", own)], tmp_path)

    manifest = json.loads((tmp_path / version / "manifest.json").read_text())

    assert [entry["headers"] for entry in manifest["pages"].values()] == [0, 0, 1]
    assert manifest["headers"][1] == [["Content-Type", "text/html"]]


def packed_by(monkeypatch):
    """The addresses of the pages that are packed from now on."""
    packed = []
    real = BuiltPage.files
    monkeypatch.setattr(BuiltPage, "files", lambda page: packed.append(page.path) or real(page))
    return packed


def test_write_build_packs_only_the_pages_that_changed(tmp_path, monkeypatch):
    first = write_build(pages("One", "Two"), tmp_path)
    packed = packed_by(monkeypatch)

    second = write_build(pages("One", "Two, new", "Three"), tmp_path)

    assert sorted(packed) == ["/page-1/", "/page-2/"]
    for ending in ("", ".br", ".gz"):
        assert (tmp_path / first / f"index.html{ending}").samefile(
            tmp_path / second / f"index.html{ending}"
        )
    assert (tmp_path / second / "page-1" / "index.html").read_text() == "Two, new"


def test_write_build_packs_a_page_again_whose_headers_changed(tmp_path, monkeypatch):
    write_build([BuiltPage("/", b"One")], tmp_path)
    packed = packed_by(monkeypatch)

    write_build([BuiltPage("/", b"One", (("Content-Type", "text/html"),))], tmp_path)

    assert packed == ["/"]


def test_write_build_packs_again_what_was_lost_or_cannot_be_linked(tmp_path):
    first = write_build(pages("One", "Two"), tmp_path)
    (tmp_path / first / "page-1" / "index.html.gz").unlink()

    second = write_build(pages("One, new", "Two"), tmp_path)

    assert gzip.decompress((tmp_path / second / "page-1" / "index.html.gz").read_bytes()) == b"Two"
    # Written through a link, it would be cut short for a moment in the version that is being
    # served.
    assert not (tmp_path / first / "page-1" / "index.html").samefile(
        tmp_path / second / "page-1" / "index.html"
    )


@pytest.mark.parametrize("spoilt", ["{", "[]", '{"/": {"mark": "old shape"}}'])
def test_write_build_packs_all_again_when_the_manifest_before_cannot_be_read(tmp_path, spoilt):
    first = write_build(pages("One"), tmp_path)
    (tmp_path / first / "manifest.json").write_text(spoilt)

    second = write_build(pages("One", "Two"), tmp_path)

    assert (tmp_path / second / "index.html").read_bytes() == b"One"


def test_write_build_of_the_same_pages_writes_nothing(tmp_path):
    first = write_build(pages("Start"), tmp_path)
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.name != ".lock"}

    again = write_build(pages("Start"), tmp_path)

    assert again == first
    assert {
        path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.name != ".lock"
    } == before


def test_write_build_keeps_one_version_before_the_current_one(tmp_path):
    first, second, third = (write_build(pages(text), tmp_path) for text in ("One", "Two", "Three"))

    assert current(tmp_path) == third
    assert folders(tmp_path) == sorted([second, third])
    assert first not in folders(tmp_path)


def test_write_build_can_go_back_to_the_version_before(tmp_path):
    first, second = (write_build(pages(text), tmp_path) for text in ("One", "Two"))

    assert write_build(pages("One"), tmp_path) == first
    assert current(tmp_path) == first
    assert folders(tmp_path) == sorted([first, second])


def test_write_build_changes_version_when_only_a_header_changes(tmp_path):
    first = write_build([BuiltPage("/", b"Start")], tmp_path)

    assert (
        write_build([BuiltPage("/", b"Start", (("Content-Type", "text/html"),))], tmp_path) != first
    )


@pytest.mark.parametrize("fails_at", ["index.html.gz", "manifest.json", ".current.new"])
def test_write_build_that_fails_half_way_leaves_the_old_pages_in_use(
    tmp_path, monkeypatch, fails_at
):
    first = write_build(pages("One"), tmp_path)
    real = build.write

    def full_disk(path, content):
        if path.name == fails_at:
            raise OSError(28, "No space left on device")
        real(path, content)

    monkeypatch.setattr(build, "write", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_build(pages("Two"), tmp_path)
    monkeypatch.undo()

    assert current(tmp_path) == first
    assert (tmp_path / first / "index.html").read_bytes() == b"One"
    second = write_build(pages("Two"), tmp_path)
    assert (current(tmp_path), folders(tmp_path)) == (second, sorted([first, second]))


def build_one(folder, text):
    write_build(pages(text), folder)


def test_write_build_by_several_at_once_ends_with_one_whole_build(tmp_path):
    texts = ["One", "Two", "Three", "Four"]
    builders = [
        multiprocessing.get_context("fork").Process(target=build_one, args=(tmp_path, text))
        for text in texts
    ]

    for builder in builders:
        builder.start()
    for builder in builders:
        builder.join()

    assert [builder.exitcode for builder in builders] == [0, 0, 0, 0]
    assert (tmp_path / current(tmp_path) / "index.html").read_text() in texts
    assert len(folders(tmp_path)) == 2
