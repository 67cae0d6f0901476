"""`manage.py build_advice`: the whole site, what it refuses and what it says."""

import re
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from advice import build
from advice.build import render_all, write_build
from advice.inline import page_headers
from advice.library import CONTENT_DIR, library, load_library
from tests.advice.built import current, pages
from tests.advice.content import content, page
from tests.advice.every_page import all_built
from tests.html import PageFacts


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


def test_build_of_a_far_year_is_that_of_today_with_every_number_and_every_other_byte(monkeypatch):
    now = {page.path: page for page in all_built()}
    set_clock(monkeypatch, 2030, 1, 1)

    later = {page.path: page for page in render_all(load_library(CONTENT_DIR))}

    assert len(now) > 250
    ways = {path: WAYS.findall(page.html.decode()) for path, page in now.items()}
    assert [path for path in ways if ways[path] != WAYS.findall(later[path].html.decode())] == []
    links = {link for found in ways.values() for link, _ in found}
    assert {
        f"tel:{contact.phone}" for contact in library().contacts.values() if contact.phone
    } <= links
    assert {path: page.mark for path, page in now.items()} == {
        path: page.mark for path, page in later.items()
    }


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
