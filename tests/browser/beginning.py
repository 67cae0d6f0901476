"""From an empty database to a team by the printed link, pages and letters alone."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import then_it_is_accessible
from tests.browser.asking import mails_to, plain
from tests.browser.conftest import watched
from tests.browser.documented import SCHOOLS, School, school_list
from tests.browser.serving import served
from tests.browser.signing_in import PASSWORD, set_up_app
from tests.browser.steps import choose

LINK = re.compile(r"http://\S+/team/set-up/\S+")
ADMINISTRATOR, OFFICER = "ailsa@example.org", "rona.officer@example.org"


@dataclass
class Site:
    """One that begins empty, and who looks at it: each in a browser of their own."""

    browser: Browser
    url: str
    folder: Path
    database: dict[str, str]
    noise: list[str] = field(default_factory=list)

    def page(self) -> Page:
        return watched(self.browser, self.url, self.noise)

    def officer(self, team: Page) -> Page:
        """Invited by the team, and at work."""
        page = self.page()
        invite(team, OFFICER)
        come_in(page, link_to(page, self.folder, OFFICER))
        return page


@contextmanager
def begun(
    browser: Browser,
    folder: Path,
    database: dict[str, str],
    *,
    schools: Sequence[School] = SCHOOLS,
    **more: str,
) -> Iterator[tuple[Site, Page]]:
    """From an empty database to a programme with its schools, and its administrator at work."""
    with served(folder, said=folder / "said", DEMO="no", **database, **more) as url:
        site = Site(browser, url, folder, database)
        before, team = list(browser.contexts), site.page()
        begin_programme(team, LINK.findall(wait_for_words(team, folder / "said"))[0])
        bring_in_schools(team, "schools.csv", school_list(schools).encode())
        yield site, team
        for context in browser.contexts:
            if context not in before:
                context.close()
    assert site.noise == []


def wait_for_words(page: Page, said: Path) -> str:
    """It prints the link as soon as it answers."""
    for _ in range(300):
        if LINK.search(text := said.read_text()):
            return text
        page.wait_for_timeout(100)
    return said.read_text()


def begin_programme(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("Your name", exact=True).fill("Ailsa Administrator")
    page.get_by_label("Your work e-mail address", exact=True).fill(ADMINISTRATOR)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The password again", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    set_up_second_step(page, ADMINISTRATOR)
    page.get_by_role("button", name="Set it up").click()
    page.get_by_role("main").get_by_role("link", name="Topics", exact=True).click()
    page.get_by_role("button", name="Add those that are ticked").click()
    page.goto("/team/talks/kinds/")
    page.get_by_role("button", name="Put what is ticked on offer").click()
    expect(page.get_by_role("status")).to_be_visible()


def bring_in_schools(page: Page, name: str, content: bytes) -> None:
    """What a list asks about schools without a council may be left unanswered."""
    page.goto("/team/places/list/")
    page.get_by_label("File").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="Look at this list").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What this list would do")
    then_it_is_accessible(page)
    take = page.get_by_role("button", name=re.compile(r"^Take \d"))
    if take.count():
        take.click()
        expect(page.get_by_role("status")).to_be_visible()


def invite(page: Page, email: str) -> None:
    page.goto("/team/people/invite/")
    page.get_by_label("Full name").fill("Rona Officer")
    page.get_by_label("Work e-mail address").fill(email)
    choose(page, "Officer")
    page.get_by_role("button", name="Send the invitation").click()
    expect(page.get_by_role("status")).to_contain_text(email)


def link_to(page: Page, var_dir: Path, address: str) -> str:
    for _ in range(300):
        if mails := mails_to(var_dir, address):
            return re.search(r"http\S+/accounts/invitation/\S+", plain(mails[-1])).group()
        page.wait_for_timeout(100)
    raise AssertionError(f"nothing was written to {address}")


def come_in(page: Page, link: str) -> None:
    page.goto(link)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("The password again", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Join").click()
    set_up_second_step(page, OFFICER)
    page.wait_for_url("**/team/")


def set_up_second_step(page: Page, email: str) -> None:
    page.get_by_role("link", name="Use an app").click()
    set_up_app(page, email)
