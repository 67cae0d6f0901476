"""Somebody leaves: what they have in hand goes to colleagues first, all of it or none."""

from datetime import date, time

import pytest
from django.test import Client

from campaigns.diaries.feed import make_feed, owner_of_feed
from campaigns.models import Change, Mail, Membership, Offer, Session, TalkRequest
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
    first, second = planned(leaver), planned(leaver, starts_at=time(14))
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

    answer = client.post(
        page, {"seen": "", "was": "coordinator", "everything": administrator.pk, "anyway": "1"}
    )

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
