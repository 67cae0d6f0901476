"""A phone whose network can be cut."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.browser.conftest import PATIENCE, PHONE
from tests.browser.signing_in import sign_in_by_hand
from tests.browser.steps import choose, open_folds

OFFICER, COLLEAGUE = "officer@team.example", "coordinator@team.example"
WITHOUT_NETWORK = (
    "ERR_INTERNET_DISCONNECTED",
    "ERR_FAILED",
)  # the browser itself writes these down
HAS_THE_LOG = """async () => {
  for (let tries = 0; tries < 200; tries++) {
    const worker = await navigator.serviceWorker.getRegistration("/team/");
    const kept =
      (await caches.match("/team/log/offline/")) && (await caches.match("/team/offline/"));
    if (worker?.active?.state === "activated" && kept) return true;
    await new Promise((done) => setTimeout(done, 50));
  }
}"""


class Phone:
    """A browser whose network can be cut. Pages of `new_page` are watched request by request, which
    a worker does not bear without a network.
    """

    def __init__(self, context: BrowserContext, noise: list[str]) -> None:
        self.context, self.noise = context, noise
        self.page = self.open()

    def without_background_sync(self) -> None:
        """The browser would have its worker send in the middle of a test that holds the page's own
        sending up.
        """
        self.context.add_init_script(
            "if (globalThis.ServiceWorkerRegistration) delete "
            "ServiceWorkerRegistration.prototype.sync"
        )

    def open(self) -> Page:
        page = self.context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on(
            "console",
            lambda message: (
                self.noise.append(f"{message.type}: {message.text}")
                if message.type in ("error", "warning")
                else None
            ),
        )
        page.on("pageerror", lambda error: self.noise.append(f"script error: {error}"))
        self.page = page
        return page

    def sign_in(self, email: str = OFFICER) -> Page:
        """And wait until the phone has the log."""
        sign_in_by_hand(self.page, email)
        assert self.page.evaluate(HAS_THE_LOG)
        return self.page

    def cut(self) -> None:
        self.context.set_offline(True)

    def restore(self) -> None:
        self.context.set_offline(False)


@pytest.fixture
def new_phone(browser: Browser, site: str) -> Iterator[Callable[[], Phone]]:
    phones: list[Phone] = []
    noise: list[str] = []

    def take() -> Phone:
        phones.append(Phone(browser.new_context(base_url=site, viewport=PHONE), noise))
        return phones[-1]

    yield take
    for phone in phones:
        phone.context.close()
    assert [line for line in noise if not any(words in line for words in WITHOUT_NETWORK)] == []


@pytest.fixture
def phone(new_phone: Callable[[], Phone]) -> Phone:
    return new_phone()


def fill_in(page: Page, *, children: str, place: str = "Heronmoor") -> None:
    open_folds(page)
    choose(page, "Somewhere else")
    page.get_by_role("combobox", name="Place").fill(place)
    page.locator("[role=option]").first.click()
    choose(page, "Class lesson")
    if not page.get_by_label(
        "Sextortion", exact=True
    ).is_checked():  # what this officer does most is chosen already
        choose(page, "Sextortion")
    page.get_by_label("Children (up to P7)").fill(children)
    choose(page, "From a register")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save on this phone").click()


def tag(page: Page, words: str) -> Locator:
    return page.locator(".tag").filter(has_text=re.compile(f"^{words}$"))


def waiting(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", name=words)).to_be_visible()


def needs_an_answer(page: Page, name: str) -> None:
    """All that waits was sent, and is opened to be answered."""
    region = page.get_by_role("region", name="waiting on this phone")
    expect(region).to_contain_text("It was sent, but needs your answer.")
    expect(region.get_by_role("link", name=name)).to_contain_text("Look at it")
    expect(region.get_by_text("not sent yet")).to_be_hidden()
    expect(region.get_by_text("Send it soon")).to_be_hidden()
    expect(region.get_by_role("button", name="Send now")).to_be_hidden()


def log_without_network(phone: Phone, **typed: str) -> Page:
    phone.cut()
    phone.page.goto("/team/log/")
    fill_in(phone.page, **typed)
    save(phone.page)
    return phone.page
