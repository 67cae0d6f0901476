"""The real site in a real browser:

`deploy/local.py` serves it as `make run` does, from a folder and a database of its own.
"""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Locator, Page, Playwright, expect

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
]
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}
START_SECONDS = 60


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

    Sites of tests are copies of it.
    """
    folder = tmp_path_factory.mktemp("made")
    with served(folder):
        pass
    return folder


@pytest.fixture(scope="module")
def var_dir(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the served site keeps its database, built pages and e-mails.

    Each file of tests has its own, so none meets another's rows.
    """
    return shutil.copytree(made, tmp_path_factory.mktemp("site"), dirs_exist_ok=True)


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


@pytest.fixture(scope="module")
def site(var_dir: Path) -> Iterator[str]:
    with served(var_dir) as url:
        yield url


@pytest.fixture
def own_site(made: Path, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A site for one test to harm: its address, and its folder."""
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    with served(tmp_path) as url:
        yield url, tmp_path


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
    yield chromium
    chromium.close()


@pytest.fixture
def new_page(browser: Browser, site: str) -> Iterator[Callable[..., Page]]:
    """Opens a page in a browser of its own (own cookies).

    What it logs and whom else it asks is kept and must be nothing at the end.
    """
    contexts: list[BrowserContext] = []
    noise: list[str] = []

    def open_page(
        *, viewport: dict[str, int] = PHONE, java_script: bool = True, **options: object
    ) -> Page:
        context = browser.new_context(
            base_url=site, viewport=viewport, java_script_enabled=java_script, **options
        )
        contexts.append(context)
        context.route(lambda url: not url.startswith(site), lambda route: route.abort())
        page = context.new_page()
        page.set_default_timeout(10_000)
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

    yield open_page
    for context in contexts:
        context.close()
    assert noise == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()


def then_it_is_accessible(page: Page) -> None:
    """axe finds nothing, on a phone and on a desk; nothing is wider than the screen."""
    before = page.viewport_size
    for viewport in (PHONE, DESK):
        page.set_viewport_size(viewport)
        found = Axe().run(page)
        assert found.violations_count == 0, (
            f"{page.url} at {viewport['width']}:\n{found.generate_report()}"
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"], (
            f"{page.url} scrolls sideways at {viewport['width']}"
        )
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


def sign_in(page: Page, email: str) -> None:
    from campaigns.demo import PASSPHRASE

    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSPHRASE)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/team/")


def logged(page: Page) -> int:
    """The attendances that the public reach page shows."""
    page.goto("/reach/")
    text = page.get_by_role("main").inner_text()
    return int(re.search(r"([\d,]+) of 20,000 attendances", text).group(1).replace(",", ""))
