"""Two people asked for one talk and their requests became one: both can open it and answer."""

from datetime import UTC, datetime
from functools import partial

import pytest
from django.test import Client

from campaigns.models import Change, Mail, Session, TalkRequest
from campaigns.privacy.forget import forget
from campaigns.talks.answer import merge_requests
from tests.campaigns.shown import link, words
from tests.campaigns.talks.slots import offered
from tests.factories import NOW, make_member, make_talk_request
from tests.races import at_once, database_for_threads  # noqa: F401 -- a fixture

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("midday")]


def two_that_are_one():
    """The kept one first."""
    kept = make_talk_request()
    closed = make_talk_request(reference="XYZ2345", contact_email="depute@school.example")
    member = make_member(role="coordinator", name="Cat Muir")
    merge_requests(closed=closed, kept=kept, by=member.user, now=NOW)
    closed.refresh_from_db()
    return kept, closed


def test_the_closed_ones_link_opens_the_other(client):
    kept, closed = two_that_are_one()
    offered(kept, make_member(name="Ailsa Reid"))

    page = words(client.get(link(closed)))

    assert "We can offer you a date" in page
    assert "Your request XYZ2345 goes on as BCD2345" in page
    assert "Our e-mails about it go to the person who sent BCD2345." in page
    assert "Your two requests are one now" not in words(client.get(link(kept)))


def test_the_letter_holds_a_link_that_opens_it(client):
    _, closed = two_that_are_one()

    letter = Mail.objects.get(kind="merged")

    assert letter.to == "depute@school.example"
    assert f"{link(closed)}\n" in letter.text
    assert client.get(link(closed)).status_code == 200


def test_the_second_person_accepts_and_the_first_one_sees_it(client):
    kept, closed = two_that_are_one()
    offer = offered(kept, make_member(name="Ailsa Reid"))

    response = client.post(f"{link(closed)}accept/", {"offer": offer.pk})

    kept.refresh_from_db()
    assert (response["Location"], kept.state) == (link(closed), "confirmed")
    assert "Your talk is confirmed" in words(client.get(link(closed)))
    assert "Your talk is confirmed" in words(client.get(link(kept)))
    assert Mail.objects.get(kind="confirmed").to == kept.contact_email


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("database_for_threads")
def test_of_both_who_accept_at_once_one_wins_and_both_are_told_yes():
    kept, closed = two_that_are_one()
    offer = offered(kept, make_member(name="Ailsa Reid"))

    answers = at_once(*[partial(accept, talk, offer) for talk in (kept, closed) * 4])

    assert [answer.status_code for answer in answers] == [302] * 8
    assert Session.objects.count() == 1
    assert Change.objects.filter(kind="accepted").count() == 1


def accept(talk, offer):
    return Client().post(f"{link(talk)}accept/", {"offer": offer.pk})


def test_merged_twice_it_leads_to_the_last(client):
    kept, closed = two_that_are_one()
    last = make_talk_request(reference="LST2345")
    merge_requests(closed=kept, kept=last, by=make_member(name="Eve Orr").user, now=NOW)

    assert "goes on as LST2345" in words(client.get(link(closed)))


def test_the_link_lives_as_long_as_the_request_that_goes_on(client):
    kept, closed = two_that_are_one()
    two_months_on = datetime(2027, 1, 25, 3, 0, tzinfo=UTC)

    forget(now=two_months_on, today=two_months_on.date())

    assert client.get(link(closed)).status_code == 200
    TalkRequest.objects.filter(pk=kept.pk).update(token_hash="forgotten:1")
    forget(now=two_months_on, today=two_months_on.date())
    closed.refresh_from_db()
    assert closed.token_hash.startswith("forgotten:")


def test_no_date_of_another_request_is_taken_by_it(client):
    _, closed = two_that_are_one()
    stranger = make_talk_request(reference="OTH2345")
    offer = offered(stranger, make_member(name="Ailsa Reid"))

    assert client.post(f"{link(closed)}accept/", {"offer": offer.pk}).status_code == 404
    offer.refresh_from_db()
    assert offer.state == "held"
