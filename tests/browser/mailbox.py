"""What came by e-mail: a site of tests writes it to files."""

from pathlib import Path

from playwright.sync_api import Page


def link_in_the_mail(page: Page, var_dir: Path, email: str) -> str:
    """Written by the worker that runs beside the site."""
    for _ in range(200):
        for mail in (var_dir / "mail").glob("*"):
            text = mail.read_text().replace("=\n", "").replace("=3D", "=")
            words = [word for word in text.split() if "/accounts/invitation/" in word]
            if f"To: {email}" in text and words:
                return words[0]
        page.wait_for_timeout(100)
    raise AssertionError("no e-mail with a link came within 20 seconds")
