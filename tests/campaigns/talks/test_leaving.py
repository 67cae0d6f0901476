"""Somebody leaves: what they have in hand goes to colleagues first, all of it or none."""

from datetime import date, time

import pytest
from django.test import Client
from django.utils import timezone

from campaigns.diaries.feed import make_feed, owner_of_feed
from campaigns.history.conflicts import Conflict
from campaigns.models import Change, Mail, Membership, Offer, Session, TalkRequest
from campaigns.people.members import close_account
from campaigns.people.memberships import change_role
from campaigns.talks.leaving import leave
from tests.factories import (
    NOW,
    make_campaign,
    make_correction,
    make_member,
    make_offer,
    make_session,
    make_talk_request,
)
from tests.html import read

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]
DAY = date(2026, 12, 1)


@pytest.fixture
def administrator(client) -> Membership:
    member = make_member(role="administrator", name="Annis Gray")
    client.force_login(member.user)
    return member


@pytest.fixture
def leaver() -> Membership:
    return make_member(role="coordinator", name="Lee Ver")


def planned(officer, **changed):
    return make_session(state="planned", held_on=DAY, officers=[officer], **changed)


def offered(officer):
    talk = make_talk_request(reference="BCD2222", state="offered")
    return make_offer(talk_request=talk, officer=officer)


def end(client, member, **typed):
    page = f"/team/people/{member.pk}/end/"
    seen = client.get(page).context["form"].initial["seen"]
    return client.post(page, {"seen": seen} | {k.replace("_", "-"): v for k, v in typed.items()})


def state_of_all():
    return [
        list(model.objects.order_by("pk").values())
        for model in (Membership, Session, Offer, TalkRequest, Change, Mail)
    ] + [sorted(Session.officers.through.objects.values_list("session_id", "membership_id"))]


def test_page_shows_what_is_planned_before_anything_else(client, administrator, leaver):
    talk, held = planned(leaver), offered(leaver)
    owned = make_talk_request(reference="BCD3333")
    TalkRequest.objects.filter(pk=owned.pk).update(owner=leaver)
    before = make_session(state="planned", held_on=date(2026, 11, 2), officers=[leaver])
    make_correction(by=leaver, session=make_session(officers=[leaver]))
    rows = state_of_all()

    page = client.get(f"/team/people/{leaver.pk}/end/")

    work = page.context["work"]
    assert work.keys == [f"session-{talk.pk}", f"offer-{held.pk}", f"talkrequest-{owned.pk}"]
    assert (work.uncounted, len(work.corrections)) == ([before], 1)
    assert "Tuesday 1 December 2026 at 09:30" in page.content.decode()
    assert state_of_all() == rows


def test_everything_goes_to_one_colleague_and_the_school_is_told(client, administrator, leaver):
    plain, confirmed = planned(leaver), planned(leaver, starts_at=time(14))
    talk = make_talk_request(state="confirmed", session=confirmed)
    held = offered(leaver)
    TalkRequest.objects.filter(pk=talk.pk).update(owner=leaver)
    secret = make_feed(officer=leaver, now=NOW)
    theirs = Client()
    theirs.force_login(leaver.user)

    done = end(client, leaver, everything=administrator.pk)

    leaver.refresh_from_db()
    held.refresh_from_db()
    talk.refresh_from_db()
    assert (done["Location"], leaver.ended_at) == ("/team/people/", NOW)
    assert [list(one.officers.all()) for one in (plain, confirmed)] == [[administrator]] * 2
    assert (held.officer, held.state, talk.owner) == (administrator, "held", administrator)
    assert sorted(Mail.objects.exclude(kind="reminder").values_list("kind", "to")) == [
        ("membership_ended", "lee.ver@example.org"),
        ("officer_changed", "office@school.example"),
    ]
    assert theirs.get("/team/")["Location"] == "/accounts/login/?next=/team/"
    assert owner_of_feed(secret) is None
    assert ("member_ended", "Person: Lee Ver", administrator.user_id) in Change.objects.values_list(
        "kind", "about", "by"
    )
    assert Change.objects.filter(kind="reassigned", by=administrator.user).count() == 3


def test_colleague_who_is_busy_is_named_and_nothing_is_changed(client, administrator, leaver):
    officer = make_member(name="Bea Busy")
    planned(officer)
    first, second = planned(leaver), planned(leaver, starts_at=time(15))
    before = state_of_all()

    page = end(client, leaver, everything=officer.pk)

    assert list(page.context["form"].errors) == [f"session-{first.pk}"]
    assert "Bea Busy" in str(page.context["form"].errors)
    assert "Do it all the same" in page.content.decode()
    assert state_of_all() == before
    done = end(client, leaver, everything=officer.pk, **{f"session_{first.pk}": administrator.pk})
    assert done.status_code == 302
    assert [list(one.officers.all()) for one in (first, second)] == [[administrator], [officer]]


