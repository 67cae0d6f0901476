"""What a school said of its number, and the contact of a request that was merged."""

from datetime import date, timedelta

import pytest

from campaigns.history.guard import NOT_KEPT
from campaigns.models import Change, Correction, Session, TalkRequest
from campaigns.sessions.putright.correct import confirm_correction
from tests.campaigns.privacy.forgetting import NIGHT, at, given_talk, news, tonight
from tests.campaigns.shown import link, words
from tests.factories import make_member, make_talk_request

pytestmark = pytest.mark.django_db

SAID = "Bo Kerr counted P6 too"


@pytest.fixture
def told(client):
    """A school said so, and a coordinator agreed."""
    talk = given_talk()
    Session.objects.update(held_on=date(2026, 11, 2), notes="")
    talk.session.refresh_from_db()
    typed = {"number-0": "31", "known": "register", "opened": str(talk.session.version)}
    client.post(f"{link(talk)}number/", typed | {"sentence": SAID})
    talk.session.refresh_from_db()
    confirm_correction(
        correction=Correction.objects.get(),
        opened=talk.session.version,
        now=NIGHT,
        today=NIGHT.date(),
        by=make_member(role="coordinator", name="Una Shaw"),
    )
    return talk


@pytest.mark.parametrize(("role", "reads"), [("viewer", False), ("officer", True)])
def test_viewers_do_not_read_what_a_school_said(client, told, role, reads):
    client.force_login(make_member(role=role, name="Vi Orr").user)

    page = words(client.get(f"/team/sessions/{told.session.pk}/"))

    assert "proposed by the school, by its link" in page
    assert (SAID in page) is reads


def test_what_a_school_said_is_wiped_with_the_contact(told):
    assert Change.objects.filter(reason__contains=SAID).count() == 2
    Session.objects.update(held_on=date(2025, 11, 21))

    tonight()

    correction = Correction.objects.get()
    assert (correction.state, correction.reason) == ("confirmed", NOT_KEPT)
    assert not Change.objects.filter(reason__contains=SAID).exists()


@pytest.mark.parametrize("first", ["kept", "merged"])
def test_the_contact_of_a_merged_request_is_blotted_too(first):
    kept = given_talk()
    merged = make_talk_request(
        campaign=kept.campaign,
        place=kept.place,
        state="withdrawn",
        state_reason="Merged",
    )
    TalkRequest.objects.filter(pk=merged.pk).update(
        merged_into=kept, contact_name="Ada Quill", contact_email="ada@quill.example"
    )
    Session.objects.update(notes="Ask for Ada Quill, ada@quill.example")
    if first == "merged":
        news(merged, at(date(2025, 1, 1)))
        Session.objects.update(held_on=NIGHT.date() - timedelta(days=9))

    tonight()

    wiped = {"kept": kept, "merged": merged}[first]
    assert TalkRequest.objects.get(pk=wiped.pk).contact_email == ""
    assert Session.objects.get().notes == "Ask for …, …"
