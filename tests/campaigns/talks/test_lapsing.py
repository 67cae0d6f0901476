"""A date is held for two school days.

From that moment it is free, whether or not the night's work has marked it; then the school is told,
once.
"""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from campaigns.diaries.book import Slot
from campaigns.mail.links import token_of
from campaigns.models import Change, DiaryEntry, Offer, TalkRequest
from campaigns.talks.end_offers import lapse_offers
from campaigns.talks.offers import offer_dates
from tests.campaigns.shown import link
from tests.campaigns.talks.offering import offer_date
from tests.campaigns.typed import sign_in
from tests.factories import (
    make_holiday,
    make_member,
    make_offer,
    make_place,
    make_session,
    make_talk_request,
)

pytestmark = pytest.mark.django_db

FRIDAY = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
TUESDAY_NIGHT = datetime(2026, 11, 24, 23, 59, tzinfo=UTC)


@pytest.fixture
def clock(monkeypatch):
    return lambda moment: monkeypatch.setattr(timezone, "now", lambda: moment)


def held(officer, *, reference="BCD2345", now=FRIDAY, day=8):
    talk = make_talk_request(reference=reference, place=make_place(name=f"School {reference}"))
    slot = Slot(officer=officer, held_on=date(2026, 12, day), starts_at=time(10), minutes=50)
    return talk, offer_date(talk_request=talk, slot=slot, instead_of=None, by=officer.user, now=now)


def test_it_is_held_to_the_end_of_the_second_school_day():
    assert held(make_member())[1].lapses_at == TUESDAY_NIGHT


def test_a_holiday_is_no_school_day():
    make_holiday(first_on=date(2026, 11, 23), last_on=date(2026, 11, 23), name="St Andrew’s Day")

    assert held(make_member())[1].lapses_at == TUESDAY_NIGHT + timedelta(days=1)


@pytest.mark.parametrize(
    ("day", "at", "until"),
    [
        (23, time(10), datetime(2026, 11, 23, 9, 0, tzinfo=UTC)),
        (23, time(19, 30), datetime(2026, 11, 23, 15, 30, tzinfo=UTC)),
        (20, time(12, 30), datetime(2026, 11, 20, 12, 30, tzinfo=UTC)),  # agreed on the telephone
    ],
)
def test_a_date_that_is_near_is_held_while_somebody_can_still_come(day, at, until):
    officer = make_member()
    talk = make_talk_request()
    slot = Slot(officer=officer, held_on=date(2026, 11, day), starts_at=at, minutes=50)

    offer = offer_date(talk_request=talk, slot=slot, instead_of=None, by=officer.user, now=FRIDAY)

    assert offer.lapses_at == until


def test_a_firm_answers_until_an_hour_before_an_evening():
    officer = make_member()
    talk = make_talk_request(place=make_place(name="Harbour Works", kind="workplace"))
    slot = Slot(officer=officer, held_on=date(2026, 11, 23), starts_at=time(19, 30), minutes=50)

    offer = offer_date(talk_request=talk, slot=slot, instead_of=None, by=officer.user, now=FRIDAY)

    assert offer.lapses_at == datetime(2026, 11, 23, 18, 30, tzinfo=UTC)


def test_the_slot_is_free_the_moment_it_lapses_though_nothing_has_marked_it():
    officer = make_member()
    held(officer)

    _, second = held(officer, reference="XYZ2345", now=TUESDAY_NIGHT)

    assert second.state == "held"
    assert (
        Offer.objects.filter(state="held").count() == 2
    )  # the first is not marked yet, and holds nothing


def test_a_school_that_answers_too_late_is_told(client, monkeypatch):
    talk, offer = held(make_member())
    monkeypatch.setattr(timezone, "now", lambda: TUESDAY_NIGHT)

    page = client.get(f"/t/{token_of(talk)}/").content.decode()
    response = client.post(f"/t/{token_of(talk)}/accept/", {"offer": offer.pk})

    assert "Accept this date" not in page
    assert "no longer held" in page
    assert response.status_code == 409


def test_marking_tells_the_school_once_and_the_request_waits_again():
    talk, offer = held(make_member())

    counts = [
        lapse_offers(now=TUESDAY_NIGHT - timedelta(minutes=1)),
        lapse_offers(now=TUESDAY_NIGHT),
        lapse_offers(now=TUESDAY_NIGHT),
    ]

    talk.refresh_from_db()
    offer.refresh_from_db()
    waiting = [mail.kind for mail in talk.mails.filter(state="waiting")]
    assert counts == [0, 1, 0]
    assert (talk.state, offer.state, waiting) == ("submitted", "lapsed", ["lapsed"])
    assert Change.objects.filter(talk_request=talk, kind="lapsed").count() == 1


def test_an_answer_before_that_stands():
    talk, _ = held(make_member())
    TalkRequest.objects.update(state="declined", state_reason="Full")

    lapse_offers(now=TUESDAY_NIGHT)

    talk.refresh_from_db()
    assert talk.state == "declined"
    assert not talk.mails.filter(kind="lapsed").exists()


