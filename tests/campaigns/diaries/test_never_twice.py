"""Fifty people press at the same moment, each in a browser of their own: one of them has the slot,
forty-nine read a clear page, and nobody meets an error.
"""

from datetime import date, time
from itertools import pairwise
from threading import Thread

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from campaigns.mail.links import token_of
from campaigns.models import DiaryEntry, Mail, Offer, Session, TalkRequest
from campaigns.talks import confirm
from campaigns.talks.confirm import confirm_offer
from tests.factories import NOW, make_member, make_offer, make_place, make_talk_request
from tests.races import at_once, database_for_threads  # noqa: F401 -- a fixture

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("database_for_threads", "midday"),
]

FIFTY = 50
AT_A_TIME = 10  # threads; more of them would measure this machine, not the site


def in_waves(jobs):
    """All within a moment, as many side by side as the server has threads for."""
    return [
        outcome
        for first in range(0, len(jobs), AT_A_TIME)
        for outcome in at_once(*jobs[first : first + AT_A_TIME])
    ]


def test_fifty_presses_of_one_accept_button_are_one_session_and_fifty_times_the_same_page():
    talk = make_talk_request(state="offered")
    offer = make_offer(talk_request=talk, officer=make_member())
    address = f"/t/{token_of(talk)}/accept/"

    answers = in_waves([lambda: Client().post(address, {"offer": offer.pk})] * FIFTY)

    assert [(answer.status_code, answer["Location"]) for answer in answers] == [
        (302, f"/t/{token_of(talk)}/")
    ] * FIFTY
    assert Session.objects.count() == 1
    assert Mail.objects.filter(key__startswith="confirmed:").count() == 1


def test_fifty_schools_accept_one_officers_slot_and_one_has_it():
    """Slots that were held before this rule, or written past it: the yes is where it must hold."""
    officer = make_member()
    talks = [
        make_talk_request(
            state="offered", reference=f"BCD{number:04}", place=make_place(name=f"School {number}")
        )
        for number in range(FIFTY)
    ]
    offers = [Offer.objects.create(**slot_of(talk, officer)) for talk in talks]

    answers = in_waves(
        [
            lambda talk=talk, offer=offer: Client().post(
                f"/t/{token_of(talk)}/accept/", {"offer": offer.pk}
            )
            for talk, offer in zip(talks, offers, strict=True)
        ]
    )

    pages = [answer.content.decode() for answer in answers if answer.status_code == 409]
    assert sorted(answer.status_code for answer in answers) == [302] + [409] * (FIFTY - 1)
    assert all("This offer has changed" in page for page in pages)
    assert Session.objects.count() == 1
    assert TalkRequest.objects.filter(state="confirmed").count() == 1


def test_schools_in_each_others_way_are_not_all_refused(monkeypatch):
    """The second yes comes between the refusal of the first and its slot being free again."""
    officer = make_member()
    offers = [
        Offer.objects.create(
            **slot_of(make_talk_request(state="offered", reference=f"BCD{number:04}"), officer)
        )
        for number in range(2)
    ]
    answers, asked = [], []

    def say_yes(offer):
        address = f"/t/{token_of(offer.talk_request)}/accept/"
        answers.append(Client().post(address, {"offer": offer.pk}).status_code)
        connection.close()

    second = Thread(target=say_yes, args=(offers[1],))

    def with_a_yes_before_it(*args, **more):
        if not asked:
            asked.append(second.start())
            second.join(timeout=1)  # long enough to be refused, where nothing makes it wait
        return give_back(*args, **more)

    give_back = confirm._give_back
    monkeypatch.setattr(confirm, "_give_back", with_a_yes_before_it)
    first = Thread(target=say_yes, args=(offers[0],))
    first.start()
    first.join(timeout=120)
    second.join(timeout=120)

    assert answers == [409, 302]
    assert Session.objects.count() == 1


def slot_of(talk, officer):
    return {
        "talk_request": talk,
        "officer": officer,
        "held_on": date(2026, 12, 8),
        "starts_at": time(10),
        "minutes": 50,
        "made_by": officer.user,
    }


def test_fifty_coordinators_offer_one_officers_slot_and_one_has_it():
    officer, coordinator = make_member(), make_member(role="coordinator", name="Cara Moss")
    talks = [
        make_talk_request(reference=f"BCD{number:04}", place=make_place(name=f"School {number}"))
        for number in range(FIFTY)
    ]
    typed = {
        "offer-held_on_day": "8",
        "offer-held_on_month": "12",
        "offer-held_on_year": "2026",
        "offer-starts_at": "10.00",
        "offer-minutes": "50",
        "offer-officer": officer.pk,
    }

    def offer(talk):
        client = Client()
        client.force_login(coordinator.user)
        return client.post(f"/team/talks/{talk.pk}/offer/", typed)

    answers = in_waves([lambda talk=talk: offer(talk) for talk in talks])

    pages = [answer.content.decode() for answer in answers if answer.status_code == 200]
    assert sorted(answer.status_code for answer in answers) == [200] * (FIFTY - 1) + [302]
    assert all("is already offered at that time" in page for page in pages)
    assert Offer.objects.count() == DiaryEntry.objects.count() == 1


def test_the_database_itself_refuses_an_entry_that_overlaps():
    if connection.vendor != "postgresql":
        pytest.skip(
            "SQLite has no exclusion constraint: there the check in the same transaction does it"
        )
    officer, talk = make_member(), make_talk_request(state="offered")
    confirm_offer(offer=make_offer(talk_request=talk, officer=officer), by=None, now=NOW)
    entry = DiaryEntry.objects.get()
    other = make_offer(
        talk_request=make_talk_request(state="offered", reference="XYZ2345"),
        officer=make_member(name="Dee Orr"),
    )

    with pytest.raises(DatabaseError), transaction.atomic():
        DiaryEntry.objects.create(
            officer=officer,
            about=other.talk_request.draft_key,
            offer=other,
            leaves_at=entry.leaves_at,
            begins_at=entry.begins_at,
            ends_at=entry.ends_at,
        )

    assert DiaryEntry.objects.filter(officer=officer).count() == 1


def test_two_people_who_wait_for_two_officers_never_wait_for_each_other():
    """Locks are taken in one order, whoever names the officers in which."""
    first, second = make_member(name="Bo Kerr"), make_member(name="Dee Orr")
    talks = [make_talk_request(state="offered", reference=f"BCD{number:04}") for number in range(8)]
    offers = []
    for number, talk in enumerate(talks):
        officers = (first, second) if number % 2 else (second, first)
        offers.append(
            Offer.objects.create(**slot_of(talk, officers[0]), second_officer=officers[1])
        )

    outcomes = at_once(
        *[lambda offer=offer: confirm_offer(offer=offer, by=None, now=NOW) for offer in offers]
    )

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["OfficerIsBusy"] * 7 + [
        "Session"
    ]
    begins = sorted(DiaryEntry.objects.filter(officer=first).values_list("begins_at", "ends_at"))
    assert all(earlier[1] <= later[0] for earlier, later in pairwise(begins))
