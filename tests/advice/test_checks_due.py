"""What is to be checked when, and how what is late is told."""

from collections import Counter
from datetime import date, timedelta

from django.core.checks import Error, Info, run_checks
from django.core.management import call_command
from django.utils import timezone

from advice import checks
from advice.checks import check_content, due_dates, late_words
from advice.library import library, load_library
from tests.advice.content import CONTACTS, TODAY, content, page


def test_due_dates_are_those_of_contacts_pages_and_plans(tmp_path):
    found = load_library(content(tmp_path))

    due = [(one.kind.name, str(one.on), one.name, one.where) for one in due_dates(found)]

    assert due == [
        ("CRISIS_LINE", "2020-07-01", "Emergency services", "contacts.toml [emergency]"),
        ("CRISIS_LINE", "2027-05-23", "Childline", "contacts.toml [childline]"),
        ("CONTACT", "2027-05-23", "Shout", "contacts.toml [shout]"),
        ("PAGE", "2027-05-23", "The page “About start”", "start.md"),
        ("PAGE", "2027-05-23", "The page “About next”", "next.md"),
        ("PAGE", "2027-05-23", "The words of the plans", "plans.toml"),
    ]


def test_late_words_name_each_that_is_late_and_by_how_many_days(tmp_path):
    page(content(tmp_path), "old", reviewed_on="2025-01-01", review_due="2026-11-22")

    assert late_words(load_library(tmp_path), TODAY).splitlines() == [
        "LATE: 2 to check now. All stay on the pages. docs/words.md says what to do.",
        "    contacts.toml [emergency]: Emergency services was due on 1 July 2020, 2336 days ago.",
        "    old.md: The page “About old” was due on 22 November 2026, 1 day ago.",
    ]


def test_nothing_late_has_no_words(tmp_path):
    contacts = CONTACTS.replace("2020-07-01", "2026-11-23").replace("2020-01-01", "2026-11-22")
    found = load_library(content(tmp_path, contacts=contacts))

    assert late_words(found, TODAY) == ""


def test_check_makes_wrong_an_error_and_late_a_remark(tmp_path, monkeypatch):
    page(content(tmp_path), "bad", body="[On](/nowhere/)")
    monkeypatch.setattr(checks, "library", lambda: load_library(tmp_path))
    monkeypatch.setattr(timezone, "localdate", lambda: TODAY)

    found = check_content(None)

    assert [(type(message), message.id) for message in found] == [
        (Error, "advice.E001"),
        (Info, "advice.I001"),
    ]
    assert (
        found[0].msg == 'bad.md: the link "/nowhere/" leads nowhere: there is no page at /nowhere/'
    )


def test_check_is_part_of_manage_py_check(tmp_path, monkeypatch):
    page(content(tmp_path), "bad", body="[On](/nowhere/)")
    monkeypatch.setattr(checks, "library", lambda: load_library(tmp_path))

    assert "advice.E001" in [message.id for message in run_checks()]


def test_manage_py_check_says_loudly_what_is_late_and_does_not_fail_for_the_day(
    monkeypatch, capsys
):
    """As `make check` calls it. A day in 2030, when all of the site's own content is late."""
    monkeypatch.setattr(timezone, "localdate", lambda: date(2030, 1, 1))

    call_command("check", fail_level="WARNING")

    said, due = capsys.readouterr().err, due_dates(library())
    assert f"LATE: {len(due)} to check now." in said
    lines = [f"{one.where}: {one.words(date(2030, 1, 1))}." for one in due]
    assert [line for line in lines if line not in said] == []


MOST_ON_A_DAY = 3


def test_no_day_is_due_for_more_than_a_few_checks_and_each_is_a_working_day():
    days = Counter(one.on for one in due_dates(library()))

    assert [day for day, count in days.items() if count > MOST_ON_A_DAY] == []
    assert [day for day in days if day.weekday() > 4] == []


def test_crisis_lines_are_due_in_a_month_each():
    lines = [contact for contact in library().contacts.values() if contact.crisis]

    assert len(lines) >= 4
    assert len({line.check_due.replace(day=1) for line in lines}) == len(lines)


def test_pages_are_due_within_six_months_of_their_review():
    six_months = timedelta(days=184)

    pages = [*library().pages, library().plans]

    assert [page for page in pages if page.review_due - page.reviewed_on > six_months] == []
