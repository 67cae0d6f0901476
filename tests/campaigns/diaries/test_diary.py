"""An officer is in one place at a time: the log form and a school's yes ask the same question, and
the edit of a plan in test_edited_plans.py.
"""

import uuid
from datetime import time, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from campaigns.diaries.book import OfficerIsBusy
from campaigns.models import Place, Session
from campaigns.sessions.log import log_session
from campaigns.sessions.rules import Count
from campaigns.talks.confirm import confirm_offer
from sextortion_aware.template_tags import first_id
from tests import factories
from tests.campaigns.diaries.busy import BUSY, make_planned
from tests.campaigns.diaries.days import TUESDAY
from tests.campaigns.typed import errors_of, log_data, sign_in
from tests.factories import NOW, TODAY
from tests.html import read
from tests.races import at_once, database_for_threads  # noqa: F401 -- a fixture

pytestmark = pytest.mark.django_db

ONE_CHILD = [Count(audience="children", count=1, known="counted")]


def plan(*officers, counts=(), client_id=None, **changed):
    details = {
        "held_on": TUESDAY,
        "starts_at": time(10, 30),
        "minutes": 50,
        "format": "lesson",
        "place": Place.objects.first() or factories.make_place(),
        "topics": [factories.make_topic()],
        "officers": list(officers),
    } | changed
    return log_session(
        campaign=officers[0].campaign,
        client_id=client_id or uuid.uuid4(),
        counts=counts,
        today=TODAY,
        by=officers[0].user,
        **details,
    )


@pytest.mark.parametrize(
    ("starts_at", "minutes", "is_busy"),
    [
        (time(9, 0), 60, False),  # ends when the other begins
        (time(9, 0), 61, True),
        (time(10, 20), 10, True),
        (time(10, 49), 60, True),
        (time(10, 50), 60, False),  # begins when the other ends
    ],
)
def test_an_officer_is_not_planned_for_two_things_at_once(callum, starts_at, minutes, is_busy):
    make_planned(callum)

    if is_busy:
        with pytest.raises(ValidationError) as caught:
            plan(callum, starts_at=starts_at, minutes=minutes)
        assert caught.value.message_dict == {"officers": [BUSY]}
    else:
        plan(callum, starts_at=starts_at, minutes=minutes)
    assert Session.objects.count() == (1 if is_busy else 2)


def test_what_goes_on_past_midnight_is_in_the_way(callum):
    make_planned(callum, starts_at=time(23, 30), minutes=60, place=None, is_online=True)

    with pytest.raises(
        ValidationError, match="Callum Coordinator already has a session at that time: 23:30 online"
    ):
        plan(callum, held_on=TUESDAY + timedelta(days=1), starts_at=time(0, 15))


def test_every_busy_officer_is_named(callum):
    free, other = factories.make_member(name="Ailsa Reid"), factories.make_member(name="Iain Bell")
    make_planned(callum)
    make_planned(other, starts_at=time(11, 0), place=None, is_online=True)

    with pytest.raises(ValidationError) as caught:
        plan(free, other, callum)

    assert caught.value.message_dict == {
        "officers": [BUSY, "Iain Bell already has a session at that time: 11:00 online"]
    }


@pytest.mark.parametrize("state", ["delivered", "cancelled", "did_not_happen", "voided"])
def test_what_is_no_longer_planned_is_not_in_the_way(callum, state):
    make_planned(callum, state=state, state_reason="Snow")

    assert plan(callum).is_planned


def test_a_colleagues_session_is_not_in_the_way(callum):
    make_planned(factories.make_member(name="Iain Bell"))

    assert plan(callum).is_planned


def test_a_plan_without_a_start_cannot_be_compared(callum):
    make_planned(callum)

    assert plan(callum, starts_at=None).is_planned


