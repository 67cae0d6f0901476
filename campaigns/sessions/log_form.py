"""The log of a session: a whole session, beginning with what this officer does most."""

import uuid
from datetime import date
from typing import Any, cast

from django import forms
from django.http import QueryDict

from campaigns.models import Membership, Place
from campaigns.sessions.forms import SessionForm
from campaigns.sessions.habits import Habit, habit_of, last_places
from sextortion_aware.forms.layout import Fieldset, Reveal
from sextortion_aware.forms.rows_field import LONGEST_ID
from sextortion_aware.forms.widgets import Radios

ELSEWHERE = "other"
AS_USUAL = "What you do most. Change it if this was different."


class LogForm(SessionForm):
    """`client_id` makes one session of the same form sent twice.

    It begins with what this officer does most, but never with a figure.
    """

    address = "campaigns:session_log"

    client_id = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, member: Membership, today: date, **kwargs: Any) -> None:
        super().__init__(*args, member=member, today=today, **kwargs)
        self.fields["client_id"].error_messages = dict.fromkeys(
            ("required", "invalid"),
            "Something went wrong with this form. Open “Log a session” again",
        )
        self.last_places = self._last_places(member)
        if self.last_places:
            self._ask_whether_there()
        if not self.is_bound:
            self._begin_with(habit_of(member, today=today))

    def _begin_with(self, habit: Habit) -> None:
        usual = {
            "format": habit.format,
            "minutes": habit.minutes,
            "topics": habit.topic and [habit.topic],
        }
        for name, value in usual.items():
            if value is not None:
                self.initial.setdefault(name, value)
                self.fields[name].help_text = AS_USUAL

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
            *((str(place.pk), place.label) for place in self.last_places),
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

    def first_sets(self) -> list[Fieldset]:
        where, *others = super().first_sets()
        if self.last_places:
            where.fields[where.fields.index("place")] = Reveal("last_place", {ELSEWHERE: "place"})
        return [where, *others]

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
