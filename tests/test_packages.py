"""What our own code imports is asked for by us, with a reason, and not only by another package."""

import re
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest
from django.conf import settings

from tests.test_architecture import imported

pytestmark = pytest.mark.own_database

ROOT = Path(settings.BASE_DIR)
SHIPPED = ("advice", "campaigns", "sextortion_aware", "deploy")
# The files of deploy/ are run each by itself and find each other by their bare names.
OURS = {*SHIPPED, *(path.stem for path in (ROOT / "deploy").glob("*.py"))}


def named(requirements: Path) -> dict[str, str]:
    """Each package, and the reason beside it."""
    lines = [line.partition("#") for line in requirements.read_text().splitlines()]
    return {name_of(package): why.strip() for package, _, why in lines if package.strip()}


def name_of(package: str) -> str:
    name = re.match(r"[\w.-]+", package).group()
    return re.sub(r"[-_.]+", "-", name).lower()


def strangers(source: Path) -> set[str]:
    modules = {module.partition(".")[0] for module in imported(source)}
    return modules - OURS - sys.stdlib_module_names


def test_every_package_that_the_code_imports_is_named_with_its_reason():
    packages, reasons = packages_distributions(), named(ROOT / "requirements.in")
    imports = {
        (module, name_of(packages[module][0]))
        for half in SHIPPED
        for source in (ROOT / half).rglob("*.py")
        for module in strangers(source)
    }

    assert len(imports) > 20
    assert [each for each in sorted(imports) if not reasons.get(each[1])] == []


def test_every_package_is_pinned_as_it_is_named():
    pinned = {
        name_of(line)
        for line in (ROOT / "requirements.txt").read_text().splitlines()
        if line[:1].isalnum()
    }

    assert named(ROOT / "requirements.in").keys() - pinned == set()
