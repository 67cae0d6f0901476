"""Commands run by hand work on the site of `make run`; a real installation must name its secret."""

import os
import subprocess
import sys

import pytest

from sextortion_aware.made_here import ROOT, read_what_make_run_made, remember, var_of

SECRET = "Zb8-uQ4_mN1xYt7-kL2vRw9_pD5sGh3-jF6cXa0_eT8iOb4-nM1q"
ADDRESS = "http://127.0.0.1:8123"
MISSING = "SECRET_KEY is missing: make one with `make secret` and keep it outside git.\n"


@pytest.fixture
def var(tmp_path):
    """As `make run` leaves it."""
    remember("SECRET_KEY", SECRET, var=tmp_path)
    remember("SITE_URL", ADDRESS, var=tmp_path)
    return tmp_path


def manage(*words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_command_has_the_secret_the_address_and_the_database_of_the_running_site(var):
    asked = (
        "from django.conf import settings; "
        "print(settings.SECRET_KEY, settings.SITE_URL, settings.DATABASES['default']['NAME'])"
    )

    done = manage("shell", "--no-imports", "--command", asked, VAR_DIR=str(var))

    assert (done.stdout, done.stderr) == (f"{SECRET} {ADDRESS} {var}/site.sqlite3\n", "")


@pytest.mark.parametrize("address", [ADDRESS, "http://localhost:9000", "http://[::1]:8000"])
def test_command_that_names_an_address_of_this_machine_has_the_secret_and_that_address(
    var, address
):
    environment = {"VAR_DIR": str(var), "SITE_URL": address}

    read_what_make_run_made(environment)

    assert environment == {"VAR_DIR": str(var), "SITE_URL": address, "SECRET_KEY": SECRET}


@pytest.mark.parametrize(
    "address",
    [
        "https://127.0.0.1",
        "http://127.0.0.1.example.org",
        "http://127.0.0.1@example.org",
        "http://talks.example.org",
        "http://[",
        "",
    ],
)
def test_command_that_names_an_address_for_others_is_given_no_secret(var, address):
    environment = {"VAR_DIR": str(var), "SITE_URL": address}

    read_what_make_run_made(environment)

    assert environment == {"VAR_DIR": str(var), "SITE_URL": address}


@pytest.mark.parametrize(
    "named", [{"SITE_URL": "https://talks.example.org"}, {"SECRET_KEY": ""}, {"DEBUG": "false"}]
)
def test_installation_that_names_a_setting_but_no_secret_is_given_none(var, named):
    environment = {"VAR_DIR": str(var), **named}

    read_what_make_run_made(environment)

    assert environment == {"VAR_DIR": str(var), **named}


def test_command_of_an_installation_without_a_secret_is_refused_in_one_sentence(var):
    installed = {"VAR_DIR": str(var), "SITE_URL": "https://talks.example.org"}

    done = manage("import_places", "schools.csv", **installed)

    assert (done.returncode, done.stdout, done.stderr) == (1, "", MISSING)


def test_command_before_make_run_is_refused_in_one_sentence(tmp_path):
    done = manage("import_places", "schools.csv", VAR_DIR=str(tmp_path))

    assert (done.returncode, done.stdout, done.stderr) == (1, "", MISSING)


def test_half_of_what_make_run_made_is_not_read(var):
    (var / "site_url").unlink()
    environment = {"VAR_DIR": str(var)}

    read_what_make_run_made(environment)

    assert environment == {"VAR_DIR": str(var)}


def test_what_was_made_for_an_address_that_others_reach_is_not_read(var):
    remember("SITE_URL", "https://talks.example.org", var=var)
    environment = {"VAR_DIR": str(var)}

    read_what_make_run_made(environment)

    assert environment == {"VAR_DIR": str(var)}


def test_server_reads_nothing_that_make_run_made(var):
    done = subprocess.run(
        [sys.executable, "-c", "import sextortion_aware.wsgi"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "VAR_DIR": str(var)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert (done.returncode, done.stderr) == (1, MISSING)


def test_only_its_owner_reads_what_is_remembered(var):
    assert [(var / name).stat().st_mode & 0o077 for name in ("secret_key", "site_url")] == [0, 0]


@pytest.mark.parametrize("given", [{}, {"VAR_DIR": ""}])
def test_it_lies_beside_the_code_unless_told_otherwise(given):
    assert var_of(given) == ROOT / "var"
