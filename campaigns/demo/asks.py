"""Who asked for a talk, and what became of it: the made-up requests, as data."""

from dataclasses import dataclass

from campaigns.models import TalkRequest

State = TalkRequest.State


@dataclass(frozen=True, kw_only=True)
class Ask:
    contact: str
    school: int
    wanted: str
    expected: int
    becomes: TalkRequest.State
    reason: str = ""
    days_ago: int = 5


ASKS = (
    Ask(
        contact="Morag Pell",
        school=0,
        wanted="A Tuesday or Thursday morning in the next month",
        expected=27,
        becomes=State.SUBMITTED,
        days_ago=1,
    ),
    Ask(
        contact="Ewan Tarrick",
        school=9,
        wanted="Any afternoon in the first two weeks of next month",
        expected=28,
        becomes=State.SUBMITTED,
        days_ago=3,
    ),
    Ask(
        contact="Senga Lorne",
        school=3,
        wanted="A morning, before the end of term",
        expected=24,
        becomes=State.SUBMITTED,
        days_ago=6,
    ),
    Ask(
        contact="Iain Moffret",
        school=12,
        wanted="The week of the parents’ evening",
        expected=33,
        becomes=State.NEEDS_INFO,
        reason="Which stages are coming, and how many of each?",
        days_ago=8,
    ),
    Ask(
        contact="Fiona Cairdale",
        school=5,
        wanted="A morning this term",
        expected=31,
        becomes=State.WAITING,
        reason="No officer is free before the holidays",
        days_ago=11,
    ),
    Ask(
        contact="Gordon Ferly",
        school=1,
        wanted="Any Monday morning",
        expected=26,
        becomes=State.OFFERED,
        days_ago=4,
    ),
    Ask(
        contact="Eilidh Sharrow",
        school=10,
        wanted="A Wednesday afternoon",
        expected=29,
        becomes=State.OFFERED,
        days_ago=5,
    ),
    Ask(
        contact="Alasdair Brennoch",
        school=2,
        wanted="A morning in the next two weeks or so",
        expected=25,
        becomes=State.CONFIRMED,
        days_ago=14,
    ),
    Ask(
        contact="Catriona Weem",
        school=8,
        wanted="Any morning, the sooner the better",
        expected=28,
        becomes=State.DELIVERED,
        days_ago=40,
    ),
    Ask(
        contact="Hamish Durrach",
        school=4,
        wanted="A morning early in the week",
        expected=22,
        becomes=State.DELIVERED,
        days_ago=62,
    ),
    Ask(
        contact="Jean Collarie",
        school=6,
        wanted="As soon as you can, within days",
        expected=30,
        becomes=State.DECLINED,
        reason="The week asked for was already over when we read it",
        days_ago=20,
    ),
    Ask(
        contact="Rory Kinnlay",
        school=7,
        wanted="Any morning",
        expected=19,
        becomes=State.WITHDRAWN,
        reason="The school found another date for its safety week",
        days_ago=25,
    ),
)
