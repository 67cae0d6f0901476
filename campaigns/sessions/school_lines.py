"""Several schools in one session, like six in one theatre: for each its name and who came from it.

Without a script the next one is unfolded.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from crispy_forms.layout import LayoutObject
from django import forms
from django.urls import reverse

from campaigns.models import MOST_IN_A_ROW, Attendance, Audience, Campaign, Place
from campaigns.places.field import PlaceField
from campaigns.sessions.count_lines import NOBODY, OWN_CHOICES, WHOM, CountLines, Known
from campaigns.sessions.rules import Count
from sextortion_aware.forms.fields import CountField
from sextortion_aware.forms.layout import More

FEWEST_OFFERED = 8
AUDIENCE_OF = {Place.Kind.PRIMARY: Audience.CHILDREN, Place.Kind.SECONDARY: Audience.YOUNG_PEOPLE}


class SchoolLines(CountLines):
    """The lines above are of people who are not said to come from another school; each school has
    lines of its own.
    """

    numbers: Sequence[int] = ()

    def add_schools(self, *, campaign: Campaign, rows: Iterable[Attendance] = ()) -> None:
        """`rows` stand there already, each with its place."""
        known = schools_of(rows)
        self.numbers = range(1, max(FEWEST_OFFERED, len(known) + 1) + 1)
        places, search = Place.objects.filter(campaign=campaign), reverse("campaigns:place_search")
        for number in self.numbers:
            self._add_school(number, places=places, search=search)
        for number, school in zip(self.numbers, known, strict=False):
            self.initial.update({f"school_{number}{part}": value for part, value in school.items()})
        names = [name for number in self.numbers for name in names_of(number)]
        for name in names:
            self._in_our_words(name, self.fields[name])
        # each form has its own lines
        self.asked_if = self.asked_if | frozenset(names)  # type: ignore[misc]

    def _add_school(self, number: int, *, places: Any, search: str) -> None:
        self.fields[f"school_{number}"] = PlaceField(
            label=f"Name of school {number}",
            places=places,
            search_url=search,
            what="the school",
            required=False,
        )
        for audience in Audience:
            self.fields[f"school_{number}_{audience}"] = CountField(
                label=f"{WHOM[audience].capitalize()} from school {number}",
                what=f"how many {WHOM[audience]} came from this school",
                most=MOST_IN_A_ROW,
                required=False,
            )
        self.fields[f"school_{number}_known"] = forms.ChoiceField(
            label=f"How do you know these numbers of school {number}?",
            choices=OWN_CHOICES,
            required=False,
        )

    def lines_layout(self) -> list[LayoutObject | str]:
        folded: list[LayoutObject | str] = []
        for number in reversed(self.numbers):
            folded = [
                More(
                    "Add another school" if number > 1 else "People from other schools came too",
                    *names_of(number),
                    *folded,
                )
            ]
        return [*super().lines_layout(), *folded]

    @property
    def line_names(self) -> list[str]:
        return [
            *super().line_names,
            *(name for number in self.numbers for name in names_of(number)),
        ]

    def read_rows(self, overall: str) -> list[Count]:
        rows = super().read_rows(overall)
        for number in self.numbers:
            for row in self._read_school(number, overall):
                if any(
                    (row.audience, row.place) == (other.audience, other.place) for other in rows
                ):
                    self.add_error(
                        f"school_{number}",
                        (
                            f"This school’s {WHOM[Audience(row.audience)]} are here twice. Put "
                            "them together"
                        ),
                    )
                    break
                rows.append(row)
        return rows

    def _read_school(self, number: int, overall: str) -> list[Count]:
        if any(name in self.errors for name in names_of(number)):
            return []
        said, place, own = (
            self.cleaned_data,
            self.cleaned_data.get(f"school_{number}"),
            self.cleaned_data.get(f"school_{number}_known", ""),
        )
        counts = {
            audience: count
            for audience in Audience
            if (count := said.get(f"school_{number}_{audience}")) is not None
        }
        if place is None:
            if counts or own:
                self.add_error(f"school_{number}", "Enter which school these people came from")
            return []
        if place == self.own_place():
            self.add_error(
                f"school_{number}", "This is where it was held. Count its people in the lines above"
            )
            return []
        if not counts:
            return self._without_numbers(number, place, own or overall)
        return self._with_numbers(
            place, counts, own or overall, asked_in=f"school_{number}_known" if own else "known"
        )

    def own_place(self) -> Place | None:
        return self.cleaned_data.get("place")

    def _with_numbers(
        self, place: Place, counts: dict[Audience, int], known: str, *, asked_in: str
    ) -> list[Count]:
        if known == NOBODY and not any(counts.values()):
            known = Known.COUNTED.value
        if known in ("", NOBODY, Known.UNKNOWN):
            self.ask_how_known(asked_in, says_unknown=bool(known))
            return []
        return [
            Count(audience=audience.value, count=count, known=known, place=place)
            for audience, count in counts.items()
        ]

    def _without_numbers(self, number: int, place: Place, known: str) -> list[Count]:
        audience = AUDIENCE_OF.get(Place.Kind(place.kind), Audience.NOT_RECORDED)
        if known == NOBODY:
            return [Count(audience=audience.value, count=0, known=Known.COUNTED.value, place=place)]
        if known == Known.UNKNOWN:
            return [Count(audience=audience.value, count=None, known=known, place=place)]
        self.add_error(
            f"school_{number}_{audience}",
            f"Enter how many came from {place.name}, or say that it is not known yet",
        )
        return []


def names_of(number: int) -> list[str]:
    return [
        f"school_{number}",
        *(f"school_{number}_{audience}" for audience in Audience),
        f"school_{number}_known",
    ]


def schools_of(rows: Iterable[Attendance]) -> list[dict[str, Any]]:
    """Each by the ends of its names.

    Numbers of one school that are known in different ways stand in two.
    """
    named = [row for row in rows if row.place]
    named.sort(key=lambda row: (row.place_id, row.known))
    return [
        {"": place, "_known": known, **{f"_{row.audience}": row.count for row in group}}
        for (place, known), group in groupby(named, key=lambda row: (row.place, row.known))
    ]
