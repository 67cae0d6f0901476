"""A school accepts or says no behind its link, and each that comes too late is told plainly."""

from datetime import date, time, timedelta

import pytest

from campaigns.diaries.book import Slot
from campaigns.models import Change, Mail, Offer, Session
from campaigns.talks.confirm import confirm_offer
from campaigns.talks.end_offers import lapse_offers, refuse_offers, take_back_offers
from tests.campaigns.shown import link, words
from tests.campaigns.talks.links.conftest import offered
from tests.campaigns.talks.offering import offer_date
from tests.factories import NOW, make_member, make_offer, make_session, make_talk_request

pytestmark = pytest.mark.django_db


def test_a_school_accepts(client):
    talk, offer = offered()

    response = client.post(f"{link(talk)}accept/", {"offer": offer.pk})

    talk.refresh_from_db()
    page = words(client.get(response["Location"]))
    assert talk.state == "confirmed"
    assert talk.session.held_on == date(2026, 12, 8)
    assert "Your talk is confirmed" in page
    assert f"{offer.officer.user.name}, Safer Communities officer" in page
    assert Change.objects.get(kind="accepted").by is None


def test_accepting_twice_shows_the_same_page(client):
    talk, offer = offered()

    answers = [client.post(f"{link(talk)}accept/", {"offer": offer.pk}) for _ in range(2)]

    assert [answer["Location"] for answer in answers] == [link(talk)] * 2
    assert (Session.objects.count(), Mail.objects.filter(key=f"confirmed:{offer.pk}").count()) == (
        1,
        1,
    )


def test_accepting_an_offer_that_was_replaced_is_told_plainly(client):
    talk, old = offered()
    slot = Slot(officer=old.officer, held_on=date(2026, 12, 9), starts_at=time(10, 0), minutes=50)
    offer_date(
        talk_request=talk,
        slot=slot,
        instead_of=old.pk,
        place=None,
        new_place_kind="",
        by=old.made_by,
        now=NOW,
    )

    response = client.post(f"{link(talk)}accept/", {"offer": old.pk})

    talk.refresh_from_db()
    assert response.status_code == 409
    assert "This offer has changed" in words(response)
    assert talk.state == "offered"
    assert not Session.objects.exists()


def taken_back(offer):
    take_back_offers(talk_request=offer.talk_request, by=offer.made_by, reason="Full")


def lapsed(offer):
    Offer.objects.filter(pk=offer.pk).update(lapses_at=NOW)


def lapsed_and_marked(offer):
    lapsed(offer)
    lapse_offers(now=NOW)


def refused(offer):
    saw = frozenset({offer.pk})
    refuse_offers(talk_request=offer.talk_request, saw=saw, reason="", by=offer.made_by, now=NOW)


def another_accepted(offer):
    other = make_offer(
        talk_request=offer.talk_request, officer=offer.officer, held_on=date(2026, 12, 9)
    )
    confirm_offer(offer=other, by=offer.made_by, now=NOW)


@pytest.mark.parametrize(
    ("happens", "told"),
    [
        (taken_back, "We took this date back. We are looking for others."),
        (lapsed, "We no longer hold this date: the time to answer was over."),
        (lapsed_and_marked, "We no longer hold this date: the time to answer was over."),
        (refused, "We have noted that this date does not suit you."),
        (another_accepted, "Another date was taken for your talk."),
    ],
)
def test_a_yes_that_comes_too_late_is_told_what_happened(client, happens, told):
    talk, offer = offered()
    happens(offer)

    response = client.post(f"{link(talk)}accept/", {"offer": offer.pk})

    assert response.status_code == 409
    assert told in words(response)


def test_a_no_to_dates_that_were_taken_back_is_told_so_and_can_be_copied(client):
    talk, offer = offered()
    taken_back(offer)

    response = client.post(
        f"{link(talk)}refuse/", {"offer": offer.pk, "refuse-reason": "Any Tuesday"}
    )

    assert response.status_code == 409
    assert "We took this date back. We are looking for others." in words(response)
    assert "Any Tuesday" in words(response)
    assert "The dates we offered are no longer held." in words(client.get(link(talk)))


def test_accepting_a_time_that_was_taken_is_told_plainly(client):
    talk, offer = offered()
    make_session(
        state="planned", held_on=date(2026, 12, 8), starts_at=time(10, 0), officers=[offer.officer]
    )

    response = client.post(f"{link(talk)}accept/", {"offer": offer.pk})

    assert response.status_code == 409
    assert "We took this date back. We are looking for others." in words(response)
    assert "looking for others" in words(client.get(link(talk)))


def test_a_date_that_has_gone_by_cannot_be_accepted(client, midday):
    talk, offer = offered()
    midday(timedelta(days=16))

    page, answer = (
        words(client.get(link(talk))),
        client.post(f"{link(talk)}accept/", {"offer": offer.pk}),
    )

    assert "Accept this date" not in page
    assert answer.status_code == 409
    assert not Session.objects.exists()


def test_a_school_says_what_would_suit_better(client):
    talk, offer = offered()

    response = client.post(
        f"{link(talk)}refuse/", {"offer": offer.pk, "refuse-reason": "Any Tuesday"}
    )

    talk.refresh_from_db()
    assert response["Location"] == link(talk)
    assert talk.state == "submitted"
    assert Change.objects.get(kind="refused").reason == "Any Tuesday"
    assert "looking for others" in words(client.get(link(talk)))


def test_a_reason_that_is_too_long_comes_back_as_typed(client):
    talk, offer = offered()

    response = client.post(f"{link(talk)}refuse/", {"offer": offer.pk, "refuse-reason": "x" * 301})

    assert "Shorten this to 300 characters or fewer" in words(response)
    assert "x" * 301 in response.content.decode()
    assert Offer.objects.get().state == "held"


def test_saying_no_after_yes_is_told_plainly(client):
    talk, offer = offered()
    client.post(f"{link(talk)}accept/", {"offer": offer.pk})

    assert (
        client.post(f"{link(talk)}refuse/", {"offer": offer.pk, "refuse-reason": ""}).status_code
        == 409
    )


@pytest.mark.parametrize("number", ["", "0", "x", "-1", "²", "9" * 30, None])
@pytest.mark.parametrize("answer", ["accept", "refuse"])
def test_an_answer_to_no_offer_is_not_found(client, answer, number):
    talk, _ = offered()

    response = client.post(f"{link(talk)}{answer}/", {} if number is None else {"offer": number})

    assert response.status_code == 404
    assert Offer.objects.get().state == "held"


def test_an_offer_to_another_school_is_not_found(client):
    talk, _ = offered()
    other = make_talk_request(reference="XYZ2345", state="offered")
    offer = make_offer(talk_request=other, officer=make_member(name="Bo Kerr"))

    assert client.post(f"{link(talk)}accept/", {"offer": offer.pk}).status_code == 404
    assert not Session.objects.exists()


def test_accepting_is_a_post(client):
    talk, _ = offered()

    assert client.get(f"{link(talk)}accept/").status_code == 405
