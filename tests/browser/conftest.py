"""The real site in a real browser, begun from nothing by the documented steps, once a run.

What tests meet are copies, each with a folder and a database of its own and the same two processes.
"""

import fcntl
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import psycopg2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, expect
from psycopg2.sql import SQL, Identifier

from tests.browser.documented import begin
from tests.browser.serving import copy_of, running, served

# Without the window that nobody looks at, the same engine answers three times as soon.
CHROMIUM = shutil.which("chromium-headless-shell") or "/usr/bin/chromium"
# The browser's own calls home would be refused on a closed network and only make noise.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Nothing leaves this machine.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
PATIENCE = 60_000  # milliseconds, for a slow machine; what is there is seen at once
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Path:
    """The folder of a site that was begun as the documents say, from an empty database.

    Sites of tests are copies of it. The first worker that needs it makes it for all.
    """
    is_worker = "PYTEST_XDIST_WORKER" in os.environ
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if is_worker else base) / "made"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            half_made = folder.with_suffix(".half-made")
            begin(browser, half_made)
            half_made.rename(folder)
    return folder


@pytest.fixture(scope="module")
def var_dir(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the served site keeps its database, built pages and e-mails.

    Each file of tests has its own, so none meets another's rows.
    """
    return copy_of(made, tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="session")
def untouched(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One site for all tests that only read: the files marked so."""
    with running(copy_of(made, tmp_path_factory.mktemp("untouched"))) as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """An empty one, as the settings name it."""
    if request.param == "sqlite":
        yield {}
        return
    server = os.environ.get("TEST_DATABASE_URL", "postgres:///postgres")
    name = f"browser_{secrets.token_hex(6)}"
    with closing(psycopg2.connect(server)) as line:
        line.autocommit = True
        line.cursor().execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        yield {"DATABASE_URL": server.rpartition("/")[0] + f"/{name}"}
        line.cursor().execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


@pytest.fixture(scope="module")
def site(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.node.get_closest_marker("reads_only"):
        yield request.getfixturevalue("untouched")
        return
    var_dir = request.getfixturevalue("var_dir")
    with running(var_dir) as url:
        yield url


@pytest.fixture
def own_site(made: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A site for one test to harm: its address, and its folder."""
    with served(copy_of(made, tmp_path)) as url:
        yield url, tmp_path


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
    yield chromium
    chromium.close()


def watched(
    browser: Browser,
    site: str,
    noise: list[str],
    *,
    viewport: dict[str, int] = PHONE,
    java_script: bool = True,
    **options: object,
) -> Page:
    """In a context of its own (own cookies); what it logs and whom else it asks is noted."""
    context = browser.new_context(
        base_url=site, viewport=viewport, java_script_enabled=java_script, **options
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.on(
        "console",
        lambda message: (
            noise.append(f"{message.type}: {message.text}")
            if message.type in ("error", "warning")
            else None
        ),
    )
    page.on("pageerror", lambda error: noise.append(f"script error: {error}"))
    page.on(
        "request",
        lambda asked: (
            None
            if asked.url.startswith((site, "data:", "about:"))
            else noise.append(f"asked another host: {asked.url}")
        ),
    )
    page.noise = noise
    return page


@pytest.fixture
def new_page(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens a page in a browser of its own (own cookies).

    What it logs and whom else it asks is kept and must be nothing at the end.
    """
    contexts: list[BrowserContext] = []
    noise: list[str] = []

    def open_page(**options: object) -> Page:
        page = watched(browser, site, noise, **options)
        contexts.append(page.context)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert noise == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()


@pytest.fixture(scope="session")
def reader(browser: Browser, untouched: str) -> Iterator[Page]:
    page = watched(browser, untouched, [])
    yield page
    page.context.close()


@pytest.fixture
def kept_page(reader: Page) -> Iterator[Page]:
    """The one in which a reader goes from page to page, for tests that only look."""
    reader.noise.clear()
    yield reader
    assert reader.noise == []
