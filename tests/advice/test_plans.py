"""Every path of the route is walked: where it ends, in how many taps, and what each plan must and
must not say."""

import re

import pytest

from advice.plans import TIMES, Answers
from sextortion_aware.numbers import EMERGENCY, POLICE
from tests.advice.banned import LISTS, wrong_numbers_in
from tests.advice.every_page import every_page
from tests.advice.plan_pages import EVERY, PLANS_OF_THE_SITE
from tests.advice.words import average_sentence, prose, read, readability, too_long
from tests.kept import kept

ENDS = [answers for answers in EVERY if answers.is_plan]
HELPERS = {"parent", "friend", "professional"}
ABOUT_UNDER_18S = {"under_18", "parent", "professional"}
SOMEONE_TO_TALK_TO = {
    "tell_adult",
    "talk_child",
    "talk_adult",
    "talk_parent",
    "talk_helper",
    "talk_professional",
}
REPORTS_BY_EMAIL = {"email_forward", "email_forward_keep"}
TELLS_THE_POLICE = {
    "police",
    "police_child",
    "police_parent",
    "police_helper",
    "pro_procedure",
    "shared_police_first",
}
REPORTS = {"app.report"} | TELLS_THE_POLICE | REPORTS_BY_EMAIL
MUST_NOT_COPY = re.compile(r"never (screenshot|print)[^.]*nude picture", re.IGNORECASE)
KEEPS = re.compile(r"\b(take|save|keep|make) (a )?(screenshots?|cop(y|ies))\b", re.IGNORECASE)
PAYS = re.compile(
    r"(?<!not )(?<!never )(?<!need to )\bpay (them|the money|what|up|it|again)\b"
    r"|send (them )?money",
    re.IGNORECASE,
)


def steps_of(answers: Answers) -> list[str]:
    return [step for when in TIMES for step in PLANS_OF_THE_SITE.steps(answers, when)]


def text_of(html: str) -> str:
    return "\n".join(block.text for block in read(html).blocks if "main" in block.where)


def read_plans() -> dict[str, str]:
    return {page.path: text_of(page.html.decode()) for page in every_page() if not page.guidance}


@pytest.fixture(scope="module")
def plans() -> dict[Answers, str]:
    texts = kept(read_plans)
    return {answers: texts[answers.path] for answers in ENDS}


def test_plans_exist_for_everyone_and_every_case():
    assert {answers.who.key for answers in ENDS} == {
        "under_18",
        "adult",
        "parent",
        "friend",
        "professional",
    }
    assert len({answers.what.facts for answers in ENDS}) == 14
    assert {answers.app.number for answers in ENDS if answers.app} == set(range(1, 13))


def test_every_plan_begins_with_danger_and_999(pages):
    for answers in ENDS:
        warning = re.search(r'<div class="warning">(.*?)</div>', pages[answers.path], re.DOTALL)[1]
        assert f'href="tel:{EMERGENCY}"' in warning, answers.path
        assert pages[answers.path].index('class="warning"') < pages[answers.path].index("<ol"), (
            answers.path
        )


def test_every_plan_reports_it_and_has_someone_to_talk_to(plans):
    for answers, text in plans.items():
        steps = set(steps_of(answers))
        assert steps & REPORTS, answers.path
        assert steps & SOMEONE_TO_TALK_TO, answers.path
        assert POLICE in text, answers.path


def test_every_plan_about_a_threat_tells_the_police_and_the_app():
    for answers in ENDS:
        if "email" not in answers.what.facts:
            steps = set(steps_of(answers))
            assert "app.report" in steps, answers.path
            assert steps & TELLS_THE_POLICE, answers.path


def test_no_plan_about_someone_under_18_tells_anyone_to_copy_a_picture(plans):
    for answers, text in plans.items():
        if answers.who.key in ABOUT_UNDER_18S:
            assert KEEPS.findall(text) == [], answers.path
            assert answers.what.facts & {"email"} or MUST_NOT_COPY.search(text), answers.path


def test_every_plan_that_names_screenshots_has_the_rule_for_under_18s(plans):
    for answers, text in plans.items():
        if "screenshot" in text.lower():
            assert MUST_NOT_COPY.search(text), answers.path
            assert "do not delete it" in text, answers.path


def test_no_plan_says_report_fraud_and_paying_is_never_a_step(plans):
    for answers, text in plans.items():
        assert not re.search(r"(Report|Action) Fraud", text), answers.path
        assert PAYS.findall(text) == [], answers.path
        assert re.search(r"[Dd]o not pay\b|[Pp]ay nothing more|Pay nothing", text), answers.path


def test_snapchat_and_x_are_never_to_be_deactivated(plans):
    for answers, text in plans.items():
        if answers.app and answers.app.key in ("snapchat", "x"):
            assert "Do not deactivate it." in text, answers.path
            assert "You can deactivate it." not in text, answers.path


