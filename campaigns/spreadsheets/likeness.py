"""Whether a row is there already: in the log, or further up in its own file."""

from collections import defaultdict
from datetime import date
from typing import TypeAlias

from django.db.models import Sum

from campaigns.models import Attendance, Audience, Campaign, Session
from campaigns.sessions.likeness import STANDING, Moment, looks_like, moment_of
from campaigns.sessions.words import people_words
from campaigns.spreadsheets.counting import people_in
from campaigns.spreadsheets.rows import Judged, Reason, Verdict
from sextortion_aware.reading.dates import in_words

People: TypeAlias = dict[str, int]  # by audience


class InTheLog:
    """The sessions that stand, by place and day.

    One query, so that ten thousand rows can be compared.
    """

    def __init__(self, campaign: Campaign) -> None:
        people: dict[int, People] = defaultdict(dict)
        known = Attendance.objects.filter(session__campaign=campaign, count__isnull=False)
        for pk, audience, number in (
            known.order_by().values_list("session", "audience").annotate(Sum("count"))
        ):
            people[pk][audience] = number
        self.held: dict[tuple[int | None, date], list[tuple[int, Moment, People]]] = defaultdict(
            list
        )
        standing = (
            Session.objects.in_campaign(campaign)
            .filter(state__in=STANDING)
            .order_by("pk")
            .select_related("place")
        )
        for session in standing.defer("notes", "state_reason").iterator(chunk_size=2_000):
            self.held[session.place_id, session.held_on].append(
                (session.pk, moment_of(session), people.get(session.pk, {}))
            )

    def like(self, judged: Judged) -> tuple[int, People] | None:
        """Which session, and whom it counts. A place says what is compared, and of several the one
        with the same people is meant, or else with the same number.

        Online there is none, so there the number must be the same as well.
        """
        moment, here = judged.moment, people_in(judged.counts)
        there = self.held.get((moment.place.pk if moment.place else None, moment.held_on), ())
        alike = [
            (pk, people)
            for pk, other, people in there
            if (looks_like(moment, other) if moment.place else same_moment(moment, other))
        ]
        number = [(pk, people) for pk, people in alike if total_of(people) == total_of(here)]
        same = [(pk, people) for pk, people in number if not shared_otherwise(people, here)]
        return next(iter(same + number + (alike if moment.place else [])), None)


class InTheFile:
    """Two classes of one stage in a morning are two lines without a time, so the numbers must be
    the same before a line is called a copy.
    """

    def __init__(self) -> None:
        self.seen: dict[tuple[int | None, date], list[tuple[int, Judged]]] = defaultdict(list)

    def first_like(self, judged: Judged) -> int | None:
        moment = judged.moment
        there = self.seen[moment.place.pk if moment.place else None, moment.held_on]
        for line, other in there:
            if same_moment(moment, other.moment) and judged.counts == other.counts:
                return line
        there.append((judged.line, judged))
        return None


def mark_likeness(judged: Judged, *, log: InTheLog, file: InTheFile, is_different: bool) -> None:
    """A person's word that it is another session stands above all of it."""
    if judged.verdict != Verdict.READY or is_different:
        return
    if like := log.like(judged):
        judged.looks_like, there = like
        judged.verdict = Verdict.DUPLICATE
        on, here = in_words(judged.moment.held_on), people_in(judged.counts)
        judged.reason, why = Reason.IN_LOG, f"A session like it is in the log, on {on}"
        if here and total_of(there) != total_of(here):
            judged.reason = Reason.OTHER_NUMBER
            log_has, file_has = number_words(total_of(there)), number_words(total_of(here))
            why += f", with another number: {log_has} in the log, {file_has} here"
        elif shared_otherwise(there, here):
            judged.reason = Reason.OTHER_NUMBER
            why += (
                ", with as many people, of other audiences: "
                f"{people_words(there)} in the log, {people_words(here)} here"
            )
        judged.problems = [why]
    elif first := file.first_like(judged):
        judged.verdict, judged.reason = Verdict.DUPLICATE, Reason.TWICE
        judged.problems = [f"It says the same as line {first}"]


def number_words(people: int | None) -> str:
    return "no number" if people is None else f"{people:,}"


def same_moment(one: Moment, other: Moment) -> bool:
    """Of one day and one place, or both of none."""
    return (one.starts_at, tuple(one.stages)) == (other.starts_at, tuple(other.stages))


def total_of(people: People) -> int | None:
    return sum(people.values()) if people else None


def shared_otherwise(one: People, other: People) -> bool:
    """The same number of other people. Who they are is not said where they are not recorded."""
    if total_of(one) != total_of(other) or Audience.NOT_RECORDED in one.keys() | other.keys():
        return False
    return some(one) != some(other)


def some(people: People) -> People:
    return {audience: number for audience, number in people.items() if number}
