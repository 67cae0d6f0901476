"""Notes that may name a child, or tell of harm, come in with nobody's word only."""

import pytest

from campaigns.models import Session
from campaigns.spreadsheets import rows
from campaigns.spreadsheets.old_notes import OF_AN_OLD_ROW
from tests.campaigns.spreadsheets.files import check
from tests.campaigns.spreadsheets.team_pages import a_batch, shown

pytestmark = pytest.mark.django_db

BIRTH = "Kyle Docherty 12/03/2009 stayed behind"
HARM = "A girl told me that her stepfather comes into her room"
ASKED_BIRTH, ASKED_HARM = OF_AN_OLD_ROW.values()


def a_talk(day, notes):
    return [f"{day:02}/03/2016", "9.30", "Braeside Primary School", "P7", 25, "", notes]


@pytest.fixture
def batch(coordinator):
    talks = [BIRTH, HARM, f"{HARM}. {BIRTH}", "Covered what to do if someone is being blackmailed"]
    return check(a_batch(coordinator, *(a_talk(day, said) for day, said in enumerate(talks, 1))))


def reasons(batch):
    return [(row.line, row.verdict, row.reason) for row in batch.rows.all()]


def notes_and_history():
    return [
        (session.notes, session.changes.get().fields.get("Checked", ["", ""])[1])
        for session in Session.objects.order_by("held_on")
    ]


def test_row_is_held_with_whom_to_tell_and_without_what_was_found(client, batch):
    assert reasons(batch) == [
        (2, "held", "notes"),
        (3, "held", "notes"),
        (4, "held", "notes"),
        (5, "ready", ""),
    ]
    assert [row.problems for row in batch.rows.all()[:3]] == [
        [ASKED_BIRTH],
        [ASKED_HARM],
        [f"{ASKED_HARM} {ASKED_BIRTH}"],
    ]
    assert "leads on child protection" in ASKED_HARM
    page = shown(client.get(f"/team/import/{batch.pk}/"))
    assert "Notes that may name a child" in page
    assert "Docherty" not in page
    assert "stepfather" not in page


def test_all_can_be_left_out_and_none_kept_with_one_press(client, coordinator, batch):
    page = client.get(f"/team/import/{batch.pk}/")
    assert f"/team/import/{batch.pk}/all/notes/leave_out/" in page.text
    assert f"/team/import/{batch.pk}/all/notes/keep/" not in page.text
    client.post(f"/team/import/{batch.pk}/all/notes/keep/")
    assert reasons(batch)[:1] == [(2, "held", "notes")]

    client.post(f"/team/import/{batch.pk}/all/notes/leave_out/")
    client.post(f"/team/import/{batch.pk}/commit/")

    assert notes_and_history() == [
        ("", "Notes left out."),
        ("", "Notes left out."),
        ("", "Notes left out."),
        ("Covered what to do if someone is being blackmailed", ""),
    ]


def test_one_is_kept_by_somebody_who_looked(client, coordinator, batch):
    answers = [line["answers"] for line in client.get(f"/team/import/{batch.pk}/").context["rows"]]
    assert [words for _, words in answers[0]] == [
        "Leave the notes out",
        "They name no child, keep them",
    ]

    client.post(answers[0][1][0])
    client.post(answers[1][0][0])
    client.post(f"/team/import/{batch.pk}/commit/")

    assert notes_and_history()[:2] == [
        (BIRTH, "Notes kept: somebody looked, and they name no child."),
        ("", "Notes left out."),
    ]
    assert reasons(batch)[2] == (4, "held", "notes")


def test_notes_are_read_once_a_row_and_not_after_an_answer(coordinator, monkeypatch):
    asked = []
    monkeypatch.setattr(rows, "asked_of_old", lambda notes, **_: asked.append(notes) or "")
    batch = a_batch(coordinator, a_talk(1, "Good"), a_talk(2, "Better"), a_talk(3, ""))
    batch.rows.filter(line=3).update(answers={"notes": "leave_out"})

    check(batch)

    assert asked == ["Good", ""]
