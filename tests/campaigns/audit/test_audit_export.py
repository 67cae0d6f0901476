"""The trail as a file: what it says, and the line that it leaves."""

import pytest
from django.conf import settings

from campaigns.models import Change
from tests import factories
from tests.campaigns.audit.trails import exported, found, make_two

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]

URL, EXPORT = "/team/audit/", "/team/audit/export/"


def test_audit_export_has_before_and_after_in_cells_of_their_own(client, coordinator):
    session = factories.make_session()
    fields = {"Length": ["50 minutes", "45 minutes"], "Notes": ["", "=HYPERLINK(1)"]}
    change = factories.make_change(
        session=session, by=coordinator.user, fields=fields, reason="-5 was wrong"
    )

    response = client.get(EXPORT)
    rows = exported(response)

    assert response.headers["Content-Disposition"] == 'attachment; filename="audit-2026-11-23.csv"'
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "no-store" in response.headers["Cache-Control"]
    assert [
        (row["Change"], row["Who"], row["What"], row["Session"], row["Date of the session"])
        for row in rows
    ] == [(str(change.pk), "Catriona Muir", "Changed", str(session.pk), "2026-11-02")] * 2
    assert sorted((row["Field"], row["Before"], row["After"], row["Why"]) for row in rows) == [
        ("Length", "50 minutes", "45 minutes", "'-5 was wrong"),
        ("Notes", "", "'=HYPERLINK(1)", "'-5 was wrong"),
    ]


def test_audit_export_says_all_that_the_page_says(client, coordinator):
    for number in range(3):
        factories.make_change(
            session=factories.make_session(),
            by=coordinator.user,
            fields={},
            reason=f"Reason {number}",
        )

    shown = [str(change.pk) for change in found(client.get(URL))]
    assert [row["Change"] for row in exported(client.get(EXPORT))] == shown


def taken():
    lines = Change.objects.filter(kind="exported")
    return [(line.by.name, line.about, line.fields) for line in lines]


def test_whoever_takes_the_trail_away_leaves_a_line_with_the_filters_and_the_number(
    client, coordinator
):
    wanted, _, iain = make_two(coordinator)
    asked = {"person": iain.user_id, "kind": "all:sessions", "about": wanted.session_id} | {
        "until_day": 5,
        "until_month": 10,
        "until_year": 2026,
    }

    rows = exported(client.get(EXPORT, asked))

    assert len(rows) == 1
    assert taken() == [
        (
            "Catriona Muir",
            "File: the audit trail",
            {
                "Rows": ["", "1"],
                "Filter: Who": ["", "Iain Bell"],
                "Filter: What": ["", "All: Sessions and figures"],
                "Filter: To": ["", "5 October 2026"],
                "Filter: Session number, talk reference or name": ["", str(wanted.session_id)],
            },
        )
    ]
    assert "Filter: Who: Iain Bell" in " ".join(client.get(URL).text.split())


def test_looking_and_asking_for_the_head_take_nothing_away(client, coordinator):
    client.get(URL)
    client.head(EXPORT)
    client.get(EXPORT, {"kind": "lost"})

    assert taken() == []


def test_second_file_has_the_line_of_the_first(client, coordinator):
    client.get(EXPORT).getvalue()

    assert [(row["What"], row["About"]) for row in exported(client.get(EXPORT))] == [
        ("Taken away as a file", "File: the audit trail")
    ]


def test_every_file_that_leaves_is_noted():
    """A new file of rows asks for its line: campaigns/history/taken.py."""
    leaving = [
        path
        for path in (settings.BASE_DIR / "campaigns").rglob("*.py")
        if "attachment; filename" in path.read_text()
    ]

    assert [path.name for path in leaving if "note_taken" not in path.read_text()] == []
    assert sorted(path.parent.name for path in leaving) == ["audit", "sessions"]
