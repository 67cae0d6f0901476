"""Where a line may stand: imports go one way, and the two halves do not know each other."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
LAYERS = ["models", "services", "reports", "forms", "views"]  # each may import those before it


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def files(folder: str) -> list[Path]:
    return [path for path in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in path.parts]


@pytest.mark.parametrize(("half", "other"), [("advice", "campaigns"), ("campaigns", "advice")])
def test_halves_never_import_each_other(half, other):
    crossing = [(path.name, name) for path in files(half) for name in imported(path) if name.split(".")[0] == other]

    assert crossing == []


def test_advice_has_no_models():
    assert list(apps.get_app_config("advice").get_models()) == []


@pytest.mark.parametrize("layer", LAYERS)
def test_imports_go_one_way(layer):
    later = LAYERS[LAYERS.index(layer) + 1 :]
    if layer == "services":
        later = ["forms", "views"]

    crossing = [
        (path.name, name) for path in files(f"campaigns/{layer}") for name in imported(path) if name.startswith(tuple(f"campaigns.{late}" for late in later))
    ]

    assert crossing == []


@pytest.mark.parametrize("name", ["front.py", "headers.py", "env.py"])
def test_what_answers_before_django_does_not_import_it(name):
    crossing = [module for module in imported(ROOT / "sextortion_aware" / name) if module.split(".")[0] in ("django", "advice", "campaigns")]

    assert crossing == []


def test_every_test_folder_is_a_package():
    without = [
        str(folder) for folder in (ROOT / "tests").rglob("*") if folder.is_dir() and list(folder.glob("test_*.py")) and not (folder / "__init__.py").exists()
    ]

    assert without == []
