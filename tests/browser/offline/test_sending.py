"""An officer in a school without a signal: the log page still opens, what is saved waits on the
phone, and it is logged once.
"""

import contextlib
import re
import sqlite3
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Error, expect

from tests.browser.accessibility import then_it_is_accessible
from tests.browser.offline.conftest import Phone, fill_in, log_without_network, save, waiting
from tests.browser.steps import logged

pytestmark = pytest.mark.browser


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
    expect(page.get_by_role("main")).to_contain_text("not sent yet")
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
    expect(page.get_by_text("Our server is away.")).to_be_visible()
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
    page.get_by_role("combobox", name="Name of school 1").fill("Heronmoor Primary School")
    page.get_by_label("Children from school 1").fill("13")

    save(page)
    expect(page.get_by_role("alert")).to_have_count(0)
    waiting(page, "1 waiting on this phone")
    phone.restore()

    expect(page.get_by_text("Logged", exact=True)).to_be_visible()
    assert logged(public) == before + 13


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
    expect(page.get_by_text("Look at it", exact=True)).to_be_visible()
    then_it_is_accessible(page)
    page.get_by_role("region").get_by_role("link", name="No such school anywhere").click()

    expect(page.get_by_role("alert")).to_contain_text("We found no match")
    expect(page.get_by_role("combobox", name="Place")).to_have_value("No such school anywhere")
    expect(page.get_by_label("Children (up to P7)")).to_have_value("17")
    page.get_by_role("combobox", name="Place").fill("Heronmoor")
    page.locator("[role=option]").first.click()
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


def test_list_shows_the_day_as_it_was_read_and_two_classes_are_added_up(phone):
    page = phone.sign_in()
    phone.cut()
    page.goto("/team/log/")
    fill_in(page, children="12 + 3")
    for label, typed in (("Day", "24"), ("Month", "Sept."), ("Year", "2025")):
        page.get_by_label(label, exact=True).fill(typed)

    save(page)

    name = re.compile("^Heronmoor Primary School, 24 Sept 2025$")
    expect(page.get_by_role("link", name=name)).to_be_visible()
    expect(page.get_by_text("Look at it")).to_have_count(0)
