"""What people do to the diaries, in any order, and what must then hold."""

import contextlib
import uuid
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations

from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from campaigns.diaries.book import OfficerIsBusy, Slot
from campaigns.history.conflicts import Conflict
from campaigns.models import DiaryEntry, Offer, Session, TalkRequest
from campaigns.sessions.life import cancel_session
from campaigns.sessions.log import log_session
from campaigns.talks.by_link import call_off, withdraw
from campaigns.talks.called_away import offer_new_dates, take_over
from campaigns.talks.confirm import confirm_offer
from campaigns.talks.end_offers import lapse_offers, refuse_offers, take_back_offers
from campaigns.talks.offers import DateIsPast, offer_dates
from tests.campaigns.diaries.due import due, way
from tests.factories import make_member, make_place, make_talk_request, make_topic

START = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
DAYS = (date(2026, 12, 8), date(2026, 12, 9))
TIMES = (time(9), time(9, 40), time(10, 20), time(11), time(13))
DONE: Counter[str] = Counter()
REFUSALS = (Conflict, OfficerIsBusy, DateIsPast, ValidationError)


WANTED = st.lists(
    st.tuples(st.sampled_from(DAYS), st.sampled_from(TIMES), st.integers(0, 2), st.integers(0, 3)),
    min_size=1,
    max_size=3,
)
SOME = st.integers(0, 20)


