"""Where a line may stand: imports go one way, and the two halves do not know each other."""

import ast
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

pytestmark = pytest.mark.own_database

ROOT = Path(settings.BASE_DIR)


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


# What a page is made of, by its name; all else in a noun is a rule, a deed or something read.
PAGES = (
    "forms",
    "views",
    "urls",
    "field",
    "ask_first",
    "journey",
    "both",
    "count_lines",
    "school_lines",
    "entry",
    "inside",
    "team",
    "typed",
    "adapter",
)
ENDS = ("_form", "_forms", "_view", "_views", "_field", "_urls")
NOT_NOUNS = ("models", "migrations", "management", "demo", "templatetags")


def is_page(name: str) -> bool:
    last = name.rpartition(".")[2]
    return last in PAGES or last.endswith(ENDS)


def test_rules_and_deeds_of_a_noun_never_import_its_forms_or_pages():
    crossing = []
    for path in sorted((ROOT / "campaigns").glob("*/**/*.py")):
        room = path.relative_to(ROOT / "campaigns").parts[0]
        if (
            room in NOT_NOUNS
            or is_page(path.stem)
            or path == ROOT / "campaigns/sessions/offline/rules.py"
        ):
            continue
        crossing += [
            (path.name, name)
            for name in imported(path)
            if name.startswith("campaigns.") and is_page(name)
        ]

    assert crossing == []


def test_only_the_demonstration_holds_the_clock():
    holding = {
        path.relative_to(ROOT).parts[:2]
        for half in ("campaigns", "advice", "sextortion_aware", "deploy")
        for path in (ROOT / half).rglob("*.py")
        if "campaigns.models.clock.clock_at" in imported(path)
    }

    assert holding == {("campaigns", "demo")}


@pytest.mark.parametrize(
    "line",
    [
        "from campaigns.sessions import forms",
        "from campaigns.sessions.forms import LogForm",
        "import campaigns.talks.queue_views",
    ],
)
def test_an_import_of_a_page_is_seen_however_it_is_written(tmp_path, line):
    (tmp_path / "rules.py").write_text(line)

    assert any(is_page(name) for name in imported(tmp_path / "rules.py"))


@pytest.mark.parametrize(
    ("line", "file", "code"),
    [("from .forms import LogForm", "likeness.py", "TID252"), ("", "unknown/thing.py", "INP001")],
)
def test_make_check_refuses_what_the_contracts_would_not_see(line, file, code):
    name = f"campaigns/sessions/{file}"
    command = [
        sys.executable,
        "-m",
        "ruff",
        "check",
        "--no-cache",
        "--output-format=concise",
        f"--stdin-filename={name}",
        "-",
    ]

    checked = subprocess.run(
        command, input=f"{line}\n", cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert f" {code} " in checked.stdout


def test_advice_has_no_models():
    assert list(apps.get_app_config("advice").get_models()) == []


@pytest.mark.parametrize(
    ("line", "file", "broken"),
    [
        ("import advice.library", "campaigns/home.py", "The halves do not know each other"),
        ("import campaigns.models", "advice/plans.py", "The halves do not know each other"),
        (
            "import campaigns.models",
            "sextortion_aware/faults.py",
            "What both halves stand on knows neither",
        ),
        (
            "import campaigns.talks.offers",
            "campaigns/sessions/rules.py",
            "Nouns import only what stands below them",
        ),
        (
            "import campaigns.diaries.rule",
            "campaigns/mail/quiet.py",
            "Nouns import only what stands below them",
        ),
        ("", "campaigns/unknown/__init__.py", "Nouns import only what stands below them"),
    ],
)
def test_make_check_refuses_an_import_that_runs_up(tmp_path, line, file, broken):
    for folder in ("advice", "campaigns", "sextortion_aware"):
        shutil.copytree(
            ROOT / folder,
            tmp_path / folder,
            ignore=shutil.ignore_patterns("__pycache__", "content"),
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    changed = tmp_path / file
    changed.parent.mkdir(exist_ok=True)
    changed.write_text(f"{changed.read_text() if changed.exists() else ''}\n{line}\n")

    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    checked = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)

    assert checked.returncode == 1
    assert f"{broken} BROKEN" in checked.stdout


@pytest.mark.parametrize("name", ["front.py", "headers.py", "env.py"])
def test_what_answers_before_django_does_not_import_it(name):
    crossing = [
        module
        for module in imported(ROOT / "sextortion_aware" / name)
        if module.split(".")[0] in ("django", "advice", "campaigns")
    ]

    assert crossing == []


def test_every_test_folder_is_a_package():
    without = [
        str(folder)
        for folder in (ROOT / "tests").rglob("*")
        if folder.is_dir()
        and list(folder.glob("test_*.py"))
        and not (folder / "__init__.py").exists()
    ]

    assert without == []


def test_every_test_asserts_something():
    tests = {
        f"{path.relative_to(ROOT)}: {test.name}": test
        for path in (ROOT / "tests").rglob("test_*.py")
        for test in ast.walk(ast.parse(path.read_text()))
        if isinstance(test, ast.FunctionDef) and test.name.startswith("test_")
    }

    assert len(tests) > 1_000
    assert [name for name, test in tests.items() if not asserts(test)] == []


def asserts(test: ast.FunctionDef) -> bool:
    """By itself, or by a helper whose name says it. Waiting for something is no assertion."""
    return any(
        isinstance(part, ast.Assert)
        or (isinstance(part, ast.Attribute) and part.attr in ("raises", "fail", "warns"))
        or (
            isinstance(part, ast.Name | ast.Attribute)
            and any(word in name_of(part) for word in ("assert", "expect", "then_"))
        )
        for part in ast.walk(test)
    )


def name_of(part: ast.Name | ast.Attribute) -> str:
    return part.id if isinstance(part, ast.Name) else part.attr
