"""What is said of each app: a wrong verdict here costs somebody an account full of proof."""

import re

import pytest

from advice.library import library
from advice.markup import every, parse
from tests.advice.test_words import main_text
from tests.advice.words import prose, read, readability, sentences, too_long

APPS = library().apps
PAGES = sorted(page.slug for page in library().pages if page.slug.startswith("apps/"))
NUMBERS = {
    "facebook": 1,
    "instagram": 2,
    "whatsapp": 3,
    "snapchat": 4,
    "tiktok": 5,
    "x": 6,
    "telegram": 7,
    "discord": 8,
    "dating": 9,
    "games": 10,
    "video": 11,
    "other": 12,
}
CAN_BE_PAUSED = {"tiktok"}  # by its own help
NOT_CONFIRMED = {"facebook", "instagram"}
US_FORM = "It is for people in the United States. In Scotland, use the normal report."


def first_paragraph(slug: str) -> str:
    page = library().page(slug)
    assert page is not None
    return page.body.strip().split("\n\n")[0]


def plain(markdown: str) -> str:
    return "".join(
        token.content for token in every(parse(markdown)) if token.type in ("text", "softbreak")
    )


def test_numbers_of_the_route_never_change():
    assert {app.key: app.number for app in APPS.values() if app.number} == NUMBERS


@pytest.mark.parametrize("app", APPS.values(), ids=lambda app: app.key)
def test_only_an_app_that_can_be_paused_may_be_deactivated(app):
    assert ("You can deactivate it" in app.close) == (app.key in CAN_BE_PAUSED)
    assert app.close_why


@pytest.mark.parametrize("key", sorted(NOT_CONFIRMED))
def test_what_nobody_confirmed_about_closing_is_said_to_be_so(key):
    app = APPS[key]

    assert re.search(r"\b(do not|never choose) delete\b", app.close)
    assert "We could not confirm this" in app.close_why
    assert "Read each choice twice." in app.close_why


@pytest.mark.parametrize("key", ["snapchat", "x"])
def test_thirty_days_are_named_wherever_deactivating_ends_in_deletion(key):
    app = APPS[key]

    assert app.close.startswith("**Do not deactivate it.**")
    assert "30 days" in app.close_why
    assert "Do not deactivate it." in app.report
    assert "Sign in again within 30 days." in main_text(app.page)


@pytest.mark.parametrize(
    "app", [app for app in APPS.values() if app.report], ids=lambda app: app.key
)
def test_report_is_one_bold_action_and_at_most_three_short_sentences_with_the_proof_before_it(app):
    action, _, rest = app.report.removeprefix("**").partition("** ")

    assert app.report.startswith("**")
    assert len(sentences(action)) == 1
    assert len(sentences(plain(rest))) <= 3 + ("Do not de" in rest)
    assert "proof" in rest
    assert "](/apps/" in app.report


def test_reports_and_reasons_are_plain():
    words = " ".join(
        f"<p>{plain(text)}</p>"
        for app in APPS.values()
        for text in (app.report, app.close_why, *app.lock)
        if text
    )
    blocks = prose(read(f"<main>{words}</main>").blocks)

    assert too_long(blocks, 25) == []
    assert readability(blocks) <= 6


@pytest.mark.parametrize("slug", PAGES)
def test_page_of_an_app_begins_with_what_to_do_now_and_ends_with_the_police(slug):
    text = main_text(slug)

    assert "](/what-to-do/)" in first_paragraph(slug)
    assert "It is not your fault." in first_paragraph(slug)
    assert "Deactivate or not?" in text
    assert re.search(r"Tell the police\. Call 101", text)
    assert "(/apps/#deactivate-or-not)" in library().page(slug).body


@pytest.mark.parametrize("slug", PAGES)
def test_hub_leads_to_each_app(slug):
    assert f"](/{slug}/)" in library().page("apps").body


@pytest.mark.parametrize("slug", ["apps", "apps/x", "apps/discord"])
def test_form_for_the_united_states_is_told_apart(slug):
    assert US_FORM in main_text(slug)


def test_closed_services_are_said_to_be_closed():
    assert "It shut on 5 May 2025." in main_text("apps/skype")
    assert "It closed on 8 November 2023" in main_text("apps/random-chat")


def test_snapchat_is_only_said_to_maybe_tell_of_a_screenshot():
    assert re.findall(r"Snapchat (\w+) tell", main_text("apps/snapchat")) == ["may"]


@pytest.mark.parametrize("slug", ["apps", *PAGES, "protect"])
def test_no_app_is_named_as_one_that_takes_part_in_stopncii(slug):
    parts = re.findall(r"[^.]*\btakes? part\b[^.]*", main_text(slug))

    assert [
        part
        for part in parts
        if re.search(
            r"Facebook|Instagram|TikTok|Snapchat|Bumble|Reddit|OnlyFans|Pornhub|Google|Discord",
            part,
        )
    ] == []
