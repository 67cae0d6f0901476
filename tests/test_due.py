from datetime import date

import pytest

from advice.library import library
from sextortion_aware import due
from sextortion_aware.due import Due

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("on", "is_late", "is_soon", "words"),
    [
        (date(2026, 11, 26), True, False, "was due to be checked on 26 November 2026, 3 days ago"),
        (date(2026, 11, 28), True, False, "was due to be checked on 28 November 2026, 1 day ago"),
        (date(2026, 11, 29), False, True, "is due to be checked on 29 November 2026, today"),
        (date(2026, 11, 30), False, True, "is due to be checked on 30 November 2026, in 1 day"),
        (date(2026, 12, 29), False, True, "is due to be checked on 29 December 2026, in 30 days"),
        (date(2026, 12, 30), False, False, "is due to be checked on 30 December 2026, in 31 days"),
    ],
)
def test_due_is_late_the_day_after_and_soon_for_thirty_days_before(on, is_late, is_soon, words):
    one = Due(on, "Childline", "contacts.toml [childline]")

    assert (one.is_late(TODAY), one.is_soon(TODAY)) == (is_late, is_soon)
    assert one.words(TODAY) == f"Childline {words}"


def test_everything_is_what_the_sources_have_the_earliest_first(monkeypatch):
    later, sooner = Due(date(2027, 1, 2), "A", "a"), Due(date(2027, 1, 1), "B", "b")
    monkeypatch.setattr(due, "_sources", [lambda: [later], lambda: [sooner]])

    assert due.everything() == [sooner, later]


def test_advice_registers_its_numbers_and_pages():
    names = [one.where for one in due.everything()]

    assert "contacts.toml [childline]" in names
    assert {page.file for page in library().pages} <= set(names)
    assert len(names) == len(set(names))


def test_everything_is_told_without_reading_a_file(monkeypatch):
    """The team's home asks for it on each request."""
    due.everything()

    def refuse(*args, **kwargs):
        raise AssertionError("a file was read")

    for name in ("open", "read_text", "read_bytes", "stat", "rglob"):
        monkeypatch.setattr(f"pathlib.Path.{name}", refuse)

    assert due.everything() != []
