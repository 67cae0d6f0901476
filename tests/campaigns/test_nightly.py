"""The night's work: all of it, also when a part fails, and the mark that says when it was last
done.
"""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from advice import build
from campaigns.management.commands import nightly
from sextortion_aware.nightly import last_success, mark_success, nightly_mark
from tests.factories import make_campaign

SECRET = "jane.doe@school.example"
NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def var(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    settings.ADVICE_BUILD_DIR = tmp_path / "advice"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"
    return tmp_path


@pytest.fixture
def called(monkeypatch, var):
    """The commands in order; those in `bad` fail."""
    called = []

    def call(name, **_options):
        called.append(name)
        if name in called.bad:
            raise RuntimeError(SECRET)

    class Called(list):
        bad = ()

    called = Called()
    monkeypatch.setattr(nightly, "call_command", call)
    return called


@pytest.mark.django_db(transaction=True)
def test_night_does_each_part_and_says_when(var, monkeypatch):
    for quality in ("BROTLI_QUALITY", "BEST_QUALITY"):
        monkeypatch.setattr(build, quality, 1)
    monkeypatch.setattr(build, "render_route", lambda library: [])  # hundreds of plans
    make_campaign()
    before = datetime.now(UTC).replace(microsecond=0)

    call_command("nightly", verbosity=0)

    assert (var / "advice" / "current").exists()
    assert before <= last_success(var) <= datetime.now(UTC)


@pytest.mark.django_db
@pytest.mark.parametrize("bad", nightly.COMMANDS)
def test_part_that_fails_keeps_no_other_from_its_work_and_the_night_is_not_marked(
    var, called, capsys, bad
):
    called.bad = (bad,)

    with pytest.raises(CommandError) as failed:
        call_command("nightly", verbosity=0)

    assert called == list(nightly.COMMANDS)
    assert str(failed.value) == f"The night's work is not complete: {bad}."
    assert capsys.readouterr().err == f"{bad} failed: RuntimeError.\n"
    assert last_success(var) is None


@pytest.mark.django_db
def test_night_that_cannot_be_marked_has_failed(var, called):
    nightly_mark(var).mkdir()

    with pytest.raises(CommandError, match="not marked: IsADirectoryError"):
        call_command("nightly", verbosity=0)


def test_mark_is_replaced_whole_and_read_back(tmp_path):
    mark_success(tmp_path, NOON - timedelta(days=1))
    mark_success(tmp_path, NOON)

    assert nightly_mark(tmp_path).read_text() == "2026-11-24T12:00:00+00:00\n"
    assert last_success(tmp_path) == NOON
    assert list(tmp_path.iterdir()) == [tmp_path / "nightly"]


@pytest.mark.parametrize("held", ["", "yesterday", "2026-11-24T12:00:00", "\udcff"])
def test_mark_that_says_no_moment_is_none(tmp_path, held):
    nightly_mark(tmp_path).write_text(held, errors="surrogateescape")

    assert last_success(tmp_path) is None
