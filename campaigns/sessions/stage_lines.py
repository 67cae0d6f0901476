"""A number of pupils, split by stage: one box for each stage that the session names, folded away.
It is asked of nobody, and stands in place of the one number: what is typed twice can differ.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from crispy_forms.layout import LayoutObject
from django.http import QueryDict

from campaigns.models import MOST_IN_A_ROW, STAGES, STAGES_OF, Audience
from campaigns.sessions.audiences import WHOM, audience_of, stages_within
from sextortion_aware.forms.fields import SumField
from sextortion_aware.forms.layout import More, ServiceForm

BY_STAGE = "Split by stage"
IN_PLACE_OF = "In place of the one number above: these are added up."
TWO_SUMS = "Here stands %d, and the stages below come to %d. Put one right, or take it out"
TWO_STAGES = "To split by stage, choose two stages or more first."
WAS = "was_"  # of each stage: its number and how it was known, as the form begins
STAGE_MISSING = "Enter how many were in %s, or take the other stages out"


class StageLines(ServiceForm):
    """`came_from` is said of each box: which school it is about, where it is about one."""

    split: list[str]
    came_from = ""

    def add_stages(self, named: frozenset[str]) -> None:
        self.split = [
            stage
            for audience in STAGES_OF
            for stage in stages_within(audience, named | self._typed_stages())
            if len(stages_within(audience, named)) > 1 or stage in self._typed_stages()
        ]
        for stage in self.split:
            whom = WHOM[audience_of(stage)]
            self.fields[f"stage_{stage}"] = SumField(
                label=f"{whom.capitalize()} in {stage}{self.came_from}",
                what=f"how many {whom} were in {stage}",
                most=MOST_IN_A_ROW,
                required=False,
                help_text=IN_PLACE_OF if stage == self.split[0] else "",
            )

    def _typed_stages(self) -> frozenset[str]:
        said: Mapping[str, Any] = self.data if self.is_bound else self.initial
        boxes = {stage: f"stage_{stage}" for stage in STAGES}
        return frozenset(
            stage
            for stage, box in boxes.items()
            if said.get(self.add_prefix(box) if self.is_bound else box) not in (None, "")
        )

    def split_layout(self, *, is_open: bool = False) -> list[LayoutObject]:
        boxes = [f"stage_{stage}" for stage in self.split]
        return [More(BY_STAGE, *boxes, is_open=is_open)] if boxes else []

    def read_parts(self, audience: Audience) -> dict[str, int]:
        """All of them or none: what is left out would be a number that nobody said. One that an old
        spreadsheet did not say beside others need not be said now.
        """
        parts = {
            stage: self.cleaned_data.get(f"stage_{stage}")
            for stage in self.split
            if audience_of(stage) == audience
        }
        if all(number is None for number in parts.values()):
            return {}
        is_split = any(f"{WAS}{stage}" in self.initial for stage in parts)
        never_said = {
            stage
            for stage in self.initial.get("stages", ())
            if is_split and f"{WAS}{stage}" not in self.initial
        }
        for stage, number in parts.items():
            if number is None and stage not in never_said and f"stage_{stage}" not in self.errors:
                self.add_error(f"stage_{stage}", STAGE_MISSING % stage)
        return {
            stage: number or 0
            for stage, number in parts.items()
            if number is not None or f"stage_{stage}" in self.errors
        }

    def read_numbers(self, audience: Audience, box: str) -> dict[str, int] | None:
        """Its parts, or the one number of `box` as that of no stage; None when one is wrong."""
        count, parts = self.cleaned_data.get(box), self.read_parts(audience)
        if {box, *(f"stage_{stage}" for stage in parts)} & self.errors.keys():
            return None
        if not parts:
            return {} if count is None else {"": count}
        come_to = sum(parts.values())
        if count not in (None, come_to):
            self.add_error(box, TWO_SUMS % (count, come_to))
            return None
        return parts

    def way_of(self, stage: str, number: int, known: str) -> str:
        """A part that nobody touched is known as it was."""
        audience = audience_of(stage) if stage else ""
        shown = self.initial.get(f"known_{audience}") or self.initial.get("known")
        count, own = self.initial.get(f"{WAS}{stage}", (None, ""))
        return own if (count, shown) == (number, known) else known


def listed(said: Mapping[str, Any], name: str) -> Iterable[str]:
    """Of what was sent, or of what stands there."""
    return said.getlist(name) if isinstance(said, QueryDict) else said.get(name, ())
