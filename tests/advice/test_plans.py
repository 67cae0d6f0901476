"""Every plan is walked: its three first steps, whom it reaches, what it must and must not say."""

import re

import pytest

from advice.plans import FACTS, TIMES, Answers
from sextortion_aware.numbers import EMERGENCY, POLICE
from tests.advice.every_page import every_page
from tests.advice.plan_pages import EVERY, PLANS_OF_THE_SITE
from tests.advice.words import read
from tests.kept import kept

ENDS = [answers for answers in EVERY if answers.is_plan]
HELPERS = {"parent", "friend", "professional"}
ABOUT_UNDER_18S = {"under_18", "parent", "professional"}
REPORTS_BY_EMAIL = {"email_forward", "email_forward_keep"}
TELLS_THE_POLICE = {
    "police",
    "police_child",
    "police_parent",
    "police_helper",
    "pro_procedure",
    "shared_note_first",
}
STOPS_OF_ALL = {"stop_money", "stop_more", "stop_meet", "stop_else"}
STOPS = {
    "under_18": {*STOPS_OF_ALL, "stop_paid", "stop_more_paid", "stop_meet_paid"},
    "adult": {*STOPS_OF_ALL, "stop_bank", "stop_more_bank", "stop_meet_bank"},
}
# Report Remove, StopNCII or both: what may get a picture blocked, by who asks.
BLOCKS = {
    "report_remove",
    "shared_report_remove",
    "stopncii",
    "stopncii_fake",
    "shared_take_down",
    "parent_sit_report_remove",
    "friend_block_picture",
    "pro_report_remove",
    "shared_block_helper",
}
BANKS = {
    "stop_bank",
    "stop_more_bank",
    "stop_meet_bank",
    "stop_bank_parent",
    "stop_bank_helper",
    "stop_more_bank_helper",
    "stop_meet_bank_helper",
    "paid_bank",
    "paid_bank_helper",
    "tell_adult_bank",
    "bank_child",
}
MUST_NOT_COPY = re.compile(r"never (screenshot|print)[^.]*nude picture", re.IGNORECASE)
KEEPS = re.compile(r"\b(take|save|keep|make) (a )?(screenshots?|cop(y|ies))\b", re.IGNORECASE)
PASSES_ON = re.compile(
    r"(?<!not )(?<!never )(?<!they )\b(send|forward|show|pass)\b[^.]{0,20}"
    r" (the |that |a )?(nude |intimate )?(picture|video|image)s?\b",
    re.IGNORECASE,
)
RULES = re.compile(r"\b(Never|Do not) [^.]*\.")
PAYS = re.compile(
    r"(?<!not )(?<!never )(?<!need to )\bpay (them|the money|what|up|it|again)\b"
    r"|send (them )?money",
    re.IGNORECASE,
)


def steps_of(answers: Answers, *times: str) -> list[str]:
    return [step.name for when in times or TIMES for step in PLANS_OF_THE_SITE.steps(answers, when)]


def text_of(html: str) -> str:
    return "\n".join(
        block.text
        for block in read(html).blocks
        if "main" in block.where and "checked" not in block.where
    )


def read_plans() -> dict[str, str]:
    return {page.path: text_of(page.html.decode()) for page in every_page() if not page.guidance}


@pytest.fixture(scope="module")
def plans() -> dict[Answers, str]:
    texts = kept(read_plans)
    return {answers: texts[answers.path] for answers in ENDS}


def test_plans_exist_for_everyone_whatever_is_wanted_and_has_happened():
    assert {answers.who.key for answers in ENDS} == {*HELPERS, "under_18", "adult"}
    assert {fact for answers in ENDS for fact in answers.facts} == set(FACTS)
    assert {answers.want.letter for answers in ENDS} == set("pqrst")


def test_every_plan_begins_with_three_steps_that_stop_it_and_protect_the_picture():
    for answers in ENDS:
        now = steps_of(answers, "now")
        assert len(now) == 3, answers.path
        if "email" in answers.facts:
            continue
        if answers.who.key in STOPS:
            assert now[0] in STOPS[answers.who.key], answers.path
        has_picture = not answers.facts & {"nothing_sent", "no_copy"}
        assert bool(BLOCKS & set(now)) == has_picture, answers.path


