"""An officer in a school without a signal: the log page still opens, what is saved waits on the
phone, and it is logged once.
"""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from tests.browser.conftest import (
    PATIENCE,
    PHONE,
    choose,
    logged,
    sign_in_by_hand,
    then_it_is_accessible,
)
from tests.reading.written import DATES, HOURS_ALONE, TIMES

pytestmark = pytest.mark.browser

OFFICER, COLLEAGUE = "officer@demo.example", "coordinator@demo.example"
WITHOUT_NETWORK = (
    "ERR_INTERNET_DISCONNECTED",
    "ERR_FAILED",
)  # the browser itself writes these down
HAS_THE_LOG = """async () => {
  for (let tries = 0; tries < 200; tries++) {
    const worker = await navigator.serviceWorker.getRegistration("/team/log/");
    const kept = await caches.match("/team/log/offline/");
    if (worker?.active?.state === "activated" && kept) return true;
    await new Promise((done) => setTimeout(done, 50));
  }
}"""
ON_THE_PHONE = """async () => {
  const bases = (await indexedDB.databases()).map((one) => one.name);
  const workers = (await navigator.serviceWorker.getRegistrations()).map((one) => one.scope);
  return { bases, workers, kept: await caches.keys() };
}"""


class Phone:
    """A browser whose network can be cut. conftest's pages are watched request by request, which a
    worker does not bear without a network.
    """

    def __init__(self, context: BrowserContext, noise: list[str]) -> None:
        self.context, self.noise = context, noise
        self.page = self.open()

    def without_background_sync(self) -> None:
        """The browser would have its worker send in the middle of a test that holds the page's own
        sending up.
        """
        self.context.add_init_script(
            "if (globalThis.ServiceWorkerRegistration) delete "
            "ServiceWorkerRegistration.prototype.sync"
        )

    def open(self) -> Page:
        page = self.context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on(
            "console",
            lambda message: (
                self.noise.append(f"{message.type}: {message.text}")
                if message.type in ("error", "warning")
                else None
            ),
        )
        page.on("pageerror", lambda error: self.noise.append(f"script error: {error}"))
        self.page = page
        return page

    def sign_in(self, email: str = OFFICER) -> Page:
        """And wait until the phone has the log."""
        sign_in_by_hand(self.page, email)
        assert self.page.evaluate(HAS_THE_LOG)
        return self.page

    def cut(self) -> None:
        self.context.set_offline(True)

    def restore(self) -> None:
        self.context.set_offline(False)


@pytest.fixture
def new_phone(browser: Browser, site: str) -> Iterator[Callable[[], Phone]]:
    phones: list[Phone] = []
    noise: list[str] = []

    def take() -> Phone:
        phones.append(Phone(browser.new_context(base_url=site, viewport=PHONE), noise))
        return phones[-1]

    yield take
    for phone in phones:
        phone.context.close()
    assert [line for line in noise if not any(words in line for words in WITHOUT_NETWORK)] == []


@pytest.fixture
def phone(new_phone: Callable[[], Phone]) -> Phone:
    return new_phone()


def fill_in(page: Page, *, children: str, place: str = "Heronmoor") -> None:
    choose(page, "Somewhere else")
    page.get_by_role("combobox", name="Place").fill(place)
    page.locator("#id_place_list").get_by_role("option").first.click()
    choose(page, "Class lesson")
    if not page.get_by_label(
        "Sextortion", exact=True
    ).is_checked():  # what this officer does most is chosen already
        choose(page, "Sextortion")
    page.get_by_label("Children (up to P7)").fill(children)
    choose(page, "From a register")


def save(page: Page) -> None:
    page.get_by_role("button", name="Save on this phone").click()


