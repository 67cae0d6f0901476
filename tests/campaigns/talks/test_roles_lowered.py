"""A role changes, and the last administrator stays."""

from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.history.conflicts import Conflict
from campaigns.models import Change, Mail, Membership, Offer, Session, TalkRequest
from campaigns.people.members import close_account
from campaigns.people.memberships import change_role
from tests.factories import (
    NOW,
    make_campaign,
    make_member,
    make_offer,
    make_session,
    make_talk_request,
)
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]
DAY = date(2026, 12, 1)


def planned(officer, **changed):
    return make_session(state="planned", held_on=DAY, officers=[officer], **changed)


def offered(officer):
    talk = make_talk_request(reference="BCD2222", state="offered")
    return make_offer(talk_request=talk, officer=officer)


def end(client, member, **typed):
    page = f"/team/people/{member.pk}/end/"
    first = client.get(page).context["form"].initial
    return client.post(page, first | {k.replace("_", "-"): v for k, v in typed.items()})


def state_of_all():
    return [
        list(model.objects.order_by("pk").values())
        for model in (Membership, Session, Offer, TalkRequest, Change, Mail)
    ] + [sorted(Session.officers.through.objects.values_list("session_id", "membership_id"))]


def test_officer_who_becomes_a_viewer_hands_over_first(client, administrator, leaver):
    session = planned(leaver)
    asked = client.post(f"/team/people/{leaver.pk}/role/", {"role": "viewer", "was": "coordinator"})
    before = leaver.role
    sent = {"seen": f"session-{session.pk}", "was": "coordinator"}

    client.post(asked["Location"], sent)
    leaver.refresh_from_db()
    undecided = leaver.role
    client.post(asked["Location"], sent | {"everything": administrator.pk})

    leaver.refresh_from_db()
    assert asked["Location"] == f"/team/people/{leaver.pk}/becomes/viewer/"
    assert (before, undecided, leaver.role) == ("coordinator", "coordinator", "viewer")
    assert list(session.officers.all()) == [administrator]
    assert Change.objects.get(kind="role_changed").fields == {"Role": ["Coordinator", "Viewer"]}
    assert Mail.objects.get(kind="role_changed").to == "lee.ver@example.org"


def test_role_is_raised_in_place(client, administrator):
    viewer = make_member(role="viewer")

    client.post(f"/team/people/{viewer.pk}/role/", {"role": "coordinator", "was": "viewer"})

    viewer.refresh_from_db()
    assert viewer.role == "coordinator"
    assert Change.objects.get().fields == {"Role": ["Viewer", "Coordinator"]}
    assert "You are now coordinator there." in Mail.objects.get().text


def test_later_of_two_who_change_a_role_is_told(administrator, leaver):
    with pytest.raises(Conflict):
        change_role(member=leaver, role="viewer", was="officer", by=administrator.user, now=NOW)

    leaver.refresh_from_db()
    assert leaver.role == "coordinator"


@pytest.mark.parametrize("address", ["end/", "becomes/viewer/", "becomes/officer/"])
def test_last_administrator_stays(client, administrator, leaver, address):
    page = f"/team/people/{administrator.pk}/{address}"

    answers = [client.get(page), client.post(page, {"anyway": "1"})]

    administrator.refresh_from_db()
    for answer in answers:
        assert "is the last administrator of Lanarkshire" in answer.content.decode()
    assert (administrator.role, administrator.ended_at) == ("administrator", None)


def test_last_one_who_does_a_coordinators_work_cannot_leave(client):
    member = make_member(role="coordinator")
    client.force_login(member.user)

    answer = client.post("/team/leave/", {"anyway": "1"})

    member.refresh_from_db()
    assert "Nobody else does a coordinator’s work in Lanarkshire" in answer.content.decode()
    assert member.ended_at is None


def test_officer_leaves_by_themselves_and_is_signed_out(client, administrator):
    officer = make_member()
    session = planned(officer)
    own = Client()
    own.force_login(officer.user)

    done = own.post(
        "/team/leave/",
        {"seen": f"session-{session.pk}", "was": "officer", "everything": administrator.pk},
    )

    officer.refresh_from_db()
    assert (done["Location"], officer.ended_at) == ("/accounts/signed-out/", NOW)
    assert own.get("/team/").status_code == 302
    assert list(session.officers.all()) == [administrator]


def test_member_of_another_campaign_too_stays_signed_in_there(client, administrator, leaver):
    fife = Membership.objects.create(
        campaign=make_campaign(name="Fife"), user=leaver.user, role="officer"
    )
    own = Client()
    own.force_login(leaver.user)

    end(client, leaver)

    assert own.get("/team/").context["member"] == fife


def test_whoever_has_left_cannot_be_ended_again(client, administrator, leaver):
    page = f"/team/people/{leaver.pk}/end/"
    Membership.objects.filter(pk=leaver.pk).update(ended_at=timezone.now())

    answers = [client.get(page), client.post(page, {"was": "coordinator"})]

    assert [answer["Location"] for answer in answers] == ["/team/people/"] * 2
    assert not Change.objects.exists()


def test_form_names_every_row_with_one_heading_a_part(client, administrator, leaver):
    planned(leaver)
    offered(leaver)

    facts = read(client.get(f"/team/people/{leaver.pk}/end/").content.decode())

    assert facts.h1 == ["End a membership"]
    assert facts.title == "End a membership – Sextortion Aware"


def test_closing_an_account_leaves_no_programme_without_an_administrator(administrator):
    with pytest.raises(Exception, match="is the last administrator"):
        close_account(email=administrator.user.email)
    close_account(email=administrator.user.email, force=True)

    administrator.user.refresh_from_db()
    assert administrator.user.is_active is False
    assert [(row.kind, row.about) for row in Change.objects.all()] == [
        ("account_closed", "Person: Annis Gray")
    ]