REFUSED = {
    "more": r"[Ss]end nothing more",
    "meet": r"[Dd]o not meet",
    "money": r"[Dd]o not pay|[Pp]ay nothing more|Nobody pays",
    "else": r"nothing that they ask|Nobody does what they ask|[Pp]ay nothing more",
}


def test_what_they_want_is_refused_whatever_has_happened(plans):
    for answers, text in plans.items():
        for want, words in REFUSED.items():
            if want in answers.facts:
                assert re.search(words, text), answers.path
                if answers.who.key != "professional":
                    now = text.partition("\nToday\n")[0]
                    assert re.search(words, now), answers.path
        if "meet" in answers.facts:
            assert re.search(r"(on their way|on the way)[^.]*\? Call 999", text), answers.path


def test_a_time_that_they_set_puts_the_picture_first_and_leads_to_its_page(pages):
    for answers in ENDS:
        now = steps_of(answers, "now")
        leads = 'href="/what-to-do/next-hour/"' in pages[answers.path]
        assert leads or "deadline" not in answers.facts, answers.path
        if "deadline" in answers.facts and answers.who.key in STOPS:
            assert now[1] in BLOCKS, answers.path
            assert now[2] in {"deadline_ring", "deadline_ring_child"}, answers.path


def test_every_plan_offers_people_before_its_steps(pages):
    """To call, to text and to chat with; and the page for somebody who cannot go on."""
    for answers in ENDS:
        first = pages[answers.path].partition('<ul class="ticks">')[0].partition("<main")[2]
        for href in ("tel:999", "tel:116123", "sms:85258", "/tonight/"):
            assert f'href="{href}' in first, (answers.path, href)
        assert re.search(r'rel="noreferrer">\s*Chat', first), answers.path
        assert 'href="tel:08001111"' in first, answers.path


def test_every_plan_says_when_to_call_999_and_where_to_get_through_the_night(pages):
    for answers in ENDS:
        warning = re.search(r'<div class="warning">(.*?)</div>', pages[answers.path], re.DOTALL)[1]
        assert f'href="tel:{EMERGENCY}"' in warning, answers.path
        assert 'href="/tonight/' in warning, answers.path


def test_every_plan_about_a_threat_tells_the_police_and_the_app(plans):
    for answers, text in plans.items():
        assert POLICE in text, answers.path
        if "email" in answers.facts:
            assert set(steps_of(answers)) & REPORTS_BY_EMAIL, answers.path
        else:
            assert "report_apps" in steps_of(answers), answers.path
            assert set(steps_of(answers)) & TELLS_THE_POLICE, answers.path


def test_several_apps_and_several_ways_to_pay_can_be_picked_in_one_plan(pages):
    for answers in ENDS:
        names = re.findall(r"<summary>(.*?)</summary>", pages[answers.path])
        apps = [app.name for app in PLANS_OF_THE_SITE.apps]
        ways = [way.name for way in PLANS_OF_THE_SITE.ways]
        assert len(apps) == 12
        assert set(apps) <= set(names) or "email" in answers.facts, answers.path
        assert (set(ways) <= set(names)) == ("paid" in answers.facts), answers.path


def test_no_plan_about_someone_under_18_asks_to_copy_or_pass_on_a_picture(plans):
    for answers, text in plans.items():
        if answers.who.key in ABOUT_UNDER_18S:
            assert KEEPS.findall(text) == [], answers.path
            assert PASSES_ON.findall(RULES.sub("", text)) == [], answers.path
            assert answers.facts & {"email"} or MUST_NOT_COPY.search(text), answers.path


def test_every_plan_that_names_screenshots_has_the_rule_for_under_18s(plans):
    for answers, text in plans.items():
        if "screenshot" in text.lower():
            assert MUST_NOT_COPY.search(text), answers.path
            assert "do not delete it" in text, answers.path


