"""One school of several in one session, like six in one theatre: its name and who came from it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import groupby
from typing import Any, cast

from django import forms
from django.forms.formsets import INITIAL_FORM_COUNT, TOTAL_FORM_COUNT, ManagementForm
from django.urls import reverse
from django.utils.functional import cached_property

from campaigns.models import MOST_IN_A_ROW, Attendance, Audience, Place
from campaigns.places.field import PlaceField
from campaigns.sessions.audiences import WHOM
from campaigns.sessions.count_lines import OWN_CHOICES
from campaigns.sessions.stage_lines import StageLines
from sextortion_aware.forms.fields import SumField
from sextortion_aware.patterns import compiled

MOST_SCHOOLS = 40
ON_PHONE = 8  # where no server can be asked for one more
TOO_MANY = (
    f"A session takes {MOST_SCHOOLS} schools, numbered 1 to {MOST_SCHOOLS}. "
    "Log the others as a second session"
)
NUMBERED = compiled(r"school_(?P<number>[0-9]+)(?:_[a-z_]*(?:[PS][1-7])?)?")
NUMBERS = {str(number): number for number in range(1, MOST_SCHOOLS + 1)}


class SchoolForm(StageLines):
    """Its boxes are named school_1, school_1_children and so on: phones keep these names. With two
    `stages` of one audience its number can be split by them.
    """

    completes = False

    place = PlaceField(places=Place.objects.none(), what="the school", required=False)
    known = forms.ChoiceField(choices=OWN_CHOICES, required=False)

    def __init__(
        self,
        *args: Any,
        places: Any,
        stages: Iterable[str] = (),
        add_at: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        number = str(self.prefix).rpartition("_")[2]
        self.came_from = f" from school {number}"
        if self.auto_id == "s":
            self.auto_id = f"s{number}_"
        self.fields["place"].label = f"Name of school {number}"
        self.fields["place"].places = places  # type: ignore[attr-defined]
        self.fields["place"].add_at = add_at  # type: ignore[attr-defined]
        self.fields["place"].widget.attrs["data-search-url"] = reverse("campaigns:place_search")
        known = self.fields.pop("known")
        known.label = f"How do you know these numbers of school {number}?"
        for audience in Audience:
            self.fields[audience.value] = SumField(
                label=f"{WHOM[audience].capitalize()} from school {number}",
                what=f"how many {WHOM[audience]} came from this school",
                most=MOST_IN_A_ROW,
                required=False,
            )
        self.fields["known"] = known
        self.add_stages(frozenset(stages))
        for name, field in self.fields.items():
            self._in_our_words(name, field)
        # none is needed, and none is called optional
        self.asked_if = frozenset(self.fields)  # type: ignore[misc]

    def add_prefix(self, field_name: str) -> str:
        return str(self.prefix) if field_name == "place" else f"{self.prefix}_{field_name}"

    @property
    def school(self) -> Place | None:
        """As it was found, or as it stands there already."""
        said = getattr(self, "cleaned_data", self.initial)
        found = said.get("place")
        return found if isinstance(found, Place) else None

    @property
    def is_filled(self) -> bool:
        return any(field.errors or field.value() not in (None, "", ("", "", "")) for field in self)


class Schools(forms.BaseFormSet[SchoolForm]):
    """As many as were sent, or as stand there already and then an empty one; `more` adds one.

    How many were sent is told by their names and not counted beside them: so what a phone kept
    long ago is read like what a page sent now.
    """

    more = on_phone = False

    @cached_property
    def management_form(self) -> ManagementForm:
        counts = {TOTAL_FORM_COUNT: self.total_form_count(), INITIAL_FORM_COUNT: 0}
        form = ManagementForm({f"{self.prefix}-{name}": n for name, n in counts.items()})
        form.prefix = self.prefix
        form.full_clean()
        return form

    def initial_form_count(self) -> int:
        return 0

    def total_form_count(self) -> int:
        known = len(self.initial or ())
        there = last_number(self.data) if self.is_bound else known + (known > 0)
        fewest = ON_PHONE if self.on_phone else 0
        return min(max(there, fewest) + self.more, MOST_SCHOOLS)

    def add_prefix(self, index: Any) -> str:
        return f"{self.prefix}_{index + 1}"


SchoolFormSet = cast(
    "type[Schools]",
    forms.formset_factory(
        SchoolForm, formset=Schools, max_num=MOST_SCHOOLS, absolute_max=MOST_SCHOOLS
    ),
)


def last_number(data: Mapping[str, Any]) -> int:
    return max((NUMBERS.get(number, 0) for number in map(number_of, data)), default=0)


def number_of(name: str) -> str:
    found = NUMBERED.fullmatch(name)
    return found["number"] if found else ""


def says_too_many(data: Mapping[str, Any]) -> bool:
    """An answer about a school that has no boxes here is told, and never left out in silence."""
    return any(
        number and number not in NUMBERS and str(said).strip()
        for number, said in ((number_of(name), said) for name, said in data.items())
    )


def schools_of(rows: Iterable[Attendance]) -> list[dict[str, Any]]:
    """What the forms of these rows begin with.

    Numbers of one school that are known in different ways stand in two, and the parts of one
    number in one.
    """
    named = [row for row in rows if row.place]
    ways: dict[tuple[int | None, str], set[str]] = defaultdict(set)
    for row in named:
        ways[row.place_id, row.audience].add(row.known)

    def known_of(row: Attendance) -> str:
        own = ways[row.place_id, row.audience]
        return row.known if len(own) == 1 else Attendance.Known.ESTIMATED.value

    named.sort(key=lambda row: (row.place_id, known_of(row)))
    return [
        {
            "place": place,
            "known": known,
            **{f"stage_{row.stage}" if row.stage else row.audience: row.count for row in group},
        }
        for (place, known), group in groupby(named, key=lambda row: (row.place, known_of(row)))
    ]
