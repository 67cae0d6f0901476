"""What a coordinator says of a spreadsheet: which file, how it is read, what its columns are."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.text import Truncator

from campaigns.models import (
    Attendance,
    Format,
    ImportBatch,
    ImportFile,
    ImportRow,
    Membership,
    Topic,
)
from campaigns.spreadsheets.columns import COLUMNS, column_problems, places_of
from campaigns.spreadsheets.date_order import DATE_ORDER, ORDERS, date_with_month_first
from campaigns.spreadsheets.file import LARGEST_FILE, MOST_ROWS, SEPARATORS, How, column_letters
from campaigns.spreadsheets.totals import Sums
from sextortion_aware.forms.layout import Fieldset, Layout, Part, ServiceForm
from sextortion_aware.reading.problems import shown

FORMULAS = "It holds formulas, and what they come to is not kept in the file: use its parts."
HEADER_LINES = [
    ("1", "One line"),
    ("2", "Two lines, read together"),
    ("3", "Three lines, read together"),
]
LONGEST_LINE = 60
TAKEN_FOR = [("", "Not used"), *((name, label) for name, (label, _) in COLUMNS.items())]
KNOWN = [choice for choice in Attendance.Known.choices if choice[0] != Attendance.Known.UNKNOWN]


class FileBox(forms.FileInput):
    pack_part = "input"


class UploadForm(ServiceForm):
    file = forms.FileField(
        label="Spreadsheet",
        widget=FileBox({"accept": ".csv,.xlsx,.txt,text/csv"}),
        help_text=(
            f"CSV or Excel (.xlsx), {LARGEST_FILE // 1_000_000} MB and {MOST_ROWS:,} rows at most. "
            "One row for each talk."
        ),
        error_messages={
            "required": "Choose a spreadsheet",
            "empty": "The file is empty",
            "missing": "Choose a spreadsheet",
            "invalid": "Choose a spreadsheet",
        },
    )


class ReadingForm(ServiceForm):
    """How the file is read: what we guessed, to be changed without uploading it again."""

    all_optional = True

    def __init__(self, *args: Any, file: ImportFile, **kwargs: Any) -> None:
        super().__init__(*args, initial=as_read(file), **kwargs)
        self.file = file
        if len(file.sheets) > 1:
            self.fields["sheet"] = forms.ChoiceField(
                label="Sheet",
                choices=[
                    (title, f"{title} (hidden in the workbook)" if hidden else title)
                    for title, hidden in file.sheets
                ],
            )
        if file.separator:
            self.fields["separator"] = forms.ChoiceField(
                label="What stands between two columns",
                choices=[(sign, words.capitalize()) for sign, words in SEPARATORS.items()],
            )
        self.fields["header_line"] = forms.ChoiceField(
            label="Line with the names of the columns",
            choices=[*map(line_choice, file.first_lines), ("0", "None: the columns have no names")],
        )
        self.fields["header_lines"] = forms.ChoiceField(
            label="The names stand in", choices=HEADER_LINES
        )
        for name, box in self.fields.items():
            self._in_our_words(name, box)

    @property
    def how(self) -> How:
        """Of another sheet the lines are other ones, so there they are guessed anew."""
        said = self.cleaned_data
        sheet, separator = said.get("sheet", ""), said.get("separator", "")
        is_other = (sheet, separator) != (
            self.file.sheet if "sheet" in self.fields else "",
            self.file.separator,
        )
        return How(
            sheet=sheet,
            separator=separator,
            header_line=None if is_other else int(said["header_line"]),
            header_lines=None if is_other else int(said["header_lines"]),
        )


def as_read(file: ImportFile) -> dict[str, Any]:
    return {
        "sheet": file.sheet,
        "separator": file.separator,
        "header_line": str(file.header_line),
        "header_lines": str(file.header_lines or 1),
    }


def line_choice(line: Sequence[Any]) -> tuple[str, str]:
    number, cells = line
    words = " · ".join(text for text in cells if text)
    return str(number), f"Line {number}: {Truncator(words).chars(LONGEST_LINE)}"


class ColumnsForm(ServiceForm):
    """Each column of the file, and which of our names it is taken for."""

    default_format = forms.ChoiceField(
        label="Kind of session, when a row does not say", choices=Format.choices
    )
    default_topic = forms.ModelChoiceField(
        label="Topic, when a row does not say", queryset=Topic.objects.none(), empty_label="Choose"
    )
    default_officer = forms.ModelChoiceField(
        label="Officer, when a row does not say or we do not know the name",
        queryset=Membership.objects.none(),
        empty_label="Choose",
    )
    default_known = forms.ChoiceField(
        label="How the numbers are known, when a row does not say",
        choices=[("", "Choose"), *KNOWN],
        help_text="A number with “approx”, “about” or + counts as an estimate whatever you choose.",
        error_messages={"required": "Choose how the numbers are known"},
    )

    def __init__(
        self,
        *args: Any,
        batch: ImportBatch,
        sample: Sequence[Sequence[str]],
        initial: Mapping[str, Any],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial=column_initial(initial), **kwargs)
        for place, name in enumerate(batch.header):
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=f"{column_letters(place + 1)}: {name}",
                choices=TAKEN_FOR,
                required=False,
                help_text=column_words(place, sample, batch.sums),
            )
        self.places = range(len(batch.header))
        self._ask_for_order(batch)
        may_be = Q(is_offered=True) | Q(pk=batch.columns.get("default_topic") or 0)
        topics = Topic.objects.filter(may_be, campaign=batch.campaign)
        self.fields["default_topic"].queryset = topics  # type: ignore[attr-defined]
        officers = (
            Membership.objects.filter(campaign=batch.campaign).presenters().select_related("user")
        )
        self.fields["default_officer"].queryset = officers  # type: ignore[attr-defined]
        self.all_optional = True  # type: ignore[misc]  # "Not used" says it already
        self.layout = Layout(  # type: ignore[misc]
            Part("sides", *self._columns()),
            Fieldset(
                "What the file does not say",
                Part(
                    "sides",
                    Part("", "default_format", "default_topic"),
                    Part("", "default_officer", "default_known"),
                ),
            ),
        )

    def _taken(self) -> dict[str, list[int]]:
        """Each of our names, and the columns that are it, as they stand in the form."""
        found: dict[str, list[int]] = {}
        for place in self.places:
            name = str(self[f"column_{place}"].value() or "")
            if name in COLUMNS:
                found.setdefault(name, []).append(place)
        return found

    def _ask_for_order(self, batch: ImportBatch) -> None:
        date = next(iter(self._taken().get("date", [])), None)
        if found := date_with_month_first(batch, date):
            self.fields[DATE_ORDER] = forms.ChoiceField(
                label=f"The column has “{shown(found)}”. Which comes first in its dates?",
                choices=ORDERS,
                error_messages={"required": "Choose whether the day or the month comes first"},
            )
            self.dates = date or 0

    def _columns(self) -> list[Fieldset]:
        """In two halves, which stand side by side on a desk."""
        middle = (len(self.places) + 1) // 2
        halves = (self.places[:middle], self.places[middle:])
        return [Fieldset(taken_for(half), *self._names(half)) for half in halves if half]

    def _names(self, places: Sequence[int]) -> list[str]:
        names = [f"column_{place}" for place in places]
        if DATE_ORDER in self.fields and self.dates in places:
            names.insert(names.index(f"column_{self.dates}") + 1, DATE_ORDER)
        return names

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        taken = self._taken()
        for name, message in column_problems(self.columns).items():
            box = f"column_{taken[name][-1] if name in taken else 0}"
            self.add_error(box, ValidationError(message))
        return cleaned

    @property
    def columns(self) -> dict[str, Any]:
        said = self.cleaned_data
        chosen = {
            name: places[0] if len(places) == 1 else places
            for name, places in self._taken().items()
        }
        rows = {
            name: said[name].pk for name in ("default_topic", "default_officer") if said.get(name)
        }
        return (
            chosen
            | rows
            | {name: said.get(name, "") for name in (DATE_ORDER, "default_format", "default_known")}
        )


def taken_for(places: Sequence[int]) -> str:
    first, last = column_letters(places[0] + 1), column_letters(places[-1] + 1)
    if first == last:
        return f"What column {first} is taken for"
    return f"What columns {first} to {last} are taken for"


def column_initial(columns: Mapping[str, Any]) -> dict[str, Any]:
    """What is kept by our names, by the columns of the file."""
    by_place = {f"column_{place}": name for name in COLUMNS for place in places_of(columns, name)}
    return {name: said for name, said in columns.items() if name not in COLUMNS} | by_place


def column_words(place: int, sample: Sequence[Sequence[str]], sums: Sequence[Sums]) -> str:
    """Its first cell that holds something, because a header often says little, and what it comes
    to.
    """
    example = next((row[place] for row in sample if place < len(row) and row[place]), "")
    total, rows, formulas = sums[place] if place < len(sums) else (0, 0, 0)
    more = [f"Like “{shown(example)}”." if example else "Empty in the first rows."]
    if rows:
        more.append(f"It adds up to {total:,} in {rows:,} {'row' if rows == 1 else 'rows'}.")
    if formulas:
        more.append(FORMULAS)
    return " ".join(more)


VERDICTS = {
    ImportRow.Verdict.READY: ("Ready", "good"),
    ImportRow.Verdict.HELD: ("Held back", "brand"),
    ImportRow.Verdict.DUPLICATE: ("There already", ""),
    ImportRow.Verdict.WRONG: ("Cannot be taken", "bad"),
}
