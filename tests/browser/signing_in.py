"""Who signs in to the sites of tests: by hand once, and then with a copy of that sign-in."""

import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

from playwright.sync_api import Page

PASSWORD = "heron-lantern-quarry-84"


def sign_in_by_hand(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
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
