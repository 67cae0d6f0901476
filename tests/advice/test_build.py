import gzip
import json
import multiprocessing
import re
from datetime import UTC, datetime

import brotli
import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from advice import build
from advice.build import BuiltPage, write_build
from advice.inline import page_headers
from advice.library import library
from sextortion_aware.headers import SECURITY_HEADERS
from tests.advice.content import content, page
from tests.html import PageFacts


def pages(*texts):
    return [
        BuiltPage("/" if not number else f"/page-{number}/", text.encode())
        for number, text in enumerate(texts)
    ]


def current(folder):
    return (folder / "current").read_text().split()[0]


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


@pytest.fixture
def build_dir(tmp_path, settings, monkeypatch):
    for quality in ("BROTLI_QUALITY", "BEST_QUALITY"):  # hundreds of pages
        monkeypatch.setattr(build, quality, 1)
    settings.ADVICE_BUILD_DIR = tmp_path / "built"
    settings.STATIC_ROOT = tmp_path / "static"
    return settings.ADVICE_BUILD_DIR


@pytest.fixture
def guidance_only(monkeypatch):
    """Without the hundreds of plans."""
    monkeypatch.setattr(build, "render_route", lambda library: [])


def test_build_advice_builds_every_page_of_the_site(build_dir, capsys):
    call_command("build_advice")

    made = build_dir / current(build_dir)
    facts = PageFacts()
    facts.feed((made / "what-to-do" / "index.html").read_text())
    assert [words.strip() for words in facts.h1] == ["What to do now"]
    assert len(list((made / "help").rglob("index.html"))) > 100
    assert capsys.readouterr().out.endswith(f"advice pages built, version {current(build_dir)}\n")


def test_build_advice_refuses_wrong_content_and_leaves_the_old_build(build_dir, tmp_path):
    before = write_build(pages("One"), build_dir)
    page(content(tmp_path / "words"), "bad", body="Ring 999.")

    with pytest.raises(CommandError) as refused:
        call_command("build_advice", content=tmp_path / "words")

    assert str(refused.value) == (
        'Nothing was built:\nbad.md: the number "999" is typed in the text: name the contact, '
        "like [[childline.phone]]."
    )
    assert current(build_dir) == before


WAYS = re.compile(r'href="((?:tel|sms|mailto|https):[^"]+)"|(?<![\w.#-])(\d[\d ]{1,13}\d)(?![\w-])')


def set_clock(monkeypatch, *day):
    monkeypatch.setattr(timezone, "now", lambda: datetime(*day, 12, tzinfo=UTC))


def ways_by_page(folder):
    made = folder / current(folder)
    return {
        str(file.relative_to(made)): WAYS.findall(file.read_text())
        for file in made.rglob("index.html")
    }


def test_build_of_a_far_year_shows_every_number_that_todays_build_shows(
    build_dir, monkeypatch, settings
):
    set_clock(monkeypatch, 2026, 11, 29)
    call_command("build_advice", verbosity=0)
    settings.ADVICE_BUILD_DIR = build_dir.with_name("later")
    set_clock(monkeypatch, 2030, 1, 1)

    call_command("build_advice", verbosity=0)

    now, later = ways_by_page(build_dir), ways_by_page(settings.ADVICE_BUILD_DIR)
    assert len(now) > 700
    assert [page for page in now if now[page] != later.get(page)] == []
    links = {link for ways in later.values() for link, _ in ways}
    assert {
        f"tel:{contact.phone}" for contact in library().contacts.values() if contact.phone
    } <= links
    assert current(build_dir) == current(settings.ADVICE_BUILD_DIR)  # and every other byte


def test_build_advice_says_loudly_what_is_late_and_quietly_what_is_due_soon(
    build_dir, tmp_path, capsys, monkeypatch
):
    monkeypatch.setattr(
        "advice.management.commands.build_advice.render_all", lambda library: pages("One")
    )
    page(content(tmp_path / "words"), "soon", review_due="2026-12-29")
    set_clock(monkeypatch, 2026, 11, 29)

    call_command("build_advice", content=tmp_path / "words")

    said = capsys.readouterr()
    assert said.err.splitlines() == [
        "LATE: 1 to check now. All stay on the pages. docs/words.md says what to do.",
        "    contacts.toml [emergency]: Emergency services was due on 1 July 2020, 2342 days ago.",
    ]
    assert (
        said.out.splitlines()[0]
        == "Soon: soon.md: The page “About soon” is due on 29 December 2026, in 30 days."
    )
    assert said.out.splitlines()[1].startswith("1 advice pages built")


def test_build_advice_to_a_folder_writes_a_whole_site_for_a_static_host(
    build_dir, guidance_only, tmp_path, settings
):
    settings.STATIC_ROOT.mkdir()
    (settings.STATIC_ROOT / "site.css").write_text("body {}")

    call_command("build_advice", to=tmp_path / "mirror")

    made = tmp_path / "mirror"
    assert (made / "what-to-do" / "index.html").read_text().lower().startswith("<!doctype html>")
    assert (made / "index.html.br").is_file()
    assert (made / "static" / "site.css").read_text() == "body {}"
    assert "999" in (made / "404.html").read_text()
    assert page_headers()["Content-Security-Policy"] in (made / "_headers").read_text()
    assert not build_dir.exists()
