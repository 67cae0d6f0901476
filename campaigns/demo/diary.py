"""Who is where when: nobody is in two rooms at once."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, time
from itertools import product

from campaigns.models import Membership

TRAVEL_MINUTES = 15


def minute_of_day(moment: time) -> int:
    return moment.hour * 60 + moment.minute


class Diary:
    def __init__(self) -> None:
        self.taken: defaultdict[tuple[date, int], list[tuple[int, int]]] = defaultdict(list)

    def first_free(
        self, day: date, *, times: Sequence[time], presenters: Iterable[Membership], minutes: int
    ) -> tuple[time, Membership] | None:
        """Takes the earliest time, and at that time the first of the presenters, that is free."""
        for start, presenter in product(times, list(presenters)):
            if self.take(day, start, presenter, minutes):
                return start, presenter
        return None

    def take(self, day: date, start: time, presenter: Membership, minutes: int) -> bool:
        begins = minute_of_day(start)
        ends = begins + minutes + TRAVEL_MINUTES
        slots = self.taken[day, presenter.pk]
        if any(begins < other_ends and other_begins < ends for other_begins, other_ends in slots):
            return False
        slots.append((begins, ends))
        return True