def waiting(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", name=words)).to_be_visible()


def log_without_network(phone: Phone, **typed: str) -> Page:
    phone.cut()
    phone.page.goto("/team/log/")
    fill_in(phone.page, **typed)
    save(phone.page)
    return phone.page


def test_log_is_opened_from_today_without_a_network_and_sent_when_it_is_back(new_page, phone):
    public = new_page()
    before = logged(public)
    page = phone.sign_in()
    phone.cut()

    page.get_by_role("main").get_by_role("link", name="Log a session").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Log a session on this phone")
    fill_in(page, children="24")
    then_it_is_accessible(page)
    save(page)
    waiting(page, "1 waiting on this phone")
    expect(page.get_by_role("main")).to_contain_text("Not in the log yet")
    expect(page.get_by_role("main").get_by_text("Logged", exact=True)).to_have_count(0)
    then_it_is_accessible(page)
    page.close()
    assert logged(public) == before

    phone.restore()
    page = phone.open()
    page.goto("/team/")
    expect(page.get_by_text("Logged", exact=True)).to_be_visible()
    then_it_is_accessible(page)
    page.get_by_role("region", name="Sent from this phone").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Heronmoor")
    assert logged(public) == before + 24


def test_saved_twice_and_with_its_answer_lost_is_one_session(new_page, phone):
    public = new_page()
    before = logged(public)
    phone.without_background_sync()
    page = phone.sign_in()
    page.goto("/team/log/offline/")
    lost = []

    def arrives_and_the_answer_does_not(route):
        route.fetch()
        lost.append(route.request.post_data_json["client_id"])
        route.abort()

    page.route("**/team/log/send/", arrives_and_the_answer_does_not)
    fill_in(page, children="21")
    page.get_by_role("button", name="Save on this phone").dblclick()
    waiting(page, "1 waiting on this phone")
    expect(page.get_by_role("alert")).to_have_count(0)
    assert logged(public) == before + 21  # it is there, and the phone cannot know

    page.unroute("**/team/log/send/")
    page.get_by_role("button", name="Send now").click()
    expect(page.get_by_text("Logged", exact=True)).to_be_visible()
    assert len(set(lost)) == 1
    assert logged(public) == before + 21


def test_two_tabs_send_one_entry_once(new_page, phone):
    public = new_page()
    before = logged(public)
    first = phone.sign_in()
    second = phone.open()
    second.goto("/team/")
    phone.page = first
    log_without_network(phone, children="19")

    phone.restore()  # both tabs hear of it

    for tab in (first, second):
        expect(tab.get_by_text("Logged", exact=True)).to_be_visible()
    assert logged(public) == before + 19


def test_usual_form_whose_signal_went_before_it_was_sent_waits_on_the_phone(new_page, phone):
    public = new_page()
    before = logged(public)
    page = phone.sign_in()
    page.goto("/team/log/")
    fill_in(page, children="18")
    phone.cut()

    page.get_by_role("button", name="Save this session").click()
    waiting(page, "1 waiting on this phone")
    expect(page.get_by_role("main")).to_contain_text("not sent yet")
    assert logged(public) == before

    phone.restore()
    expect(page.get_by_text("Logged", exact=True)).to_be_visible()
    assert logged(public) == before + 18


def test_place_of_last_time_is_one_tap_and_people_from_another_school_are_enough(new_page, phone):
    public = new_page()
    before = logged(public)
    page = phone.sign_in()
    phone.cut()
    page.goto("/team/log/")
    fill_in(page, children="")
    page.get_by_role("group", name="Where was it?").locator("label").filter(
        has_text="Primary School"
    ).filter(has_not_text="Heronmoor").first.click()
    page.get_by_text("People from other schools came too").click()
    page.get_by_role("combobox", name="Name of school 1").fill("Heronmoor Primary School")
    page.get_by_label("Children from school 1").fill("13")

    save(page)
    expect(page.get_by_role("alert")).to_have_count(0)
    waiting(page, "1 waiting on this phone")
    phone.restore()

    expect(page.get_by_text("Logged", exact=True)).to_be_visible()
    assert logged(public) == before + 13


def test_usual_form_with_a_mistake_is_kept_too_and_says_so_before_it_is_sent(phone):
    page = phone.sign_in()
    page.goto("/team/log/")
    fill_in(page, children="18")
    page.get_by_label("Length in minutes").fill("3")
    phone.cut()

    page.get_by_role("button", name="Save this session").click()
    expect(page.get_by_text("Needs a change", exact=True)).to_be_visible()
    page.get_by_role("region").get_by_role("link", name="Heronmoor").click()

    expect(page.get_by_role("alert")).to_contain_text(
        "The length must be between 5 and 600 minutes"
    )
    expect(page.get_by_label("Length in minutes")).to_have_value("3")
    expect(page.get_by_label("Children (up to P7)")).to_have_value("18")
    then_it_is_accessible(page)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Remove Heronmoor").click()
    expect(page.get_by_text("Needs a change", exact=True)).to_have_count(0)


MISTAKES = [
    {"held_on_day": "31", "held_on_month": "2"},
    {"held_on_day": "", "held_on_month": ""},
    {"held_on_day": "", "held_on_month": "", "held_on_year": ""},
    {"held_on_year": "26"},
    {"held_on_day": "1", "held_on_month": "1", "held_on_year": "2001"},
    {
        "held_on_day": "1",
        "held_on_month": "jan",
        "held_on_year": "2099",
        "count_children": "",
        "known": "",
    },
    {"held_on_day": "1", "held_on_month": "1", "held_on_year": "2028"},
    {"starts_at": "9"},
    {"starts_at": "25.00"},
    {"starts_at": "13pm"},
    {"minutes": "3"},
    {"minutes": "601"},
    {"minutes": "an hour"},
    {"count_children": "-5"},
    {"count_children": "5001"},
    {"count_children": "12 pupils"},
    {"count_children": ""},
    {"known": ""},
    {"known": "unknown"},
    {"known": "nobody"},
    {"known_parents": "counted"},
    {"count_parents": "4", "known_parents": "unknown"},
    {"place": "", "last_place": "other"},
    {"format": ""},
    {"topics": "", "officers": ""},
    {"notes": "Ask ann@example.org"},
    {"notes": "Ring 01698 000000"},
    {"notes": "x" * 1001},
    {
        "count_children": "",
        "known": "",
        "minutes": "3",
        "topics": "",
        "starts_at": "x",
        "held_on_year": "",
    },
]
SET = """(typed) => {
  const form = document.querySelector("main form[method=post]:not([data-sign-out])");
  for (const part of form.elements) {
    if (!(part.name in typed)) continue;
    if (["checkbox", "radio"].includes(part.type)) part.checked = typed[part.name] === part.value;
    else part.value = typed[part.name];
  }
}"""
RIGHT = {
    "place": "Heronmoor Primary School",
    "last_place": "other",
    "format": "lesson",
    "topics": "1",
    "count_children": "20",
    "known": "counted",
    "minutes": "50",
    "starts_at": "9.30",
}


def said_wrong(page: Page) -> list[str]:
    return page.locator(".summary").get_by_role("link").all_inner_texts()


def test_rules_are_those_of_the_server_word_for_word(phone):
    page = phone.sign_in()
    server = phone.open()
    differing = {}
    page.goto("/team/log/offline/")

    for mistake in MISTAKES:
        expect(page.get_by_role("button", name="Save on this phone")).to_be_visible()
        page.evaluate(SET, RIGHT | mistake)
        page.get_by_role("button", name="Save on this phone").click()
        expect(page.locator(".summary")).to_be_visible()
        server.goto("/team/log/")
        if any(name.startswith("known_") for name in mistake):
            server.get_by_role("button", name="known in another way").click()
        server.evaluate(SET, RIGHT | mistake)
        server.get_by_role("button", name="Save this session").click()
        expect(server.locator(".summary")).to_be_visible()
        if said_wrong(page) != said_wrong(server):
            differing[str(mistake)] = (said_wrong(page), said_wrong(server))
        page.reload()

    assert differing == {}


READ_ON_THE_PHONE = """([times, days]) => {
  const { date, time } = JSON.parse(
    document.querySelector("[data-offline-form]").dataset.offlineForm,
  );
  return [
    times.map((text) => teamLog.readTime(text, time)),
    days.map((boxes) => teamLog.readDay(...boxes, date)),
  ];
}"""


def test_times_and_dates_are_read_as_the_server_reads_them(phone):
    page = phone.sign_in()
    page.goto("/team/log/offline/")
    wanted = TIMES | dict.fromkeys(HOURS_ALONE)

    times, days = page.evaluate(READ_ON_THE_PHONE, [list(wanted), list(DATES)])

    assert dict(zip(wanted, times, strict=True)) == {
        said: f"{moment:%H:%M}" if moment else None for said, moment in wanted.items()
    }
    assert dict(zip(DATES, days, strict=True)) == {
        said: day.isoformat() if day else None for said, day in DATES.items()
    }


def test_odd_time_is_asked_about_once_on_the_phone_too(phone):
    page = phone.sign_in()
    phone.cut()
    page.goto("/team/log/")
    fill_in(page, children="15")
    page.get_by_label("Start (optional)").fill("22.40")

    save(page)

    question = "Is 22.40 right? Talks start between 8.00 and 21.00. If it is, save it again"
    assert said_wrong(page) == [question]
    then_it_is_accessible(page)
    page.get_by_label("Start (optional)").fill("3.15am")
    page.wait_for_timeout(1_000)  # two presses in a second are one
    save(page)
    assert said_wrong(page) == [question.replace("22.40", "03.15")]
    page.wait_for_timeout(1_000)
    save(page)
    waiting(page, "1 waiting on this phone")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_what_the_phone_cannot_know_is_said_by_the_server_with_all_that_was_typed(new_page, phone):
    public = new_page()
    page = phone.sign_in()
    before = logged(public)
    phone.cut()
    page.goto("/team/log/")
    fill_in(page, children="17")
    page.get_by_role("combobox", name="Place").fill("No such school anywhere")
    save(page)
    waiting(page, "1 waiting on this phone")

    phone.restore()
    expect(page.get_by_text("Needs a change", exact=True)).to_be_visible()
    then_it_is_accessible(page)
    page.get_by_role("region").get_by_role("link", name="No such school anywhere").click()

    expect(page.get_by_role("alert")).to_contain_text("We found no match")
    expect(page.get_by_role("combobox", name="Place")).to_have_value("No such school anywhere")
    expect(page.get_by_label("Children (up to P7)")).to_have_value("17")
    page.get_by_role("combobox", name="Place").fill("Heronmoor")
    page.locator("#id_place_list").get_by_role("option").first.click()
    save(page)
    expect(page.get_by_text("Logged", exact=True)).to_be_visible()
    assert logged(public) == before + 17
    phone.noise[:] = [
        line for line in phone.noise if "422" not in line
    ]  # Chromium names the status of an answer in its console


def newest_session(var_dir) -> tuple[date, datetime, datetime]:
    """Its date, and when it was written by the phone's clock and by ours."""
    with closing(sqlite3.connect(var_dir / "site.sqlite3")) as base:
        held_on, *clocks = base.execute(
            "SELECT held_on, device_at, logged_at FROM campaigns_session ORDER BY id DESC LIMIT 1"
        ).fetchone()
    return date.fromisoformat(held_on), *(
        datetime.fromisoformat(clock).replace(tzinfo=UTC) for clock in clocks
    )


@pytest.mark.parametrize("days", [-3, 3])
def test_clock_that_is_days_wrong_dates_no_session_and_both_clocks_are_kept(phone, var_dir, days):
    wrong = datetime.now(UTC) + timedelta(days=days)
    phone.page.clock.set_fixed_time(wrong)
    page = phone.sign_in()
    log_without_network(phone, children="16")
    waiting(page, "1 waiting on this phone")

    phone.restore()
    expect(page.get_by_text("Logged", exact=True)).to_be_visible()

    held_on, device_at, logged_at = newest_session(var_dir)
    assert held_on == datetime.now(ZoneInfo("Europe/London")).date()
    assert abs(device_at - wrong) < timedelta(seconds=1)
    assert abs(logged_at - datetime.now(UTC)) < timedelta(minutes=1)


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
    phone.context.clear_cookies()
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
        "/team/sessions/",
    ):
        page.goto(address)
        assert page.evaluate("navigator.serviceWorker.controller") is None
        assert page.evaluate(refused) in ("TypeError", "SecurityError")
    assert page.evaluate(ON_THE_PHONE)["workers"] == [
        f"{page.url.partition('/team/')[0]}/team/log/"
    ]
    assert any("worker-src" in line or "TrustedScriptURL" in line for line in phone.noise)
    phone.noise[:] = [
        line
        for line in phone.noise
        if "worker-src" not in line and "TrustedScriptURL" not in line and "Worker" not in line
    ]


