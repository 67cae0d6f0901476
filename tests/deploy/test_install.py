"""`make run` on a machine that lacks something: one plain sentence that says what to do."""

import shutil
import subprocess
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.own_database

SCRIPT = Path(settings.BASE_DIR) / "deploy/install.sh"
TOOLS = ("sh", "dirname", "basename", "tr", "cat", "cmp")


@pytest.fixture
def project(tmp_path) -> Path:
    """An empty folder with the script, and a PATH that holds nothing but what the script itself
    uses.
    """
    (tmp_path / "deploy").mkdir()
    shutil.copy(SCRIPT, tmp_path / "deploy/install.sh")
    (tmp_path / "requirements.txt").write_text("# none\n")
    (tmp_path / "bin").mkdir()
    for tool in TOOLS:
        (tmp_path / "bin" / tool).symlink_to(shutil.which(tool))
    return tmp_path


def put_python(project: Path, body: str) -> None:
    path = project / "bin/python3"
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)


def install(project: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["sh", "deploy/install.sh", "requirements.txt"],
        cwd=project,
        env={"PATH": str(project / "bin")},
        capture_output=True,
        text=True,
    )


def test_install_without_python_says_what_to_install(project):
    done = install(project)

    assert done.returncode == 1
    assert done.stderr == (
        "This needs Python 3.11 or newer, and none was found: install it with `sudo apt "
        "install python3 python3-venv`, then run this again.\n"
    )


def test_install_with_old_python_says_what_to_install(project):
    put_python(project, "exit 1")

    done = install(project)

    assert done.returncode == 1
    assert done.stderr.startswith("This needs Python 3.11 or newer")


def test_install_without_venv_module_says_what_to_install(project):
    put_python(project, 'case "$2" in *venv*) exit 1;; *) exit 0;; esac')

    done = install(project)

    assert done.returncode == 1
    assert done.stderr == (
        "Python's venv module is missing: install it with `sudo apt install python3-venv`, "
        "then run this again.\n"
    )
    assert not (project / ".venv").exists()


def test_install_without_network_says_so_and_leaves_no_stamp(project):
    put_python(
        project,
        (
            'case "$*" in *"-m venv"*) /bin/mkdir -p .venv/bin; printf "#!/bin/sh\\nexit 1\\n" > '
            ".venv/bin/pip; /bin/chmod +x .venv/bin/pip;; esac"
        ),
    )

    done = install(project)

    assert done.returncode == 1
    assert "check the network" in done.stderr
    assert list((project / ".venv").glob(".installed*")) == []
