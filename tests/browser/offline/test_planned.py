"""A planned session is counted in a school without a signal: on its plan, once."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import then_it_is_accessible
from tests.browser.given import COORDINATOR, OFFICER, a_day_goes_by, plan, somebody
from tests.browser.offline.conftest import HAS_THE_LOG, fill_in, needs_an_answer, save, tag, waiting
from tests.browser.steps import choose, confirm_if_asked, logged

pytestmark = pytest.mark.browser
PLACES = ("Larrow Foods", "Kirkmossat Library", "Heronmoor Primary School")


@pytest.fixture
def planned(browser, site, var_dir) -> list[str]:
    """One at each place, planned the day before: their addresses."""
    with somebody(browser, site, OFFICER) as page:
        made = [plan(page, place=place, at=at) for place, at in zip(PLACES, HOURS, strict=True)]
    a_day_goes_by(var_dir)
    yield made
    with somebody(browser, site, COORDINATOR) as page:  # the next test plans its own
        for address in made:
            page.goto(f"{address}cancel/")
            if page.get_by_label("Why?").count():
                choose(page, "We did")
                page.get_by_label("Why?").fill("Over")
                page.get_by_role("main").get_by_role("button").last.click()
                page.wait_for_url(address)


HOURS = ("9.00", "12.00", "15.00")


def enter(page, number: str) -> None:
    page.get_by_label(re.compile("^Children")).first.fill(number)
    choose(page, "I counted")


def state_of(page, address: str) -> str:
    page.goto(address)
    return page.get_by_role("main").inner_text()


def test_today_and_its_counts_open_without_a_network_and_are_sent_once(new_page, phone, planned):
    public = new_page()
    before = logged(public)
    page = phone.sign_in()
    phone.cut()

    page.goto("/team/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Today on this phone")
    for place in PLACES:
        expect(page.get_by_role("link", name=f"Enter the count: {place}")).to_be_visible()
    then_it_is_accessible(page)
    page.get_by_role("link", name="Enter the count: Larrow Foods").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who came?")
    expect(page.get_by_role("main")).to_contain_text("Larrow Foods")
    save(page)
    expect(page.get_by_role("alert")).to_contain_text("Enter how many people came")
    then_it_is_accessible(page)
    page.wait_for_timeout(1_000)  # two presses in a second are one
    enter(page, "26 + 4")
    save(page)
    waiting(page, "1 waiting on this phone")
    expect(page.get_by_text("Counted on this phone", exact=True)).to_be_visible()
    then_it_is_accessible(page)
    assert logged(public) == before

    phone.restore()
    expect(tag(page, "Counted")).to_be_visible()
    assert logged(public) == before + 30
    assert "Children (up to P7)" in state_of(phone.open(), planned[0])


def test_count_page_that_was_open_when_the_signal_went_is_kept_and_counts_its_plan(
    new_page, phone, planned
):
    public = new_page()
    before = logged(public)
    page = phone.sign_in()
    page.goto(f"{planned[0]}count/")
    expect(page.get_by_role("button", name="Save the count")).to_be_visible()
    enter(page, "21")
    phone.cut()

    page.get_by_role("button", name="Save the count").click()
    waiting(page, "1 waiting on this phone")
    expect(page.get_by_role("main")).to_contain_text("not sent yet")
    expect(page.get_by_role("link", name=re.compile("^Count: Larrow Foods"))).to_be_visible()
    assert logged(public) == before

    phone.restore()
    expect(tag(page, "Counted")).to_be_visible()
    assert logged(public) == before + 21
    public.goto("/reach/")
    page = phone.open()
    page.goto("/team/sessions/?q=Larrow")
    expect(page.get_by_role("heading", name="Sessions", level=1)).to_be_visible()


def test_who_was_too_late_is_told_and_both_numbers_are_kept(
    browser, site, new_page, phone, planned
):
    phone.without_background_sync()
    page = phone.sign_in()
    phone.cut()
    page.goto(f"{planned[0]}count/")
    enter(page, "26")
    save(page)
    waiting(page, "1 waiting on this phone")
    with somebody(browser, site, COORDINATOR) as colleague:
        colleague.goto(f"{planned[0]}count/")
        enter(colleague, "19")
        colleague.get_by_role("button", name="Save the count").click()
        confirm_if_asked(colleague)
        expect(colleague.get_by_role("main")).to_contain_text("19")
    before = logged(public := new_page())

    phone.restore()
    expect(page.get_by_text("Look at it", exact=True)).to_be_visible()
    needs_an_answer(page, "Count: Larrow Foods")
    page.get_by_role("link", name=re.compile("^Count: Larrow Foods")).click()
    region = page.get_by_role("region", name="Callum Coordinator has counted this session already")
    expect(region).to_contain_text("In the log: Children (up to P7): 19, counted")
    expect(region).to_contain_text("You typed: Children (up to P7): 26, counted")
    then_it_is_accessible(page)
    region.get_by_role("button", name="Send mine as a correction").click()

    expect(page.get_by_text("Waits for a coordinator", exact=True)).to_be_visible()
    assert logged(public) == before
    assert "26" in state_of(phone.open(), planned[0])
    phone.noise[:] = [line for line in phone.noise if "422" not in line]


def test_unlikely_number_is_asked_about_when_it_is_sent_and_counted_with_a_yes(
    new_page, phone, planned
):
    public = new_page()
    before = logged(public)
    phone.without_background_sync()
    page = phone.sign_in()
    phone.cut()
    page.goto(f"{planned[2]}count/")
    enter(page, "900")
    save(page)
    waiting(page, "1 waiting on this phone")

    phone.restore()
    expect(page.get_by_text("Look at it", exact=True)).to_be_visible()
    assert logged(public) == before
    needs_an_answer(page, "Count: Heronmoor")
    page.get_by_role("link", name=re.compile("^Count: Heronmoor")).click()
    expect(page.get_by_role("alert")).to_contain_text("pupils on the roll of Heronmoor")
    then_it_is_accessible(page)
    save(page)

    expect(tag(page, "Counted")).to_be_visible()
    assert logged(public) == before + 900
    phone.noise[:] = [line for line in phone.noise if "422" not in line]


@pytest.mark.parametrize("is_plan", [True, False])
def test_visit_logged_afresh_is_asked_whether_it_was_the_plan(new_page, phone, planned, is_plan):
    public = new_page()
    before = logged(public)
    phone.without_background_sync()
    page = phone.sign_in()
    phone.cut()
    page.goto("/team/log/")
    fill_in(page, children="17", place="Heronmoor")
    save(page)
    waiting(page, "1 waiting on this phone")

    phone.restore()
    expect(page.get_by_text("Look at it", exact=True)).to_be_visible()
    assert logged(public) == before
    page.get_by_role("region").get_by_role("link", name="Heronmoor").click()
    region = page.get_by_role("region", name="A session is planned there at this time")
    expect(region).to_contain_text("Heronmoor Primary School")
    expect(page.get_by_label("Children (up to P7)")).to_have_value("17")
    then_it_is_accessible(page)
    answer = "It is this one: count it" if is_plan else "It is another one: log it"
    region.get_by_role("button", name=answer).click()

    expect(tag(page, "Counted" if is_plan else "Logged")).to_be_visible()
    assert logged(public) == before + 17
    page.get_by_role("region", name="Sent from this phone").get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Heronmoor")
    assert (page.url == planned[2]) == is_plan
    phone.noise[:] = [line for line in phone.noise if "422" not in line]


def test_plans_of_the_officer_before_are_not_on_the_phone(phone, planned):
    page = phone.sign_in()
    kept = "async () => (await caches.match('/team/offline/')).text()"
    assert "Larrow Foods" in page.evaluate(kept)
    phone.context.clear_cookies()
    page = phone.open()

    phone.sign_in(COORDINATOR)

    page.wait_for_timeout(2_000)  # what was kept is thrown away, and kept anew
    assert page.evaluate(HAS_THE_LOG)
    assert "Larrow Foods" not in page.evaluate(kept)