def test_no_plan_says_report_fraud_and_paying_is_never_a_step(plans):
    for answers, text in plans.items():
        assert not re.search(r"(Report|Action) Fraud", text), answers.path
        assert PAYS.findall(text) == [], answers.path
        assert re.search(
            r"[Dd]o not (pay|meet|send)\b|[Pp]ay nothing|Nobody pays|[Ss]end nothing", text
        ), answers.path


def test_what_closing_an_account_does_and_what_was_not_confirmed_stands_in_each_plan(plans):
    apps = PLANS_OF_THE_SITE.apps
    assert sum("could not confirm this" in app.close_why for app in apps) >= 2
    for answers, text in plans.items():
        if "email" not in answers.facts:
            missing = [app.key for app in apps if app.close_why not in text]
            assert missing == [], answers.path


def test_snapchat_and_x_are_never_to_be_deactivated():
    for app in PLANS_OF_THE_SITE.apps:
        if app.key in ("snapchat", "x"):
            assert app.close.startswith("**Do not deactivate it.**")


def test_what_was_paid_or_shared_is_in_the_plan_and_in_no_other():
    for answers in ENDS:
        steps = steps_of(answers)
        paid, email = "paid" in answers.facts, "email" in answers.facts
        assert bool(BANKS & set(steps)) == paid, answers.path
        assert ("pick_ways" in steps) == paid, answers.path
        assert any(step.startswith("shared") for step in steps) == ("shared" in answers.facts), (
            answers.path
        )
        assert ("fake" in steps) == ("fake" in answers.facts), answers.path
        assert ("no_copy" in steps) == ("no_copy" in answers.facts), answers.path
        assert bool(REPORTS_BY_EMAIL & set(steps)) == email, answers.path


def test_adult_tools_stand_in_no_plan_for_a_child_and_the_other_way_round(plans):
    for answers, text in plans.items():
        if answers.who.key == "under_18":
            assert "StopNCII" not in text, answers.path
            assert "Revenge Porn Helpline" not in text, answers.path
        if answers.who.key == "adult":
            assert "Report Remove" not in text, answers.path
            assert text.count("Childline") == 1, answers.path  # for somebody of 18


def in_order(steps: list[str], *names: str) -> bool:
    places = [steps.index(name) for name in names]
    return places == sorted(places)


def test_proof_and_the_police_come_before_the_report_that_may_take_it_down():
    for answers in ENDS:
        steps = steps_of(answers)
        if "email" in answers.facts:
            continue
        proof = next(step for step in steps if step.startswith("save_proof"))
        assert in_order(steps, proof, "report_apps"), answers.path
        if answers.who.key == "adult" and "shared" in answers.facts:
            assert in_order(steps, "shared_note_first", "shared_take_down"), answers.path
        if answers.who.key in HELPERS:
            police = next(step for step in steps if step in TELLS_THE_POLICE)
            assert in_order(steps, police, "report_apps"), answers.path


def test_email_is_not_deleted_once_money_was_paid(plans):
    for answers, text in plans.items():
        if {"email", "paid"} <= answers.facts:
            assert "delete it" not in text, answers.path
            assert "keep it" in text, answers.path


def test_who_helps_is_told_to_help_and_not_to_do_it_for_themselves():
    meant_for_the_person = {
        *STOPS["under_18"],
        *STOPS["adult"],
        "stopncii",
        "stopncii_fake",
        "report_remove",
        "take_it_down",
        "police",
        "police_child",
        "shared_take_down",
        "shared_no_search",
        "shared_search",
        "later_messages",
        "keep_talking",
        "tell_someone",
    }
    for answers in ENDS:
        if answers.who.key in HELPERS:
            assert not set(steps_of(answers)) & meant_for_the_person, answers.path


def test_staff_follow_their_rules_first_and_write_it_down():
    for answers in ENDS:
        if answers.who.key == "professional" and "email" not in answers.facts:
            assert "pro_procedure" in steps_of(answers, "now"), answers.path
            assert "pro_record" in steps_of(answers), answers.path


def test_every_step_of_the_table_is_used():
    used = {step for answers in ENDS for step in steps_of(answers)}

    assert {step.name for step in PLANS_OF_THE_SITE.table} == used
