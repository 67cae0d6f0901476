"""Who came: a line for each audience, and how the numbers are known. Shared by the log, the count of a planned session and the edit."""

from collections.abc import Iterable, Mapping
from typing import Any

from crispy_forms.layout import Fieldset, Layout, LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.template import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from campaigns.forms.fields import CountField
from campaigns.forms.layout import ServiceForm
from campaigns.forms.widgets import Radios
from campaigns.models import MOST_IN_A_ROW, Attendance, Audience, Session, stages_label
from campaigns.models.fields import PRIMARY
from campaigns.services.session_rules import Count

Known = Attendance.Known
KNOWN_CHOICES = [
    (Known.COUNTED.value, "I counted"),
    (Known.REGISTER.value, "From a register"),
    (Known.ESTIMATED.value, "It is an estimate"),
    (Known.UNKNOWN.value, "I don’t know the number yet"),
]
OWN_CHOICES = [("", "As above"), ("counted", "Counted"), ("register", "From a register"), ("estimated", "An estimate"), ("unknown", "Not known yet")]

WHOM = {
    Audience.CHILDREN: "children",
    Audience.YOUNG_PEOPLE: "young people",
    Audience.PARENTS: "parents and guardians",
    Audience.PROFESSIONALS: "professionals",
    Audience.ADULTS: "other adults",
    Audience.NOT_RECORDED: "people",
}
TOTAL_ONLY = "Everybody together, when only a total is known"


def likely_audiences(*, format: str, stages: Iterable[str]) -> list[Audience]:
    """What the kind of session says of who comes; empty when it does not say."""
    by_format = {"parents": [Audience.PARENTS], "staff": [Audience.PROFESSIONALS]}
    if format in by_format:
        return by_format[format]
    is_primary = {stage in PRIMARY for stage in stages}
    return [audience for audience, wanted in ((Audience.CHILDREN, True), (Audience.YOUNG_PEOPLE, False)) if wanted in is_primary]


def expected_at(session: Session) -> dict[Audience, str]:
    """Whom the school told us to expect, in its own numbers. Needs talk_request__groups prefetched."""
    expected: dict[Audience, str] = {}
    request = getattr(session, "talk_request", None)
    for group in request.groups.all() if request else ():
        audience, said = Audience(group.audience), f"{group.expected} ({stages_label(group.stages)})" if group.stages else str(group.expected)
        expected[audience] = f"{expected[audience]}, {said}" if audience in expected else said
    return expected


class More(Fieldset):  # type: ignore[misc]  # crispy has no types
    """Fields folded away until they are asked for."""

    template = "%s/layout/more.html"

    def render(self, form: forms.BaseForm, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any) -> SafeString:
        names = [pointer.name for pointer in self.get_field_names()]
        given = {"legend": self.legend, "fields": self.get_rendered_fields(form, context, template_pack, **kwargs)}
        is_open = any(form[name].errors or form[name].value() for name in names)
        return render_to_string(self.get_template_name(template_pack), {**given, "is_open": is_open})


class CountLines(ServiceForm):
    """`main` are the audiences asked for at once; the others are folded away, each with its own way of knowing."""

    def add_lines(self, *, main: Iterable[Audience], expected: Mapping[Audience, str]) -> None:
        self.main = list(main)
        self.others = [audience for audience in Audience if audience not in self.main]
        for audience in [*self.main, *self.others]:
            self.fields[f"count_{audience}"] = CountField(
                label=TOTAL_ONLY if audience == Audience.NOT_RECORDED else audience.label, what=f"how many {WHOM[audience]} came", most=MOST_IN_A_ROW,
                required=False, help_text=f"Expected: {expected[audience]}" if audience in expected else "",
            )  # fmt: skip
            self.fields[f"known_{audience}"] = forms.ChoiceField(label=f"How do you know the number of {WHOM[audience]}?", choices=OWN_CHOICES, required=False)
        self.fields["known"] = forms.ChoiceField(label="How do you know?", choices=KNOWN_CHOICES, widget=Radios, required=False)
        for name in self.line_names:
            self._in_our_words(name, self.fields[name])
        self.asked_if = self.asked_if | frozenset(self.line_names)  # type: ignore[misc]  # each form has its own lines

    def lines_layout(self) -> list[LayoutObject | str]:
        own = [f"known_{audience}" for audience in self.main] if len(self.main) > 1 else []
        return [
            *(f"count_{audience}" for audience in self.main),
            "known",
            *([More("One of these numbers is known in another way", *own)] if own else []),
            *([More("Somebody else came too", *(f"{part}_{audience}" for audience in self.others for part in ("count", "known")))] if self.others else []),
        ]

    def read_lines(self, *, when_unknown: Iterable[Audience], must_say: bool) -> list[Count]:
        """The rows of the lines filled in. `when_unknown` are the audiences of "I don't know yet" without a single number."""
        overall = self.cleaned_data.get("known", "")
        rows = [row for audience in Audience if (row := self._read_line(audience, overall))]
        if not rows and not self._lines_are_wrong() and overall == Known.UNKNOWN:
            rows = [Count(audience=audience.value, count=None, known=Known.UNKNOWN.value) for audience in when_unknown]
        if not rows and must_say and not self._lines_are_wrong():
            self.add_error(self.first_line, "Enter how many people came, 0 if nobody did, or choose “I don’t know the number yet”")
        return rows

    def _read_line(self, audience: Audience, overall: str) -> Count | None:
        count, own = self.cleaned_data.get(f"count_{audience}"), self.cleaned_data.get(f"known_{audience}", "")
        known = own or overall
        if f"count_{audience}" in self.errors:
            return None
        if count is None:
            if own and own != Known.UNKNOWN:
                self.add_error(f"count_{audience}", f"Enter how many {WHOM[audience]} came")
            return Count(audience=audience.value, count=None, known=own) if own == Known.UNKNOWN else None
        if not known or known == Known.UNKNOWN:
            self._ask_how_known(audience, is_own=bool(own), says_unknown=bool(known))
            return None
        return Count(audience=audience.value, count=count, known=known)

    def _ask_how_known(self, audience: Audience, *, is_own: bool, says_unknown: bool) -> None:
        field = f"known_{audience}" if is_own else "known"
        if not self.has_error(field):
            self.add_error(field, "You entered a number. Choose how you know it, or take the number out" if says_unknown else "Choose how you know the number")

    def _lines_are_wrong(self) -> bool:
        return any(name in self.errors for name in self.line_names)

    @property
    def line_names(self) -> list[str]:
        return ["known", *(f"{part}_{audience}" for audience in Audience for part in ("count", "known"))]

    @property
    def first_line(self) -> str:
        return f"count_{self.main[0]}"


class CountForm(CountLines):
    """The count of one session: as few questions as can be."""

    def __init__(self, *args: Any, session: Session, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        expected = expected_at(session)
        self.audiences = list(expected) or likely_audiences(format=session.format, stages=session.stages)
        self.add_lines(main=self.audiences or list(Audience), expected=expected)
        self._alone_needs_no_name()

    def _alone_needs_no_name(self) -> None:
        if len(self.main) == 1:
            self.fields[self.first_line].label = f"How many {WHOM[self.main[0]]} came?"

    @property
    def layout(self) -> Layout:  # type: ignore[override]
        return Layout(*self.lines_layout())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.counts = self.read_lines(when_unknown=self.audiences or [Audience.NOT_RECORDED], must_say=True)
        return cleaned
