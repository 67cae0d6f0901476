"""Slots to offer for a talk: on the days that the school wished for and has pupils, with the
officer who fits best. What the school has refused, or has to answer to, is not suggested again.
Nothing is held by it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from campaigns.diaries.book import Slot
from campaigns.diaries.free_time import free_slots
from campaigns.diaries.held import has_lapsed
from campaigns.models import Format, Membership, Offer, SchoolHoliday, TalkRequest, TalkWish
from campaigns.places.guests import is_of_a_school
from campaigns.places.school_days import SATURDAY, school_days_after
from campaigns.talks.who_could import Team, candidate, ranked, read_team

Span = tuple[date, date]

DAY = timedelta(days=1)
USUAL_MINUTES = 50
NOTICE = 3  # school days: two to answer in, and one to get ready
LOOKS_AHEAD = timedelta(weeks=26)
WITHOUT_WISHES = timedelta(weeks=8)


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    slot: Slot
    reasons: list[str]


def suggest_slots(
    *, talk_request: TalkRequest, today: date, now: datetime, how_many: int = 3
) -> list[Suggestion]:
    """The first that fit, each on a day of its own.

    Of several wishes each has its turn, in the school's order.
    """
    first = first_day(talk_request, today=today)
    wishes = list(talk_request.wishes.all()) or [
        TalkWish(first_on=first, last_on=first + WITHOUT_WISHES)
    ]
    last = min(max(wish.last_on for wish in wishes), first + LOOKS_AHEAD)
    if last < first:
        return []
    offers = list(talk_request.offers.all())
    held_on = {offer.held_on for offer in still_on_offer(offers, now=now)}
    team = read_team(talk_request=talk_request, first=first, last=last, today=today, now=now)
    closed = closed_spans(talk_request, first=first, last=last)
    waiting = [
        suggestions(
            team,
            wish,
            days=[
                day
                for day in open_days(wish, first=first, last=last, closed=closed)
                if day not in held_on and not is_left(talk_request, wish, day)
            ],
            refused=[offer for offer in offers if offer.state == Offer.State.REFUSED],
        )
        for wish in wishes
    ]
    found: dict[date, Suggestion] = {}
    while waiting and len(found) < how_many:
        turn = waiting.pop(0)
        suggestion = next((one for one in turn if one.slot.held_on not in found), None)
        if suggestion:
            found[suggestion.slot.held_on] = suggestion
            waiting.append(turn)
    return [found[day] for day in sorted(found)]


def first_day(talk_request: TalkRequest, *, today: date) -> date:
    """After some notice. Whoever is no school works in its holidays."""
    if is_of_a_school(talk_request):
        return school_days_after(today, NOTICE, talk_request.area, town_of(talk_request))
    days = (today + DAY * number for number in range(1, 7 + NOTICE))
    return [day for day in days if day.isoweekday() < SATURDAY][NOTICE - 1]


def is_left(talk_request: TalkRequest, wish: TalkWish, day: date) -> bool:
    """The day that a confirmed talk wants to leave, unless that day itself is named anew."""
    return (
        talk_request.state == TalkRequest.State.ASKS_TO_MOVE
        and talk_request.session is not None
        and talk_request.session.held_on == day
        and wish.first_on != wish.last_on
    )


def still_on_offer(offers: Iterable[Offer], *, now: datetime) -> list[Offer]:
    held = (offer for offer in offers if offer.state == Offer.State.HELD)
    return [offer for offer in held if not has_lapsed(offer, now=now)]


def left_out(talk_request: TalkRequest, *, now: datetime) -> bool:
    """Whether dates are missing among the suggestions because the school has them, or refused."""
    offers = list(talk_request.offers.all())
    refused = any(offer.state == Offer.State.REFUSED for offer in offers)
    return refused or bool(still_on_offer(offers, now=now))


def suggestions(
    team: Team, wish: TalkWish, *, days: Sequence[date], refused: Sequence[Offer] = ()
) -> Iterator[Suggestion]:
    """For each day on which somebody is free the officer who fits best, as early as can be."""
    minutes = minutes_of(team.talk_request)
    for day in days:
        starts = dict(first_starts(team, wish, day, minutes=minutes, refused=refused))
        if starts:
            best = ranked(
                candidate(team, officer, begins, minutes) for officer, begins in starts.items()
            )[0]
            slot = Slot(
                officer=best.officer,
                held_on=day,
                starts_at=starts[best.officer].time(),
                minutes=minutes,
            )
            yield Suggestion(slot=slot, reasons=best.reasons)


def first_starts(
    team: Team, wish: TalkWish, day: date, *, minutes: int, refused: Sequence[Offer] = ()
) -> Iterator[tuple[Membership, datetime]]:
    """Of each officer who is free on that day at the time of day wished for."""
    about = team.talk_request.draft_key
    for officer in team.officers:
        slots = free_slots(
            officer=officer,
            day=day,
            minutes=minutes,
            place=team.place,
            now=team.diaries.now,
            diaries=team.diaries,
            about=about,
        )
        starts = [datetime.combine(day, slot) for slot in slots]
        fitting = [
            begins
            for begins in starts
            if is_in_time(wish, begins, begins + timedelta(minutes=minutes))
            and not was_refused(refused, begins, minutes)
        ]
        if fitting:
            yield officer, fitting[0]


def was_refused(refused: Iterable[Offer], begins: datetime, minutes: int) -> bool:
    """A quarter of an hour later is the same lesson."""
    ends = begins + timedelta(minutes=minutes)
    for offer in refused:
        since = datetime.combine(offer.held_on, offer.starts_at)
        if begins < since + timedelta(minutes=offer.minutes) and since < ends:
            return True
    return False


def is_in_time(wish: TalkWish, begins: datetime, ends: datetime) -> bool:
    late = wish.not_after and ends > datetime.combine(begins.date(), wish.not_after)
    return not late and (wish.not_before is None or begins.time() >= wish.not_before)


def open_days(wish: TalkWish, *, first: date, last: date, closed: Sequence[Span]) -> list[date]:
    since, until = max(wish.first_on, first), min(wish.last_on, last)
    days = [since + DAY * number for number in range((until - since).days + 1)]
    return [
        day
        for day in days
        if str(day.isoweekday()) in wish.weekdays
        and not any(begins <= day <= ends for begins, ends in closed)
    ]


def closed_spans(talk_request: TalkRequest, *, first: date, last: date) -> list[Span]:
    """First and last days on which those who would listen are not there.

    Staff are there on an in-service day, and a hall has no holidays.
    """
    if not is_of_a_school(talk_request):
        return []
    stages = {stage for group in talk_request.groups.all() for stage in group.stages}
    holidays = (
        SchoolHoliday.objects.at(area=talk_request.area, town=town_of(talk_request))
        .closing(stages)
        .filter(first_on__lte=last, last_on__gte=first)
    )
    if talk_request.format == Format.STAFF:
        holidays = holidays.exclude(staff_are_in=True)
    return list(holidays.values_list("first_on", "last_on"))


def town_of(talk_request: TalkRequest) -> str:
    return talk_request.place.town if talk_request.place else talk_request.unlisted_town


def minutes_of(talk_request: TalkRequest) -> int:
    return talk_request.kind.minutes if talk_request.kind else USUAL_MINUTES
