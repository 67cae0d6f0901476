"""What stood in each box of a school's page of changes when it was drawn, in a hidden box of it: so
a box that nobody touched writes over nothing that was put right meanwhile.
"""

from collections.abc import Mapping, Sequence

from campaigns.history.conflicts import Conflict
from campaigns.mail.links import hash_of
from campaigns.models import TalkRequest
from campaigns.talks.by_link import CHANGEABLE
from campaigns.talks.offers import ANSWERED

EXPECTED, STAGES = "expected_", "stages_"  # before a group's key
LENGTH = 12

Value = str | int | Sequence[str]
Stood = Mapping[str, str]


def stood_in(request: TalkRequest) -> Stood:
    values: dict[str, Value] = {name: getattr(request, name) for name in CHANGEABLE}
    for group in request.groups.all():
        values[f"{EXPECTED}{group.pk}"] = group.expected
        values[f"{STAGES}{group.pk}"] = group.stages
    return {name: in_short(value) for name, value in values.items()}


def in_short(value: Value) -> str:
    words = str(value) if isinstance(value, str | int) else " ".join(value)
    return hash_of(words)[:LENGTH]


def written(stood: Stood) -> str:
    return " ".join(f"{name}={value}" for name, value in stood.items())


def read_stood(words: str) -> Stood:
    return {name: value for name, _, value in (word.partition("=") for word in words.split())}


def refuse_what_both_changed(
    request: TalkRequest, typed: Mapping[str, Value], *, saw: Stood
) -> None:
    """The request is locked. Of a box that `saw` does not know nobody can say so."""
    stands = stood_in(request)
    for name in stands.keys() & typed.keys() & saw.keys():
        if stands[name] not in (saw[name], in_short(typed[name])):
            raise Conflict(ANSWERED)