class Diary(RuleBasedStateMachine):
    """What is turned down may be turned down; what is left must hold."""

    @initialize()
    def a_team_and_schools(self):
        self.example = transaction.atomic()
        self.example.__enter__()
        self.now = START
        self.officers = [make_member(name=name) for name in ("Ailsa Reid", "Bo Kerr", "Dee Orr")]
        self.campaign, self.by = self.officers[0].campaign, self.officers[0].user
        near, far = ("55.78", "-3.92"), ("55.60", "-3.78")
        self.places = [
            make_place(name=f"School {number}", position=at)
            for number, at in enumerate((near, near, far))
        ]
        for number, place in enumerate([*self.places, self.places[0]]):
            make_talk_request(reference=f"BCD{number:04}", place=place)
        # Two talks are set and one waits for its answer, or most deeds would find nothing to do.
        for number, at in enumerate((time(9), time(13), time(11))):
            self.offer_to(self.talk(number), [(DAYS[0], at, number, 3)])
        for offer in Offer.objects.filter(talk_request__in=[self.talk(0), self.talk(1)]):
            confirm_offer(offer=offer, by=None, now=self.now)

    def teardown(self):
        if hasattr(self, "example"):
            transaction.set_rollback(True)
            self.example.__exit__(None, None, None)

    def talk(self, number):
        return TalkRequest.objects.order_by("pk")[number % 4]

    def set_talk(self, number):
        """One that has its date; of none, None."""
        talks = list(TalkRequest.objects.filter(state="confirmed").order_by("pk"))
        return talks[number % len(talks)] if talks else None

    def slots(self, wanted):
        return [
            Slot(
                officer=self.officers[one],
                second_officer=self.officers[other] if other < 3 and other != one else None,
                held_on=day,
                starts_at=at,
                minutes=40,
            )
            for day, at, one, other in wanted
        ]

    def attempt(self, deed, **given):
        with contextlib.suppress(*REFUSALS):
            deed(**given)
            DONE[deed.__name__] += 1

    @rule(number=SOME, wanted=WANTED)
    def offer(self, number, wanted):
        self.offer_to(self.talk(number), wanted)

    def offer_to(self, talk, wanted):
        seen = frozenset(
            Offer.objects.held(self.now).filter(talk_request=talk).values_list("pk", flat=True)
        )
        given = {
            "instead_of": seen,
            "place": None,
            "new_place_kind": "",
            "by": self.by,
            "now": self.now,
        }
        self.attempt(offer_dates, talk_request=talk, slots=self.slots(wanted), **given)

    @rule(number=SOME)
    def accept(self, number):
        held = list(Offer.objects.filter(state="held"))
        if held:
            self.attempt(confirm_offer, offer=held[number % len(held)], by=None, now=self.now)

    @rule(number=SOME)
    def refuse(self, number):
        held = list(Offer.objects.filter(state="held"))
        if held:
            talk = held[number % len(held)].talk_request
            saw = frozenset(talk.offers.filter(state="held").values_list("pk", flat=True))
            given = {"reason": "", "by": None, "now": self.now}
            self.attempt(refuse_offers, talk_request=talk, saw=saw, **given)

    @rule(number=SOME)
    def take_back(self, number):
        self.attempt(
            take_back_offers, talk_request=self.talk(number), by=self.by, reason="Taken back"
        )

    @precondition(lambda self: self.now < START + timedelta(days=8))
    @rule(days=st.integers(1, 3))
    def time_passes(self, days):
        self.now += timedelta(days=days)

    @rule()
    def lapse(self):
        lapse_offers(now=self.now)

    @rule(wanted=WANTED, place=st.integers(0, 3))
    def plan_by_hand(self, wanted, place):
        slot = self.slots(wanted)[0]
        where = {"is_online": True, "place": None} if place == 3 else {"place": self.places[place]}
        details = {
            "held_on": slot.held_on,
            "starts_at": slot.starts_at,
            "minutes": 40,
            "format": "lesson",
            "topics": [make_topic()],
            **where,
        }
        given = {"client_id": uuid.uuid4(), "counts": (), "today": self.now.date(), "by": self.by}
        self.attempt(
            log_session, campaign=self.campaign, officers=slot.officers, **details, **given
        )

    @rule(number=SOME)
    def cancel(self, number):
        planned = list(Session.objects.planned())
        if planned:
            given = {
                "called_off_by": "police",
                "reason": "Called away",
                "now": self.now,
                "today": self.now.date(),
                "by": self.by,
            }
            self.attempt(cancel_session, session=planned[number % len(planned)], **given)

    @rule(number=SOME)
    def school_ends_it(self, number):
        talk = (number % 2 and self.set_talk(number)) or self.talk(number)
        self.attempt(
            call_off if talk.state == "confirmed" else withdraw,
            talk_request=talk,
            reason="",
            now=self.now,
        )

    @rule(number=SOME, away=st.integers(0, 2), instead=st.integers(0, 2))
    def colleague_takes_over(self, number, away, instead):
        talk = self.set_talk(number)
        if talk:
            given = {
                "away": self.officers[away],
                "instead": self.officers[instead],
                "opened": talk.session.version,
                "by": self.by,
                "now": self.now,
            }
            self.attempt(take_over, talk_request=talk, **given)

    @rule(number=SOME, wanted=WANTED)
    def nobody_can_come(self, number, wanted):
        talk = self.set_talk(number)
        if talk:
            self.attempt(
                offer_new_dates,
                talk_request=talk,
                slots=self.slots(wanted),
                opened=talk.session.version,
                by=self.by,
                now=self.now,
            )

    @invariant()
    def nobody_is_due_in_two_places(self):
        if not hasattr(self, "officers"):
            return
        for officer in self.officers:
            for one, other in combinations(due(officer, self.now), 2):
                if one["about"] != other["about"]:
                    first, later = sorted(
                        (one, other), key=lambda each: (each["begins"], each["ends"])
                    )
                    free = (later["begins"] - first["ends"]).total_seconds() / 60
                    assert free >= 0, (officer, one, other)
                    if first["begins"].date() == later["begins"].date():
                        assert free >= way(first["place"], later["place"]), (officer, one, other)

    @invariant()
    def the_diary_says_what_is_due(self):
        if not hasattr(self, "officers"):
            return
        for officer in self.officers:
            entries = DiaryEntry.objects.filter(officer=officer).exclude(
                offer__lapses_at__lte=self.now
            )
            written = sorted((entry.about, entry.begins_at, entry.ends_at) for entry in entries)
            assert written == sorted(
                (one["about"], one["begins"], one["ends"]) for one in due(officer, self.now)
            )
