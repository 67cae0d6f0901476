"""Reads plans.toml strictly: the decision table of the route, or what is wrong with it."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from advice.fields import ContentError, Fields, Problem
from advice.fragments import App
from advice.plans import (
    CHOICES,
    FACTS,
    FILE,
    HAPPENED,
    TIMES,
    WANTED,
    Door,
    Plans,
    Rule,
    Step,
    Want,
    Way,
    What,
    Who,
)
from advice.reach import WAYS


def load_plans(
    folder: Path, apps: Mapping[str, App], steps: Mapping[str, str], pages: Sequence[str]
) -> tuple[Plans, list[Problem]]:
    """`pages`: the slugs that a door may lead to."""
    try:
        header = Fields(FILE, tomllib.loads((folder / FILE).read_text(encoding="utf-8")))
        offered = sorted((app for app in apps.values() if app.number), key=lambda app: app.number)
        plans = read_plans(header, tuple(offered), tuple(steps), tuple(pages))
    except FileNotFoundError:
        return Plans(), [Problem(FILE, "the file is missing.")]
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return Plans(), [Problem(FILE, f"this is not TOML: {error}.")]
    except ContentError as error:
        return Plans(), [error.problem]
    return plans, shared_addresses(plans)


def read_plans(
    header: Fields, apps: tuple[App, ...], steps: tuple[str, ...], pages: tuple[str, ...]
) -> Plans:
    who = tuple(read_who(row, steps) for row in rows(header, "who"))
    people = tuple(person.key for person in who)
    plans = Plans(
        who=who,
        want=tuple(read_want(row) for row in rows(header, "want")),
        what=tuple(read_what(row, people) for row in rows(header, "what")),
        table=tuple(read_step(row, people, steps) for row in rows(header, "step")),
        doors=tuple(read_door(row, people, pages) for row in rows(header, "door")),
        ways=tuple(read_way(row, steps) for row in rows(header, "way")),
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


def read_who(fields: Fields, steps: tuple[str, ...]) -> Who:
    who = Who(
        letter=letter(fields),
        key=fields.text("key"),
        words=fields.text("words"),
        lead=fields.text("lead"),
        urgent=known(fields, "urgent", steps, "step", "steps.toml"),
        people=known(fields, "people", tuple(WAYS), "list of ways", "reach.py"),
    )
    fields.finish()
    return who


def read_want(fields: Fields) -> Want:
    want = Want(letter(fields), fields.text("words"), some_of(fields, "facts", WANTED))
    fields.finish()
    return want


def read_what(fields: Fields, people: tuple[str, ...]) -> What:
    what = What(
        letter=letter(fields),
        group=fields.text("group"),
        words=fields.text("words"),
        facts=some_of(fields, "facts", HAPPENED),
        asked=read_rule(fields, people),
    )
    fields.finish()
    return what


def read_step(fields: Fields, people: tuple[str, ...], steps: tuple[str, ...]) -> Step:
    step = Step(
        name=known(fields, "step", steps, "step", "steps.toml"),
        when=fields.text("when"),
        choices=fields.text("choices", ""),
        rule=read_rule(fields, people),
    )
    fields.finish()
    if step.when not in TIMES:
        raise fields.error(f'"when" must be one of: {", ".join(TIMES)}.')
    if step.choices not in CHOICES:
        raise fields.error(f'"choices" must be one of: {", ".join(CHOICES[1:])}.')
    return step


def read_door(fields: Fields, people: tuple[str, ...], pages: tuple[str, ...]) -> Door:
    page = known(fields, "page", pages, "page", "the content folder")
    door = Door(page, read_rule(fields, people))
    fields.finish()
    return door


def read_way(fields: Fields, steps: tuple[str, ...]) -> Way:
    way = Way(fields.text("name"), known(fields, "step", steps, "step", "steps.toml"))
    fields.finish()
    return way


def read_rule(fields: Fields, people: tuple[str, ...]) -> Rule:
    return Rule(
        who=some_of(fields, "who", people),
        needs=some_of(fields, "if", FACTS),
        unless=some_of(fields, "unless", FACTS),
    )


def known(fields: Fields, key: str, names: tuple[str, ...], kind: str, place: str) -> str:
    if (name := fields.text(key)) not in names:
        raise fields.error(f'there is no {kind} "{name}" in {place}.')
    return name


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
            text = f"{answers.path} has two meanings: give each answer a letter of its own."
            problems.append(Problem(FILE, text))
        seen.add(answers.path)
    return problems
