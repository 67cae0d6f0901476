"""Who is told of what a school did, and how each chose to hear."""

from datetime import date

import pytest

from campaigns.models import Membership, Notice, NoticeMail
from campaigns.models.people import Hears
from campaigns.talks.heard.people import hearers
from tests.campaigns.talks.heard.told import a_set_talk, at, press, written
from tests.factories import make_campaign, make_member, make_offer, make_talk_request

pytestmark = pytest.mark.django_db

NEAR, FAR = date(2026, 12, 1), date(2026, 12, 8)
AILSA, BO, UNA = "ailsa.reid@example.org", "bo.kerr@example.org", "una.shaw@example.org"


def people():
    return {
        role: make_member(role=role, name=name)
        for role, name in (
            ("coordinator", "Bo Kerr"),
            ("administrator", "Una Shaw"),
            ("officer", "Other Officer"),
            ("viewer", "Vi Ewer"),
        )
    } | {
        "elsewhere": make_member(role="coordinator", campaign=make_campaign(name="Fife"), name="E")
    }


def heard_by():
    return sorted(member.user.email for member in hearers(Notice.objects.get()))


def test_its_officers_hear_and_those_who_run_the_queue_when_nobody_owns_it():
    people()
    press(a_set_talk(held_on=NEAR), "note")

    assert heard_by() == written() == [AILSA, BO, UNA]


def test_its_owner_hears_instead_of_all_coordinators():
    team = people()
    press(a_set_talk(held_on=NEAR, owner=team["coordinator"]), "note")

    assert heard_by() == written() == [AILSA, BO]


def test_an_owner_who_has_left_is_nobody():
    team = people()
    talk = a_set_talk(held_on=NEAR, owner=team["coordinator"])
    Membership.objects.filter(pk=team["coordinator"].pk).update(ended_at=at(1, 9, month=11))

    press(talk, "note")

    assert heard_by() == [AILSA, UNA]


def test_an_officer_whose_date_is_refused_hears_of_it():
    talk = make_talk_request(state="offered")
    offer = make_offer(talk_request=talk, officer=make_member(), held_on=NEAR)

    press(talk, "refuse", offer=offer.pk)

    assert written() == [AILSA]


def test_whoever_gave_the_talk_before_hears_that_it_moved_away():
    talk = a_set_talk(held_on=NEAR)
    offer = make_offer(talk_request=talk, officer=make_member(name="Bo Kerr"), held_on=FAR)

    press(talk, "accept", offer=offer.pk)

    assert written() == [AILSA, BO]


def test_the_two_ways_to_ask_who_hears_agree():
    team = people()
    press(a_set_talk(owner=team["officer"]), "note")
    press(a_set_talk(reference="NON2345", officers=[team["viewer"]]), "end")
    offered = make_talk_request(state="offered", reference="OFF2345")
    make_offer(talk_request=offered, officer=team["officer"])
    press(offered, "note")

    for notice in Notice.objects.select_related("talk_request__owner__user"):
        able = Membership.objects.presenters()
        mine = [one for one in able if Notice.objects.for_member(one).filter(pk=notice.pk)]
        assert sorted(mine, key=lambda one: one.pk) == sorted(
            hearers(notice), key=lambda one: one.pk
        )


@pytest.mark.parametrize(
    ("held_on", "column", "choice", "at_once"),
    [
        (NEAR, "hears_near", Hears.AT_ONCE, True),
        (NEAR, "hears_near", Hears.MORNING, False),
        (NEAR, "hears_near", Hears.TODAY, False),
        (FAR, "hears_rest", Hears.AT_ONCE, True),
        (FAR, "hears_rest", Hears.MORNING, False),
        (FAR, "hears_rest", Hears.TODAY, False),
    ],
)
def test_each_chooses_how_to_hear(held_on, column, choice, at_once):
    talk = a_set_talk(held_on=held_on)
    Membership.objects.update(hears_near=Hears.TODAY, hears_rest=Hears.TODAY)
    Membership.objects.update(**{column: choice})

    press(talk, "another-time")

    assert written() == ([AILSA] if at_once else [])


def test_a_near_talk_that_is_called_off_is_told_to_its_officers_whatever_they_chose():
    people()
    talk = a_set_talk(held_on=NEAR)
    Membership.objects.update(hears_near=Hears.TODAY, hears_rest=Hears.TODAY)

    press(talk, "end")

    assert written() == [AILSA]


def test_a_far_talk_that_is_called_off_waits_for_the_morning_as_chosen():
    press(a_set_talk(held_on=FAR), "end")

    assert (written(), NoticeMail.objects.count()) == ([], 0)


def test_one_change_is_one_e_mail_to_each_person():
    talk = a_set_talk(held_on=NEAR)

    for _ in range(3):
        press(talk, "end")

    assert written() == [AILSA]
    assert NoticeMail.objects.get().mail.kind == "notice"


def test_nothing_is_written_about_the_past(clock):
    talk = a_set_talk(held_on=NEAR)
    Membership.objects.update(hears_rest=Hears.AT_ONCE)
    clock(at(2, 9))

    press(talk, "note")

    assert (Notice.objects.count(), written()) == (1, [])
