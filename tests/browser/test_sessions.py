"""An officer in a school corridor, on a phone."""

import re
import time
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from campaigns.demo.school_days import is_school_day
from tests.browser.conftest import choose, confirm_if_asked, logged, sign_in, then_it_is_accessible

pytestmark = pytest.mark.browser

MOST_TAPS = 8


class Thumb:
    """Counts what a thumb does: each tap on the page, each number given, and the seconds from the
    first tap on.
    """

    def __init__(self, page: Page) -> None:
        self.page, self.taps, self.numbers, self.began = page, 0, 0, time.monotonic()

    def on(self, locator: Locator) -> None:
        locator.tap()
        self.taps += 1

    def press(self, number: str) -> None:
        """On the big keys of the page."""
        for digit in number:
            self.page.get_by_role("group", name="Number pad").get_by_role(
                "button", name=digit, exact=True
            ).tap()
        self.numbers += 1

    def type(self, locator: Locator, number: str) -> None:
        self.on(locator)
        self.page.keyboard.type(number)
        self.numbers += 1

    def then_it_was_quick(self, what: str) -> None:
        took = time.monotonic() - self.began
        # For whoever asks how long it took: pytest -s
        print(f"{what}: {self.taps} taps, {self.numbers} number, {took:.1f} seconds")  # noqa: T201
        assert (self.taps <= MOST_TAPS, self.numbers) == (True, 1)


def on_a_phone(new_page: Callable[..., Page], who: str = "officer") -> Page:
    page = new_page(has_touch=True)
    sign_in(page, f"{who}@demo.example")
    return page


def confirm_on_a_day_off(page: Page, press: Callable[[Locator], None] = Locator.click) -> None:
    """On a school day nothing is asked: there a question fails the test."""
    if not is_school_day(timezone.localdate()):
        confirm_if_asked(page, press)


def to_count(page: Page) -> Locator:
    return page.get_by_role("main").get_by_role("link", name=re.compile("^Enter the count: ")).first


def test_planned_session_is_counted_in_eight_taps_and_one_number_and_the_reach_moves(new_page):
    public, page = new_page(), on_a_phone(new_page)
    before = logged(public)
    then_it_is_accessible(page)
    thumb = Thumb(page)

    thumb.on(to_count(page))
    thumb.press("26")
    thumb.on(page.get_by_text("I counted", exact=True))
    thumb.on(page.get_by_role("button", name="Save the count"))

    expect(page.get_by_role("main")).to_contain_text("26")
    thumb.then_it_was_quick("A planned session")
    then_it_is_accessible(page)
    assert logged(public) == before + 26


def test_number_pad_is_big_and_leaves_the_box_to_keyboard_and_screen_reader(new_page):
    page = on_a_phone(new_page)
    to_count(page).tap()
    expect(page.get_by_role("heading", level=1)).to_have_text("Who came?")
    box, pad = page.locator("[data-pad]").first, page.get_by_role("group", name="Number pad")
    then_it_is_accessible(page)

    for key in pad.get_by_role("button").all():
        size = key.bounding_box()
        assert (size["width"] >= 44, size["height"] >= 44) == (True, True), key.inner_text()
    for key in ("4", "0", "7", "Delete the last number"):
        pad.get_by_role("button", name=key, exact=True).tap()
    expect(box).to_have_value("40")
    expect(pad.get_by_role("status")).to_contain_text("40")
    assert page.evaluate(
        "document.activeElement === document.body"
    )  # the telephone's own keys have nothing to open for

    box.tap()
    assert box.get_attribute("inputmode") == "none"  # under a finger the big keys are enough
    page.keyboard.type("9")
    expect(box).to_have_value("409")
    page.keyboard.press("Tab")
    # The keys of the pad are no stops. Which session is first, and how many boxes it has, depends
    # on the day.
    expect(page.locator("[data-pad], [name=known]").nth(1)).to_be_focused()


