"""A box for each cell of a row that is used, with what is said of it and what the file has."""

from collections.abc import Mapping
from typing import Any

from django import forms

from campaigns.history.opened import version_of
from campaigns.models import ImportRow
from campaigns.spreadsheets.columns import COLUMNS, places_of
from campaigns.spreadsheets.file import LONGEST_CELL, tidy
from campaigns.spreadsheets.mended import cell_at, cells_in_words
from campaigns.spreadsheets.rows import look_into
from campaigns.spreadsheets.setting import Reading, Setting
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.told import OpenedField
from sextortion_aware.forms.words import WordsField
from sextortion_aware.reading.problems import shown

LINES_OF_NOTES = 5
DAY_FIRST = "For example 12/3/2019"
FORMULA = "Write what it comes to: we do not work out formulas"
MONTH_FIRST = "The month comes first in this column. For example 3/25/2019"


class MendForm(ServiceForm):
    all_optional = True  # a cell may be empty

    opened = OpenedField()

    def __init__(
        self, data: Any, *, row: ImportRow, setting: Setting, alike: Mapping[int, int]
    ) -> None:
        """`alike` says how many other rows say the same in a column."""
        self.row, self.setting, self.now = row, setting, row.as_mended
        self.names = names_of(setting)
        initial = {f"cell_{place}": cell_at(self.now, place) for place in self.names}
        version = version_of(cells_in_words(row))
        super().__init__(data, initial={**initial, "opened": version})
        self.standing = self._looked_into({})
        for place, name in self.names.items():
            self.fields[f"cell_{place}"] = WordsField(
                label=label_of(setting, place, name),
                max_length=LONGEST_CELL,
                lines=LINES_OF_NOTES if name == "notes" else 1,
                required=False,
                help_text=self._hint(place, self.standing.beside.get(place, [])),
            )
            if number := alike.get(place):
                self.fields[f"alike_{place}"] = forms.BooleanField(
                    label=alike_words(number, cell_at(row.cells, place)), required=False
                )
        for field_name, field in self.fields.items():
            self._in_our_words(field_name, field)

    def _looked_into(self, words: Mapping[int, str]) -> Reading:
        width = max(len(self.now), *(place + 1 for place in self.names), 0)
        cells = [words.get(place, cell_at(self.now, place)) for place in range(width)]
        return look_into(cells, line=self.row.line, setting=self.setting, answers=self.row.answers)

    def _hint(self, place: int, said: list[str]) -> str:
        words = [f"{sentence.rstrip('.')}." for sentence in said]
        if str(place) in self.row.mended:
            own = cell_at(self.row.cells, place)
            words.append(f"In the file: “{shown(own)}”." if own else "Empty in the file.")
        if self.names[place] == "date":
            words.append(MONTH_FIRST if self.setting.month_first else DAY_FIRST)
        return " ".join(words)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        looked = self._looked_into(self.words)
        for place, text in self.words.items():
            if text == cell_at(self.now, place):
                continue
            if text.startswith("=") and text != cell_at(self.row.cells, place):
                self.add_error(f"cell_{place}", FORMULA)
                continue
            # What was said of it was about the words that stood there before.
            self[f"cell_{place}"].help_text = self._hint(place, [])
            # The file's own words are always taken again, and a place can be chosen afterwards.
            is_taken = text == cell_at(self.row.cells, place) or self.names[place] == "place"
            for sentence in () if is_taken else looked.beside.get(place, ()):
                if sentence in looked.wrong:
                    self.add_error(f"cell_{place}", sentence)
        return cleaned

    @property
    def words(self) -> dict[int, str]:
        said = {place: self.cleaned_data.get(f"cell_{place}") for place in self.names}
        return {place: tidy(text) for place, text in said.items() if text is not None}

    @property
    def alike(self) -> set[int]:
        return {place for place in self.names if self.cleaned_data.get(f"alike_{place}")}

    @property
    def of_the_row(self) -> list[str]:
        """What is said of it and stands beside no box."""
        beside = {sentence for said in self.standing.beside.values() for sentence in said}
        return [sentence for sentence in self.row.problems if sentence not in beside]

    @property
    def stands(self) -> list[dict[str, str]]:
        return [
            {
                "key": str(self.fields[f"cell_{place}"].label),
                "value": cell_at(self.now, place) or "(empty)",
            }
            for place in self.names
        ]


def names_of(setting: Setting) -> dict[int, str]:
    """The columns that are used, in the order of the file; each with our name."""
    used = {place: name for name in COLUMNS for place in places_of(setting.columns, name)}
    return {place: used[place] for place in sorted(used) if place < len(setting.header)}


def label_of(setting: Setting, place: int, name: str) -> str:
    """As the file calls it, and as we do: short, “Pupils” and not what pupils are."""
    header = setting.header[place]
    ours = COLUMNS[name][0].partition(":")[0].partition(" (")[0] if name else ""
    return f"{header} ({ours})" if ours and ours.casefold() != header.casefold() else header


def alike_words(number: int, text: str) -> str:
    others = "row that says" if number == 1 else f"{number:,} rows that say"
    return f"The same for the other {others} “{shown(text)}”"
