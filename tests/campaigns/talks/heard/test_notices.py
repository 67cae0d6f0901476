"""What a school does by its link makes one notice, and what a person does of it clears that."""

from datetime import date

import pytest

from campaigns.models import Change, Notice, TalkRequest
from campaigns.sessions.life import cancel_session
from campaigns.talks.answer import decline_talk, give_to, note_down
from campaigns.talks.heard.deeds import keep_date, see_news
from tests.campaigns.talks.heard.told import a_set_talk, at, press
from tests.campaigns.talks.slots import offered
from tests.factories import (
    NOW,
    make_holiday,
    make_member,
    make_notice,
    make_offer,
    make_talk_request,
)

pytestmark = pytest.mark.django_db

CLOCK = at(30, 12, month=11)


def kinds():
    return list(Notice.objects.values_list("change__kind", flat=True))


@pytest.mark.parametrize(
    ("deed", "kind"),
    [
        ("another-time", "move_asked"),
        ("note", "noted"),
        ("change", "noted"),
        ("end", "cancelled"),
    ],
)
def test_each_deed_of_a_school_makes_one_notice_however_often_it_is_pressed(deed, kind):
    talk = a_set_talk()

    for _ in range(3):
        press(talk, deed)

    assert kinds() == [kind]
    assert Notice.objects.get().change.talk_request == talk


def test_an_answer_a_refusal_and_an_acceptance_make_a_notice():
    asked = make_talk_request(state="needs_info", state_reason="Is there a screen?")
    press(asked, "answer")
    refused = make_talk_request(state="offered", reference="REF2345")
    no = make_offer(talk_request=refused, officer=make_member())
    press(refused, "refuse", offer=no.pk)
    accepted = make_talk_request(state="offered", reference="ACC2345")
    yes = make_offer(talk_request=accepted, officer=make_member(name="Bo Kerr"))
    press(accepted, "accept", offer=yes.pk)

    assert kinds() == ["answered", "refused", "accepted"]
    assert [officer.pk for officer in Notice.objects.all()[1].officers.all()] == [no.officer_id]


def test_what_a_person_of_the_team_enters_for_a_school_makes_none(client):
    talk = make_talk_request(state="offered")
    member = make_member(role="coordinator")
    offer = make_offer(talk_request=talk, officer=member)
    client.force_login(member.user)

    client.post(f"/team/talks/{talk.pk}/confirm/", {"offer": offer.pk})

    assert TalkRequest.objects.get().state == "confirmed"
    assert kinds() == []


def test_offering_dates_clears_it_for_all_and_answers_the_school():
    talk = a_set_talk()
    press(talk, "another-time")
    talk.refresh_from_db()
    by = make_member(role="coordinator", name="Bo Kerr").user

    offered(talk, talk.session.officers.get(), held_on=date(2026, 12, 15), by=by)

    notice = Notice.objects.get()
    assert (notice.dealt_by, notice.answered_at is not None) == (by, True)


def test_choosing_who_sees_to_it_deals_with_nothing():
    talk = a_set_talk()
    press(talk, "another-time")
    member = make_member(role="coordinator", name="Bo Kerr")

    give_to(talk_request=talk, owner=member, was=None, by=member.user)

    assert Notice.objects.get().dealt_at is None


def test_seen_clears_a_note_and_leaves_the_answer_to_a_wish_owed():
    talk = a_set_talk()
    press(talk, "another-time")
    press(talk, "note")

    see_news(talk_request=talk, by=make_member(name="Bo Kerr").user)

    seen = Notice.objects.values_list("change__kind", "dealt_at", "answered_at")
    assert list(seen) == [("move_asked", CLOCK, None), ("noted", CLOCK, CLOCK)]


def test_a_note_of_the_team_says_that_a_person_has_seen_it():
    talk = a_set_talk()
    press(talk, "another-time")

    by = make_member(name="Bo Kerr").user
    note_down(talk_request=talk, text="Called back", by=by, now=NOW)

    notice = Notice.objects.get()
    assert (notice.dealt_at is not None, notice.answered_at) == (True, None)


