"""The count of a plan, written without a signal and sent later: on its plan, once, and honestly."""

from datetime import timedelta

import pytest

from campaigns.models import Change, Correction, Membership, Session
from campaigns.sessions.life import did_not_happen
from campaigns.sessions.offline.over import FROM_A_PHONE
from tests import factories
from tests.campaigns.sessions.offline.entries import (
    TODAY_KEPT,
    count_meanwhile,
    count_of,
    counted,
    entry,
    problems,
    send,
)
from tests.campaigns.typed import sign_in
from tests.factories import NOW, TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]


def test_count_is_on_its_plan_and_a_second_try_is_counted_already(client, officer, plan):
    sent = count_of(officer, plan)

    first, second = send(client, sent), send(client, sent)

    session = Session.objects.get()
    assert (session.state, counted(session)) == ("delivered", [("children", 24, "counted")])
    assert [first.json()["outcome"], second.json()["outcome"]] == ["logged", "already logged"]
    assert first.json()["session"] == f"/team/sessions/{plan.pk}/"
    assert Change.objects.filter(kind="delivered").count() == 1


def test_count_of_a_session_whose_number_was_not_known_is_filled_in(client, officer):
    held = factories.make_session(officers=[officer], state="delivered", held_on=TODAY)
    factories.make_attendance(session=held, count=None, known="unknown")

    assert send(client, count_of(officer, held)).status_code == 201
    assert counted(held) == [("children", 24, "counted")]


def test_who_comes_too_late_is_told_who_counted_and_keeps_both(client, officer, plan):
    colleague = factories.make_member(name="Iain Bell")
    count_meanwhile(plan, colleague, 19)

    response = send(client, count_of(officer, plan))

    assert response.status_code == 422
    assert problems(response)[""] == (
        "Iain Bell has counted this session already, with another number."
    )
    both = response.json()["both"]
    assert (both["rows"], both["way"]) == (
        [
            [
                "Attendance",
                "Children (up to P7): 19, from a register",
                "Children (up to P7): 24, counted",
            ]
        ],
        "correct",
    )
    assert counted(plan) == [("children", 19, "register")]


def test_own_number_is_sent_as_a_correction_and_proposed_once(client, officer, plan):
    count_meanwhile(plan, factories.make_member(name="Iain Bell"), 19)
    version = send(client, count_of(officer, plan)).json()["both"]["version"]
    sent = count_of(officer, plan, over=version)

    answers = [send(client, sent) for _ in range(2)]

    assert [answer.json()["outcome"] for answer in answers] == ["proposed"] * 2
    [correction] = Correction.objects.all()
    assert (correction.state, correction.reason) == ("proposed", FROM_A_PHONE)
    assert counted(plan) == [("children", 19, "register")]


def test_coordinator_writes_over_at_once_and_never_over_what_they_have_not_seen(client, plan):
    boss = factories.make_member(role="coordinator", name="Catriona Muir")
    sign_in(client, boss)
    count_meanwhile(plan, factories.make_member(name="Iain Bell"), 19)
    version = send(client, count_of(boss, plan)).json()["both"]["version"]

    stale = send(client, count_of(boss, plan, over=version + 1))
    taken = send(client, count_of(boss, plan, over=version))

    assert stale.status_code == 422
    assert (taken.status_code, taken.json()["outcome"]) == (200, "changed")
    assert counted(plan) == [("children", 24, "counted")]


def test_count_of_a_session_that_was_called_off_is_told_so(client, officer, plan):
    did_not_happen(
        session=plan,
        called_off_by="school",
        reason="Flooded",
        now=NOW,
        today=TODAY,
        by=officer.user,
    )

    response = send(client, count_of(officer, plan))

    assert problems(response)[""] == (
        "This session has no count: did not happen. Called off by the school or group: Flooded."
    )
    assert response.json()["both"]["way"] == ""
    assert counted(plan) == []


@pytest.mark.parametrize("plan_id", [999_999, 2**31 - 1])
def test_count_of_no_session_of_this_programme_is_refused(client, officer, plan, plan_id):
    theirs = factories.make_session(
        campaign=factories.make_campaign(name="Fife"), state="planned", held_on=TODAY
    )
    for pk in (plan_id, theirs.pk):
        response = send(client, count_of(officer, plan) | {"plan": pk})
        assert (response.status_code, problems(response)[""]) == (
            404,
            "This session is not in this programme any more",
        )
    assert set(Session.objects.values_list("state", flat=True)) == {"planned"}


