"""What a list of sessions is about: its rows, its file and the line above it are of one filter."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import Count, Prefetch

from campaigns.models import Attendance, Campaign, Session
from campaigns.models.sessions import SessionQuerySet
from campaigns.reach.filters import Filters, matching, row_conditions
from campaigns.reach.reach import reach

State = Session.State
# How many of each are listed and do not count: one, several.
NOT_COUNTED = {
    State.PLANNED: ("planned session", "planned sessions"),
    State.CANCELLED: ("cancelled session", "cancelled sessions"),
    State.DID_NOT_HAPPEN: ("session that did not happen", "sessions that did not happen"),
    State.VOIDED: ("voided session", "voided sessions"),
}


@dataclass(frozen=True)
class Found:
    """`sessions` have their figures of the rows that `filters` are about, and of no others."""

    sessions: SessionQuerySet
    filters: Filters
    total: str
    number: int


def found(
    campaign: Campaign,
    *,
    filters: Filters,
    states: Collection[str],
    today: date,
    stage: str = "",
) -> Found:
    """`stage` is that of the sessions, of which is said how many people are known to be of it."""
    sessions = matching(Session.objects.in_campaign(campaign), filters).filter(state__in=states)
    rows = Attendance.objects.filter(row_conditions(filters))
    by_state = sessions.order_by().values_list("state").annotate(Count("pk"))
    numbers: dict[str, int] = dict(by_state)
    said = [held(campaign, filters, today=today, stage=stage)] if State.DELIVERED in states else []
    return Found(
        sessions=sessions.for_lists(Prefetch("attendances", rows)),
        filters=filters,
        total=" ".join([*said, *not_counted(numbers)]) or "No session is found.",
        number=sum(numbers.values()),
    )


def held(campaign: Campaign, filters: Filters, *, today: date, stage: str = "") -> str:
    """The sessions that were held, and how many people came to these."""
    total = reach(campaign, today=today, filters=filters)
    words = f"{_counted(total.sessions, 'session')} held, {_counted(total.logged, 'attendance')}"
    if stage and total.logged:
        known = reach(campaign, today=today, filters=replace(filters, stage=stage)).logged
        them = f"{'all' if known == total.logged > 1 else f'{known:,}'} of them"
        words += f"; {them} {'is' if known == 1 else 'are'} known to be {stage}"
    words += "."
    if not total.without_figure:
        return words
    have = "has" if total.without_figure == 1 else "have"
    return f"{words} {total.without_figure:,} of the sessions {have} no number yet."


def not_counted(numbers: dict[str, int]) -> list[str]:
    """In the order of a session's life."""
    named = [
        f"{numbers[state]:,} {words[numbers[state] > 1]}"
        for state, words in NOT_COUNTED.items()
        if numbers.get(state)
    ]
    if not named:
        return []
    *first, last = named
    listed = f"{', '.join(first)} and {last}" if first else last
    is_one = sum(numbers.get(state, 0) for state in NOT_COUNTED) == 1
    return [f"{listed} {'is' if is_one else 'are'} listed and not counted."]


def _counted(number: int, thing: str) -> str:
    return f"{number:,} {thing}{'' if number == 1 else 's'}"
