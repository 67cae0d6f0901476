"""Who came from which school, when a session had several: the school forms below the count lines.

"Add another school" is a button with an address of its own: it works without a script, and keeps
all that was typed.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from crispy_forms.layout import LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from campaigns.models import Attendance, Audience, Campaign, Place
from campaigns.sessions.audiences import WHOM, pupils_at
from campaigns.sessions.count_lines import (
    NOBODY,
    SCHOOL,
    Ask,
    CountLines,
    Known,
    ask_how_known,
    in_one_row,
)
from campaigns.sessions.rules import Count
from campaigns.sessions.school_form import (
    TOO_MANY,
    SchoolForm,
    SchoolFormSet,
    Schools,
    says_too_many,
    schools_of,
)
from campaigns.sessions.stage_lines import BY_STAGE
from sextortion_aware.forms.drawing import draw_field
from sextortion_aware.forms.layout import fold

OTHERS, ANOTHER = "People from other schools came too", "Add another school"
FROM_SCHOOL = "People from a school came too"  # where it was not held at one
# A phone without a signal says the same: campaigns/sessions/offline/rules.py hands them on.
WORDS = {
    "place": "Enter which school these people came from",
    "own": "This is where it was held. Count its people in the lines above",
    "none": "Enter how many came from %(name)s, or say that it is not known yet",
    "twice": "This school’s %(whom)s are here twice. Put them together",
}


class EachSchool(LayoutObject):  # type: ignore[misc]  # crispy ships no types
    """On the phone each is folded away, the next one into the one before it."""

    fields: Sequence[str] = ()

    def render(
        self,
        form: "SchoolLines",
        context: Context,
        template_pack: str = TEMPLATE_PACK,
        **kwargs: Any,
    ) -> SafeString:
        schools = [
            format_html(
                "<fieldset class=card><legend>School {}</legend>{}</fieldset>",
                number,
                drawn(form, school),
            )
            for number, school in enumerate(form.schools, 1)
        ]
        if not form.on_phone:
            return SafeString("".join(schools))
        folded = SafeString("")
        for number, school in reversed(list(enumerate(schools))):
            folded = fold(ANOTHER if number else OTHERS, SafeString(school + folded))
        return folded


def drawn(form: "SchoolLines", school: SchoolForm) -> SafeString:
    """Its parts by stage are folded away, behind its numbers."""
    boxes = form.boxes_of(school)
    parts = [box for box in boxes if box.name.startswith("stage_")]
    whole = SafeString("".join(draw_field(box) for box in boxes if box not in parts))
    if not parts:
        return whole
    is_open = any(box.errors or box.value() not in (None, "") for box in parts)
    return whole + fold(BY_STAGE, SafeString("".join(map(draw_field, parts))), is_open=is_open)


class SchoolLines(CountLines):
    """The lines above are of people who are not said to come from another school."""

    schools: Schools
    others_words = OTHERS

    def add_schools(
        self,
        *,
        campaign: Campaign,
        rows: Iterable[Attendance] = (),
        typed: Sequence[Mapping[str, Any]] = (),
        stages: Iterable[str] = (),
        add_at: str = "",
    ) -> None:
        """`rows` stand there already, each with its place; `typed` is from another form."""
        self.schools = SchoolFormSet(
            self.data if self.is_bound else None,
            prefix="school",
            initial=None if self.is_bound else typed or schools_of(rows),
            auto_id="s" if self.auto_id == "f" else str(self.auto_id),
            form_kwargs={
                "places": Place.objects.filter(campaign=campaign),
                "stages": stages,
                "add_at": add_at,
            },
        )
        self.schools.on_phone, self.schools.more = self.on_phone, self.asks_for == SCHOOL
        if self.schools.more:
            self.schools[-1].fields["place"].widget.attrs["autofocus"] = True

    def full_clean(self) -> None:
        super().full_clean()
        if self.asks_for:
            for school in self.schools:
                school.errors.clear()
        if says_too_many(self.data):
            self.add_error(None, TOO_MANY)

    def is_valid(self) -> bool:
        return super().is_valid() and not self._schools_are_wrong()

    @property
    def is_wrong(self) -> bool:
        return super().is_wrong or self._schools_are_wrong()

    @property
    def offers_to_add(self) -> bool:
        """A place that is not on our list stands in one of its boxes."""
        boxes = [part["place"] for part in (self, *self.schools) if "place" in part.fields]
        return any(box.errors and getattr(box.field, "adds_at", "") for box in boxes)

    def _schools_are_wrong(self) -> bool:
        return any(school.errors for school in self.schools)

    def visible_fields(self) -> list[forms.BoundField]:
        """In the order of the page, with those of the schools."""
        own = {field.name: field for field in super().visible_fields()}
        layout: Any = self.layout  # crispy ships no types
        names = [pointer.name for pointer in layout.get_field_names()]
        after = 1 + max(names.index(name) for name in self.line_names if name in names)
        of_schools = [field for school in self.schools for field in self.boxes_of(school)]
        above, below = ([own[name] for name in part] for part in (names[:after], names[after:]))
        return [*above, *of_schools, *below]

    def boxes_of(self, school: SchoolForm) -> list[forms.BoundField]:
        """Its own pupils first, as far as its school is known, or else those of the session."""
        boxes = {box.name: box for box in school.visible_fields()}
        first = pupils_at(school.school) or self.main[0]
        place, pupils = boxes.pop("place"), boxes.pop(first.value)
        return [place, pupils, *boxes.values()]

    def lines_layout(self) -> list[LayoutObject | str]:
        lines, schools = super().lines_layout(), [EachSchool()] if len(self.schools) else []
        ask = Ask((ANOTHER if schools else self.others_words, SCHOOL))
        return in_one_row([*lines, *schools, *([] if self.on_phone else [ask])])

    def typed_schools(self) -> list[dict[str, Any]]:
        """For another form about the same session to begin with."""
        return [
            {field.name: field.value() for field in school}
            for school in self.schools
            if school.is_filled
        ]

    def _lines_are_wrong(self) -> bool:
        return super()._lines_are_wrong() or self._schools_are_wrong()

    def read_rows(self, overall: str) -> list[Count]:
        rows = super().read_rows(overall)
        for school in self.schools:
            own, there = (
                self._read_school(school, overall),
                {(row.audience, row.place) for row in rows},
            )
            if again := [row for row in own if (row.audience, row.place) in there]:
                school.add_error("place", _twice(again[0]))
            else:
                rows += own
        return rows

    def _read_school(self, school: SchoolForm, overall: str) -> list[Count]:
        if school.errors:
            return []
        said = school.cleaned_data
        place, own = said.get("place"), said.get("known", "")
        counts: dict[tuple[Audience, str], int] = {}
        for audience in Audience:
            numbers = school.read_numbers(audience, audience.value) or {}
            counts |= {(audience, stage): number for stage, number in numbers.items()}
        if school.errors:
            return []
        if place is None:
            if counts or own:
                school.add_error("place", WORDS["place"])
            return []
        if place == self.own_place():
            school.add_error("place", WORDS["own"])
            return []
        if not counts:
            return self._without_numbers(school, place, own or overall)
        return self._with_numbers(place, counts, own or overall, asked_in=school if own else self)

    def box_of(self, row: Count) -> forms.BoundField:
        name = f"stage_{row.stage}" if row.stage else row.audience
        said = (
            school[name]
            for school in self.schools
            if row.place
            and school.cleaned_data.get("place") == row.place
            and school.cleaned_data.get(name) is not None
        )
        return next(said, None) or super().box_of(row)

    def own_place(self) -> Place | None:
        return self.cleaned_data.get("place")

    def _with_numbers(
        self,
        place: Place,
        counts: Mapping[tuple[Audience, str], int],
        known: str,
        *,
        asked_in: forms.Form,
    ) -> list[Count]:
        if known == NOBODY and not any(counts.values()):
            known = Known.COUNTED.value
        if known in ("", NOBODY, Known.UNKNOWN):
            ask_how_known(asked_in, "known", says_unknown=bool(known))
            return []
        return [
            Count(audience=audience.value, count=count, known=known, place=place, stage=stage)
            for (audience, stage), count in counts.items()
        ]

    def _without_numbers(self, school: SchoolForm, place: Place, known: str) -> list[Count]:
        audience = pupils_at(place) or Audience.NOT_RECORDED
        if known == NOBODY:
            return [Count(audience=audience.value, count=0, known=Known.COUNTED.value, place=place)]
        if known == Known.UNKNOWN:
            return [Count(audience=audience.value, count=None, known=known, place=place)]
        school.add_error(audience.value, WORDS["none"] % {"name": place.name})
        return []


def _twice(row: Count) -> str:
    return WORDS["twice"] % {"whom": WHOM[Audience(row.audience)]}
