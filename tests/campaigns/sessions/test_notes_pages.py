"""Notes that are asked about, on the pages: nothing typed is lost, and nothing is refused."""

import pytest

from campaigns.models import Session
from campaigns.sessions.notes_asked import TOLD
from tests.campaigns.sessions.asking import URL, again, asked, typed
from tests.factories import TODAY, make_attendance, make_session
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]

SAID = {"notes": "A girl told me that her stepfather hits her"}


def test_log_asks_keeps_what_was_typed_and_saves_what_was_shortened(client, officer, place):
    given = typed(officer, place, **SAID)

    page = client.post(URL, given)
    before = Session.objects.count()
    again(client, page, given, notes="Good questions")

    assert (asked(page), before) == ([TOLD], 0)
    assert SAID["notes"] in page.text
    to = page.context["check"].sentences[0].to
    assert to in read(page.text).ids
    assert f"#{to}" in [link["href"] for link in read(page.text).links]
    assert Session.objects.get().notes == "Good questions"
    assert "Checked" not in Session.objects.get().changes.get().fields


def test_log_never_refuses(client, officer, place):
    given = typed(officer, place, **SAID)

    again(client, client.post(URL, given), given)

    assert Session.objects.get().notes == SAID["notes"]
    assert Session.objects.get().changes.get().fields["Checked"][1] == TOLD


def test_other_notes_are_asked_about_again(client, officer, place):
    given = typed(officer, place, **SAID)

    page = client.post(URL, given)
    second = again(client, page, given, notes="A boy disclosed abuse")

    assert (asked(second), Session.objects.count()) == ([TOLD], 0)


@pytest.mark.parametrize(("notes", "asks"), [(SAID["notes"], []), ("He disclosed it", [TOLD])])
def test_edit_asks_about_what_is_new(client, officer, place, notes, asks):
    session = make_session(state="planned", held_on=TODAY, place=place, officers=[officer])
    Session.objects.filter(pk=session.pk).update(notes=SAID["notes"])
    given = typed(officer, place, count_children="", known="", minutes="45", notes=notes)

    page = client.post(f"/team/sessions/{session.pk}/edit/", given | {"opened": "1"})

    assert (asked(page) if page.status_code == 200 else []) == asks


def test_correction_asks_too(client, officer, place):
    session = make_session(place=place, officers=[officer])
    make_attendance(session=session)
    given = typed(officer, place, held_on=session.held_on, reason="Wrong", **SAID)

    page = client.post(f"/team/sessions/{session.pk}/correct/", given | {"opened": "1"})

    assert asked(page) == [TOLD]