def unseen():
    return sorted(Notice.objects.filter(dealt_at=None).values_list("change__kind", flat=True))


def test_that_the_date_stays_answers_the_wish_and_no_more():
    talk = a_set_talk()
    for deed in ("another-time", "note", "change"):
        press(talk, deed)
    by = make_member(role="coordinator", name="Bo Kerr").user

    keep_date(talk_request=talk, reason="None is free", by=by, now=CLOCK)

    assert unseen() == ["noted", "noted"]
    assert see_news(talk_request=talk, by=by)
    assert unseen() == []


@pytest.mark.parametrize("kind", ["noted", "contact_changed"])
def test_neither_dates_nor_a_note_of_ours_say_that_a_note_or_another_contact_was_read(kind):
    talk = a_set_talk()
    make_notice(talk_request=talk, kind=kind)
    by = make_member(role="coordinator", name="Bo Kerr").user

    offered(talk, talk.session.officers.get(), held_on=date(2026, 12, 15), by=by)
    note_down(talk_request=talk, text="Called back", by=by, now=NOW)

    assert unseen() == [kind]


@pytest.mark.parametrize("end", ["declined", "called off"])
def test_with_the_request_all_news_of_it_ends(end):
    by = make_member(role="coordinator", name="Bo Kerr").user
    if end == "declined":
        talk = make_talk_request(reference="DEC2345")
        press(talk, "note")
        decline_talk(talk_request=talk, reason="Fully booked", by=by)
    else:
        talk = a_set_talk()
        press(talk, "note")
        cancel_session(
            session=talk.session,
            called_off_by="police",
            reason="In court",
            now=CLOCK,
            today=CLOCK.date(),
            by=by,
        )

    notice = Notice.objects.get()
    assert (notice.dealt_by, notice.answered_at is not None) == (by, True)


def test_the_first_of_two_who_saw_it_stands():
    talk = a_set_talk()
    press(talk, "note")
    first, second = (make_member(name=name).user for name in ("Bo Kerr", "Una Shaw"))

    assert see_news(talk_request=talk, by=first)
    assert not see_news(talk_request=talk, by=second)
    assert Notice.objects.get().dealt_by == first


@pytest.mark.parametrize(
    ("held_on", "is_near"),
    [
        (date(2026, 11, 30), True),
        (date(2026, 12, 3), True),
        (date(2026, 12, 4), False),
        (date(2026, 12, 8), False),
    ],
)
def test_near_is_a_talk_of_the_next_three_working_days(clock, held_on, is_near):
    clock(at(30, 8, month=11))
    talk = a_set_talk(held_on=held_on)

    press(talk, "note")

    assert Notice.objects.get().is_near == is_near


def test_no_holiday_makes_a_later_talk_near(clock):
    clock(at(1, 23, month=7))
    talk = a_set_talk(held_on=date(2026, 8, 17))
    make_holiday(area=talk.area, first_on=date(2026, 6, 29), last_on=date(2026, 8, 14))

    press(talk, "note")

    assert not Notice.objects.get().is_near


def test_a_wish_has_its_own_state_and_is_said_in_the_history():
    talk = a_set_talk()

    press(talk, "another-time")
    press(talk, "another-time", **{"another-text": "Or two weeks later"})

    talk.refresh_from_db()
    assert (talk.state, talk.state_reason) == ("asks_to_move", "Or two weeks later")
    assert [line.fields for line in Change.objects.filter(kind="move_asked")] == [
        {"State": ["Confirmed", "Wishes another time"]},
        {},
    ]


def test_a_long_wish_is_cut_in_the_queue_and_whole_in_the_notes():
    talk = a_set_talk()

    press(talk, "another-time", **{"another-text": "x" * 1000})

    talk.refresh_from_db()
    assert talk.state_reason == "x" * 299 + "…"
    assert talk.notes.get().text == "x" * 1000


def test_no_other_time_is_wished_for_a_talk_that_has_begun(clock):
    clock(at(8, 10))
    talk = a_set_talk()

    assert press(talk, "another-time").status_code == 409
    assert (kinds(), TalkRequest.objects.get().state) == ([], "confirmed")
