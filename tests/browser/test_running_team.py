"""From an empty database to a running team by the printed link, pages and letters alone, on both
databases: no command, no fixture, no row that a page does not make.
"""

import csv
import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.asking import ask_for_a_talk, plain, wait_for_mail_about
from tests.browser.beginning import (
    LINK,
    OFFICER,
    begin_programme,
    bring_in_schools,
    come_in,
    invite,
    link_to,
    wait_for_words,
)
from tests.browser.conftest import watched
from tests.browser.documented import OLD_TALKS, bring_in, old_talks, school_list
from tests.browser.given import agree_on_a_date, log
from tests.browser.serving import served
from tests.browser.steps import logged
from tests.campaigns.places import list_editions as editions

pytestmark = [pytest.mark.browser, pytest.mark.heavy]

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
