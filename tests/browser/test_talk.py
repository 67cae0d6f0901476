"""A school asks in one browser, the team answers in another, the talk is given, and the reach moves."""

import re
import shutil
from datetime import datetime, time
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import choose, confirm_if_asked, logged, served, sign_in, then_it_is_accessible

pytestmark = pytest.mark.browser


SCOTLAND = ZoneInfo("Europe/London")
LATEST = time(23, 50)


def go_on(page: Page) -> None:
    page.get_by_role("button", name="Continue").click()


def name_the_school(page: Page) -> None:
    """The demonstration has an open request of this school already; that is said once."""
    page.get_by_role("combobox").or_(page.get_by_role("textbox")).first.fill("Rowan Bank")
    page.locator("[role=listbox] [role=option]").first.click()
    go_on(page)
    if page.get_by_text("Somebody asked us for a talk here").count():
        then_it_is_accessible(page)
        go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Who is the talk for?")


def ask_for_a_talk(page: Page, *, presses: int = 1) -> str:
    """Through the form to the end; the reference that the page shows."""
    page.goto("/talks/")
    page.get_by_role("link", name="Ask for a talk").last.click()
    page.get_by_role("button", name="Start").click()
    name_the_school(page)
    page.get_by_label("Which stages?").fill("P7")  # pupils are chosen already
    page.get_by_label("How many people do you expect?").fill("27")
    go_on(page)
    choose(page, "Something else")
    go_on(page)
    choose(page, "Sextortion")
    choose(page, "Class lesson")
    go_on(page)
    page.get_by_label("First choice").fill("any Tuesday, morning")
    go_on(page)
    if page.get_by_role("heading", level=1, name="When would suit you?").count():
        go_on(page)  # a Tuesday of the next weeks may be a holiday; that is said once
    go_on(page)  # the room
    go_on(page)  # and what people need may be left empty
    choose(page, "Yes, a member of our staff will stay for the whole talk")
    go_on(page)
    page.get_by_label("Your name").fill("Morag Bell")
    page.get_by_label("Your role").fill("Depute head")
    page.get_by_label("Your work e-mail address").fill("office@rowan-bank.example")
    go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your answers")
    then_it_is_accessible(page)
    page.wait_for_timeout(3000)  # who sends within three seconds of starting is asked to look again
    page.get_by_role("button", name="Send the request").click(click_count=presses)
    expect(page.get_by_role("heading", level=1)).to_have_text("Is this your address?")
    then_it_is_accessible(page)
    page.get_by_role("button", name="Yes, send my request").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("We have your request")
    return re.search(r"\b[B-DF-HJ-NP-TV-XZ2-9]{7}\b", page.get_by_role("main").inner_text()).group()


def mails_to(var_dir: Path, address: str) -> list[EmailMessage]:
    """What the worker wrote to files, oldest first."""
    files = sorted((var_dir / "mail").glob("*"), key=lambda path: path.stat().st_mtime)
    mails = [message_from_bytes(part, policy=policy.default) for path in files for part in path.read_bytes().split(b"\n" + b"-" * 79 + b"\n") if part.strip()]
    return [mail for mail in mails if mail["To"] == address]


def wait_for_mail(page: Page, var_dir: Path, number: int) -> EmailMessage:
    for _ in range(100):
        if len(mails := mails_to(var_dir, "office@rowan-bank.example")) >= number:
            return mails[number - 1]
        page.wait_for_timeout(100)
    raise AssertionError(f"mail {number} was not written")


def offer_for_five_to_midnight(team: Page, now: datetime) -> None:
    for box, value in (("held_on_day", now.day), ("held_on_month", now.month), ("held_on_year", now.year), ("starts_at", "23:55")):
        team.locator(f"#id_offer-{box}").fill(str(value))
    team.locator("#id_offer-officer").select_option(label="Callum Coordinator")
    team.get_by_role("button", name="Offer to the school").click()