@pytest.mark.parametrize(
    ("verbosity", "said"), [(1, "Lapsed: the dates held for 1 request.\n"), (0, "")]
)
def test_the_command_says_how_many(capsys, monkeypatch, verbosity, said):
    held(make_member())
    monkeypatch.setattr(timezone, "now", lambda: TUESDAY_NIGHT)

    call_command("lapse_offers", verbosity=verbosity)

    assert capsys.readouterr().out == said


TENTH = datetime(2026, 12, 10, 10, 0, tzinfo=UTC)  # a Thursday


def three_held(officer, talk):
    slots = [
        Slot(officer=officer, held_on=date(2026, 12, day), starts_at=time(10), minutes=50)
        for day in (10, 11, 14)
    ]
    return offer_dates(
        talk_request=talk,
        slots=slots,
        instead_of=frozenset(),
        place=None,
        new_place_kind="",
        by=officer.user,
        now=TENTH - timedelta(hours=20),
    )


def test_a_date_whose_time_has_begun_stands_on_no_page_and_the_others_do(client, clock):
    talk, officer = make_talk_request(), make_member(role="coordinator")
    _, *others = three_held(officer, talk)
    clock(TENTH)
    sign_in(client, officer)

    school = client.get(link(talk))
    team = client.get(f"/team/talks/{talk.pk}/")

    assert [offer for offer, _ in school.context["offers"]] == others
    assert [
        f"<strong>{day} December 2026 at 10:00</strong>" in team.text
        for day in ("Thursday 10", "Friday 11", "Monday 14")
    ] == [False, True, True]


def test_none_of_these_counts_though_one_that_went_by_was_not_on_the_page(client, clock):
    talk = make_talk_request()
    _, *others = three_held(make_member(), talk)
    clock(TENTH)

    client.post(f"{link(talk)}refuse/", {"offer": [offer.pk for offer in others]})

    assert list(talk.offers.values_list("state", flat=True)) == ["lapsed", "refused", "refused"]
    talk.refresh_from_db()
    assert talk.state == "submitted"


def test_none_of_these_counts_when_one_went_by_since_the_page_was_read(client, clock):
    talk = make_talk_request()
    offers = three_held(make_member(), talk)
    clock(TENTH)

    client.post(f"{link(talk)}refuse/", {"offer": [offer.pk for offer in offers]})

    assert set(talk.offers.values_list("state", flat=True)) == {"refused"}


def test_the_night_lets_one_lapse_that_went_by_and_the_others_wait_for_an_answer():
    talk = make_talk_request()
    three_held(make_member(), talk)

    lapse_offers(now=TENTH)

    talk.refresh_from_db()
    assert talk.state == "offered"
    assert list(talk.offers.values_list("state", flat=True)) == ["lapsed", "held", "held"]
    assert not talk.mails.filter(kind="lapsed").exists()
    assert not DiaryEntry.objects.filter(offer__state="lapsed").exists()


def test_the_night_lets_a_date_lapse_that_was_held_without_an_end(client, clock):
    talk, officer = make_talk_request(state="offered"), make_member(role="coordinator")
    offer = make_offer(talk_request=talk, officer=officer, held_on=TENTH.date())
    clock(TENTH)
    sign_in(client, officer)

    page = client.get(f"/team/talks/{talk.pk}/").text
    lapse_offers(now=TENTH)

    offer.refresh_from_db()
    assert "Waiting for the school’s answer" not in page
    assert offer.state == "lapsed"


def moved_talk(officer):
    """Its date is the tenth; the two after it are offered instead."""
    session = make_session(
        state="planned", held_on=TENTH.date(), starts_at=time(10), officers=[officer]
    )
    talk = make_talk_request(state="asks_to_move", state_reason="Later", session=session)
    slots = [
        Slot(officer=officer, held_on=date(2026, 12, day), starts_at=time(10), minutes=50)
        for day in (11, 14)
    ]
    given = {"slots": slots, "instead_of": frozenset(), "by": officer.user}
    given |= {"place": None, "new_place_kind": ""}
    return talk, given


def test_other_dates_for_a_talk_are_held_until_it_begins(client, clock):
    officer = make_member(role="coordinator")
    talk, given = moved_talk(officer)
    offers = offer_dates(talk_request=talk, now=TENTH - timedelta(hours=20), **given)
    clock(TENTH)
    sign_in(client, officer)

    school, team = client.get(link(talk)), client.get(f"/team/talks/{talk.pk}/")
    answer = client.post(f"{link(talk)}accept/", {"offer": offers[0].pk})
    lapse_offers(now=TENTH)

    assert {offer.lapses_at for offer in offers} == {TENTH}
    assert school.context["offers"] == []
    assert "We hold" not in school.text
    assert "Held until" not in team.text
    assert answer.status_code == 409
    assert set(talk.offers.values_list("state", flat=True)) == {"lapsed"}
    assert not talk.mails.filter(kind="lapsed").exists()  # they had their talk


def test_a_talk_that_did_not_begin_on_its_day_may_be_offered_another(client, clock):
    talk, given = moved_talk(make_member())
    offers = offer_dates(talk_request=talk, now=TENTH + timedelta(hours=1), **given)
    clock(TENTH + timedelta(hours=2))

    assert [offer for offer, _ in client.get(link(talk)).context["offers"]] == offers
