"""What a phone keeps and for whom: nothing after signing out, nothing of another officer's, nothing
for the pages of advice.
"""

import pytest
from playwright.sync_api import Error, expect

from tests.browser.offline.conftest import (
    COLLEAGUE,
    HAS_THE_LOG,
    OFFICER,
    fill_in,
    log_without_network,
    save,
    waiting,
)
from tests.browser.signing_in import sign_in_by_hand
from tests.browser.steps import logged

pytestmark = pytest.mark.browser


ON_THE_PHONE = """async () => {
  const bases = (await indexedDB.databases()).map((one) => one.name);
  const workers = (await navigator.serviceWorker.getRegistrations()).map((one) => one.scope);
  return { bases, workers, kept: await caches.keys() };
}"""


def test_signing_out_warns_of_what_waits_and_clears_the_phone(new_page, phone):
    public = new_page()
    before = logged(public)
    phone.without_background_sync()
    page = phone.sign_in()
    page.route("**/team/log/send/", lambda route: route.abort())
    page.goto("/team/log/offline/")
    fill_in(page, children="15")
    save(page)
    waiting(page, "1 waiting on this phone")
    page.goto("/team/sessions/")
    asked = []
    answers = iter(["dismiss", "accept"])
    page.on(
        "dialog", lambda dialog: (asked.append(dialog.message), getattr(dialog, next(answers))())
    )

    page.get_by_role("button", name="Sign out").click()
    assert page.evaluate(ON_THE_PHONE)["bases"] == ["team-log"]
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")

    assert (
        asked
        == [
            (
                "1 waiting on this phone, not in the log yet. If you sign out now, it is lost. "
                "Sign out?"
            )
        ]
        * 2
    )
    assert page.evaluate(ON_THE_PHONE) == {"bases": [], "workers": [], "kept": []}
    phone.cut()
    with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
        page.goto("/team/log/")
    assert logged(public) == before


def test_signing_out_clears_the_phone_even_when_our_script_does_not_run(phone):
    page = phone.sign_in()
    token = page.locator("[data-sign-out] input").get_attribute("value")

    page.evaluate(
        (
            "(token) => fetch('/accounts/logout/', { method: 'POST', body: new URLSearchParams({ "
            "csrfmiddlewaretoken: token }) })"
        ),
        token,
    )

    assert page.evaluate(ON_THE_PHONE) == {"bases": [], "workers": [], "kept": []}


def test_phone_that_signs_out_before_it_has_the_log_keeps_nothing_and_says_nothing(phone):
    held = []
    page = phone.page
    page.route("**/team/log/offline/", lambda route: held.append(route))  # a slow signal

    def sign_out(route):
        answer = route.fetch(max_redirects=0)
        for waits in held:
            waits.continue_()
        page.wait_for_timeout(1_000)
        route.fulfill(response=answer)

    page.route("**/accounts/logout/", sign_out)
    with page.expect_request("**/team/log/offline/"):
        sign_in_by_hand(page, OFFICER)
    page.get_by_role("button", name="Sign out").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")
    assert held
    assert page.evaluate(ON_THE_PHONE) == {"bases": [], "workers": [], "kept": []}


def test_entries_outlive_a_sign_in_that_ran_out_and_the_next_officer_never_sees_them(
    new_page, phone
):
    public = new_page()
    before = logged(public)
    phone.sign_in()
    page = log_without_network(phone, children="14")
    waiting(page, "1 waiting on this phone")

    phone.context.clear_cookies()
    phone.restore()
    expect(
        page.get_by_role("status").filter(has_text="You are signed out. Sign in to send what waits")
    ).to_be_visible()
    page.close()
    colleague = phone.open()
    phone.sign_in(COLLEAGUE)
    expect(colleague.get_by_text("waiting on this phone")).to_have_count(0)
    colleague.goto("/team/log/")
    colleague.wait_for_timeout(
        2_000
    )  # what the phone kept for the first officer is thrown away, and kept anew for this one
    assert colleague.evaluate(HAS_THE_LOG)
    phone.cut()
    colleague.goto("/team/log/")
    expect(colleague.get_by_role("heading", level=1)).to_have_text("Log a session on this phone")
    expect(colleague.get_by_label("Callum Coordinator")).to_be_checked()
    expect(colleague.get_by_text("waiting on this phone")).to_have_count(0)
    assert logged(public) == before

    phone.restore()
    colleague.goto("/team/sessions/")
    colleague.get_by_role("button", name="Sign out").click()  # without a question
    expect(colleague.get_by_role("heading", level=1)).to_have_text("You are signed out")
    assert colleague.evaluate(ON_THE_PHONE) == {"bases": ["team-log"], "workers": [], "kept": []}
    page = phone.sign_in()
    expect(page.get_by_text("Logged", exact=True)).to_be_visible()
    assert logged(public) == before + 14


