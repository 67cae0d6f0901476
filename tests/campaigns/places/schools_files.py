"""Files of schools, and what their import says."""

import csv
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from campaigns.places.schools_file import COLUMNS

MADE_UP = Path(settings.BASE_DIR) / "tests/data/places_made_up.csv"
REAL = Path(settings.BASE_DIR).parent / "shared/data"
GOOD = {
    "seed_code": "9000101",
    "name": "Larkrise Primary School",
    "local_authority": "North Lanarkshire",
    "sector": "Primary",
    "denomination": "",
    "roll": "148",
    "town": "Dunwhirry",
    "postcode": "ZZ99 1AE",
    "latitude": "55.85",
    "longitude": "-3.95",
}


def run(path: Path, *options: str) -> tuple[str, str]:
    """What it said, and what it said was bad."""
    out, err = StringIO(), StringIO()
    call_command("import_places", str(path), *options, stdout=out, stderr=err)
    return out.getvalue().strip(), err.getvalue().strip()


def refused(path: Path, *options: str) -> tuple[str, str]:
    err = StringIO()
    with pytest.raises(CommandError) as problem:
        call_command("import_places", str(path), *options, stdout=StringIO(), stderr=err)
    return str(problem.value), err.getvalue().strip()


def csv_file(folder: Path, *rows: dict[str, str], columns: tuple[str, ...] = COLUMNS) -> Path:
    path = folder / "schools.csv"
    with path.open("w", newline="", encoding="utf-8") as lines:
        writer = csv.DictWriter(lines, columns)
        writer.writeheader()
        writer.writerows(rows)
    return path


def real_file(name: str) -> Path:
    path = REAL / name
    if not path.exists():
        pytest.skip(
            f"{name} is not beside the project: the made-up file of the same shape is tested always"
        )
    return path
