"""Names, days and files: what needs no database."""

from datetime import UTC, datetime, timedelta

import pytest

from sextortion_aware.backup import BackupError, files, folder
from sextortion_aware.backup.manifest import Manifest

NOW = datetime(2026, 11, 29, 3, 45, tzinfo=UTC)


def put(place, *days):
    for number in days:
        (place / folder.name_of(NOW - timedelta(days=number))).touch()


def left(place):
    return [(NOW - moment).days for moment, _ in folder.backups(place)]


def test_each_goes_before_it_is_30_days_old(tmp_path):
    put(tmp_path, 0, 1, 28, 29, 30, 31, 400)

    folder.remove_old(tmp_path, now=NOW)
    tomorrow = NOW + timedelta(days=1)

    assert left(tmp_path) == [29, 28, 1, 0]
    assert [path.name for path in folder.remove_old(tmp_path, now=tomorrow)] == [
        folder.name_of(NOW - timedelta(days=29))
    ]


def test_last_one_goes_too(tmp_path):
    put(tmp_path, 31)

    folder.remove_old(tmp_path, now=NOW)

    assert left(tmp_path) == []


@pytest.mark.parametrize(
    "name",
    [
        "sextortion-aware-20250101T000000Z.age.gpg",
        "sextortion-aware-20250101T000000Z.age.part",
        "sextortion-aware-20251301T000000Z.age",
        "sextortion-aware-2025101T000000Z.age",
        "sextortion-aware-20250101.age",
        "SEXTORTION-AWARE-20250101T000000Z.age",
        "notes.txt",
    ],
)
def test_file_of_another_name_is_not_ours_to_remove(name, tmp_path):
    (tmp_path / name).touch()

    removed = folder.remove_old(tmp_path, now=NOW)
    folder.remove_half_made(tmp_path)

    assert removed == []
    assert (tmp_path / name).exists()


def test_link_and_folder_with_such_a_name_stay(tmp_path):
    elsewhere = tmp_path / "elsewhere"
    elsewhere.touch()
    link = tmp_path / folder.name_of(NOW - timedelta(days=40))
    link.symlink_to(elsewhere)
    inside = tmp_path / folder.name_of(NOW - timedelta(days=41))
    inside.mkdir()

    assert folder.remove_old(tmp_path, now=NOW) == []
    assert (link.is_symlink(), inside.is_dir()) == (True, True)


def test_moment_of_a_name_is_the_one_it_was_given():
    assert folder.made_at(folder.name_of(NOW)) == NOW


@pytest.mark.parametrize(
    "name",
    ["../secret_key", "var/../../etc/passwd", "/etc/passwd", "var/", "var//a", "var/a\0b", "x"],
)
def test_names_that_lead_elsewhere_are_refused(name):
    made = Manifest(NOW, "sqlite", [], {}, {"database": "0", name: "0"})

    with pytest.raises(ValueError, match="names that lead elsewhere"):
        Manifest.read(made.written())


def test_manifest_is_read_as_it_was_written():
    made = Manifest(NOW, "sqlite", ["a.0001"], {"t": 3}, {"database": "0", "var/mail/1.log": "1"})

    assert Manifest.read(made.written()) == made


def test_what_is_made_again_is_left_out(tmp_path):
    for name in (
        "secret_key",
        "secret_key.new",
        "nightly",
        "site.sqlite3",
        "site.sqlite3-wal",
        "advice/current",
        "static/site.css",
        "backups/old.age",
        "backup-work/x",
        "backup.lock",
        "mail/1.log",
        "mail/static/2.log",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    (tmp_path / "link").symlink_to("/etc/passwd")
    but_for = files.of_sqlite(tmp_path / "site.sqlite3") | {tmp_path / "backups"}

    found = {
        path.relative_to(tmp_path).as_posix()
        for path in files.worth_keeping(tmp_path, but_for=but_for)
    }

    assert found == {"secret_key", "nightly", "mail/1.log", "mail/static/2.log"}


def test_lock_is_for_one(tmp_path):
    with (
        folder.alone(tmp_path),
        pytest.raises(BackupError, match="at work"),
        folder.alone(tmp_path),
    ):
        pass
