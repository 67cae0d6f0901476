"""Sessions are logged and found by an officer in a school corridor, on a phone."""

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from tests.browser.accessibility import then_it_is_accessible
from tests.browser.conftest import PHONE
from tests.browser.signing_in import sign_in
from tests.browser.steps import choose, confirm_if_asked, logged, open_folds, to_log
from tests.browser.thumb import Thumb, on_a_phone

pytestmark = pytest.mark.browser
LONGEST_LOG = 2_200  # pixels at 360 wide
SATURDAY = 5


def confirm_on_a_day_off(page: Page, press: Callable[[Locator], None] = Locator.click) -> None:
    """On a school day nothing is asked: there a question fails the test."""
    if timezone.localdate().weekday() >= SATURDAY:
        confirm_if_asked(page, press)


def test_session_where_i_was_last_is_logged_in_eight_taps_and_one_number_and_the_reach_moves(
    new_page,
):
    public, page = new_page(), on_a_phone(new_page)
    before = logged(public)
    thumb = Thumb(page)

    thumb.on(page.get_by_role("main").get_by_role("link", name="Log a session"))
    where = (
        page.get_by_role("group", name="Where was it?").locator("label").nth(2)
    )  # at the others there may be a session today
    place = where.inner_text()
    thumb.on(where)
    expect(page.get_by_role("combobox", name="Place")).to_be_hidden()
    thumb.type(page.get_by_label("Children (up to P7)"), "24")
    thumb.on(page.get_by_text("From a register", exact=True).first)
    thumb.on(page.get_by_role("button", name="Save this session"))
    confirm_on_a_day_off(page, thumb.on)

    expect(page.get_by_role("heading", level=1)).to_contain_text(place.partition(",")[0])
    thumb.then_it_was_quick("A session where I was last")
    assert logged(public) == before + 24


@pytest.mark.parametrize(
    ("java_script", "who", "hall"),
    [(True, "coordinator", "Braidhowe Theatre"), (False, "administrator", "Dunwhirry Town Hall")],
)
def test_six_schools_in_one_hall_are_logged_each_with_its_own_number(
    new_page, java_script, who, hall
):
    public, page = new_page(), new_page(java_script=java_script)
    before = logged(public)
    sign_in(page, f"{who}@team.example")
    to_log(page)
    page.locator("[name=place]").fill(hall)
    choose(page, "Community event")
    tick(page, "Cyberbullying")
    choose(page, "I counted")
    for number, school in enumerate(
        ("Rowan Bank", "Heronmoor", "Burnfoot Row", "Larkrise", "Whinny Knowe", "Mill Lade"),
        start=1,
    ):
        page.get_by_role(
            "button", name="People from other schools" if number == 1 else "Add another school"
        ).click()
        expect(page.locator(f"[name=school_{number}]")).to_be_focused()
        page.locator(f"[name=school_{number}]").fill(school)
        page.get_by_label(f"Children from school {number}", exact=True).fill(str(10 * number))
    if java_script:
        then_it_is_accessible(page)
    page.get_by_role("button", name="Save this session").click()
    confirm_on_a_day_off(page)

    expect(page.get_by_role("heading", level=1)).to_contain_text(hall)
    expect(page.locator("#who-came, table").first).to_contain_text(
        "from Burnfoot Row Primary School"
    )
    assert logged(public) == before + 210


def test_enter_in_a_box_of_the_log_saves_and_adds_no_school(new_page):
    page = new_page()
    sign_in(page, "officer@team.example")
    to_log(page)
    page.get_by_label("Length in minutes").press("Enter")

    expect(page).to_have_title(re.compile("^Error: Log a session"))
    expect(page.locator("[name=school_1]")).to_have_count(0)


def test_session_elsewhere_is_logged_in_eight_taps_and_a_number_on_a_short_page(new_page):
    page = on_a_phone(new_page)
    thumb = Thumb(page)

    thumb.on(page.get_by_role("main").get_by_role("link", name="Log a session"))
    pad = page.get_by_role("group", name="Number pad").bounding_box()
    assert pad["y"] + pad["height"] <= PHONE["height"]
    assert page.evaluate("document.documentElement.scrollHeight") <= LONGEST_LOG
    then_it_is_accessible(page)
    thumb.press("26")
    thumb.on(page.get_by_text("I counted", exact=True))
    thumb.on(page.get_by_role("combobox", name="Place"))
    page.keyboard.type("burnf")
    thumb.on(page.locator("[role=listbox]").get_by_role("option").first)
    stages = page.locator("summary").filter(has_text="Stages")
    thumb.on(stages)
    thumb.on(page.locator("label").filter(has_text=re.compile("^P6$")))
    expect(stages).to_contain_text("P6")
    thumb.on(page.get_by_role("button", name="Save this session"))
    confirm_on_a_day_off(page, thumb.on)

    expect(page.get_by_role("heading", level=1)).to_contain_text("Burnfoot Row")
    expect(page.get_by_role("main")).to_contain_text("26")
    thumb.then_it_was_quick("A session somewhere else")


