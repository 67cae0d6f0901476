"""What systemd is told: that nothing stays dead, and that the commands are there."""

import configparser
from pathlib import Path

import pytest
from django.core.management import get_commands

from tests.processes import ROOT

pytestmark = pytest.mark.own_database

UNITS = ROOT / "deploy" / "systemd"
HERE = "/opt/sextortion-aware/"


def unit(name):
    read = configparser.RawConfigParser(strict=False)
    read.optionxform = str
    read.read(UNITS / name)
    return read


@pytest.mark.parametrize("name", ["sextortion-aware.service", "sextortion-aware-mail.service"])
def test_service_is_started_again_without_end_and_when_it_falls_silent(name):
    service = unit(name)

    assert service["Unit"]["StartLimitIntervalSec"] == "0"
    assert service["Service"]["Restart"] == "always"
    assert service["Service"]["Type"] == "notify"
    assert int(service["Service"]["WatchdogSec"]) >= 10
    assert service["Service"]["WatchdogSignal"] == "SIGKILL"  # one that is stopped hears no other


@pytest.mark.parametrize("path", sorted(UNITS.glob("*.service")), ids=lambda path: path.stem)
def test_service_starts_what_is_there(path: Path):
    python, script, *words = unit(path.name)["Service"]["ExecStart"].split()

    assert python == f"{HERE}.venv/bin/python"
    assert (ROOT / script).is_file()
    assert script != "manage.py" or words[0] in get_commands()


def test_backup_runs_each_night_after_what_is_forgotten_is_gone():
    nights = [
        unit(f"sextortion-aware-{name}.timer")["Timer"]["OnCalendar"]
        for name in ("nightly", "backup")
    ]
    service = unit("sextortion-aware-backup.service")["Service"]

    assert nights == sorted(nights)
    assert service["ExecStart"].endswith("manage.py backup")
    assert (service["UMask"], service["ProtectSystem"]) == ("0077", "strict")


def test_night_is_one_command():
    assert unit("sextortion-aware-nightly.service")["Service"]["ExecStart"].endswith(
        "manage.py nightly"
    )
