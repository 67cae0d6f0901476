"""Whatever is in the log, reach equals a sum done by hand."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campaigns.models import Attendance, Audience, Session
from campaigns.reach.filters import Filters
from campaigns.reach.reach import reach
from tests.factories import TODAY, make_area, make_campaign, make_member, make_place, make_topic

pytestmark = pytest.mark.django_db

AREAS = ("North Lanarkshire", "South Lanarkshire", "Fife")
LABELS = {
    "North Lanarkshire": "North Lanarkshire",
    "South Lanarkshire": "South Lanarkshire",
    "Fife": "Other areas",
    None: "Online or no place",
}


@dataclass(frozen=True)
class Row:
    audience: str
    place: int | None
    count: int | None
    estimated: bool


@dataclass(frozen=True)
class Log:
    """One session. Places, officers and topics are named by their number; place n is in area n."""

    state: str
    held_on: date
    place: int | None
    officers: frozenset[int]
    topics: frozenset[int]
    rows: tuple[Row, ...]

    def area(self, row: Row) -> str | None:
        place = self.place if row.place is None else row.place
        return None if place is None else AREAS[place]


places = st.one_of(st.none(), st.integers(0, 2))
rows = st.lists(
    st.builds(
        Row,
        st.sampled_from(Audience.values),
        places,
        st.one_of(st.none(), st.integers(0, 300)),
        st.booleans(),
    ),
    max_size=4,
    unique_by=lambda row: (row.audience, row.place),
).map(tuple)
logs = st.lists(
    st.builds(
        Log,
        state=st.sampled_from(
            ["delivered", "delivered", "delivered", "planned", "cancelled", "voided"]
        ),
        held_on=st.integers(0, 500).map(lambda days: TODAY - timedelta(days=days)),
        place=places,
        officers=st.frozensets(st.integers(0, 1)),
        topics=st.frozensets(st.integers(0, 1)),
        rows=rows,
    ),
    max_size=6,
)
choices = st.fixed_dictionaries(
    {},
    optional={
        "since": st.integers(0, 500).map(lambda days: TODAY - timedelta(days=days)),
        "area": st.integers(0, 2),
        "audience": st.sampled_from(list(Audience)),
        "officer": st.integers(0, 1),
        "topic": st.integers(0, 1),
    },
)


def by_hand(log: list[Log], chosen: dict) -> list[tuple[Log, list[Row]]]:
    """The sessions that are in, each with those of its rows that are in."""
    found = []
    for session in log:
        if session.state != "delivered" or session.held_on < chosen.get("since", date.min):
            continue
        if (
            not {chosen.get("officer")} - {None} <= session.officers
            or not {chosen.get("topic")} - {None} <= session.topics
        ):
            continue
        area = AREAS[chosen["area"]] if "area" in chosen else None
        rows = [
            row
            for row in session.rows
            if area in (None, session.area(row))
            and chosen.get("audience", row.audience) == row.audience
        ]
        held_there = session.place is not None and AREAS[session.place] == area
        by_row = "area" in chosen or "audience" in chosen
        if rows or not by_row or (not session.rows and held_there and "audience" not in chosen):
            found.append((session, rows))
    return found


@pytest.fixture
def things(db) -> dict:
    areas = [make_area(name=name) for name in AREAS]
    make_campaign()
    return {
        "area": areas,
        "place": [make_place(area=area) for area in areas],
        "officer": [make_member(name=f"Officer {number}") for number in range(2)],
        "topic": [make_topic(name=f"Topic {number}") for number in range(2)],
    }


def save(log: list[Log], things: dict) -> None:
    def place_of(number: int | None):
        return None if number is None else things["place"][number]

    sessions = [
        Session(
            campaign=make_campaign(),
            state=each.state,
            state_reason="Snow",
            held_on=each.held_on,
            place=place_of(each.place),
            is_online=each.place is None,
            format="lesson",
        )
        for each in log
    ]
    Session.objects.bulk_create(sessions)
    officers, topics = Session.officers.through, Session.topics.through
    both = list(zip(sessions, log, strict=True))
    officers.objects.bulk_create(
        officers(session=session, membership=things["officer"][number])
        for session, each in both
        for number in each.officers
    )
    topics.objects.bulk_create(
        topics(session=session, topic=things["topic"][number])
        for session, each in both
        for number in each.topics
    )
    Attendance.objects.bulk_create(
        Attendance(
            session=session,
            audience=row.audience,
            place=place_of(row.place),
            count=row.count,
            known="unknown" if row.count is None else "estimated" if row.estimated else "counted",
        )
        for session, each in both
        for row in each.rows
    )


@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(log=logs, chosen=choices)
def test_reach_equals_a_sum_done_by_hand(things, log, chosen):
    numbered = {
        name: things[name][chosen[name]] for name in ("area", "officer", "topic") if name in chosen
    }
    with transaction.atomic():
        save(log, things)

        found = reach(
            make_campaign(),
            today=TODAY,
            filters=Filters(since=chosen.get("since"), audience=chosen.get("audience"), **numbered),
        )
        transaction.set_rollback(True)

    expected = by_hand(log, chosen)
    known = [(session, row) for session, rows in expected for row in rows if row.count is not None]
    assert found.logged == sum(row.count for _, row in known)
    assert found.estimated == sum(row.count for _, row in known if row.estimated)
    assert found.sessions == len(expected)
    assert found.without_figure == sum(
        1 for _, rows in expected if all(row.count is None for row in rows)
    )
    assert {part.label: part.count for part in found.by_audience} == {
        str(audience.label): sum(row.count for _, row in known if row.audience == audience)
        for audience in Audience
    }
    areas_by_hand: Counter = Counter()
    for session, row in known:
        areas_by_hand[LABELS[session.area(row)]] += row.count
    assert Counter({part.label: part.count for part in found.by_area}) == areas_by_hand
    months_by_hand: Counter = Counter()
    for session, row in known:
        months_by_hand[f"{session.held_on:%B %Y}"] += row.count
    assert Counter({month.label: month.count for month in found.by_month}) == months_by_hand
