"""Whether a row is there already: in the log, or further up in its own file."""

from collections import defaultdict
from datetime import date

from django.db.models import Sum

from campaigns.models import Attendance, Campaign, Session
from campaigns.sessions.likeness import STANDING, Moment, looks_like, moment_of
from campaigns.sessions.rules import Count
from campaigns.spreadsheets.rows import Judged, Reason, Verdict
from sextortion_aware.reading.dates import in_words


class InTheLog:
    """The sessions that stand, by place and day.

    One query, so that ten thousand rows can be compared.
    """

    def __init__(self, campaign: Campaign) -> None:
        people = dict(
            Attendance.objects.filter(session__campaign=campaign)
            .order_by()
            .values_list("session")
            .annotate(Sum("count"))
        )
        self.held: dict[tuple[int | None, date], list[tuple[int, Moment, int | None]]] = (
            defaultdict(list)
        )
        standing = (
            Session.objects.in_campaign(campaign)
            .filter(state__in=STANDING)
            .order_by("pk")
            .select_related("place")
        )
        for session in standing.defer("notes", "state_reason").iterator(chunk_size=2_000):
            self.held[session.place_id, session.held_on].append(
                (session.pk, moment_of(session), people.get(session.pk))
            )

    def like(self, judged: Judged) -> tuple[int, int | None] | None:
        """Which session, and how many it counts. A place says what is compared, and of several the
        one with the same number is meant.

        Online there is none, so there the number must be the same as well.
        """
        moment, here = judged.moment, people_in(judged.counts)
        there = self.held.get((moment.place.pk if moment.place else None, moment.held_on), ())
        alike = [
            (pk, people)
            for pk, other, people in there
            if (looks_like(moment, other) if moment.place else same_moment(moment, other))
        ]
        same = [(pk, people) for pk, people in alike if people == here]
        return next(iter(same + (alike if moment.place else [])), None)


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
        if here is not None and there != here:
            judged.reason = Reason.OTHER_NUMBER
            why += f", with another number: {number_words(there)} in the log, {here:,} here"
        judged.problems = [why]
    elif first := file.first_like(judged):
        judged.verdict, judged.reason = Verdict.DUPLICATE, Reason.TWICE
        judged.problems = [f"It says the same as line {first}"]


def number_words(people: int | None) -> str:
    return "no number" if people is None else f"{people:,}"


def same_moment(one: Moment, other: Moment) -> bool:
    """Of one day and one place, or both of none."""
    return (one.starts_at, tuple(one.stages)) == (other.starts_at, tuple(other.stages))


def people_in(counts: tuple[Count, ...]) -> int | None:
    known = [row.count for row in counts if row.count is not None]
    return sum(known) if known else None
