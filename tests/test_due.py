from datetime import date

import pytest

from advice.library import library
from sextortion_aware import due
from sextortion_aware.due import Due, Kind

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("on", "is_late", "is_soon", "words"),
    [
        (date(2026, 11, 26), True, False, "was due on 26 November 2026, 3 days ago"),
        (date(2026, 11, 28), True, False, "was due on 28 November 2026, 1 day ago"),
        (date(2026, 11, 29), False, True, "is due on 29 November 2026, today"),
        (date(2026, 11, 30), False, True, "is due on 30 November 2026, in 1 day"),
        (date(2026, 12, 29), False, True, "is due on 29 December 2026, in 30 days"),
        (date(2026, 12, 30), False, False, "is due on 30 December 2026, in 31 days"),
    ],
)
def test_due_is_late_the_day_after_and_soon_for_thirty_days_before(on, is_late, is_soon, words):
    one = Due(Kind.CONTACT, on, "Childline", "contacts.toml [childline]")

    assert (one.is_late(TODAY), one.is_soon(TODAY)) == (is_late, is_soon)
    assert one.words(TODAY) == f"Childline {words}"


def test_everything_is_what_the_sources_have_crisis_lines_first_then_the_earliest(monkeypatch):
    page, later, sooner, crisis = (
        Due(kind, date(2027, 1, day), name, "a file")
        for kind, day, name in (
            (Kind.PAGE, 1, "A page"),
            (Kind.CONTACT, 3, "A line"),
            (Kind.CONTACT, 2, "Another line"),
            (Kind.CRISIS_LINE, 4, "A crisis line"),
        )
    )
    monkeypatch.setattr(due, "_sources", [lambda: [page, later], lambda: [sooner, crisis]])

    assert due.everything() == [crisis, sooner, later, page]


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

    with monkeypatch.context() as patched:
        for name in ("open", "read_text", "read_bytes", "stat", "rglob"):
            patched.setattr(f"pathlib.Path.{name}", refuse)
        told = due.everything()

    assert told != []