@pytest.mark.parametrize("wrong", ["1", 0, -1, 2**31, True, 1.5, [1]])
def test_plan_that_is_no_number_is_not_ours(client, officer, plan, wrong):
    assert send(client, count_of(officer, plan) | {"plan": wrong}).status_code == 400


def test_count_of_a_day_to_come_waits_for_it(client, officer):
    ahead = factories.make_session(
        officers=[officer], state="planned", held_on=TODAY + timedelta(days=1)
    )

    assert send(client, count_of(officer, ahead)).status_code == 422
    assert counted(ahead) == []


def test_same_visit_written_afresh_is_asked_about_and_nothing_is_logged(client, officer, plan):
    response = send(client, entry(officer, place=plan.place.label))

    assert response.status_code == 422
    assert problems(response)[""] == ("A session is planned there at this time. Is this the one?")
    [asked] = response.json()["plans"]
    assert asked["id"] == plan.pk
    assert plan.place.name in asked["words"]
    assert Session.objects.count() == 1


def test_it_was_the_plan_counts_the_plan_with_all_that_was_typed(client, officer, plan):
    sent = entry(officer, place=plan.place.label, notes="Two groups", minutes="55")

    answers = [send(client, sent | {"plan": plan.pk}) for _ in range(2)]

    session = Session.objects.get()
    assert [answer.json()["outcome"] for answer in answers] == ["logged", "already logged"]
    assert (session.state, counted(session)) == ("delivered", [("children", 25, "counted")])
    assert (session.notes, session.minutes) == ("The hall is cold\nTwo groups", 55)
    assert officer in session.officers.all()


def test_another_one_is_logged_apart_and_not_asked_about_again(client, officer, plan):
    sent = entry(officer, place=plan.place.label) | {"told_apart": [plan.pk]}

    assert send(client, sent).status_code == 201
    assert sorted(Session.objects.values_list("state", flat=True)) == ["delivered", "planned"]


def test_entry_changed_after_it_was_sent_is_told_and_keeps_both(client, officer):
    sent = entry(officer)
    send(client, sent)
    changed = sent | {"fields": sent["fields"] | {"count_children": ["30"]}, "edited": True}

    told = send(client, changed)
    same = send(client, sent | {"edited": True})

    assert same.json()["outcome"] == "already logged"
    assert told.status_code == 422
    assert problems(told)[""] == (
        "It was logged before your change. Both are kept: say which is right"
    )
    assert [row[0] for row in told.json()["both"]["rows"]] == ["Attendance"]
    assert counted(Session.objects.get()) == [("children", 25, "counted")]
    taken = send(client, changed | {"over": told.json()["both"]["version"]})
    assert taken.json()["outcome"] == "changed"
    assert counted(Session.objects.get()) == [("children", 30, "counted")]
    assert list(Change.objects.values_list("kind", flat=True)) == ["logged", "edited"]


def test_entry_of_my_other_programme_is_named_so(client, officer):
    fife = factories.make_campaign(name="Fife")
    there = Membership.objects.create(campaign=fife, user=officer.user, role="officer")

    response = send(client, entry(there))

    assert (response.status_code, problems(response)[""]) == (
        409,
        "You wrote this in Fife. It is sent when you work there again",
    )


def test_kept_today_has_what_is_needed_in_the_corridor_and_no_more(client, officer, plan):
    contact = factories.make_talk_request(session=plan, state="confirmed")
    factories.make_session(
        officers=[factories.make_member(name="Iain Bell")],
        place=factories.make_place(name="Yarrow Primary School"),
        state="planned",
        held_on=TODAY,
    )

    text = client.get(TODAY_KEPT).text

    assert f'data-plan="{plan.pk}"' in text
    assert plan.place.name in text
    assert contact.contact_name
    for private in (
        contact.contact_name,
        contact.contact_email,
        "The hall is cold",
        "Yarrow",
        "csrfmiddlewaretoken",
        "/accounts/logout/",
    ):
        assert private not in text


@pytest.mark.parametrize(
    ("days", "state", "is_kept"),
    [
        (0, "planned", True),
        (-3, "planned", True),
        (7, "planned", True),
        (8, "planned", False),
        (-3, "delivered", True),
        (-3, "cancelled", False),
    ],
)
def test_kept_today_has_today_what_waits_and_the_next_days(client, officer, days, state, is_kept):
    session = factories.make_session(
        officers=[officer],
        state=state,
        state_reason="Flooded" if state == "cancelled" else "",
        held_on=TODAY + timedelta(days=days),
    )

    assert (f'data-plan="{session.pk}"' in client.get(TODAY_KEPT).text) == is_kept
