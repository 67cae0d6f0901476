"""Requests for a talk in most of their states: asked for on the school pages, answered on ours."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial

from campaigns.demo.asks import ASKS, Ask
from campaigns.demo.mails import send_what_is_due, writing
from campaigns.demo.moments import Deed, at, day_of
from campaigns.demo.people import DEMO_DOMAIN
from campaigns.demo.school_days import DAY, next_school_days, work_day_before, work_day_from
from campaigns.demo.shapes import Draft, Lists
from campaigns.diaries.book import Slot
from campaigns.models import Format, Offer, Place, TalkKind, TalkRequest, Topic, stages_label
from campaigns.sessions.life import deliver_session
from campaigns.talks.answer import ask_school, decline_talk, put_on_waiting_list
from campaigns.talks.asking.address import confirm_address
from campaigns.talks.asking.drafts import ask_for_talk, start_draft
from campaigns.talks.asking.group_forms import PUPILS
from campaigns.talks.asking.journey import Journey
from campaigns.talks.asking.place_forms import SOMETHING_ELSE
from campaigns.talks.by_link import withdraw
from campaigns.talks.confirm import confirm_offer
from campaigns.talks.offers import offer_dates

State = TalkRequest.State

BEFORE_NOON = time(11, 0)
THREE_WEEKS = timedelta(weeks=3)
HELD_AT, HELD_MINUTES = time(10, 50), 50
ANSWERS = {State.NEEDS_INFO: 1, State.WAITING: 1, State.DECLINED: 3, State.WITHDRAWN: 4}  # days


def asked_for(held: Sequence[Draft], ahead: Sequence[Draft], *, today: date) -> list[Draft]:
    """Of these sessions the ones that schools asked for, in the order of ASKS: one that is still to
    come and two that were held, each in the morning of its own day.
    """
    lessons = [
        draft
        for draft in sorted(held, key=lambda draft: draft.held_on, reverse=True)
        if draft.format == Format.LESSON
        and draft.starts_at < BEFORE_NOON
        and len(draft.topics) == len(draft.counts) == 1
        and draft.counts[0].count
        and not draft.partners
    ]
    late = lessons[4]
    early = next(draft for draft in lessons[9:] if draft.held_on < late.held_on)
    return [next(draft for draft in ahead if draft.held_on > today), late, early]


def talk_deeds(lists: Lists, booked: Sequence[Draft], *, today: date) -> Iterator[Deed]:
    schools = lists.of_kind(Place.Kind.PRIMARY, Place.Kind.SECONDARY)
    drafts, presenters = iter(booked), iter(lists.team.presenters)
    free = iter(next_school_days(today, 24)[4::2])  # nothing else is planned then
    for ask in ASKS:
        draft = next(drafts) if ask.becomes in (State.CONFIRMED, State.DELIVERED) else None
        place = draft.place if draft and draft.place else schools[ask.school]
        topic = draft.topics[0] if draft else lists.topics[ask.school % len(lists.topics)]
        talk = Talk(ask, lists, place=place, topic=topic, draft=draft)
        asked_on = today - timedelta(days=ask.days_ago)
        if draft:
            asked_on = min(asked_on, draft.held_on - THREE_WEEKS)
        yield talk.deed(asked_on, time(10, 5), talk.send)
        yield talk.deed(asked_on, time(10, 20), talk.confirm)
        if ask.becomes == State.OFFERED:
            slot = Slot(
                officer=next(presenters),
                held_on=next(free),
                starts_at=HELD_AT,
                minutes=HELD_MINUTES,
            )
            yesterday = work_day_before(today)
            yield talk.deed(yesterday, time(14, 0), partial(talk.offer, slot))
        elif draft:
            answered_on = work_day_from(asked_on + DAY)
            yield talk.deed(answered_on, time(9, 40), partial(talk.offer, slot_of(draft)))
            yield talk.deed(answered_on, time(15, 10), talk.accept)
            if draft.is_held:
                yield talk.deed(draft.held_on, time(20, 40), talk.deliver)
        elif ask.becomes in ANSWERS:
            answered_on = work_day_from(asked_on + DAY * ANSWERS[ask.becomes])
            yield talk.deed(answered_on, time(9, 40), talk.answer)


def slot_of(draft: Draft) -> Slot:
    return Slot(
        officer=draft.officers[0],
        held_on=draft.held_on,
        starts_at=draft.starts_at,
        minutes=draft.minutes,
    )


class Talk:
    """One request, and each step of it as the person who takes it."""

    def __init__(
        self, ask: Ask, lists: Lists, *, place: Place, topic: Topic, draft: Draft | None
    ) -> None:
        self.ask, self.lists, self.place, self.topic, self.draft = ask, lists, place, topic, draft
        self.campaign, self.by = lists.campaign, lists.team.coordinator.user

    def deed(self, day: date, hour: time, do: Callable[[datetime], object]) -> Deed:
        return Deed(at(day, hour), partial(self.take, do))

    def take(self, do: Callable[[datetime], object], now: datetime) -> None:
        """What was due before has gone by then, as it would have."""
        send_what_is_due(self.campaign, now)
        with writing(now):
            do(now)

    def send(self, now: datetime) -> None:
        draft = start_draft(campaign=self.campaign, now=now, answers=self.answers())
        journey = Journey(answers=draft.answers, campaign=self.campaign, today=day_of(now))
        if journey.first_unanswered:
            raise ValueError(f"{self.ask.contact}: {journey.first_unanswered} is not answered")
        self.request = ask_for_talk(
            draft_key=draft.key, campaign=self.campaign, asked=journey.asked()
        )

    def answers(self) -> dict[str, dict[str, list[str]]]:
        """What is typed on each page."""
        is_primary = self.place.kind == Place.Kind.PRIMARY
        stages = self.draft.stages if self.draft else ("P7",) if is_primary else ("S1",)
        kinds = TalkKind.objects.filter(
            campaign=self.campaign, topic=self.topic, format=Format.LESSON
        )
        kind = next((kind for kind in kinds if set(stages) <= set(kind.stages)), None)
        name = self.ask.contact
        return {
            "place": {"place": [self.place.label], "place_id": [str(self.place.pk)]},
            "group-1": {
                "who": [PUPILS],
                "stages": [stages_label(stages)],
                "expected": [str(self.ask.expected)],
            },
            "kind": {"kind": [str(kind.pk) if kind else SOMETHING_ELSE]},
            "topic": {"topic": [str(self.topic.pk)], "format": [Format.LESSON.value]},
            "dates": {"when_1": [self.ask.wanted]},
            "room": {"room": ["Classroom with a screen and sound"]},
            "needs": {},
            "staff": {"staff_stay": ["on"]},
            "contact": {
                "contact_name": [name],
                "contact_role": ["Depute head teacher"],
                "contact_email": [f"{name.split()[0].lower()}{DEMO_DOMAIN}"],
            },
        }

    def confirm(self, now: datetime) -> None:
        confirm_address(talk_request=self.request)

    def offer(self, slot: Slot, now: datetime) -> None:
        (self.offered,) = offer_dates(
            talk_request=self.request,
            slots=[slot],
            instead_of=frozenset(),
            place=None,
            new_place_kind="",
            by=self.by,
            now=now,
        )
        Offer.objects.filter(pk=self.offered.pk).update(made_at=now)

    def accept(self, now: datetime) -> None:
        session = confirm_offer(offer=self.offered, by=None, now=now)
        if self.draft:
            self.draft.session = session

    def deliver(self, now: datetime) -> None:
        if self.draft:
            deliver_session(
                session=self.draft.logged,
                counts=self.draft.counts,
                today=day_of(now),
                by=self.draft.by.user,
            )

    def answer(self, now: datetime) -> None:
        request, reason = self.request, self.ask.reason
        match self.ask.becomes:
            case State.NEEDS_INFO:
                ask_school(talk_request=request, question=reason, by=self.by, now=now)
            case State.WAITING:
                put_on_waiting_list(talk_request=request, reason=reason, by=self.by, now=now)
            case State.DECLINED:
                decline_talk(talk_request=request, reason=reason, by=self.by)
            case State.WITHDRAWN:
                withdraw(talk_request=request, reason=reason, now=now)
