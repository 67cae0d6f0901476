"""The real site in a real browser:

`deploy/local.py` makes and serves it as `make run` does, once a run; what tests meet are copies,
each with a folder and a database of its own and the same two processes.
"""

import fcntl
import os
import re
import secrets
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright, expect

from tests.processes import python, started

ROOT = Path(__file__).resolve().parent.parent.parent
CHROMIUM = "/usr/bin/chromium"
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
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
PATIENCE = 60_000  # milliseconds, for a slow machine; what is there is seen at once
expect.set_options(timeout=PATIENCE)
START_SECONDS = 300  # for a slow machine; a site that cannot start ends, and is seen at once


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A file whose tests write stays with one worker, and its site; all others go where there is
    time (pytest --dist loadgroup).
    """
    for item in items:
        if item.get_closest_marker("browser") and not item.get_closest_marker("reads_only"):
            item.add_marker(pytest.mark.xdist_group(item.path.stem))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(START_SECONDS * 10):
        if process.poll() is not None:
            pytest.fail(f"the site stopped while starting, with code {process.returncode}")
        try:
            with urlopen(url, timeout=1):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    pytest.fail(f"the site did not answer within {START_SECONDS} seconds")


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a site that was started once: demonstration, built pages and files.

    Sites of tests are copies of it. The first worker that needs it makes it for all.
    """
    is_worker = "PYTEST_XDIST_WORKER" in os.environ
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if is_worker else base) / "made"
    with folder.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            half_made = folder.with_suffix(".half-made")
            with served(half_made):
                pass
            half_made.rename(folder)
    return folder


def copy_of(made: Path, folder: Path) -> Path:
    """Its link to the newest pages stays a link."""
    return shutil.copytree(made, folder, dirs_exist_ok=True, symlinks=True)


@pytest.fixture(scope="module")
def var_dir(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the served site keeps its database, built pages and e-mails.

    Each file of tests has its own, so none meets another's rows.
    """
    return copy_of(made, tmp_path_factory.mktemp("site"))


@contextmanager
def served(var_dir: Path, *, is_killed: bool = False) -> Iterator[str]:
    """`is_killed`: at the end all of its processes go at once, as when the power fails."""
    port = free_port()
    inherited = {
        name: value
        for name, value in os.environ.items()
        if name not in ("SECRET_KEY", "DATABASE_URL", "SITE_URL", "DJANGO_SETTINGS_MODULE")
    }
    process = subprocess.Popen(
        [sys.executable, "deploy/local.py"],
        cwd=ROOT,
        env=inherited | {"PORT": str(port), "VAR_DIR": str(var_dir)},
        start_new_session=True,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/readyz", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        try:
            if not is_killed:
                process.terminate()
                process.wait(60)
        finally:
            process.kill()  # its server and its mail worker go with it
            process.wait()


@contextmanager
def running(var_dir: Path) -> Iterator[str]:
    """A site that is made already: its server and its mail worker, and nothing before them."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = {
        "PORT": str(port),
        "VAR_DIR": str(var_dir),
        "SITE_URL": url,
        "SECRET_KEY": (var_dir / "secret_key").read_text(),
        "DATABASE_URL": "",
    }
    serve, work = python("deploy/serve.py", "--port", str(port)), python("manage.py", "run_worker")
    with (
        started(serve, var_dir / "server.log", **environment) as server,
        started(work, var_dir / "worker.log", **environment),
    ):
        wait_for(f"{url}/readyz", server.process)
        yield url


