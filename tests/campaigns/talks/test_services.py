"""A talk request's life in the services: each step from its own state, with its history and its one
e-mail.
"""

from datetime import date, time, timedelta

import pytest
from django.db import transaction

from campaigns.diaries.book import OfficerIsBusy
from campaigns.history.conflicts import Conflict
from campaigns.mail.links import token_of
from campaigns.models import Change, Mail, Offer, Place, Session
from campaigns.talks.answer import decline_talk
from campaigns.talks.confirm import confirm_offer
from campaigns.talks.offers import DateIsPast
from tests.campaigns.talks.offering import refuse_offer
from tests.campaigns.talks.slots import TUESDAY, offered
from tests.factories import (
    NOW,
    make_member,
    make_offer,
    make_session,
    make_talk_request,
    make_user,
)

pytestmark = pytest.mark.django_db


def history(talk):
    return list(Change.objects.filter(talk_request=talk).values_list("kind", "reason"))


def test_a_date_is_offered():
    talk, officer = make_talk_request(), make_member()

    offer = offered(talk, officer)

    talk.refresh_from_db()
    assert (talk.state, offer.state) == ("offered", "held")
    change = Change.objects.get(talk_request=talk)
    assert (change.kind, change.by, change.fields["Dates"]) == (
        "offered",
        officer.user,
        ["", "Tuesday 8 December 2026 at 10:00"],
    )
    mail = Mail.objects.get()
    assert (mail.to, mail.subject) == (
        "office@school.example",
        "We can offer you a date for your talk",
    )
    assert (
        "Date: Tuesday 8 December 2026\nTime: 10:00, for 50 minutes\nWhere: Braeside Primary "
        "School, Wishaw"
    ) in mail.text
    assert token_of(talk) in mail.text
    assert officer.user.name not in mail.text


@pytest.mark.parametrize("held_on", [date(2026, 11, 22), date(2026, 11, 23)])
def test_a_date_that_has_gone_by_is_not_offered(held_on):
    talk = make_talk_request()

    with pytest.raises(DateIsPast):
        offered(talk, make_member(), held_on=held_on, starts_at=time(11, 59))

    assert not Offer.objects.exists()
    assert not Mail.objects.exists()


@pytest.mark.parametrize(
    "state", ["confirmed", "delivered", "declined", "withdrawn", "cancelled_by_police"]
)
def test_nothing_is_offered_when_the_request_is_answered(state):
    talk = make_talk_request(state=state, session=make_session(), state_reason="A reason")

    with pytest.raises(Conflict):
        offered(talk, make_member())


def test_another_date_takes_the_place_of_the_first():
    talk, officer = make_talk_request(), make_member()
    first = offered(talk, officer)

    second = offered(talk, officer, held_on=date(2026, 12, 9), instead_of=first.pk)

    first.refresh_from_db()
    assert (first.state, second.state) == ("taken_back", "held")


def test_an_offer_that_did_not_see_the_last_one_loses():
    talk, officer = make_talk_request(), make_member()
    offered(talk, officer)

    with pytest.raises(Conflict):
        offered(talk, officer, held_on=date(2026, 12, 9), instead_of=None)

    assert Offer.objects.filter(state="held").count() == 1


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
@pytest.mark.parametrize("taken_by", ["session", "offer"])
def test_an_officer_is_not_offered_for_two_things_at_once(taken_by, starts_at, minutes, is_busy):
    officer = make_member()
    if taken_by == "session":
        make_session(
            state="planned", held_on=TUESDAY, starts_at=time(10, 0), minutes=50, officers=[officer]
        )
    else:
        make_offer(
            talk_request=make_talk_request(reference="XYZ2345", state="offered"),
            officer=officer,
            held_on=TUESDAY,
            starts_at=time(10, 0),
        )
    talk = make_talk_request()

    if is_busy:
        with pytest.raises(OfficerIsBusy):
            offered(talk, officer, starts_at=starts_at, minutes=minutes)
    else:
        assert offered(talk, officer, starts_at=starts_at, minutes=minutes).state == "held"


def test_a_planned_session_without_a_length_takes_an_hour():
    officer = make_member()
    make_session(
        state="planned", held_on=TUESDAY, starts_at=time(10, 0), minutes=None, officers=[officer]
    )

    with pytest.raises(OfficerIsBusy):
        offered(make_talk_request(), officer, starts_at=time(10, 55))


def test_another_officers_session_is_no_matter():
    make_session(
        state="planned",
        held_on=TUESDAY,
        starts_at=time(10, 0),
        officers=[make_member(name="Bo Kerr")],
    )

    assert offered(make_talk_request(), make_member()).state == "held"


