"""From an empty database to a running team by the printed link, pages and letters alone, on both
databases: no command, no fixture, no row that a page does not make.
"""

import csv
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path

import psycopg2
import pytest
from playwright.sync_api import Browser, Page, expect
from psycopg2.sql import SQL, Identifier

from tests.browser.accessibility import then_it_is_accessible
from tests.browser.asking import ask_for_a_talk, mails_to, plain, wait_for_mail_about
from tests.browser.conftest import watched
from tests.browser.documented import OLD_TALKS, bring_in, old_talks, school_list
from tests.browser.given import agree_on_a_date, log
from tests.browser.serving import served
from tests.browser.signing_in import PASSWORD, set_up_app
from tests.browser.steps import choose, logged
from tests.browser.test_from_nothing import LINK, wait_for_words
from tests.campaigns.places import list_editions as editions

pytestmark = [pytest.mark.browser, pytest.mark.heavy]

ADMINISTRATOR, OFFICER = "ailsa@example.org", "rona.officer@example.org"
ROLLS = "roll.csv"
# As they are published, the older ones first: who has an old one at hand begins with it.
LISTS = {
    "ours.csv": school_list().encode(),
    "contacts-2017.csv": editions.csv_of(*editions.of_2017()),
    "statistics-2019.xlsx": editions.workbook(S=editions.statistics(editions.STATISTICS_2019)),
    "statistics-2022.xlsx": editions.workbook(S=editions.statistics(editions.STATISTICS_2022)),
    "contacts-2024.xlsx": editions.contact_list(),
    ROLLS: editions.csv_of(*editions.roll()),
    "register.xlsx": editions.workbook(Register=editions.register()),
}


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> Iterator[dict[str, str]]:
    """An empty one, as the settings name it."""
    if request.param == "sqlite":
        yield {}
        return
    server = os.environ.get("TEST_DATABASE_URL", "postgres:///postgres")
    name = f"running_team_{secrets.token_hex(6)}"
    with closing(psycopg2.connect(server)) as line:
        line.autocommit = True
        line.cursor().execute(SQL("CREATE DATABASE {}").format(Identifier(name)))
        yield {"DATABASE_URL": server.rpartition("/")[0] + f"/{name}"}
        line.cursor().execute(SQL("DROP DATABASE {} WITH (FORCE)").format(Identifier(name)))


def test_team_runs_from_an_empty_database(
    browser: Browser, tmp_path: Path, database: dict[str, str]
):
    noise: list[str] = []
    with served(tmp_path, said=tmp_path / "said", DEMO="no", **database) as url:
        first, officer, school = (watched(browser, url, noise) for _ in range(3))
        [link] = LINK.findall(wait_for_words(first, tmp_path / "said"))

        begin_programme(first, link)
        for name, content in LISTS.items():
            bring_in_schools(first, name, content)
        invite(first, OFFICER)
        come_in(officer, link_to(officer, tmp_path, OFFICER))
        log(officer, place="Rowan Bank Primary School", children="24")
        bring_in(first, old_talks(date.today()))  # noqa: DTZ011 -- any day will do
        ask_for_a_talk(school, tmp_path)
        agree_on_a_date(first, youngest_request(first))

        confirmed = wait_for_mail_about(school, tmp_path, "Your talk is confirmed")
        assert "Rowan Bank" in plain(confirmed)
        assert logged(school) == 24 + of_old_talks()
        expect(school.get_by_role("main")).to_contain_text("Over 20,000")
        for page in (first, officer, school):
            page.context.close()
    assert noise == []


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


def youngest_request(page: Page) -> str:
    page.goto("/team/talks/")
    page.get_by_role("main").get_by_role("link", name=re.compile("Rowan Bank")).last.click()
    page.wait_for_url(re.compile(r"/team/talks/\d+/$"))
    return page.url


def of_old_talks() -> int:
    head, *rows = csv.reader(old_talks(date.today()).decode().splitlines())  # noqa: DTZ011
    counted = [head.index(name) for name in ("Children", "Young people", "Parents", "Staff")]
    assert len(rows) == OLD_TALKS
    return sum(int(row[number] or 0) for row in rows for number in counted)
