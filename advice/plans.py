"""The route /help/: who is asking, what has happened, which app, and the plan that follows.

The decision table is plans.toml.
Addresses are letters and numbers that say nothing, because they stay in a browser's history.
Nothing of an answer is kept anywhere else.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from advice.fields import ContentError, Fields, Problem
from advice.fragments import App

FILE = "plans.toml"
ROUTE = "/help/"
FACTS = ("paid", "shared", "fake", "no_copy", "email")
WITHOUT_APP = "email"  # with this fact there is no app to ask for
APP_STEPS = ("app.report", "app.close")  # what the chosen app's own entry says
TIMES = {"now": "Right now", "today": "Today", "later": "In the next days"}


@dataclass(frozen=True)
class Who:
    letter: str
    key: str
    words: str
    lead: str
    urgent: str
    """The step that stands above all others, in the warning."""


@dataclass(frozen=True)
class What:
    letter: str
    group: str
    words: str
    facts: frozenset[str]

    @property
    def asks_for_app(self) -> bool:
        return WITHOUT_APP not in self.facts


@dataclass(frozen=True)
class Rule:
    """One line of the decision table.

    This step, for these people, when all of `needs` and none of `unless` is true.
    """

    step: str
    """A name in steps.toml, or one of APP_STEPS."""
    when: str
    who: frozenset[str]
    needs: frozenset[str]
    unless: frozenset[str]

    def holds(self, who: Who, what: What) -> bool:
        return (
            (not self.who or who.key in self.who)
            and self.needs <= what.facts
            and not self.unless & what.facts
        )


@dataclass(frozen=True)
class Answers:
    """As far as the route has been walked.

    What comes after it is a question, or with the last answer the plan.
    """

    who: Who | None = None
    what: What | None = None
    app: App | None = None

    @property
    def path(self) -> str:
        given = [
            self.who and self.who.letter,
            self.what and self.what.letter,
            self.app and str(self.app.number),
        ]
        return ROUTE + "".join(f"{part}/" for part in given if part)

    @property
    def is_plan(self) -> bool:
        return self.what is not None and (self.app is not None or not self.what.asks_for_app)


@dataclass(frozen=True)
class Plans:
    """`reviewed_on`, `review_due` and `sources` are those of every page of the route."""

    who: tuple[Who, ...] = ()
    what: tuple[What, ...] = ()
    rules: tuple[Rule, ...] = ()
    apps: tuple[App, ...] = ()
    reviewed_on: date = date.max
    review_due: date = date.max
    sources: tuple[str, ...] = ()

    def every(self) -> Iterator[Answers]:
        """Each page of the route, each question before what follows it."""
        yield Answers()
        for who in self.who:
            yield Answers(who)
            for what in self.what:
                yield Answers(who, what)
                if what.asks_for_app:
                    yield from (Answers(who, what, app) for app in self.apps)

    def at(self, path: str) -> Answers | None:
        return next((answers for answers in self.every() if answers.path == path), None)

    def steps(self, answers: Answers, when: str) -> list[str]:
        """Names of steps, in the order of the table, which is the order of urgency."""
        if answers.who is None or answers.what is None:
            return []
        return [
            rule.step
            for rule in self.rules
            if rule.when == when and rule.holds(answers.who, answers.what)
        ]


def load_plans(
    folder: Path, apps: Mapping[str, App], steps: Mapping[str, str]
) -> tuple[Plans, list[Problem]]:
    try:
        header = Fields(FILE, tomllib.loads((folder / FILE).read_text(encoding="utf-8")))
        offered = [app for app in apps.values() if app.number]
        plans = read_plans(header, tuple(sorted(offered, key=lambda app: app.number)), steps)
    except FileNotFoundError:
        return Plans(), [Problem(FILE, "the file is missing.")]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return Plans(), [Problem(FILE, f"this is not TOML: {error}.")]
    except ContentError as error:
        return Plans(), [error.problem]
    return plans, shared_addresses(plans)


def read_plans(header: Fields, apps: tuple[App, ...], steps: Mapping[str, str]) -> Plans:
    who = tuple(read_who(row, steps) for row in rows(header, "who"))
    plans = Plans(
        who=who,
        what=tuple(read_what(row) for row in rows(header, "what")),
        rules=tuple(read_rule(row, who, steps) for row in rows(header, "step")),
        apps=apps,
        reviewed_on=header.day("reviewed_on"),
        review_due=header.day("review_due"),
        sources=header.words("sources"),
    )
    header.finish()
    return plans


def rows(header: Fields, name: str) -> Iterator[Fields]:
    tables: list[Any] = header.take(name, list, f"tables like [[{name}]]", None)
    for place, table in enumerate(tables, start=1):
        yield Fields(FILE, table, f"[[{name}]] number {place}: ")


def read_who(fields: Fields, steps: Mapping[str, str]) -> Who:
    who = Who(
        letter(fields),
        fields.text("key"),
        fields.text("words"),
        fields.text("lead"),
        known_step(fields, "urgent", tuple(steps)),
    )
    fields.finish()
    return who


def read_what(fields: Fields) -> What:
    what = What(
        letter(fields), fields.text("group"), fields.text("words"), some_of(fields, "facts", FACTS)
    )
    fields.finish()
    return what


def read_rule(fields: Fields, who: tuple[Who, ...], steps: Mapping[str, str]) -> Rule:
    rule = Rule(
        step=known_step(fields, "step", (*steps, *APP_STEPS)),
        when=fields.text("when"),
        who=some_of(fields, "who", tuple(person.key for person in who)),
        needs=some_of(fields, "if", FACTS),
        unless=some_of(fields, "unless", FACTS),
    )
    fields.finish()
    if rule.when not in TIMES:
        raise fields.error(f'"when" must be one of: {", ".join(TIMES)}.')
    return rule


def known_step(fields: Fields, key: str, steps: tuple[str, ...]) -> str:
    if (step := fields.text(key)) not in steps:
        raise fields.error(f'there is no step "{step}" in steps.toml.')
    return step


def letter(fields: Fields) -> str:
    found = fields.text("letter")
    if not (len(found) == 1 and "a" <= found <= "z"):
        raise fields.error(
            '"letter" must be one small letter: it stands in the address and says nothing.'
        )
    return found


def some_of(fields: Fields, key: str, known: tuple[str, ...]) -> frozenset[str]:
    words = frozenset(fields.words(key)) if key in fields.table else frozenset()
    fields.asked.add(key)
    if not words <= set(known):
        raise fields.error(f'"{key}" must name some of: {", ".join(known)}.')
    return words


def shared_addresses(plans: Plans) -> list[Problem]:
    problems = []
    seen: set[str] = set()
    for answers in plans.every():
        if answers.path in seen:
            text = (
                f"{answers.path} has two meanings: "
                "give each who and what a letter, and each app a number, of its own."
            )
            problems.append(Problem(FILE, text))
        seen.add(answers.path)
    return problems
