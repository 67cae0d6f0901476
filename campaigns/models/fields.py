"""Stages of Scottish schools, the one column type that holds several of them, and the moment that a
row is made.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from campaigns.models.clock import clock

STAGES: tuple[str, ...] = (
    "P1",
    "P2",
    "P3",
    "P4",
    "P5",
    "P6",
    "P7",
    "S1",
    "S2",
    "S3",
    "S4",
    "S5",
    "S6",
)
PRIMARY, SECONDARY = STAGES[:7], STAGES[7:]

# Each of the thirteen at most once, in school order, one space between two. A database constraint
# uses it, so it is written in what Python and PostgreSQL both read; \Z, because a $ of Python would
# let a line break pass.
STAGES_PATTERN = "^(?! )" + "".join(f"((^| ){stage})?" for stage in STAGES) + r"\Z"


def to_stages(value: str | Iterable[str] | None) -> tuple[str, ...]:
    named = value.split() if isinstance(value, str) else list(value or ())
    unknown = [stage for stage in named if stage not in STAGES]
    if unknown:
        raise ValidationError(f"{', '.join(unknown)}: not a school stage")
    return tuple(stage for stage in STAGES if stage in named)


class StagesField(models.TextField[Any, tuple[str, ...]]):
    """A tuple such as ("P6", "P7") in Python, "P6 P7" in the database, so `stages__contains="P7"`
    finds it.
    """

    _pyi_private_set_type: Any  # for the type checker: a string or stages may be assigned

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> tuple[str, ...]:
        return to_stages(value)

    def to_python(self, value: Any) -> tuple[str, ...]:
        return to_stages(value)

    def get_prep_value(self, value: Any) -> str:
        return value if isinstance(value, str) else " ".join(to_stages(value))

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))


def stages_label(stages: Iterable[str]) -> str:
    """P5, P6, P7 and S1 is "P5 to S1"; P5 and S1 is "P5, S1"."""
    positions = [STAGES.index(stage) for stage in to_stages(stages)]
    runs: list[list[int]] = []
    for position in positions:
        if runs and runs[-1][-1] == position - 1:
            runs[-1].append(position)
        else:
            runs.append([position])
    return ", ".join(
        STAGES[run[0]] if len(run) == 1 else f"{STAGES[run[0]]} to {STAGES[run[-1]]}"
        for run in runs
    )


def this_moment() -> datetime:
    """The default of columns that say when something was done.

    The clock is asked each time.
    """
    return clock()