def test_talk_goes_from_request_to_delivered(new_page, var_dir):
    now = datetime.now(SCOTLAND)
    if now.time() > LATEST:
        pytest.skip("the talk is offered for five to midnight, so that it can be counted today, and it is past that")
    school, team, public = new_page(), new_page(), new_page()
    before = logged(public)

    reference = ask_for_a_talk(school)
    link = school.url
    receipt = wait_for_mail(school, var_dir, 1)
    assert reference in receipt.get_body(("plain",)).get_content()
    assert link in receipt.get_body(("plain",)).get_content()

    sign_in(team, "coordinator@demo.example")
    team.get_by_role("navigation").get_by_role("link", name="Talks").click()
    then_it_is_accessible(team)
    team.get_by_role("link", name=re.compile("Rowan Bank")).last.click()  # the youngest stands last
    offer_for_five_to_midnight(team, now)
    expect(team.get_by_role("main")).to_contain_text("Waiting for the school’s answer")
    then_it_is_accessible(team)

    assert link in wait_for_mail(school, var_dir, 2).get_body(("plain",)).get_content()
    school.reload()
    expect(school.get_by_role("heading", level=1)).to_have_text("We can offer you a date")
    then_it_is_accessible(school)
    school.get_by_role("button", name="Accept this date").click()
    expect(school.get_by_role("main")).to_contain_text("Your talk is confirmed")
    then_it_is_accessible(school)
    wait_for_mail(school, var_dir, 3)

    team.reload()
    expect(team.get_by_role("main")).to_contain_text("Confirmed")
    team.get_by_role("link", name=re.compile("^The session on")).click()
    expect(team.get_by_role("main")).to_contain_text("Rowan Bank Primary School")
    expect(team.get_by_role("main")).to_contain_text("Planned")
    assert logged(public) == before

    team.get_by_role("link", name=re.compile("count", re.I)).first.click()
    expect(team.get_by_role("main")).to_contain_text("Expected: 27 (P7)")
    team.get_by_label("How many children came?").fill("25")
    choose(team, "I counted")
    team.get_by_role("button", name="Save the count").click()
    confirm_if_asked(team)
    expect(team.get_by_role("main")).to_contain_text("Delivered")
    assert logged(public) == before + 25
    school.reload()
    expect(school.get_by_role("heading", level=1)).to_have_text("Your talk has been given")
    then_it_is_accessible(school)


def test_form_keeps_what_was_typed_when_the_tab_is_closed_or_the_answer_is_wrong(new_page):
    page = new_page()
    page.goto("/talks/ask/")
    page.get_by_role("button", name="Start").click()
    name_the_school(page)
    page.get_by_label("How many people do you expect?").fill("minus three")
    go_on(page)

    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_label("How many people do you expect?")).to_have_value("minus three")
    then_it_is_accessible(page)
    page.get_by_role("alert").get_by_role("link").first.click()
    assert page.evaluate("document.activeElement.tagName") == "INPUT"

    address = page.url
    page.close()
    later = new_page()
    later.goto(address)
    later.get_by_role("link", name="Back").click()
    assert "Rowan Bank" in later.get_by_role("main").locator("input[type=text], input:not([type])").first.input_value()


def test_form_pressed_twice_is_one_request(new_page):
    school, team = new_page(), new_page()
    sign_in(team, "coordinator@demo.example")
    team.goto("/team/talks/")
    before = team.get_by_role("link", name=re.compile("Rowan Bank")).count()

    reference = ask_for_a_talk(school, presses=2)
    link = school.url
    school.go_back()

    assert school.url == link
    expect(school.get_by_role("main")).to_contain_text(reference)
    team.reload()
    assert team.get_by_role("link", name=re.compile("Rowan Bank")).count() == before + 1


def test_whole_form_works_without_java_script(new_page):
    page = new_page(java_script=False)

    page.goto("/talks/ask/")
    page.get_by_role("button", name="Start").click()
    page.get_by_role("textbox").first.fill("St")
    go_on(page)

    expect(page).to_have_title(re.compile("^Error: "))
    expect(page.get_by_text("Which one do you mean?")).to_be_visible()
    page.locator("label[for=id_place_choice_0]").click()
    go_on(page)
    if page.get_by_text("Somebody asked us for a talk here").count():
        go_on(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Who is the talk for?")


def test_answers_outlive_a_server_that_is_killed_between_two_pages(browser, made, tmp_path):
    folder = shutil.copytree(made, tmp_path / "site")
    context = browser.new_context()
    page = context.new_page()
    with served(folder, is_killed=True) as first:
        page.goto(f"{first}/talks/ask/")
        page.get_by_role("button", name="Start").click()
        name_the_school(page)
        page.get_by_label("Which stages?").fill("P7")
        page.get_by_label("How many people do you expect?").fill("27")
        go_on(page)
        draft = page.url.removeprefix(first)

    with served(folder) as second:
        page.goto(f"{second}{draft}")
        choose(page, "Something else")
        go_on(page)
        expect(page.get_by_role("heading", level=1)).to_have_text("What should it be about?")
        page.goto(f"{second}{draft.replace('/kind/', '/group-1/')}")
        expect(page.get_by_label("How many people do you expect?")).to_have_value("27")
    context.close()
