"""The log of a session: a whole session, beginning with what this officer does most."""

import uuid
from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import Any, cast

from crispy_forms.layout import LayoutObject
from django import forms
from django.http import QueryDict

from campaigns.models import Audience, Membership, Place
from campaigns.sessions.audiences import likely_audiences
from campaigns.sessions.forms import SessionForm
from campaigns.sessions.habits import Habit, habit_of, last_places
from sextortion_aware.forms.layout import Layout, More, Part, Reveal, Usual
from sextortion_aware.forms.rows_field import LONGEST_ID
from sextortion_aware.forms.widgets import Radios

ELSEWHERE = "other"
OTHERS_CAME = "Other people or schools"
PUPILS = (Audience.CHILDREN, Audience.YOUNG_PEOPLE)


def short_label(place: Place) -> str:
    return f"{place.name}, {place.town}" if place.town else place.name


class LogForm(SessionForm):
    """`client_id` makes one session of the same form sent twice.

    It begins with what this officer does most, but never with a figure.
    """

    address = "campaigns:session_log"
    # What is folded away needs not to be called optional.
    asked_if = SessionForm.asked_if | {"minutes", "starts_at", "stages", "partners", "notes"}

    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, member: Membership, today: date, **kwargs: Any) -> None:
        self.member = member
        super().__init__(*args, member=member, today=today, **kwargs)
        self.fields["client_id"].error_messages = dict.fromkeys(
            ("required", "invalid"),
            "Something went wrong with this form. Open “Log a session” again",
        )
        self.last_places = self._last_places(member)
        if self.last_places:
            self._ask_whether_there()
        if not self.is_bound:
            self._begin_with_the_usual()
        self.fields["held_on"].help_text = "A day to come plans it."
        for name in ("stages", "starts_at"):
            self.fields[name].help_text = ""

    @cached_property
    def habit(self) -> Habit:
        return habit_of(self.member, today=self.today)

    @property
    def front(self) -> Sequence[Audience]:
        """Whose numbers are asked for at once; the others are one tap away."""
        if self.is_bound:
            said = cast("QueryDict", self.data)
            place = getattr(self, "cleaned_data", {}).get("place")
            likely = likely_audiences(
                format=said.get("format", ""), stages=said.getlist("stages"), place=place
            )
        else:
            likely = likely_audiences(format=self.habit.format or "", stages=())
        return likely or PUPILS

    @property
    def first_line(self) -> str:
        return f"count_{self.front[0]}"

    def _begin_with_the_usual(self) -> None:
        usual = {
            "format": self.habit.format,
            "minutes": self.habit.minutes,
            "topics": self.habit.topic and [self.habit.topic],
        }
        for name, value in usual.items():
            if value is not None:
                self.initial.setdefault(name, value)

    def _last_places(self, member: Membership) -> list[Place]:
        """With the one that was chosen: a phone without a signal may send it when it is long not
        the last any more.
        """
        places, chosen = last_places(member, today=self.today), str(self.data.get("last_place", ""))
        if (
            chosen.isdecimal()
            and len(chosen) <= LONGEST_ID
            and int(chosen) not in {place.pk for place in places}
        ):
            places += Place.objects.filter(campaign=self.campaign, pk=int(chosen)).select_related(
                "area"
            )
        return places

    def _ask_whether_there(self) -> None:
        choices = [
            *(
                (str(place.pk), f"{place.name}, {place.town}".rstrip(", "))
                for place in self.last_places
            ),
            (ELSEWHERE, "Somewhere else"),
        ]
        self.fields["last_place"] = forms.ChoiceField(
            label="Where was it?", choices=choices, widget=Radios, required=False, initial=ELSEWHERE
        )
        self._in_our_words("last_place", self.fields["last_place"])
        # each form has its own places
        self.asked_if = self.asked_if | {"last_place"}  # type: ignore[misc]
        if self.is_bound and not self._is_there(str(self.data.get("last_place", ""))):
            self.data = cast("QueryDict", self.data).copy()
            self.data["last_place"] = ELSEWHERE

    def _is_there(self, chosen: str) -> bool:
        """A phone may send the number of a place that is joined with another by now. With it comes
        the name, by which the other one is found.
        """
        if not chosen:
            return False
        is_number = chosen.isdecimal() and len(chosen) <= LONGEST_ID
        return not (is_number and self.data.get("place")) or any(
            place.pk == int(chosen) for place in self.last_places
        )

    @property
    def layout(self) -> Layout:  # type: ignore[override]
        """A number and a place, and what is nearly always the same in a line each."""
        place = Reveal("last_place", {ELSEWHERE: "place"}) if self.last_places else "place"
        partners = [More("Partners were there", "partners")] if self.has_partners else []
        usual = [
            Usual("Kind", "format", "minutes", "topics", says=self.kind_said),
            Usual("When", "held_on", "starts_at", says=self.day_said),
            Usual("Stages", "stages", says=self.stages_said),
            Usual("Given by", "officers", *partners, says=self.officers_said),
            Usual("Notes", "notes", says="written" if self["notes"].value() else "none"),
        ]
        counts = Part("", *self.lines_layout())
        return Layout(Part("sides", counts, Part("", place, "is_online", *usual)))

    def lines_layout(self) -> list[LayoutObject | str]:
        """Of all that the form has, the likely lines first and the rest folded away."""
        front = [f"count_{audience}" for audience in self.front]
        for name in front:
            self.fields[name].widget.attrs["data-pad"] = True
            self.fields[name].help_text = ""
        rest = [line for line in super().lines_layout() if line not in (*front, "known")]
        is_open = bool(self.asks_for) or any(school.is_filled for school in self.schools)
        return [Part("row", *front, "known"), More(OTHERS_CAME, *rest, is_open=is_open)]

    @property
    def has_partners(self) -> bool:
        return bool(cast("Any", self.fields["partners"]).queryset)

    @property
    def kind_said(self) -> str:
        """Empty while a kind or a topic is not chosen: then both are asked for."""
        kind, topics = self.labels_of("format"), self.labels_of("topics")
        minutes = self["minutes"].value()
        length = [f"{minutes} minutes"] if minutes else []
        return ", ".join([*kind, *length, *topics]) if kind and topics else ""

    @property
    def day_said(self) -> str:
        start = [str(self["starts_at"].value())] if self["starts_at"].value() else []
        day = self["held_on"].value()
        typed = day if isinstance(day, (list, tuple)) else (day.day, day.month, day.year)
        words = ".".join(str(part) for part in typed if part)
        today = self.today
        if words == f"{today.day}.{today.month}.{today.year}":
            words = f"today, {today:%-d %B}"
        return ", ".join([words, *start])

    @property
    def stages_said(self) -> str:
        return ", ".join(self.labels_of("stages")) or "none chosen"

    @property
    def officers_said(self) -> str:
        return ", ".join(self.labels_of("officers"))

    def labels_of(self, name: str) -> list[str]:
        chosen = self[name].value() or []
        keys = {str(key) for key in (chosen if isinstance(chosen, (list, tuple)) else [chosen])}
        choices = cast("Any", self.fields[name]).choices
        return [str(label) for key, label in choices if str(key) in keys]

    def clean(self) -> dict[str, Any]:
        """One tap on a place is worth more than words left in the box."""
        if chosen := self._chosen_last():
            self.errors.pop("place", None)
            self.cleaned_data["place"] = chosen
        return super().clean()

    def _chosen_last(self) -> Place | None:
        chosen = self.cleaned_data.get("last_place")
        return next((place for place in self.last_places if str(place.pk) == chosen), None)

    def field_for(self, name: str) -> str | None:
        return "last_place" if name == "place" and self._chosen_last() else super().field_for(name)