def test_log_page_without_javascript_is_as_it_was(new_page):
    page = new_page(java_script=False)
    sign_in_by_hand(page, OFFICER)
    page.goto("/team/log/")

    expect(page.get_by_role("button", name="Save this session")).to_be_visible()
    expect(page.get_by_text("waiting on this phone")).to_have_count(0)
    expect(page.get_by_role("button", name="Send now")).to_have_count(0)


def test_back_to_a_form_that_was_sent_logs_nothing(phone: Phone, site: str) -> None:
    """With a signal: the page asked "Is 22.40 right?", and nobody answered."""
    page = phone.sign_in()
    page.goto("/team/log/")
    fill_in(page, children="27")
    page.get_by_label("Start").fill("22.40")
    page.get_by_role("button", name="Save this session").click()
    expect(page.get_by_text("Is 22.40 right?").first).to_be_visible()
    page.get_by_role("link", name="Today").first.click()
    expect(page.get_by_role("heading", name="Today", level=1)).to_be_visible()

    with contextlib.suppress(Error):
        page.go_back(timeout=5_000)  # the browser asks whether to send the form again

    page = phone.open()
    page.goto("/team/")
    expect(page.get_by_role("heading", name="Today", level=1)).to_be_visible()
    assert page.get_by_role("heading", name="this phone").count() == 0
    page.goto("/team/sessions/")
    expect(page.get_by_role("heading", name="Sessions", level=1)).to_be_visible()
    assert page.get_by_text("22:40").count() == 0
