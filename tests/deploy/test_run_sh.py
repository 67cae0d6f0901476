"""`make test` on a machine that lacks something: named in one loud line, left out for a person, a
failure for CI.
"""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.own_database

SCRIPT = Path(settings.BASE_DIR) / "tests/run.sh"
TOOLS = ("sh", "dirname", "env")
BROWSERS = ["chromium-headless-shell", "chromium"]
MARKS = re.compile("-m pytest -m (.+) -n auto")


@pytest.fixture
def project(tmp_path) -> Path:
    """The script with a Python that notes what it was asked to do.

    Its database check answers as the file `postgres` says.
    """
    (tmp_path / "tests").mkdir()
    shutil.copy(SCRIPT, tmp_path / "tests/run.sh")
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool))
    python = tmp_path / ".venv/bin/python"
    python.parent.mkdir(parents=True)
    python.write_text(
        '#!/bin/sh\ncase "$*" in *psycopg2*) [ -e postgres ];; *) echo '
        '"${DATABASE_URL:-sqlite} $*" >> asked;; esac\n'
    )
    python.chmod(0o755)
    return tmp_path


def give(
    project: Path, *, postgres: bool = True, chromium: str = BROWSERS[0], nginx: bool = True
) -> None:
    if postgres:
        (project / "postgres").touch()
    if chromium:
        (project / "bin" / chromium).symlink_to(shutil.which("true"))
    if nginx:
        (project / "module.so").touch()
        for tool in ("curl", "openssl"):
            (project / "bin" / tool).symlink_to(shutil.which("true"))


def run(project: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    places = {"PATH": str(project / "bin"), "TEST_NGINX_MODULE": str(project / "module.so")}
    command = ["sh", "tests/run.sh"]
    return subprocess.run(
        command, cwd=project, env=places | environment, capture_output=True, text=True
    )


def asked(project: Path) -> list[tuple[str, str]]:
    """The database and the marks of each run."""
    lines = (project / "asked").read_text().splitlines()
    return [(line.split()[0], MARKS.search(line).group(1)) for line in lines]


@pytest.mark.parametrize("chromium", BROWSERS)
def test_whole_machine_runs_everything(project, chromium):
    """On SQLite all but the browser's: what is left out on PostgreSQL was tested by then."""
    give(project, chromium=chromium)

    done = run(project, CI="true")

    assert done.returncode == 0
    assert asked(project) == [
        ("sqlite", "not browser"),
        ("postgres:///postgres", "database and not browser"),
        ("sqlite", "browser"),
    ]
    assert "NOT TESTED" not in done.stderr


@pytest.mark.parametrize(
    ("lacking", "named"),
    [
        ("postgres", "PostgreSQL"),
        ("chromium", "the pages in a browser"),
        ("nginx", "the web server in front"),
    ],
)
def test_what_is_missing_is_named_and_left_out_for_a_person_and_fails_for_ci(
    project, lacking, named
):
    give(project, **{lacking: ""})

    for_a_person, for_ci = run(project), run(project, CI="true")

    assert f"!!!!!!!! NOT TESTED: {named}" in for_a_person.stderr
    assert for_a_person.returncode == 0
    assert for_ci.returncode == 1


def test_failing_tests_fail_the_run(project):
    give(project)
    (project / ".venv/bin/python").write_text("#!/bin/sh\nexit 1\n")

    assert run(project).returncode == 1
