"""Two people at the same moment, with real threads and real connections: one winner, one clear
answer, nothing twice.
"""

from datetime import date, time

import pytest
from django.test import Client

from campaigns.diaries.book import OfficerIsBusy, Slot
from campaigns.history.conflicts import Conflict
from campaigns.mail.links import hash_of, new_token, token_of
from campaigns.models import Change, Mail, Offer, Session, TalkDraft, TalkRequest
from campaigns.talks.answer import decline_talk
from campaigns.talks.asking.drafts import Asked, Group, ask_for_talk
from campaigns.talks.confirm import confirm_offer
from tests.campaigns.talks.offering import offer_date
from tests.factories import (
    NOW,
    make_campaign,
    make_member,
    make_offer,
    make_place,
    make_talk_request,
    make_topic,
)
from tests.races import at_once, database_for_threads  # noqa: F401 -- a fixture

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("database_for_threads"),
]


def test_sixteen_accept_one_offer_and_one_wins():
    officer = make_member()
    offer = make_offer(talk_request=make_talk_request(state="offered"), officer=officer)

    outcomes = at_once(
        *[
            lambda by=by: confirm_offer(offer=offer, by=by, now=NOW)
            for by in [None, officer.user] * 8
        ]
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == [*["Conflict"] * 15, "Session"]
    assert Session.objects.count() == 1
    assert Mail.objects.filter(key=f"confirmed:{offer.pk}").count() == 1
    assert Change.objects.filter(kind="accepted").count() == 1


def test_two_schools_accept_one_officer_at_the_same_time():
    officer = make_member()
    offers = [
        make_offer(
            talk_request=make_talk_request(state="offered", reference=reference),
            officer=officer,
            starts_at=starts_at,
        )
        for reference, starts_at in (("BCD2345", time(10, 0)), ("BCD2346", time(10, 30)))
    ]

    outcomes = at_once(
        *[lambda offer=offer: confirm_offer(offer=offer, by=None, now=NOW) for offer in offers]
    )

    assert {type(outcome) for outcome in outcomes} == {Session, OfficerIsBusy}
    assert Session.objects.count() == 1
    assert sorted(TalkRequest.objects.values_list("state", flat=True)) == ["confirmed", "submitted"]
    assert sorted(Offer.objects.values_list("state", flat=True)) == ["accepted", "taken_back"]


def test_a_yes_and_a_decline_at_once_have_one_winner():
    officer = make_member()
    talk = make_talk_request(state="offered")
    offer = make_offer(talk_request=talk, officer=officer)

    outcomes = at_once(
        lambda: confirm_offer(offer=offer, by=None, now=NOW),
        lambda: decline_talk(talk_request=talk, reason="Fully booked", by=officer.user),
    )

    talk.refresh_from_db()
    assert [type(outcome) for outcome in outcomes].count(Conflict) == 1
    assert (talk.state, Session.objects.count()) in [("confirmed", 1), ("declined", 0)]
    letters = sorted(
        Mail.objects.values_list("key", flat=True).iterator(),
        key=lambda key: key.startswith("reminder:"),
    )
    assert letters[0].startswith("confirmed:" if talk.state == "confirmed" else "declined:")
    assert [key for key in letters[1:] if not key.startswith("reminder:")] == []
    assert len(letters) == (
        3 if talk.state == "confirmed" else 1
    )  # a confirmed talk is reminded of twice


def test_two_coordinators_offer_at_once():
    talk, officer = make_talk_request(), make_member()
    slots = [
        Slot(officer=officer, held_on=date(2026, 12, day), starts_at=time(10, 0), minutes=50)
        for day in (8, 9)
    ]

    outcomes = at_once(
        *[
            lambda slot=slot: offer_date(
                talk_request=talk,
                slot=slot,
                instead_of=None,
                place=None,
                new_place_kind="",
                by=officer.user,
                now=NOW,
            )
            for slot in slots
        ]
    )

    assert {type(outcome) for outcome in outcomes} == {Offer, Conflict}
    assert (Offer.objects.count(), Mail.objects.count()) == (1, 1)


def asked():
    place = make_place()
    return Asked(
        place=place,
        unlisted_place="",
        unlisted_town="",
        area=place.area,
        groups=[Group("children", ("P7",), 27)],
        topic=make_topic(),
        format="lesson",
        assembly_reason="",
        wanted="Any Tuesday",
        room="",
        access_needs="",
        anything_else="",
        contact_name="Morag Bell",
        contact_role="Depute head",
        contact_email="office@school.example",
        contact_phone="",
    )


def test_sent_many_times_at_once_it_is_one_request():
    campaign, answers = make_campaign(), asked()
    draft = TalkDraft.objects.create(campaign=campaign)

    outcomes = at_once(
        *[lambda: ask_for_talk(draft_key=draft.pk, campaign=campaign, asked=answers).pk] * 6
    )

    request = TalkRequest.objects.get()
    assert outcomes == [request.pk] * 6
    assert request.token_hash == hash_of(new_token(draft.pk))
    assert (request.groups.count(), Mail.objects.count(), Change.objects.count()) == (
        1,
        1,
        0,
    )  # history begins when the address is confirmed
    assert not TalkDraft.objects.exists()


def test_a_school_and_an_officer_press_at_once_in_the_browser(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    officer = make_member()
    talk = make_talk_request(state="offered")
    offer = make_offer(talk_request=talk, officer=officer)
    school, team = Client(), Client()
    team.force_login(officer.user)

    by_school, by_team = at_once(
        lambda: school.post(f"/t/{token_of(talk)}/accept/", {"offer": offer.pk}).status_code,
        lambda: team.post(f"/team/talks/{talk.pk}/confirm/", {"offer": offer.pk}).status_code,
    )

    assert by_school == 302  # to the page that says "confirmed", whoever pressed first
    assert by_team in (302, 409)
    assert Session.objects.count() == 1