def test_number_pad_fills_in_the_box_that_was_touched_last(new_page):
    page = on_a_phone(new_page, who="coordinator")
    page.goto("/team/log/")
    page.locator("#id_place").fill("Kirkmossat Library")
    choose(page, "Community event")
    choose(page, "I don’t know the number yet")
    page.get_by_role("button", name="Save this session").tap()
    page.get_by_role("link", name="Enter the count").tap()
    pad = page.get_by_role("group", name="Number pad")

    expect(pad.get_by_role("status")).to_have_text("Children (up to P7)")
    pad.get_by_role("button", name="7", exact=True).tap()
    page.get_by_label("Parents and guardians", exact=True).tap()
    for key in "12":
        pad.get_by_role("button", name=key, exact=True).tap()
    expect(pad.get_by_role("status")).to_have_text("Parents and guardians 12")
    then_it_is_accessible(page)
    choose(page, "It is an estimate")
    page.get_by_role("button", name="Save the count").tap()

    expect(page.locator("table").first).to_contain_text("19")


def test_count_without_a_script_keeps_what_was_typed_and_leads_to_did_not_happen_in_one_tap(
    new_page,
):
    page = new_page(java_script=False)
    sign_in(page, "officer@demo.example")
    to_count(page).click()
    address, box = page.url, page.locator("[data-pad]").first
    expect(page.get_by_role("group", name="Number pad")).to_have_count(0)
    assert box.get_attribute("inputmode") == "numeric"

    page.get_by_role("link", name="It did not happen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("It did not happen")
    page.goto(address)
    box.fill("31")
    page.get_by_role("button", name="Save the count").click()

    expect(page).to_have_title(re.compile("^Error: Who came"))
    expect(box).to_have_value("31")
    choose(page, "From a register")
    page.get_by_role("button", name="Save the count").click()
    expect(page.get_by_role("main")).to_contain_text("31")


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
    sign_in(page, f"{who}@demo.example")
    page.goto("/team/log/")
    page.locator("#id_place").fill(hall)
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
        expect(page.locator(f"#id_school_{number}")).to_be_focused()
        page.locator(f"#id_school_{number}").fill(school)
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
    sign_in(page, "officer@demo.example")
    page.goto("/team/log/")
    page.get_by_label("Length in minutes").press("Enter")

    expect(page).to_have_title(re.compile("^Error: Log a session"))
    expect(page.locator("#id_school_1")).to_have_count(0)


def tick(page: Page, words: str) -> None:
    """It may be ticked from habit."""
    if not page.get_by_label(words, exact=True).is_checked():
        choose(page, words)


def test_session_that_was_not_planned_is_logged_and_the_reach_moves(new_page):
    public, page = new_page(), new_page()
    before = logged(public)
    sign_in(page, "coordinator@demo.example")

    page.get_by_role("main").get_by_role("link", name="Log a session").click()
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
    sign_in(page, "officer@demo.example")
    page.goto("/team/log/")
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
    sign_in(page, "coordinator@demo.example")
    page.goto("/team/log/")
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
    sign_in(page, "officer@demo.example")
    page.goto("/team/log/")
    place = page.get_by_role("combobox", name="Place")

    place.focus()
    page.keyboard.type("rowan")
    expect(page.locator("#id_place_list").get_by_role("option").first).to_contain_text("Rowan Bank")
    then_it_is_accessible(page)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")

    expect(place).to_have_value(re.compile("^Rowan Bank"))
    expect(page.locator("#id_place_list").get_by_role("option")).to_have_count(0)


def test_sessions_are_filtered_and_each_has_its_history(new_page):
    page = new_page()
    sign_in(page, "coordinator@demo.example")
    page.get_by_role("navigation").get_by_role("link", name="Sessions").click()
    then_it_is_accessible(page)
    page.get_by_text("Find sessions by").click()
    page.get_by_label("State").select_option("cancelled")
    page.get_by_role("button", name=re.compile("^(Find|Filter|Show)")).click()

    expect(page.get_by_role("main")).to_contain_text("Cancelled")
    page.get_by_role("main").locator("table a").first.click()
    expect(page.get_by_role("heading", name="History")).to_be_visible()
    then_it_is_accessible(page)


def test_team_pages_are_signed_out_by_post_and_gone_with_the_back_button(new_page):
    page = new_page()
    sign_in(page, "viewer@demo.example")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You are signed out")

    page.goto("/team/")
    assert "/accounts/login/" in page.url
    page.go_back()
    expect(page.get_by_role("heading", name="Today")).to_have_count(0)
