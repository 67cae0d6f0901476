"""Who came: a line for each audience, and how the numbers are known.

Shared by the log, the count of a planned session and the edit.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from crispy_forms.layout import LayoutObject
from crispy_forms.utils import TEMPLATE_PACK
from django import forms
from django.http import QueryDict
from django.template import Context
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from campaigns.models import MOST_IN_A_ROW, Attendance, Audience
from campaigns.sessions.audiences import WHOM
from campaigns.sessions.other_column import MOVE, moved
from campaigns.sessions.rules import Count
from campaigns.sessions.stage_lines import WAS, StageLines
from sextortion_aware.forms.drawing import attributes
from sextortion_aware.forms.fields import SumField
from sextortion_aware.forms.layout import More
from sextortion_aware.forms.widgets import Radios

Known = Attendance.Known
NOBODY = "nobody"  # nought, said by somebody who was there
KNOWN_CHOICES = [
    (Known.COUNTED.value, "I counted"),
    (Known.REGISTER.value, "From a register"),
    (Known.ESTIMATED.value, "It is an estimate"),
    (NOBODY, "Nobody came"),
    (Known.UNKNOWN.value, "I don’t know the number yet"),
]
OWN_CHOICES = [
    ("", "As above"),
    ("counted", "Counted"),
    ("register", "From a register"),
    ("estimated", "An estimate"),
    ("unknown", "Not known yet"),
]

HOW_MANY = "Enter how many people came, or choose “Nobody came” or “I don’t know the number yet”"
HOW_KNOWN = "Choose how you know the number"
NUMBER_YET_UNKNOWN = "You entered a number. Choose how you know it, or take the number out"
ANOTHER_WAY = "One of these numbers is known in another way"
# What may be asked for.
WAYS, SCHOOL, SPLIT, PLACE = "ways", "school", "stages", "place"
TOTAL_ONLY = "Everybody together, when only a total is known"


def ask_how_known(form: forms.Form, field: str, *, says_unknown: bool) -> None:
    if not form.has_error(field):
        form.add_error(field, NUMBER_YET_UNKNOWN if says_unknown else HOW_KNOWN)


class Ask(LayoutObject):  # type: ignore[misc]  # crispy ships no types
    """Buttons that send the form for more of it, each with its words and what it asks for: its
    address is that of the form and this. `told` is said of the last one.
    """

    fields: Sequence[str] = ()

    def __init__(self, *buttons: tuple[str, str], told: str = "") -> None:
        self.buttons, self.told = buttons, told

    def __add__(self, other: "Ask") -> "Ask":
        """What is said stands above them all, and its button is the last one."""
        said, silent = (self, other) if self.told else (other, self)
        return Ask(*silent.buttons, *said.buttons, told=said.told)

    def render(
        self, form: forms.Form, context: Context, template_pack: str = TEMPLATE_PACK, **kwargs: Any
    ) -> SafeString:
        told = format_html("<p class=hint id=told>{}</p>", self.told) if self.told else ""
        last = attributes({"autofocus": True, "aria-describedby": "told"}) if self.told else ""
        drawn = format_html_join(
            "",
            '<button class="button second" formaction="{}{}/"{}>{}</button>',
            (
                (context["form_at"], what, last if (words, what) == self.buttons[-1] else "", words)
                for words, what in self.buttons
            ),
        )
        return format_html("{}<div class=actions>{}</div>", told, drawn)


def in_one_row(parts: Sequence[LayoutObject | str]) -> list[LayoutObject | str]:
    """Buttons beside each other, where nothing stands between them."""
    found: list[LayoutObject | str] = []
    for part in parts:
        if found and isinstance(part, Ask) and isinstance(found[-1], Ask):
            found[-1] += part
        else:
            found.append(part)
    return found


class CountLines(StageLines):
    """`main` are the audiences asked for at once; the others are folded away, each with its own way
    of knowing.

    What few people need comes when it is asked for: with `asks_for` the form was sent for a line
    for one more school, or for the ways of knowing of each line. Then nothing is said yet of what
    is typed, and it is not valid, so nothing is saved. `on_phone` there is no server to ask, so
    all is there, folded away.
    """

    completes = False

    def __init__(
        self,
        data: QueryDict | None = None,
        *args: Any,
        asks_for: str = "",
        on_phone: bool = False,
        auto_id: str = "f",
        **kwargs: Any,
    ) -> None:
        self.asks_for, self.on_phone = asks_for, on_phone
        if data is not None and MOVE in data:
            data = moved(data)
        super().__init__(data, *args, auto_id=auto_id, **kwargs)

    def full_clean(self) -> None:
        super().full_clean()
        if self.asks_for:
            self.errors.clear()

    def is_valid(self) -> bool:
        return super().is_valid() and not self.asks_for

    @property
    def is_wrong(self) -> bool:
        """Then the page's title says so too."""
        return bool(self.errors)

    def add_lines(
        self,
        *,
        main: Iterable[Audience],
        hints: Mapping[Audience, str] | None = None,
        stages: Iterable[str] = (),
    ) -> None:
        """With two `stages` of one audience its number can be split by them."""
        self.main = list(main)
        self.add_stages(frozenset(stages))
        self.others = [audience for audience in Audience if audience not in self.main]
        for audience in [*self.main, *self.others]:
            self.fields[f"count_{audience}"] = SumField(
                label=TOTAL_ONLY if audience == Audience.NOT_RECORDED else audience.label,
                what=f"how many {WHOM[audience]} came",
                most=MOST_IN_A_ROW,
                required=False,
                help_text=(hints or {}).get(audience, ""),
            )
            self.fields[f"known_{audience}"] = forms.ChoiceField(
                label=f"How do you know the number of {WHOM[audience]}?",
                choices=OWN_CHOICES,
                required=False,
            )
        self.fields["known"] = forms.ChoiceField(
            label="How do you know?", choices=KNOWN_CHOICES, widget=Radios, required=False
        )
        for name in self.line_names:
            self._in_our_words(name, self.fields[name])
        if self.asks_for == WAYS:
            self.fields[f"known_{self.main[0]}"].widget.attrs["autofocus"] = True
        if self.asks_for == SPLIT and self.split:
            self.fields[f"stage_{self.split[0]}"].widget.attrs["autofocus"] = True
        # each form has its own lines
        self.asked_if = self.asked_if | frozenset(self.line_names)  # type: ignore[misc]

    def lines_layout(self) -> list[LayoutObject | str]:
        return [
            *(f"count_{audience}" for audience in self.main),
            "known",
            *self._ways_layout(),
            *self.split_layout(is_open=self.asks_for == SPLIT),
            *(
                [
                    More(
                        "Somebody else came too",
                        *(
                            f"{part}_{audience}"
                            for audience in self.others
                            for part in ("count", "known")
                        ),
                    )
                ]
                if self.others
                else []
            ),
        ]

    def _ways_layout(self) -> list[LayoutObject]:
        if len(self.main) == 1:
            return []
        own = [f"known_{audience}" for audience in self.main]
        if self.on_phone or self.asks_for == WAYS or any(self[name].value() for name in own):
            return [More(ANOTHER_WAY, *own, is_open=self.asks_for == WAYS)]
        return [Ask((ANOTHER_WAY, WAYS))]

    def read_lines(self, *, when_alone: Sequence[Audience], must_say: bool) -> list[Count]:
        """The rows of the lines filled in.

        `when_alone` are the audiences of "nobody came" and "I don't know yet" without a single
        number.
        """
        overall = self.cleaned_data.get("known", "")
        rows = self.read_rows(overall)
        if rows or self._lines_are_wrong():
            return rows
        if overall == NOBODY:
            return [
                Count(audience=audience.value, count=0, known=Known.COUNTED.value)
                for audience in when_alone
            ]
        if overall == Known.UNKNOWN and must_say:
            return [
                Count(audience=audience.value, count=None, known=Known.UNKNOWN.value)
                for audience in when_alone
            ]
        if must_say:
            self.add_error(self.first_line, HOW_MANY)
        return rows

    def read_rows(self, overall: str) -> list[Count]:
        return [row for audience in Audience for row in self._read_line(audience, overall)]

    def _read_line(self, audience: Audience, overall: str) -> list[Count]:
        box, own = f"count_{audience}", self.cleaned_data.get(f"known_{audience}", "")
        numbers = self.read_numbers(audience, box)
        if numbers is None:
            return []
        if not numbers:
            if own and own != Known.UNKNOWN:
                self.add_error(box, f"Enter how many {WHOM[audience]} came")
            is_unknown = own == Known.UNKNOWN
            return [Count(audience=audience.value, count=None, known=own)] if is_unknown else []
        known = own or overall
        if known == NOBODY and not any(numbers.values()):
            known = Known.COUNTED.value
        if known in ("", NOBODY, Known.UNKNOWN):
            ask_how_known(self, f"known_{audience}" if own else "known", says_unknown=bool(known))
            return []
        return [
            Count(
                audience=audience.value,
                count=number,
                known=self.way_of(stage, number, known),
                stage=stage,
            )
            for stage, number in numbers.items()
        ]

    def box_of(self, row: Count) -> forms.BoundField:
        """Where its number was typed."""
        return self[f"stage_{row.stage}" if row.stage else f"count_{row.audience}"]

    def _lines_are_wrong(self) -> bool:
        return any(name in self.errors for name in self.line_names)

    @property
    def line_names(self) -> list[str]:
        return [
            "known",
            *(f"{part}_{audience}" for audience in Audience for part in ("count", "known")),
            *(f"stage_{stage}" for stage in self.split),
        ]

    @property
    def first_line(self) -> str:
        return f"count_{self.main[0]}"


def lines_of(rows: Iterable[Attendance]) -> dict[str, Any]:
    """What the lines of these rows begin with.

    The way of knowing that all share is said once, above; otherwise each line says its own. Where
    the parts of one number are known in two ways, the number is an estimate.
    """
    ways: dict[str, str] = {}
    lines: dict[str, Any] = {}
    for row in rows:
        lines[f"stage_{row.stage}" if row.stage else f"count_{row.audience}"] = row.count
        lines |= {f"{WAS}{row.stage}": (row.count, row.known)} if row.stage else {}
        own = f"known_{row.audience}"
        ways[own] = row.known if ways.get(own, row.known) == row.known else Known.ESTIMATED.value
    if not lines:
        return {}
    shared = set(ways.values())
    return lines | ({"known": shared.pop()} if len(shared) == 1 else {"known": "", **ways})
