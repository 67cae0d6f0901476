"""Where plans are found, and which table of plans is refused."""

import re

import pytest
from django.conf import settings

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
    html = html_of("/help/a/p/d/")

    assert re.findall(r'<a href="([^"]+)">Change', html) == ["/help/", "/help/a/", "/help/a/p/"]


def test_plan_can_be_kept_as_a_file_with_a_name_that_says_nothing():
    assert '<a class="button second" href="/help/a/p/d/" download="notes.html">' in html_of(
        "/help/a/p/d/"
    )


def test_plan_says_how_to_come_back_to_it():
    """Nothing is kept, so whoever leaves by accident types the address."""
    address = settings.SITE_URL.partition("//")[2] + "/help/a/p/d/"

    assert f"<strong>{address}</strong>" in html_of("/help/a/p/d/")


def test_plan_leads_to_the_page_of_the_app():
    html = html_of("/help/b/p/c/")

    assert facts_of(html).h1 == ["Your plan"]
    assert 'href="/apps/instagram/"' in html


@pytest.mark.parametrize("path", ["/help", "/help/a", "/help/a/p/d"])
def test_address_without_its_last_slash_answers_too(client, path):
    assert client.get(path).status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/help/z/",
        "/help/a/z/",
        "/help/a/p/99/",
        "/help/a/p/m/",
        "/help/a/t/c/",
        "/help/a/p/c/1/",
        "/help/a/b/1/1/",
        "/help/a/z/1/",
        "/help/f/a/1/",
        "/help//a/",
    ],
)
def test_address_with_no_answer_behind_it_is_not_found(client, path):
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("path", ["/help/a/b/", "/help/a/d/2/", "/help/a/n/", "/help/a/d/12"])
def test_address_that_somebody_kept_from_before_leads_to_the_question_now_asked(client, path):
    answer = client.get(path)

    assert (answer.status_code, answer["Location"]) == (302, "/help/a/")


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
            'plans.toml: [[step]] number 1: "when" must be one of: now, today, week.',
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
                'plans.toml: [[step]] number 1: "if" must name some of: money, more, meet, else, '
                "email, deadline, paid, shared, nothing_sent, fake, no_copy."
            ),
        ),
        (
            'choices = "apps"',
            'choices = "cats"',
            'plans.toml: [[step]] number 1: "choices" must be one of: apps, ways.',
        ),
        (
            'page = "next"',
            'page = "nowhere"',
            'plans.toml: [[door]] number 1: there is no page "nowhere" in the content folder.',
        ),
        (
            'people = "everyone"',
            'people = "cats"',
            'plans.toml: [[who]] number 1: there is no list of ways "cats" in reach.py.',
        ),
        (
            'facts = ["money"]',
            'facts = ["paid"]',
            (
                'plans.toml: [[want]] number 1: "facts" must name some of: money, more, meet, '
                "else, email."
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
            ("plans.toml: /help/a/p/a/ has two meanings: give each answer a letter of its own."),
        ),
        ("reviewed_on", "looked_at", 'plans.toml: "reviewed_on" is missing.'),
        ('sources = ["R1"]', 'sources = ["R9"]', 'plans.toml: source "R9" is not in sources.toml.'),
    ],
)
def test_wrong_table_is_refused(tmp_path, before, after, reason):
    assert before in PLANS

    wrong = problems(load_library(content(tmp_path, plans=PLANS.replace(before, after, 1))))

    assert reason in [str(problem) for problem in wrong]
