"""A site as its users begin it: an empty database, the documented steps, and nothing that only the
demonstration has.

Places come from a list of schools, old talks from a spreadsheet, everything else from pages.
"""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.browser.serving import ROOT, served
from tests.browser.signing_in import PASSWORD, sign_in_by_hand
from tests.browser.steps import choose
from tests.campaigns.spreadsheets.files import csv_of

ADMINISTRATOR, COORDINATOR = "administrator@team.example", "coordinator@team.example"
PEOPLE = {
    ADMINISTRATOR: ("Ailsa Administrator", "administrator"),
    COORDINATOR: ("Callum Coordinator", "coordinator"),
    "officer@team.example": ("Rona Officer", "officer"),
    "viewer@team.example": ("Violet Viewer", "viewer"),
}
School = tuple[str, str, str, int, str]
NORTH, SOUTH = "North Lanarkshire", "South Lanarkshire"
SCHOOLS = (
    ("Rowan Bank Primary School", NORTH, "Primary", 214, "Auchenmarrow"),
    ("St Fillan’s Primary School", NORTH, "Primary", 187, "Braidhowe"),
    ("Heronmoor Primary School", NORTH, "Primary", 322, "Cairnmyre"),
    ("Mill Lade Primary School", NORTH, "Primary", 96, "Dunwhirry"),
    ("Whinny Knowe Primary School", NORTH, "Primary", 251, "Easter Pellan"),
    ("Larkrise Primary School", NORTH, "Primary", 148, "Auchenmarrow"),
    ("St Mirrel’s Primary School", NORTH, "Primary", 203, "Braidhowe"),
    ("Burnfoot Row Primary School", NORTH, "Primary", 41, "Cairnmyre"),
    ("Cairnmyre Academy", NORTH, "Secondary", 1104, "Cairnmyre"),
    ("Fernhaugh Primary School", SOUTH, "Primary", 268, "Fernhaugh"),
    ("Castle Wynd Primary School", SOUTH, "Primary", 175, "Glenquarrel"),
    ("Otterburn Loan Primary School", SOUTH, "Primary", 312, "Inverlarrow"),
    ("Peel Brae Primary School", SOUTH, "Primary", 88, "Kirkmossat"),
    ("Sandyhowe Primary School", SOUTH, "Primary", 190, "Lowdermuir"),
    ("Tannery Lane Primary School", SOUTH, "Primary", 241, "Fernhaugh"),
    ("Glenquarrel High School", SOUTH, "Secondary", 1232, "Glenquarrel"),
)
OTHER_PLACES = (
    ("Braidhowe Theatre", "Community venue", NORTH, "Braidhowe"),
    ("Dunwhirry Town Hall", "Community venue", NORTH, "Dunwhirry"),
    ("Kirkmossat Library", "Community venue", SOUTH, "Kirkmossat"),
    ("Larrow Foods", "Workplace", SOUTH, "Inverlarrow"),
)
OLD_TALKS = 30


def manage(var_dir: Path, url: str, *arguments: str, **more: str) -> str:
    """A command as docs/deploy.md has it, beside the running site; what it printed.

    `more`: what else stands in the environment of that site.
    """
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=inherited
        | {
            "VAR_DIR": str(var_dir),
            "SITE_URL": url,
            "SECRET_KEY": (var_dir / "secret_key").read_text(),
        }
        | more,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def begin(browser: Browser, var_dir: Path) -> None:
    """From nothing to a team at work, with talks of the last two years in the log."""
    with served(var_dir) as url:
        context = browser.new_context(base_url=url)
        page = context.new_page()
        fill(page, var_dir, url)
        context.close()


def fill(page: Page, var_dir: Path, url: str) -> None:
    """By the file that deploy/ offers, the commands beside it, and pages."""
    (var_dir / "schools.csv").write_text(school_list(), encoding="utf-8")
    ours = var_dir / "ours.toml"
    ours.write_text(programme_of((ROOT / "deploy/set_up.example.toml").read_text()))
    choose_password(page, manage(var_dir, url, "set_up", str(ours), "--print-link"))
    for email, (name, role) in PEOPLE.items():
        if email != ADMINISTRATOR:
            member = (email, name, role, "--print-link")
            choose_password(page, manage(var_dir, url, "add_member", *member))
    for email in [*(email for email in PEOPLE if email != COORDINATOR), COORDINATOR]:
        page.context.clear_cookies()
        sign_in_by_hand(page, email)
    for place in OTHER_PLACES:
        add_place(page, *place)
    bring_in(page, old_talks(date.today()))  # noqa: DTZ011 -- any day will do


def programme_of(example: str) -> str:
    """The example with the name and the list that a real team would write into it."""
    name, _ = PEOPLE[ADMINISTRATOR]
    ours = example.replace("Full Name", name).replace("administrator@example.org", ADMINISTRATOR)
    return ours.replace('# schools = "schools.csv"', 'schools = "schools.csv"')


def choose_password(page: Page, printed: str) -> None:
    """By the link that a command printed."""
    page.goto(re.search(r"http\S+", printed).group())
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("The new password again").fill(PASSWORD)
    page.get_by_role("button", name=re.compile("password")).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("password")


def add_place(page: Page, name: str, kind: str, council: str, town: str) -> None:
    page.goto("/team/places/add/")
    page.get_by_label("Name", exact=True).fill(name)
    choose(page, kind)
    page.get_by_label("Town or village").fill(town)
    choose(page, council)
    page.get_by_role("button", name="Add this place").click()
    expect(page.get_by_role("status")).to_contain_text(name)


def school_list(schools: Sequence[School] = SCHOOLS) -> str:
    columns = (
        "seed_code,name,local_authority,sector,denomination,roll,town,postcode,latitude,longitude"
    )
    rows = [
        f"{8400000 + number},{name},{council},{sector},Non-denominational,{roll},{town},,,"
        for number, (name, council, sector, roll, town) in enumerate(schools)
    ]
    return "\n".join([columns, *rows])


def old_talks(today: date) -> bytes:
    """Of every kind of people, ten or more each; all of them longer ago than a week."""
    header = ("Date", "School", "Stages", "Children", "Young people", "Parents", "Staff", "Officer")
    primaries = [school for school in SCHOOLS if school[2] == "Primary"]
    rows = [
        [
            f"{day:%d/%m/%Y}",
            primaries[number % len(primaries)][0],
            "P7, S1" if number % 7 == 0 else "P7",
            str(21 + number % 10),
            "40" if number % 7 == 0 else "",
            "12" if number % 5 == 0 else "",
            "11" if number % 6 == 0 else "",
            ("Rona Officer", "Callum Coordinator")[number % 2],
        ]
        for number in range(OLD_TALKS)
        for day in [weekday(today - timedelta(days=10 + 20 * number))]
    ]
    return csv_of(rows, header=header)


def weekday(day: date) -> date:
    return day - timedelta(days=max(0, day.weekday() - 4))


def bring_in(page: Page, spreadsheet: bytes) -> None:
    page.goto("/team/import/")
    page.get_by_label("Spreadsheet").set_input_files(
        {"name": "talks.csv", "mimeType": "text/csv", "buffer": spreadsheet}
    )
    page.get_by_role("button", name="Look at this spreadsheet").click()
    page.get_by_label("Topic, when a row does not say").select_option(label="Cyberbullying")
    page.get_by_label("How the numbers are known").select_option(label="I counted")
    page.get_by_role("button", name="Check the rows").click()
    page.get_by_role("button", name=f"Bring {OLD_TALKS} sessions into the log").click()
    expect(page.get_by_role("main")).to_contain_text(f"{OLD_TALKS} sessions are in the log.")