def test_what_was_paid_or_shared_is_in_the_plan_and_in_no_other(plans):
    for answers in ENDS:
        steps = steps_of(answers)
        assert any(step.startswith(("paid", "parent_money")) for step in steps) == (
            "paid" in answers.what.facts
        ), answers.path
        assert any(step.startswith("shared") for step in steps) == (
            "shared" in answers.what.facts
        ), answers.path
        assert ("fake" in steps) == ("fake" in answers.what.facts), answers.path
        assert ("no_copy" in steps) == ("no_copy" in answers.what.facts), answers.path
        assert bool(REPORTS_BY_EMAIL & set(steps)) == ("email" in answers.what.facts), answers.path


def test_adult_tools_stand_in_no_plan_for_a_child_and_the_other_way_round():
    for answers in ENDS:
        steps = set(steps_of(answers))
        if answers.who.key in ABOUT_UNDER_18S:
            assert not steps & {
                "stopncii",
                "stopncii_fake",
                "shared_helpline_adult",
                "talk_adult",
                "save_proof_adult",
            }, answers.path
        if answers.who.key == "adult":
            assert not steps & {
                "report_remove",
                "ceop",
                "talk_child",
                "tell_adult",
                "save_proof_child",
            }, answers.path


def in_order(steps: list[str], *names: str) -> bool:
    places = [steps.index(name) for name in names]
    return places == sorted(places)


def test_proof_of_what_was_shared_and_the_police_come_before_the_report_that_may_take_it_down():
    for answers in ENDS:
        steps = steps_of(answers)
        if "email" in answers.what.facts:
            continue
        assert in_order(
            steps, next(step for step in steps if step.startswith("save_proof")), "app.report"
        ), answers.path
        if "shared" in answers.what.facts:
            assert in_order(
                steps,
                next(step for step in steps if step.startswith("shared_note_link")),
                "app.report",
            ), answers.path
        if answers.who.key in HELPERS or (
            answers.who.key == "adult" and "shared" in answers.what.facts
        ):
            assert in_order(
                steps, next(step for step in steps if step in TELLS_THE_POLICE), "app.report"
            ), answers.path


def test_email_is_not_deleted_once_money_was_paid(plans):
    for answers, text in plans.items():
        if {"email", "paid"} <= answers.what.facts:
            assert "delete it" not in text, answers.path
            assert "keep it" in text, answers.path


def test_who_helps_is_told_to_help_and_not_to_do_it_for_themselves():
    meant_for_the_person = {
        "breathe",
        "stop_talking",
        "paid_stop",
        "paid_bank",
        "stopncii",
        "stopncii_fake",
        "report_remove",
        "take_it_down",
        "police",
        "police_child",
        "shared_note_link",
        "shared_note_link_child",
        "shared_no_search",
        "shared_search",
        "later_messages",
        "keep_talking",
        "tell_someone",
    }
    for answers in ENDS:
        if answers.who.key in HELPERS:
            assert not set(steps_of(answers)) & meant_for_the_person, answers.path


def test_friend_of_a_child_is_told_to_find_an_adult_and_staff_follow_their_rules_first():
    for answers in ENDS:
        steps = steps_of(answers)
        if "email" in answers.what.facts:
            continue
        if answers.who.key == "friend":
            assert PLANS_OF_THE_SITE.steps(answers, "now").count("friend_under_18") == 1, (
                answers.path
            )
        if answers.who.key == "professional":
            assert in_order(steps, "pro_not_look", "pro_procedure", "app.report"), answers.path
            assert "pro_record" in PLANS_OF_THE_SITE.steps(answers, "today"), answers.path


def test_no_step_stands_twice_in_a_plan_and_none_is_never_used():
    used = {step for answers in ENDS for step in steps_of(answers)}

    assert all(len(steps_of(answers)) == len(set(steps_of(answers))) for answers in ENDS)
    assert {rule.step for rule in PLANS_OF_THE_SITE.rules} == used


def test_numbers_of_the_steps_run_on(pages):
    for answers in ENDS:
        starts = [
            int(start)
            for start in re.findall(r'<ol class="steps[^"]*"\s+start="(\d+)"', pages[answers.path])
        ]
        lists = re.findall(r"<ol class.*?</ol>", pages[answers.path], re.DOTALL)
        counts = [block.count("<li>") for block in lists]
        assert starts == [1 + sum(counts[:place]) for place in range(len(counts))], answers.path


def test_plans_are_plain_and_use_no_banned_word_or_wrong_number(pages):
    """Every question and every step of the table and of each app is in one of these; the other
    plans only put them together anew.
    """
    read_through = [
        answers
        for answers in EVERY
        if not answers.app or answers.app.number == 1 or answers.what.letter == "a"
    ]
    assert {step for answers in read_through for step in steps_of(answers)} == {
        rule.step for rule in PLANS_OF_THE_SITE.rules
    }
    for path in [answers.path for answers in read_through]:
        reader = read(pages[path])
        text = "\n".join(block.text for block in reader.blocks if "checked" not in block.where)
        assert [hit for banned in LISTS.values() for hit in banned.found_in(text)] == [], path
        assert wrong_numbers_in(text) == [], path
        blocks = prose(reader.blocks)
        assert too_long(blocks, 25) == [], path
        assert average_sentence(blocks) <= 15, path
        assert readability(blocks) <= 6, path
