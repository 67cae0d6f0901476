"""When something made up was done: each deed has the clock at its own moment, in their order."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from campaigns.models.clock import clock_at


@dataclass(frozen=True)
class Deed:
    """`do` is told the moment, for the deeds that ask for `now` or `today`."""

    at: datetime
    do: Callable[[datetime], object]


def carry_out(deeds: Iterable[Deed]) -> None:
    for deed in sorted(deeds, key=lambda deed: deed.at):
        with clock_at(deed.at):
            deed.do(deed.at)


def at(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


def day_of(moment: datetime) -> date:
    return timezone.localtime(moment).date()