@pytest.fixture(scope="session")
def untouched(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One site for all tests that only read: the files marked so."""
    with running(copy_of(made, tmp_path_factory.mktemp("untouched"))) as url:
        yield url


@pytest.fixture(scope="module")
def site(request: pytest.FixtureRequest) -> Iterator[str]:
    if request.node.get_closest_marker("reads_only"):
        yield request.getfixturevalue("untouched")
        return
    var_dir = request.getfixturevalue("var_dir")
    with running(var_dir) as url:
        folders[url] = var_dir
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


axe = Axe()
# What a colour can break. Nothing but colours differs in the dark: tests/test_design.py.
OF_COLOURS = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}


def then_axe_finds_nothing(page: Page, **options: dict[str, object]) -> None:
    """The page keeps axe until it goes to another one."""
    if not page.evaluate("Boolean(globalThis.axe)"):
        page.evaluate(axe.axe_script)
    found = AxeResults(
        page.evaluate(
            "options => axe.run(options).then(({ violations }) => ({ violations }))",
            options or {"resultTypes": ["violations"]},
        )
    )
    assert found.violations_count == 0, (
        f"{page.url} at {page.viewport_size['width']}:\n{found.generate_report()}"
    )


def then_it_is_accessible(page: Page) -> None:
    """axe finds nothing, on a phone and on a desk; nothing is wider than the screen."""
    before = page.viewport_size
    for viewport in (PHONE, DESK):
        page.set_viewport_size(viewport)
        then_axe_finds_nothing(page)
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], (
            f"{page.url} scrolls sideways at {viewport['width']}"
        )
    page.set_viewport_size(before)


def then_its_colours_can_be_read_in_the_dark(page: Page) -> None:
    """On a phone and on a desk, of a page that was accessible in the light.

    Without motion: halfway between light and dark nothing can be read.
    """
    before = page.viewport_size
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    for viewport in (PHONE, DESK):
        page.set_viewport_size(viewport)
        then_axe_finds_nothing(page, **OF_COLOURS)
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.emulate_media(color_scheme="light", reduced_motion="no-preference")
    page.set_viewport_size(before)


DESCRIPTION_OF_FOCUS = """[document.activeElement, document.activeElement.closest("fieldset")]
    .flatMap((element) => (element?.getAttribute("aria-describedby") ?? "").split(" "))
    .map((id) => document.getElementById(id)?.innerText ?? "").join(" ")"""


def then_it_says_what_is_wrong(page: Page, words: str = "") -> None:
    """Above, where the focus is, and beside the field, to which the one leads from the other."""
    expect(page).to_have_title(re.compile("^Error: "))
    summary = page.get_by_role("alert")
    expect(summary).to_contain_text(words)
    expect(summary).to_be_focused()
    then_it_is_accessible(page)
    first = summary.get_by_role("link").first
    message = first.inner_text()
    first.click()
    assert page.evaluate("document.activeElement.matches('input, textarea, select')")
    assert message in page.evaluate(DESCRIPTION_OF_FOCUS)


def fill_in_date(form: Page | Locator, day: date) -> None:
    for label, value in (("Day", day.day), ("Month", day.month), ("Year", day.year)):
        form.get_by_label(label, exact=True).fill(str(value))


def choose(page: Page, words: str) -> None:
    """Taps a radio or a checkbox as a thumb does: on its words."""
    page.locator("label").filter(has_text=re.compile(f"^\\s*{re.escape(words)}\\s*$")).click()


def confirm_if_asked(page: Page, press: Callable[[Locator], None] = Locator.click) -> None:
    """After a session was sent: somebody may have logged there today already, and at the weekend
    schools are closed.
    """
    expect(page).not_to_have_title(re.compile("^(Log a session|Who came)"))
    page.wait_for_load_state()
    button = page.locator("[data-error-summary] button[form=session-form]")
    if button.count():
        press(button)


def sign_in_by_hand(page: Page, email: str) -> None:
    from campaigns.demo import PASSPHRASE

    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSPHRASE)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/team/")


# By address: the folders of the sites that were started, and who signed in there by hand, with the
# row of that sign-in.
folders: dict[str, Path] = {}
rows: dict[tuple[str, str], tuple[object, ...]] = {}


def sign_in(page: Page, email: str) -> None:
    """By hand the first time. Then with a copy of that sign-in, as if the same had been typed:
    each page has a sign-in of its own, and signing out of one leaves the others.
    """
    page.goto("/team/")  # leads to the sign-in form
    [url] = [url for url in folders if page.url.startswith(f"{url}/")]
    if not (row := rows.get((url, email))):
        sign_in_by_hand(page, email)
        [key] = [it["value"] for it in page.context.cookies() if it["name"] == "session"]
        rows[url, email] = row_of(folders[url], key)
        return
    key = secrets.token_hex(16)
    with closing(sqlite3.connect(folders[url] / "site.sqlite3", timeout=60)) as base, base:
        base.execute("INSERT INTO django_session VALUES (?, ?, ?)", (key, *row))
    page.context.add_cookies(
        [{"name": "session", "value": key, "url": url, "httpOnly": True, "sameSite": "Strict"}]
    )
    page.goto("/team/")
    if "/accounts/login/" in page.url:  # the one that was copied ran out
        sign_in_by_hand(page, email)


def row_of(folder: Path, key: str) -> tuple[object, ...]:
    """What it holds and when it ends."""
    with closing(sqlite3.connect(folder / "site.sqlite3", timeout=60)) as base:
        return base.execute(
            "SELECT session_data, expire_date FROM django_session WHERE session_key = ?", [key]
        ).fetchone()


def logged(page: Page) -> int:
    """The attendances that the public reach page shows."""
    page.goto("/reach/")
    text = page.get_by_role("main").inner_text()
    return int(re.search(r"([\d,]+) of 20,000 attendances", text).group(1).replace(",", ""))
