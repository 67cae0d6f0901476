"""The route /help/: who asks, what is wanted, what has happened, and the plan that follows.

The decision table is plans.toml.
Addresses are letters that say nothing, because they stay in a browser's history. Nothing of an
answer is kept anywhere else. What several answers may fit, the apps and the ways to pay, is picked
on the plan itself.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from advice.fragments import App
from sextortion_aware.patterns import compiled

FILE = "plans.toml"
ROUTE = "/help/"
WANTED = ("money", "more", "meet", "else", "email")
HAPPENED = ("deadline", "paid", "shared", "nothing_sent", "fake", "no_copy")
FACTS = WANTED + HAPPENED
CHOICES = ("", "apps", "ways")
TIMES = {"now": "Now", "today": "Today", "week": "This week"}
# Until November 2026 an address was who, what and app, in other letters. People keep links.
FORMER = compiled(r"(/help/[a-e]/)[a-n]/(?:\d{1,2}/)?")


@dataclass(frozen=True)
class Who:
    letter: str
    key: str
    words: str
    lead: str
    urgent: str
    """The step that stands above all others, in the warning."""
    people: str
    """One of reach.WAYS: whom the first screen offers."""


@dataclass(frozen=True)
class Want:
    letter: str
    words: str
    facts: frozenset[str]


@dataclass(frozen=True)
class Rule:
    """For these people, when all of `needs` and none of `unless` is true."""

    who: frozenset[str]
    needs: frozenset[str]
    unless: frozenset[str]

    def holds(self, who: Who, facts: frozenset[str]) -> bool:
        return (
            (not self.who or who.key in self.who)
            and self.needs <= facts
            and not self.unless & facts
        )


@dataclass(frozen=True)
class What:
    letter: str
    group: str
    words: str
    facts: frozenset[str]
    asked: Rule
    """Of whom it is asked, by what is wanted."""


@dataclass(frozen=True)
class Step:
    """One line of the decision table."""

    name: str
    when: str
    choices: str
    """One of CHOICES: what is picked below the step, by as many answers as fit."""
    rule: Rule


@dataclass(frozen=True)
class Door:
    """A page that may fit as well."""

    page: str
    rule: Rule


@dataclass(frozen=True)
class Way:
    """A way to pay, and what to do about it."""

    name: str
    step: str


@dataclass(frozen=True)
class Answers:
    """As far as the route has been walked.

    What comes after it is a question, or with the last answer the plan.
    """

    who: Who | None = None
    want: Want | None = None
    what: What | None = None

    @property
    def path(self) -> str:
        given = (self.who, self.want, self.what)
        return ROUTE + "".join(f"{answer.letter}/" for answer in given if answer)

    @property
    def is_plan(self) -> bool:
        return self.what is not None

    @property
    def facts(self) -> frozenset[str]:
        return frozenset().union(*(answer.facts for answer in (self.want, self.what) if answer))


@dataclass(frozen=True)
class Plans:
    """`reviewed_on`, `review_due` and `sources` are those of every page of the route."""

    who: tuple[Who, ...] = ()
    want: tuple[Want, ...] = ()
    what: tuple[What, ...] = ()
    table: tuple[Step, ...] = ()
    doors: tuple[Door, ...] = ()
    ways: tuple[Way, ...] = ()
    apps: tuple[App, ...] = ()
    reviewed_on: date = date.max
    review_due: date = date.max
    sources: tuple[str, ...] = ()

    def every(self) -> Iterator[Answers]:
        """Each page of the route, each question before what follows it."""
        yield Answers()
        for who in self.who:
            yield Answers(who)
            for want in self.want:
                yield Answers(who, want)
                yield from (Answers(who, want, what) for what in self.asked(who, want))

    def asked(self, who: Who, want: Want) -> list[What]:
        return [what for what in self.what if what.asked.holds(who, want.facts)]

    def at(self, path: str) -> Answers | None:
        return next((answers for answers in self.every() if answers.path == path), None)

    def steps(self, answers: Answers, when: str) -> list[Step]:
        """In the order of the table, which is the order of urgency."""
        who = answers.who
        if who is None or not answers.is_plan:
            return []
        return [
            step for step in self.table if step.when == when and step.rule.holds(who, answers.facts)
        ]

    def doors_for(self, answers: Answers) -> list[str]:
        who = answers.who
        if who is None:
            return []
        return [door.page for door in self.doors if door.rule.holds(who, answers.facts)]


def former(path: str) -> str:
    """The question that an address of before now leads to; empty for any other."""
    found = FORMER.fullmatch(path)
    return found[1] if found else ""