def tick(page: Page, words: str) -> None:
    """It may be ticked from habit."""
    if not page.get_by_label(words, exact=True).is_checked():
        choose(page, words)


def test_session_that_was_not_planned_is_logged_and_the_reach_moves(new_page):
    public, page = new_page(), new_page()
    before = logged(public)
    sign_in(page, "coordinator@team.example")

    page.get_by_role("main").get_by_role("link", name="Log a session").click()
    open_folds(page)
    page.get_by_role("combobox", name="Place").fill("Otterburn Loan")
    choose(page, "Class lesson")
    tick(page, "Sextortion")
    page.get_by_label("Children (up to P7)").fill("24")
    choose(page, "From a register")
    then_it_is_accessible(page)
    page.get_by_role("button", name="Save this session").click()
    confirm_on_a_day_off(page)

    expect(page.get_by_role("heading", level=1)).to_contain_text("Otterburn Loan")
    then_it_is_accessible(page)
    assert logged(public) == before + 24


def test_log_form_says_what_is_wrong_beside_each_field_and_keeps_what_was_typed(new_page):
    page = new_page()
    sign_in(page, "officer@team.example")
    to_log(page)
    page.get_by_role("combobox", name="Place").fill("No such place anywhere")
    page.get_by_label("Day", exact=True).fill("31")
    page.get_by_label("Month", exact=True).fill("2")
    page.get_by_label("Children (up to P7)").fill("-5")
    page.get_by_role("button", name="Save this session").click()

    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_role("combobox", name="Place")).to_have_value("No such place anywhere")
    expect(page.get_by_label("Day", exact=True)).to_have_value("31")
    expect(page.get_by_label("Children (up to P7)")).to_have_value("-5")
    then_it_is_accessible(page)
    for link in page.get_by_role("alert").get_by_role("link").all():
        target = link.get_attribute("href")
        assert page.locator(target).count() == 1, target


def test_log_form_sent_twice_is_one_session(new_page):
    public, page = new_page(), new_page()
    before = logged(public)
    sign_in(page, "coordinator@team.example")
    to_log(page)
    page.get_by_role("combobox", name="Place").fill(
        "Larrow Foods"
    )  # open every day, so nothing is asked about
    choose(page, "Staff training")
    tick(page, "Cyberbullying")
    page.get_by_label("Professionals", exact=True).fill("21")
    choose(page, "I counted")
    page.get_by_role("button", name="Save this session").dblclick()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Larrow Foods")

    page.go_back()
    page.get_by_role("button", name="Save this session").click()

    expect(page).to_have_title(
        re.compile("^Error: ")
    )  # an empty form: what was sent is not there to be sent again
    assert logged(public) == before + 21


def test_place_is_found_by_typing_and_chosen_with_the_keyboard_alone(new_page):
    page = new_page()
    sign_in(page, "officer@team.example")
    to_log(page)
    place = page.get_by_role("combobox", name="Place")

    place.focus()
    page.keyboard.type("rowan")
    expect(page.locator("[role=listbox]").get_by_role("option").first).to_contain_text("Rowan Bank")
    then_it_is_accessible(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(place).to_have_value(re.compile("^Rowan Bank"))
    expect(page.locator("[role=listbox]").get_by_role("option")).to_have_count(0)


def test_sessions_are_filtered_and_each_has_its_history(new_page):
    page = new_page()
    sign_in(page, "coordinator@team.example")
    page.get_by_role("navigation").get_by_role("link", name="Sessions").click()
    then_it_is_accessible(page)
    page.get_by_text("Find sessions by").click()
    page.get_by_label("State").select_option("delivered")
    page.get_by_role("button", name=re.compile("^(Find|Filter|Show)")).click()

    expect(page.get_by_role("main")).to_contain_text("Delivered")
    page.get_by_role("main").locator("table a").first.click()
    expect(page.get_by_role("heading", name="History")).to_be_visible()
    then_it_is_accessible(page)


def test_team_pages_are_signed_out_by_post_and_gone_with_the_back_button(new_page):
    page = new_page()
    sign_in(page, "viewer@team.example")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")

    page.goto("/team/")
    assert "/accounts/login/" in page.url
    page.go_back()
    expect(page.get_by_role("heading", name="Today")).to_have_count(0)