def test_advice_has_no_worker_and_may_not_start_one(phone):
    page = phone.sign_in()
    refused = """async () => {
        try { await navigator.serviceWorker.register("/static/js/focus.js"); return "" }
        catch (error) { return error.name }
    }"""

    for address in (
        "/",
        "/what-to-do/",
        "/talks/",
        "/reach/",
        "/accounts/login/",
        "/team/sessions/",  # of the team: it is controlled, and may start none
    ):
        page.goto(address)
        is_of_team = "/team/" in page.url  # who is signed in is led on from the sign-in
        assert (page.evaluate("navigator.serviceWorker.controller") is not None) == is_of_team
        assert page.evaluate(refused) in ("TypeError", "SecurityError")
    assert page.evaluate(ON_THE_PHONE)["workers"] == [f"{page.url.partition('/team/')[0]}/team/"]
    assert any("worker-src" in line or "TrustedScriptURL" in line for line in phone.noise)
    phone.noise[:] = [
        line
        for line in phone.noise
        if "worker-src" not in line and "TrustedScriptURL" not in line and "Worker" not in line
    ]


def test_other_pages_of_the_team_come_from_the_network_alone(phone):
    page = phone.sign_in()
    page.goto("/team/sessions/")
    phone.cut()

    for address in ("/team/sessions/", "/team/reach/", "/team/talks/", "/", "/talks/"):
        with pytest.raises(Error, match="ERR_INTERNET_DISCONNECTED"):
            page.goto(address)


OF_THE_LOG_ALONE = """async () => {
  const policy = trustedTypes.createPolicy("team-log", { createScriptURL: (url) => url });
  const script = policy.createScriptURL("/team/sw.js");
  await navigator.serviceWorker.register(script, { scope: "/team/log/" });
}"""


def test_worker_that_was_of_the_log_alone_is_taken_off(phone):
    page = phone.page
    page.route("**/js/offline-queue*.js", lambda route: route.fulfill(body=""))  # as if it were old
    sign_in_by_hand(page, OFFICER)
    page.evaluate(OF_THE_LOG_ALONE)
    assert page.evaluate(ON_THE_PHONE)["workers"][0].endswith("/team/log/")
    page.unroute("**/js/offline-queue*.js")

    page.goto("/team/")
    assert page.evaluate(HAS_THE_LOG)

    page.wait_for_function(
        "async () => (await navigator.serviceWorker.getRegistrations()).length === 1"
    )
    assert page.evaluate(ON_THE_PHONE)["workers"][0].endswith("/team/")


def test_browser_that_cannot_say_what_waits_is_asked_about_at_sign_out(phone):
    page = phone.sign_in()
    page.goto("/team/sessions/")
    page.evaluate("indexedDB.databases = undefined")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))

    page.get_by_role("button", name="Sign out").click()

    expect(page.get_by_role("heading", name="Sessions", level=1)).to_be_visible()
    assert asked == [
        "This browser cannot say whether something waits on this phone. "
        "If you sign out now, it is lost. Sign out?"
    ]
    assert page.evaluate(ON_THE_PHONE.replace("await indexedDB.databases()", "[]"))["workers"]


def test_log_page_without_javascript_is_as_it_was(new_page):
    page = new_page(java_script=False)
    sign_in_by_hand(page, OFFICER)
    page.goto("/team/log/")

    expect(page.get_by_role("button", name="Save this session")).to_be_visible()
    expect(page.get_by_text("waiting on this phone")).to_have_count(0)
    expect(page.get_by_role("button", name="Send now")).to_have_count(0)
