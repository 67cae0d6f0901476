"""Single sign-on in a real browser: the site on 127.0.0.1, and a provider in a process of its own
on localhost, which is another site: our cookies are at home when it sends people back.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Playwright

from tests.browser.conftest import CHROMIUM, PATIENCE, PHONE, QUIET
from tests.browser.documented import ADMINISTRATOR
from tests.browser.mailbox import link_in_the_mail
from tests.browser.serving import running, wait_for
from tests.browser.signing_in import folders, sign_in
from tests.browser.sso.steps import CODE, be
from tests.browser.steps import choose
from tests.processes import free_port, python, started
from tests.provider.serve import CLIENT_ID, CLIENT_SECRET, TENANT


@pytest.fixture(scope="module")
def asks_second_factor() -> str:
    """OIDC_SECOND_FACTOR."""
    return "true"


@pytest.fixture(scope="module")
def provider(tmp_path_factory) -> Iterator[str]:
    port = free_port()
    log = tmp_path_factory.mktemp("provider") / "log"
    with started(python("-m", "tests.provider.serve", str(port)), log) as process:
        wait_for(f"http://localhost:{port}/be/", process.process)
        yield f"http://localhost:{port}"


@pytest.fixture(autouse=True)
def well_again(provider: str) -> Iterator[None]:
    yield
    be(provider, "")


@pytest.fixture(scope="module")
def site(provider: str, var_dir: Path, asks_second_factor: str) -> Iterator[str]:
    settings = {
        "OIDC_ISSUER": f"{provider}/{TENANT}/v2.0",
        "OIDC_CLIENT_ID": CLIENT_ID,
        "OIDC_CLIENT_SECRET": CLIENT_SECRET,
        "OIDC_NAME": "Microsoft",
        "OIDC_SECOND_FACTOR": asks_second_factor,
    }
    with running(var_dir, **settings) as url:
        folders[url] = var_dir
        yield url


@pytest.fixture(scope="module")
def both_hosts(playwright: Playwright) -> Iterator[Browser]:
    quiet = [each.replace("EXCLUDE 127", "EXCLUDE localhost, EXCLUDE 127") for each in QUIET]
    chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=quiet)
    yield chromium
    chromium.close()


@pytest.fixture
def new_page(both_hosts: Browser, site: str, provider: str) -> Iterator[Callable[..., Page]]:
    """What a policy stops is an error; so is a third host, and a code in what another page is told
    of the one before.
    """
    wrong, contexts, asked = [], [], []

    def open_page(*, java_script: bool = True) -> Page:
        context = both_hosts.new_context(
            base_url=site, viewport=PHONE, java_script_enabled=java_script
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", lambda told: wrong.append(told.text) if "Policy" in told.text else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: asked.append(request))
        return page

    yield open_page
    for request in asked:
        if not request.url.startswith((site, provider, "data:", "about:")):
            wrong.append(f"asked {request.url}")
        if CODE.search(str(request.all_headers().get("referer", ""))):
            wrong.append(f"told {request.url} of a code")
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()


@pytest.fixture
def invite(new_page: Callable[..., Page], site: str, var_dir: Path) -> Callable[..., str]:
    """The link of the e-mail that an administrator sends by the page."""

    def by_the_page(name: str, email: str = "") -> str:
        email = email or f"{name.lower().replace(' ', '.')}@team.example"
        page = new_page()
        sign_in(page, ADMINISTRATOR)
        page.goto("/team/people/invite/")
        page.get_by_label("Name").fill(name)
        page.get_by_label("E-mail address").fill(email)
        choose(page, "Officer")
        page.get_by_role("button", name="Send").click()
        page.wait_for_url("**/team/people/")
        return link_in_the_mail(page, var_dir, email)

    return by_the_page
