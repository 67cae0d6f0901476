"""Where plans are found, and which table of plans is refused."""

import re

import pytest

from advice.checks import problems
from advice.library import library, load_library
from advice.route import render_answers
from tests.advice.content import PLANS, content
from tests.advice.plan_pages import PLANS_OF_THE_SITE
from tests.html import read as facts_of


def html_of(path: str) -> str:
    answers = PLANS_OF_THE_SITE.at(path)
    assert answers is not None
    return render_answers(answers, library())


def test_plan_goes_back_to_each_answer_and_keeps_the_ones_before():
    html = html_of("/help/a/d/2/")

    assert re.findall(r'<a href="([^"]+)">Change', html) == ["/help/", "/help/a/", "/help/a/d/"]


def test_plan_can_be_kept_as_a_file_with_a_name_that_says_nothing():
    assert '<a class="button second" href="/help/a/d/2/" download="notes.html">' in html_of(
        "/help/a/d/2/"
    )


def test_plan_leads_to_the_page_of_the_app():
    html = html_of("/help/b/a/2/")

    assert facts_of(html).h1 == ["Your plan"]
    assert 'href="/apps/instagram/"' in html


@pytest.mark.parametrize("path", ["/help", "/help/a", "/help/a/d/2"])
def test_address_without_its_last_slash_answers_too(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/help/z/",
        "/help/a/z/",
        "/help/a/a/99/",
        "/help/a/m/1/",
        "/help/a/a/1/1/",
        "/help/a/a/01/",
        "/help//a/",
    ],
)
def test_address_with_no_answer_behind_it_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (
            'step = "stay_calm"',
            'step = "nowhere"',
            'plans.toml: [[step]] number 1: there is no step "nowhere" in steps.toml.',
        ),
        (
            'urgent = "stay_calm"',
            'urgent = "app.report"',
            'plans.toml: [[who]] number 1: there is no step "app.report" in steps.toml.',
        ),
        (
            'when = "now"',
            'when = "soon"',
            'plans.toml: [[step]] number 1: "when" must be one of: now, today, later.',
        ),
        (
            'who = ["child"]',
            'who = ["cat"]',
            'plans.toml: [[step]] number 1: "who" must name some of: child.',
        ),
        (
            'if = ["paid"]',
            'if = ["rich"]',
            (
                'plans.toml: [[step]] number 1: "if" must name some of: paid, shared, fake, '
                "no_copy, email."
            ),
        ),
        (
            'letter = "a"',
            'letter = "under-18"',
            (
                'plans.toml: [[who]] number 1: "letter" must be one small letter: it stands in '
                "the address and says nothing."
            ),
        ),
        (
            'letter = "b"',
            'letter = "a"',
            (
                "plans.toml: /help/a/a/ has two meanings: give each who and what a letter, and "
                "each app a number, of its own."
            ),
        ),
        ("reviewed_on", "looked_at", 'plans.toml: "reviewed_on" is missing.'),
        ('sources = ["R1"]', 'sources = ["R9"]', 'plans.toml: source "R9" is not in sources.toml.'),
    ],
)
def test_wrong_table_is_refused(tmp_path, before, after, reason):
    assert before in PLANS

    wrong = problems(load_library(content(tmp_path, plans=PLANS.replace(before, after, 1))))

    assert reason in [str(problem) for problem in wrong]