def test_what_nobody_takes_is_on_coordinators_today_when_done_all_the_same(
    client, administrator, leaver
):
    session, held = planned(leaver), offered(leaver)
    talk = make_talk_request(state="confirmed", session=session)
    refused = end(client, leaver)

    done = end(client, leaver, anyway="1")

    held.refresh_from_db()
    today = client.get("/team/")
    assert (refused.status_code, done.status_code) == (200, 302)
    assert (list(session.officers.all()), held.state) == ([], "taken_back")
    assert TalkRequest.objects.get(pk=held.talk_request_id).state == "submitted"
    assert TalkRequest.objects.get(pk=talk.pk).state == "confirmed"
    assert list(today.context["without_officer"]) == [session]
    assert "Planned, and nobody gives it" in today.content.decode()
    assert [mail.kind for mail in Mail.objects.exclude(kind="reminder")] == ["membership_ended"]


def test_of_two_officers_the_other_one_gives_it_alone(client, administrator, leaver):
    session = planned(leaver)
    session.officers.add(administrator)

    end(client, leaver, **{f"session_{session.pk}": "alone"})

    assert list(session.officers.all()) == [administrator]


def test_what_was_planned_meanwhile_is_shown_before_it_goes(client, administrator, leaver):
    page = f"/team/people/{leaver.pk}/end/"
    session = planned(leaver)

    answer = client.post(page, {"seen": "", "everything": administrator.pk, "anyway": "1"})

    leaver.refresh_from_db()
    assert "Something was planned with them meanwhile" in answer.content.decode()
    assert (leaver.ended_at, list(session.officers.all())) == (None, [leaver])


@pytest.mark.parametrize("answer", ["999999", "x" * 10_000, "\x00", "-1"])
def test_taker_who_is_not_on_the_list_is_refused(client, administrator, leaver, answer):
    planned(leaver)
    before = state_of_all()

    page = end(client, leaver, everything=answer)

    assert (page.status_code, state_of_all()) == (200, before)


def test_taker_of_another_campaign_is_refused(client, administrator, leaver):
    stranger = make_member(name="Sandy Far", campaign=make_campaign(name="Fife"))
    session = planned(leaver)

    with pytest.raises(Exception, match="Some of it has nobody"):
        leave(
            member=leaver,
            becomes=None,
            was="coordinator",
            choices={f"session-{session.pk}": str(stranger.pk)},
            seen=[f"session-{session.pk}"],
            anyway=False,
            by=administrator.user,
            now=NOW,
        )

    assert list(session.officers.all()) == [leaver]


def test_request_goes_to_nobody_who_is_no_coordinator(client, administrator, leaver):
    officer = make_member(name="Olaf Cer")
    owned = make_talk_request()
    TalkRequest.objects.update(owner=leaver)

    refused = end(client, leaver, everything=officer.pk)
    end(client, leaver, everything=officer.pk, **{f"talkrequest_{owned.pk}": "nobody"})

    assert "Olaf Cer is no coordinator" in str(refused.context["form"].errors)
    owned.refresh_from_db()
    assert owned.owner is None


def test_officer_who_becomes_a_viewer_hands_over_first(client, administrator, leaver):
    session = planned(leaver)
    asked = client.post(f"/team/people/{leaver.pk}/role/", {"role": "viewer"})
    before = leaver.role

    client.post(asked["Location"], {"seen": f"session-{session.pk}"})
    leaver.refresh_from_db()
    undecided = leaver.role
    client.post(
        asked["Location"], {"seen": f"session-{session.pk}", "everything": administrator.pk}
    )

    leaver.refresh_from_db()
    assert asked["Location"] == f"/team/people/{leaver.pk}/becomes/viewer/"
    assert (before, undecided, leaver.role) == ("coordinator", "coordinator", "viewer")
    assert list(session.officers.all()) == [administrator]
    assert Change.objects.get(kind="role_changed").fields == {"Role": ["Coordinator", "Viewer"]}
    assert Mail.objects.get(kind="role_changed").to == "lee.ver@example.org"


def test_role_is_raised_in_place(client, administrator):
    viewer = make_member(role="viewer")

    client.post(f"/team/people/{viewer.pk}/role/", {"role": "coordinator"})

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
        "/team/leave/", {"seen": f"session-{session.pk}", "everything": administrator.pk}
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

    assert [client.get(page).status_code, client.post(page).status_code] == [404, 404]


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
