"""The pages of the route /help/ as HTML: each question, and the plan at its end.

What they say is decided in plans.py.
"""

from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from typing import Any

from django.template.loader import render_to_string
from django.urls import get_script_prefix
from django.utils.safestring import SafeString, mark_safe

from advice.library import Library
from advice.markup import markup
from advice.plans import APP_STEPS, TIMES, Answers, Who
from advice.rendering import BodyRenderer, crisis_lines, place_links, request_for, sources_of

WHO = "Who needs help?"
WHAT = "What has happened?"
APP = "Which app are they using?"
OTHER_WAYS = "what-to-do/sent-to-me"


@dataclass(frozen=True)
class Choice:
    words: str
    href: str


@dataclass(frozen=True)
class Said:
    """What was answered so far, and where to answer it again."""

    key: str
    value: str
    href: str


def render_answers(answers: Answers, library: Library) -> str:
    if answers.who and answers.is_plan:
        template, context = "advice/plan.html", plan_context(answers.who, answers, library)
    else:
        template, context = "advice/question.html", question_context(answers, library)
    both = {
        "tab": tab(answers),
        "address": address(answers),
        "said": said(answers),
        "crisis": crisis_lines(library),
    }
    return render_to_string(template, both | context, request_for(answers.path)).lstrip()


def question_context(answers: Answers, library: Library) -> dict[str, Any]:
    return {
        "question": question(answers),
        "first": answers.who is None,
        "groups": choices(answers, library),
    }


def question(answers: Answers) -> str:
    return WHO if answers.who is None else WHAT if answers.what is None else APP


def choices(answers: Answers, library: Library) -> list[tuple[str, list[Choice]]]:
    """Under headings, where the question has them."""
    plans = library.plans
    if answers.who is None:
        ways = [Choice(who.words, address(replace(answers, who=who))) for who in plans.who]
        other = library.page(OTHER_WAYS)
        if other:
            ways.append(Choice(other.title, get_script_prefix() + other.path[1:]))
        return [("", ways)]
    if answers.what is None:
        groups = groupby(plans.what, key=lambda what: what.group)
        return [
            (group, [Choice(what.words, address(replace(answers, what=what))) for what in whats])
            for group, whats in groups
        ]
    return [("", [Choice(app.name, address(replace(answers, app=app))) for app in plans.apps])]


def plan_context(who: Who, answers: Answers, library: Library) -> dict[str, Any]:
    return {
        "lead": who.lead,
        "urgent": render_step(library.steps[who.urgent], library),
        "parts": plan_parts(answers, library),
        "page": library.plans,
        "sources": sources_of(library.plans.sources, library),
    }


def plan_parts(answers: Answers, library: Library) -> list[dict[str, Any]]:
    """The numbers run on from part to part."""
    parts: list[dict[str, Any]] = []
    start = 1
    for when, heading in TIMES.items():
        steps = [
            render_step(words_of(step, answers, library), library)
            for step in library.plans.steps(answers, when)
        ]
        if steps:
            parts.append({"heading": heading, "start": start, "steps": steps})
        start += len(steps)
    return parts


def words_of(step: str, answers: Answers, library: Library) -> str:
    app = answers.app
    if not app or step not in APP_STEPS:
        return library.steps[step]
    if step == "app.report":
        return app.report
    verdict = app.close.replace("**", "")
    return (
        f"**Thinking of closing the account?** {verdict} {app.close_why} "
        "[See the table of apps](/apps/#deactivate-or-not)."
    )


@lru_cache(maxsize=512)
def render_step(words: str, library: Library) -> SafeString:
    """Kept, because hundreds of plans are made of the same few steps."""
    tokens = markup().parseInline(words)
    place_links(tokens, library)
    html = BodyRenderer(library).render(tokens, markup().options, {})
    # Safe: as in rendering.render_body.
    return mark_safe(html)  # noqa: S308


def address(answers: Answers) -> str:
    return get_script_prefix() + answers.path[1:]


def tab(answers: Answers) -> str:
    """Each its own, and none tells anything."""
    given = answers.path.strip("/").partition("/")[2].replace("/", " ").upper()
    return f"Your plan {given}" if answers.is_plan else f"{question(answers)} {given}".strip()


def said(answers: Answers) -> list[Said]:
    """Each with the question to go back to; what was said before it is kept."""
    lines = []
    if answers.who:
        lines.append(Said("Who", answers.who.words, address(Answers())))
    if answers.what:
        words = answers.what.words
        happened = f"{answers.what.group}: {words[0].lower()}{words[1:]}"
        lines.append(Said("What", happened, address(Answers(answers.who))))
    if answers.app:
        lines.append(Said("App", answers.app.name, address(Answers(answers.who, answers.what))))
    return lines
