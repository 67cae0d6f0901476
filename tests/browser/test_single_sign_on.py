"""Single sign-on in a real browser: the site on 127.0.0.1, and a provider in a process of its own
on localhost, which is another site: our cookies are at home when it sends people back.
"""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Thread
from urllib.request import urlopen

import pytest
import requests
from playwright.sync_api import Browser, Page, Playwright, expect

from tests.browser.accessibility import (
    then_axe_finds_nothing,
    then_it_is_accessible,
    then_its_colours_can_be_read_in_the_dark,
)
from tests.browser.conftest import CHROMIUM, PATIENCE, PHONE, QUIET
from tests.browser.documented import ADMINISTRATOR, COORDINATOR
from tests.browser.mailbox import link_in_the_mail
from tests.browser.serving import running, wait_for
from tests.browser.signing_in import folders, sign_in, sign_in_by_hand
from tests.browser.steps import choose
from tests.processes import free_port, python, started
from tests.provider.serve import CLIENT_ID, CLIENT_SECRET, TENANT

pytestmark = pytest.mark.browser
CODE, STATE = re.compile(r"[?&]code="), re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


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


def be(provider: str, how: str) -> None:
    urlopen(f"{provider}/be/?how={how}").close()


@pytest.fixture(scope="module")
def site(provider: str, var_dir: Path) -> Iterator[str]:
    settings = {
        "OIDC_ISSUER": f"{provider}/{TENANT}/v2.0",
        "OIDC_CLIENT_ID": CLIENT_ID,
        "OIDC_CLIENT_SECRET": CLIENT_SECRET,
        "OIDC_NAME": "Microsoft",
        "OIDC_SECOND_FACTOR": "true",
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


def at_the_provider(page: Page, who: str) -> None:
    page.get_by_role("button", name="Continue with Microsoft").click()
    page.get_by_label("Who").fill(who)


def come_back(page: Page) -> None:
    page.get_by_role("button", name="Sign in at the provider").click()


def through(page: Page, who: str) -> None:
    at_the_provider(page, who)
    come_back(page)


def sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    expect(page).to_have_title("You are signed out – Sextortion Aware")


def then_it_says(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(heading)
    assert not CODE.search(page.url)
    then_it_is_accessible(page)
    then_its_colours_can_be_read_in_the_dark(page)


@pytest.fixture
def invite(new_page: Callable[..., Page], site: str, var_dir: Path) -> Callable[[str], str]:
    """The link of the e-mail that an administrator sends by the page."""

    def by_the_page(name: str) -> str:
        page, email = new_page(), f"{name.lower().replace(' ', '.')}@team.example"
        sign_in(page, ADMINISTRATOR)
        page.goto("/team/people/invite/")
        page.get_by_label("Name").fill(name)
        page.get_by_label("E-mail address").fill(email)
        choose(page, "Officer")
        page.get_by_role("button", name="Send").click()
        page.wait_for_url("**/team/people/")
        return link_in_the_mail(page, var_dir, email)

    return by_the_page


def test_from_an_invitation_into_the_team_and_again_the_next_time(
    page: Page, invite: Callable[[str], str]
) -> None:
    page.goto(invite("Iona Kerr"))
    then_it_says(page, "Join a team")
    through(page, "iona")
    page.wait_for_url("**/team/")
    assert {cookie["sameSite"] for cookie in page.context.cookies("http://127.0.0.1")} == {"Strict"}

    sign_out(page)
    page.goto("/team/sessions/")
    then_it_says(page, "Sign in")
    through(page, "iona")

    page.wait_for_url("**/team/sessions/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Sessions")


def test_without_java_script_too(
    new_page: Callable[..., Page], invite: Callable[[str], str]
) -> None:
    page = new_page(java_script=False)
    page.goto(invite("Una Baird"))

    through(page, "una")

    page.wait_for_url("**/team/")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_page_that_leads_out_is_accessible(page: Page, provider: str) -> None:
    page.goto("/accounts/login/")
    page.route(f"{provider}/**", lambda route: route.fulfill(status=204))  # so it stays
    page.get_by_role("button", name="Continue with Microsoft").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Opening Microsoft")
    then_axe_finds_nothing(page)


def test_stranger_of_the_tenant_needs_an_invitation(page: Page) -> None:
    page.goto("/accounts/login/")
    through(page, "a stranger")

    then_it_says(page, "You need an invitation")
    page.get_by_role("link", name="Back to sign-in").click()
    expect(page).to_have_title("Sign in – Sextortion Aware")
    page.goto("/team/")
    expect(page).to_have_title("Sign in – Sextortion Aware")


def test_whoever_stops_at_the_provider_is_back_at_the_invitation(
    page: Page, invite: Callable[[str], str]
) -> None:
    page.goto(invite("Morag Shaw"))
    at_the_provider(page, "morag")
    page.get_by_role("link", name="Cancel").click()

    then_it_says(page, "You stopped at Microsoft")
    page.get_by_role("link", name="Back to the invitation").click()
    through(page, "morag")
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_token_of_another_tenant_is_refused(page: Page, provider: str) -> None:
    page.goto("/accounts/login/")
    at_the_provider(page, "somebody")
    be(provider, "wrong_tenant")
    come_back(page)

    then_it_says(page, "This did not work with Microsoft")


def test_way_back_is_good_once(page: Page, invite: Callable[[str], str]) -> None:
    came = []
    page.on("request", lambda asked: came.append(asked.url) if CODE.search(asked.url) else None)
    page.goto(invite("Elspeth Weir"))
    through(page, "elspeth")
    page.wait_for_url("**/team/")
    sign_out(page)

    page.goto(came[0])

    then_it_says(page, "Start again")
    page.goto("/team/")
    expect(page).to_have_title("Sign in – Sextortion Aware")


def test_keys_of_the_provider_may_change(
    page: Page, invite: Callable[[str], str], provider: str
) -> None:
    page.goto(invite("Fiona Orr"))
    at_the_provider(page, "fiona")
    be(provider, "new_keys")
    come_back(page)

    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def test_provider_that_hangs_is_said_and_the_password_works_meanwhile(
    page: Page, new_page: Callable[..., Page], provider: str
) -> None:
    page.goto("/accounts/login/")
    at_the_provider(page, "somebody")
    be(provider, "hung")
    page.get_by_role("button", name="Sign in at the provider").click(no_wait_after=True)

    sign_in_by_hand(new_page(), COORDINATOR)

    then_it_says(page, "Microsoft does not answer")


def test_many_who_wait_for_a_provider_that_hangs_take_no_page_from_the_others(
    site: str, provider: str
) -> None:
    people = [begun(site) for _ in range(14)]  # more than there are threads for all pages
    be(provider, "hung")
    said: list[str] = []
    waiting = [
        Thread(target=lambda person=person: said.append(came_back(site, *person)))
        for person in people
    ]
    for each in waiting:
        each.start()

    others = [requests.get(f"{site}/accounts/login/", timeout=60).status_code for _ in range(20)]
    for each in waiting:
        each.join()

    assert others == [200] * 20
    assert said == ["/accounts/sso/refused/"] * len(people)


def begun(site: str) -> tuple[requests.Session, str]:
    """Somebody who is at the provider, and the state with which they will come back."""
    person = requests.Session()
    [token] = STATE.findall(person.get(f"{site}/accounts/login/").text)[:1]
    sent = {"csrfmiddlewaretoken": token}
    page = person.post(f"{site}/accounts/sso/begin/", sent, headers={"Origin": site})
    return person, page.text.partition("state=")[2].partition("&")[0]


def came_back(site: str, person: requests.Session, state: str) -> str:
    address = f"{site}/accounts/sso/callback/?code=x&state={state}&inside=1"
    return person.get(address, allow_redirects=False, timeout=60).headers["Location"]
