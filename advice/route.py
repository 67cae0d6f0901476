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

from advice.fragments import App
from advice.library import Library
from advice.markup import markup
from advice.plans import TIMES, Answers, Step, Who
from advice.reach import ways_in
from advice.rendering import (
    TONIGHT,
    BodyRenderer,
    address_of,
    place_links,
    request_for,
    sources_of,
)

WHO = "Who needs help?"
WANT = "What do they want?"
WHAT = "What has happened?"
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
        "people": ways_in(answers.who.people if answers.who else "everyone", library.contacts),
        "tonight": address_of(TONIGHT, library),
    }
    return render_to_string(template, both | context, request_for(answers.path)).lstrip()


def question_context(answers: Answers, library: Library) -> dict[str, Any]:
    return {
        "question": question(answers),
        "first": answers.who is None,
        "groups": choices(answers, library),
        "page": library.plans,
        "sources": sources_of(library.plans.sources, library),
    }


def question(answers: Answers) -> str:
    return WHO if answers.who is None else WANT if answers.want is None else WHAT


def choices(answers: Answers, library: Library) -> list[tuple[str, list[Choice]]]:
    """Under headings, where the question has them."""
    plans = library.plans
    if answers.who is None:
        ways = [Choice(who.words, address(replace(answers, who=who))) for who in plans.who]
        if other := library.page(OTHER_WAYS):
            ways.append(Choice(other.title, address_of(OTHER_WAYS, library)))
        return [("", ways)]
    if answers.want is None:
        return [
            ("", [Choice(want.words, address(replace(answers, want=want))) for want in plans.want])
        ]
    asked = plans.asked(answers.who, answers.want)
    return [
        (group, [Choice(what.words, address(replace(answers, what=what))) for what in whats])
        for group, whats in groupby(asked, key=lambda what: what.group)
    ]


def plan_context(who: Who, answers: Answers, library: Library) -> dict[str, Any]:
    return {
        "lead": who.lead,
        "urgent": render_step(library.steps[who.urgent], library),
        "parts": [
            {"heading": heading, "steps": steps}
            for when, heading in TIMES.items()
            if (steps := plan_steps(answers, when, library))
        ],
        "doors": [
            Choice(page.title, address_of(slug, library))
            for slug in library.plans.doors_for(answers)
            if (page := library.page(slug))
        ],
        "page": library.plans,
    }


def plan_steps(answers: Answers, when: str, library: Library) -> list[dict[str, Any]]:
    """Each with what is picked below it: by name, and as HTML what to do then."""
    return [
        {
            "words": tick(render_step(library.steps[step.name], library)),
            "picked": picked(step, library),
        }
        for step in library.plans.steps(answers, when)
    ]


def picked(step: Step, library: Library) -> list[tuple[str, list[SafeString]]]:
    plans = library.plans
    if step.choices == "ways":
        return [(way.name, [render_step(library.steps[way.step], library)]) for way in plans.ways]
    if step.choices == "apps":
        return [
            (app.name, [render_step(app.report, library), render_step(closing(app), library)])
            for app in plans.apps
        ]
    return []


def closing(app: App) -> str:
    verdict = app.close.replace("**", "")
    return (
        f"**Thinking of closing the account?** {verdict} {app.close_why} "
        "[See each app](/apps/#deactivate-or-not)."
    )


def tick(step: SafeString) -> SafeString:
    """The bold action of a step is the label of a box, which has no name and is sent nowhere."""
    opened = step.replace("<strong>", '<label><input type="checkbox"> <strong>', 1)
    # Safe: what it is made of is, and nothing else was put in.
    return mark_safe(opened.replace("</strong>", "</strong></label>", 1))  # noqa: S308


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
    if answers.want:
        lines.append(Said("They want", answers.want.words, address(Answers(answers.who))))
    if answers.what:
        words = answers.what.words
        happened = f"{answers.what.group}: {words[0].lower()}{words[1:]}"
        lines.append(Said("What", happened, address(Answers(answers.who, answers.want))))
    return lines