@pytest.mark.parametrize(("starts_at", "is_busy"), [(time(9, 0), False), (time(9, 1), True)])
def test_a_plan_without_a_length_takes_an_hour(callum, starts_at, is_busy):
    make_planned(callum)

    if is_busy:
        with pytest.raises(ValidationError, match="already has a session at that time"):
            plan(callum, starts_at=starts_at, minutes=None)
    else:
        assert plan(callum, starts_at=starts_at, minutes=None).is_planned


def test_a_planned_session_without_a_start_is_not_in_the_way(callum):
    make_planned(callum, starts_at=None)

    assert plan(callum).is_planned


@pytest.mark.parametrize("state", ["planned", "delivered"])
@pytest.mark.parametrize("held_on", [TODAY, TODAY - timedelta(days=7)])
def test_what_was_held_is_a_fact_and_never_refused(callum, state, held_on):
    make_planned(callum, held_on=held_on, state=state)

    assert plan(callum, held_on=held_on, counts=ONE_CHILD).state == "delivered"


def test_what_is_held_for_a_school_is_in_the_way_of_a_plan(callum):
    talk = factories.make_talk_request(state="offered")
    factories.make_offer(talk_request=talk, officer=callum, held_on=TUESDAY, starts_at=time(10, 0))

    with pytest.raises(ValidationError) as caught:
        plan(callum)

    held = (
        "Callum Coordinator is already offered at that time: 10:00 at Braeside Primary School, "
        "Wishaw (North Lanarkshire)"
    )
    assert caught.value.message_dict == {"officers": [held]}


def test_the_same_plan_sent_twice_is_not_in_its_own_way(callum):
    client_id = uuid.uuid4()

    first, second = plan(callum, client_id=client_id), plan(callum, client_id=client_id)

    assert first == second


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("database_for_threads")
def test_the_same_plan_sent_six_times_at_once_is_one_session(callum):
    client_id, place, topics = uuid.uuid4(), factories.make_place(), [factories.make_topic()]

    outcomes = at_once(*[lambda: plan(callum, client_id=client_id, place=place, topics=topics)] * 6)

    assert outcomes == [Session.objects.get()] * 6


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("database_for_threads")
def test_two_plan_one_officer_at_once_and_one_is_refused(callum):
    ailsa, place, topics = factories.make_member(), factories.make_place(), [factories.make_topic()]
    orders = [(callum, ailsa), (ailsa, callum)] * 4

    outcomes = at_once(
        *[
            lambda officers=officers: plan(*officers, place=place, topics=topics)
            for officers in orders
        ]
    )

    assert (
        sorted(type(outcome).__name__ for outcome in outcomes)
        == ["Session"] + ["ValidationError"] * 7
    )
    assert Session.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("database_for_threads")
def test_a_plan_and_a_schools_yes_at_once_have_one_winner(callum):
    place, topics = factories.make_place(), [factories.make_topic()]
    offer = factories.make_offer(
        talk_request=factories.make_talk_request(state="offered"),
        officer=callum,
        held_on=TUESDAY,
        starts_at=time(10, 0),
    )

    outcomes = at_once(
        lambda: plan(callum, place=place, topics=topics),
        lambda: confirm_offer(offer=offer, by=None, now=NOW),
    )

    assert {type(outcome) for outcome in outcomes} in (
        {Session, OfficerIsBusy},
        {Session, ValidationError},
    )
    assert Session.objects.count() == 1


def test_the_log_form_says_it_beside_the_officers(client, monkeypatch, callum):
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)
    taken = make_planned(callum)
    sign_in(client, callum)
    # Elsewhere: at the same place it would first be asked whether it is the same session.
    elsewhere = factories.make_place(name="Braidwood Primary School", campaign=taken.campaign)
    typed = log_data(
        place=elsewhere.label,
        officers=[callum],
        topics=[factories.make_topic()],
        held_on=TUESDAY,
        starts_at="10.15",
        count_children="",
        known="",
    )

    response = client.post("/team/log/", typed)

    assert errors_of(response) == {"officers": [BUSY]}
    first = first_id(response.context["form"]["officers"])
    assert f"#{first}" in [link["href"] for link in read(response.text).links]
    assert Session.objects.count() == 1
