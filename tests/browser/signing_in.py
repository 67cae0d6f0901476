"""Who signs in to the sites of tests: by hand once, and then with a copy of that sign-in.

By hand is with both steps. What the person of a site has on their phone lies in a file of its
folder, so that a copy of the site has it too.
"""

import json
import re
import secrets
import sqlite3
from contextlib import closing
from pathlib import Path

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.totp.internal.auth import yield_hotp_counters_from_time as moments
from playwright.sync_api import Page, expect

from tests.browser.serving import folders

PASSWORD = "heron-lantern-quarry-84"


def sign_in_by_hand(page: Page, email: str) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text(re.compile("second step"))
    if "Set up" in heading.inner_text():
        page.get_by_role("link", name="Use an app").click()
        set_up_app(page, email)
    else:
        page.get_by_label("Code", exact=True).fill(next_code(page, email))
        page.get_by_role("button", name="Continue").click()
    page.wait_for_url("**/team/")


def set_up_app(page: Page, email: str) -> None:
    """From the page with the key to where the person wanted to go."""
    key = page.get_by_test_id("key").inner_text().replace(" ", "")
    write_phone(page, email, {"key": key, "used": [], "codes": []})
    page.get_by_label("Code", exact=True).fill(next_code(page, email))
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Keep your recovery codes")
    codes = page.get_by_role("main").get_by_role("listitem").all_inner_texts()
    write_phone(page, email, phone_of(page, email) | {"codes": codes})
    page.get_by_role("button", name="I have kept them").click()


def next_code(page: Page, email: str) -> str:
    """Each is taken once: the one of now, of the next half minute, and then recovery codes. So no
    test waits for the clock, and none minds a half minute that ends meanwhile.
    """
    phone = phone_of(page, email)
    _, *now_and_next = (format_hotp_value(hotp_value(phone["key"], at)) for at in moments())
    fresh = [code for code in [*now_and_next, *phone["codes"]] if code not in phone["used"]]
    write_phone(page, email, phone | {"used": [*phone["used"], fresh[0]]})
    return fresh[0]


def phone_of(page: Page, email: str) -> dict[str, object]:
    return json.loads(file_of(page, email).read_text())


def write_phone(page: Page, email: str, phone: dict[str, object]) -> None:
    file_of(page, email).write_text(json.dumps(phone))


def file_of(page: Page, email: str) -> Path:
    return folders[url_of(page)] / f"phone of {email}.json"


def url_of(page: Page) -> str:
    [url] = [url for url in folders if page.url.startswith(f"{url}/")]
    return url


# By address: who signed in there by hand, with the row of that sign-in.
rows: dict[tuple[str, str], tuple[object, ...]] = {}


def sign_in(page: Page, email: str) -> None:
    """By hand the first time. Then with a copy of that sign-in, as if the same had been typed:
    each page has a sign-in of its own, and signing out of one leaves the others.
    """
    page.goto("/team/")  # leads to the sign-in form
    url = url_of(page)
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
