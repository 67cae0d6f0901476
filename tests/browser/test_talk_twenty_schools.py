"""Twenty schools of a council ask within one hour, all out of its one address: from an empty
database, on both databases. What holds off a machine holds off none of them.
"""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.accessibility import then_it_is_accessible
from tests.browser.asking import (
    CONFIRM,
    TOO_QUICK,
    answer_all,
    link_in,
    wait_for_mail_about,
)
from tests.browser.beginning import begun
from tests.browser.documented import NORTH

pytestmark = [pytest.mark.browser, pytest.mark.heavy]

TREES = (
    *("Alder", "Ash", "Aspen", "Beech", "Birch", "Blackthorn", "Broom", "Cedar", "Cherry", "Elder"),
    *("Elm", "Hawthorn", "Hazel", "Holly", "Juniper", "Larch", "Linden", "Maple", "Oak", "Willow"),
)
NAMES = {tree: f"{tree} Brae Primary School" for tree in TREES}
SCHOOLS = [(name, NORTH, "Primary", 200, "Auchenmarrow") for name in NAMES.values()]


def office_of(tree: str) -> str:
    return f"office@{tree.lower()}-brae.example"


def test_twenty_schools_behind_one_address_ask_and_none_is_refused(
    browser: Browser, tmp_path: Path, database: dict[str, str]
):
    with begun(browser, tmp_path, database, schools=SCHOOLS) as (site, team):
        schools = {tree: site.page() for tree in TREES}
        for tree, page in schools.items():
            answer_all(page, school=NAMES[tree], email=office_of(tree))
        team.wait_for_timeout(TOO_QUICK)
        for page in schools.values():
            send(page)
        references = {confirm(page, tmp_path, tree) for tree, page in schools.items()}

        assert len(references) == len(TREES)
        then_all_are_in_the_queue(team, references)


def send(page: Page) -> None:
    """None has confirmed yet, so all of them count for the one address."""
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Now look in your e-mail")


def confirm(page: Page, var_dir: Path, tree: str) -> str:
    """By the school's own letter. The reference that its page shows."""
    page.goto(link_in(wait_for_mail_about(page, var_dir, CONFIRM, to=office_of(tree))))
    page.get_by_role("button", name="Yes, send my request").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("We have your request")
    said = page.get_by_role("main").inner_text()
    assert NAMES[tree] in said
    if tree == TREES[-1]:
        then_it_is_accessible(page)
    return re.search(r"\b[B-DF-HJ-NP-TV-XZ2-9]{7}\b", said).group()


def then_all_are_in_the_queue(team: Page, references: set[str]) -> None:
    team.goto("/team/talks/")
    queue = team.get_by_role("main").inner_text()
    assert {reference for reference in references if reference not in queue} == set()
    assert {name for name in NAMES.values() if name not in queue} == set()
    then_it_is_accessible(team)
