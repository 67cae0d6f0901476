"""What the pages of nginx say of a form, in a real Chromium."""

import pytest

from tests.browser.conftest import CHROMIUM, QUIET
from tests.deploy.nginx import HOST, Front, collect, front, needs_nginx
from tests.deploy.test_nginx_forms import Recording, recording

pytestmark = [needs_nginx, pytest.mark.browser]

FORM = b"""<!doctype html><title>Form</title><form method="post" action="/talks/send/">
<textarea name="notes"></textarea><button>Send</button></form>"""


class FormAndRecording(Recording):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(FORM)


@pytest.fixture
def page_of(playwright):
    """Opens a page of a browser that takes nginx here for the whole world."""
    browsers = []

    def page(made: Front):
        world = f"--host-resolver-rules=MAP {HOST}:443 127.0.0.1:{made.https}"
        browsers.append(playwright.chromium.launch(executable_path=CHROMIUM, args=[*QUIET, world]))
        return browsers[-1].new_context(ignore_https_errors=True).new_page()

    yield page
    for browser in browsers:
        browser.close()


def test_form_of_a_site_that_is_away_is_sent_again_by_reloading_as_the_page_says(page_of):
    with front() as made:
        page = page_of(made)
        with recording(made, FormAndRecording):
            page.goto(f"https://{HOST}/talks/ask/")
            page.fill("textarea", "What somebody typed")
        page.click("button")
        said = page.inner_text("main")
        page.reload()  # still away
        with recording(made) as recorder:
            page.reload()
            page.get_by_text("recorded").wait_for()

    assert "your browser then offers to send the form again, with what you typed" in said
    sent = [body for path, _, body in recorder.requests if path == "/talks/send/"]
    assert sent == [b"notes=What+somebody+typed"]


def test_form_that_was_too_large_is_there_when_one_goes_back_as_the_page_says(page_of):
    with front() as made, recording(made, FormAndRecording):
        page = page_of(made)
        page.goto(f"https://{HOST}/talks/ask/")
        page.fill("textarea", "x" * 1_100_000)
        page.click("button")
        said = page.inner_text("main")
        page.go_back()
        kept = page.input_value("textarea")

    assert "Go back one page" in said
    assert len(kept) == 1_100_000


def test_pages_and_refusals_keep_to_their_policy_in_a_browser(page_of):
    """A refusal has its style, and nothing in it is refused."""
    with front() as made:
        collect(made)
        page = page_of(made)
        noise = []
        page.on("console", lambda message: noise.append(message.text))
        page.goto(f"https://{HOST}/no-such-page/")
        colour = page.evaluate(
            "getComputedStyle(document.querySelector('a.button')).backgroundColor"
        )

    assert [line for line in noise if "503" not in line] == []
    assert colour != "rgba(0, 0, 0, 0)"