def test_a_yes_makes_a_planned_session():
    officer = make_member()
    talk = make_talk_request()
    offer = offered(talk, officer)

    session = confirm_offer(offer=offer, by=None, now=NOW)

    talk.refresh_from_db()
    offer.refresh_from_db()
    assert (talk.state, talk.session, offer.state) == ("confirmed", session, "accepted")
    assert (session.state, session.held_on, session.starts_at, session.minutes) == (
        "planned",
        TUESDAY,
        time(10, 0),
        50,
    )
    assert (session.place, session.format, session.stages) == (talk.place, "lesson", ("P7",))
    assert list(session.topics.all()) == [talk.topic]
    assert list(session.officers.all()) == [officer]
    assert [kind for kind, _ in history(talk)] == ["offered", "accepted"]
    assert session.changes.get().kind == "planned"
    mail = Mail.objects.get(subject="Your talk is confirmed")
    assert f"Who comes: {officer.user.name}, Safer Communities officer" in mail.text


def test_a_second_yes_loses():
    offer = offered(make_talk_request(), make_member())
    confirm_offer(offer=offer, by=None, now=NOW)

    with pytest.raises(Conflict):
        confirm_offer(offer=offer, by=make_user(name="Bo Kerr"), now=NOW)

    assert Session.objects.count() == 1
    assert Mail.objects.filter(subject="Your talk is confirmed").count() == 1


def test_a_yes_to_a_date_that_has_gone_by_is_refused():
    offer = offered(make_talk_request(), make_member())

    with pytest.raises(DateIsPast):
        confirm_offer(offer=offer, by=None, now=NOW + timedelta(days=30))

    assert not Session.objects.exists()


def test_a_yes_to_a_time_that_is_taken_goes_back_to_the_queue():
    officer, talk = make_member(), make_talk_request()
    offer = offered(talk, officer)
    make_session(state="planned", held_on=TUESDAY, starts_at=time(10, 30), officers=[officer])

    with pytest.raises(OfficerIsBusy):
        confirm_offer(offer=offer, by=None, now=NOW)

    talk.refresh_from_db()
    offer.refresh_from_db()
    assert (talk.state, offer.state, Session.objects.count()) == ("submitted", "taken_back", 1)
    assert history(talk)[-1] == ("edited", "The officer is no longer free at that time.")


def test_a_yes_to_a_place_that_closed_meanwhile_goes_back_to_the_queue():
    talk = make_talk_request()
    offer = offered(talk, make_member())
    Place.objects.update(closed_on=date(2026, 12, 1))

    with pytest.raises(Conflict):
        confirm_offer(offer=offer, by=None, now=NOW)

    talk.refresh_from_db()
    assert (talk.state, Session.objects.count()) == ("submitted", 0)


def test_a_no_goes_back_to_the_queue_with_what_would_suit():
    talk = make_talk_request()
    offer = offered(talk, make_member())

    refuse_offer(offer=offer, reason="A Tuesday would be better", by=None)

    talk.refresh_from_db()
    offer.refresh_from_db()
    assert (talk.state, offer.state) == ("submitted", "refused")
    assert history(talk)[-1] == ("refused", "A Tuesday would be better")


def test_a_no_after_the_yes_loses():
    offer = offered(make_talk_request(), make_member())
    confirm_offer(offer=offer, by=None, now=NOW)

    with pytest.raises(Conflict):
        refuse_offer(offer=offer, reason="", by=None)


@pytest.mark.parametrize("state", ["submitted", "offered"])
def test_a_request_is_declined_with_a_reason_that_the_school_reads(state):
    talk, coordinator = make_talk_request(), make_member(role="coordinator")
    offer = offered(talk, coordinator) if state == "offered" else None

    decline_talk(talk_request=talk, reason="We’re fully booked until Easter.", by=coordinator.user)

    talk.refresh_from_db()
    assert (talk.state, talk.state_reason) == ("declined", "We’re fully booked until Easter.")
    assert history(talk)[-1] == ("declined", "We’re fully booked until Easter.")
    assert (
        "We’re fully booked until Easter."
        in Mail.objects.get(subject="About your request for a talk").text
    )
    if offer:
        offer.refresh_from_db()
        assert offer.state == "taken_back"


@pytest.mark.parametrize("state", ["confirmed", "delivered", "declined"])
def test_an_answered_request_is_not_declined(state):
    talk = make_talk_request(state=state, session=make_session(), state_reason="A reason")

    with pytest.raises(Conflict):
        decline_talk(talk_request=talk, reason="No", by=make_user())

    assert not Mail.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_yes_that_is_taken_back_leaves_nothing_behind():
    offer = offered(make_talk_request(), make_member())
    mails, changes = Mail.objects.count(), Change.objects.count()

    @transaction.atomic
    def confirm_and_fail():
        confirm_offer(offer=offer, by=None, now=NOW)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        confirm_and_fail()

    assert (Session.objects.count(), Mail.objects.count(), Change.objects.count()) == (
        0,
        mails,
        changes,
    )
