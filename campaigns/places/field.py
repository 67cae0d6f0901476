"""A place found by typing.

It works without a script: then the server asks which one of several is meant.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from campaigns.models.places import Place, PlaceQuerySet
from campaigns.places.aliases import as_alias
from sextortion_aware.forms.widgets import PlaceAnswer, PlaceSearch
from sextortion_aware.reading.names import compared_place, names_of_place

MOST_OFFERED = 10
MOST_TO_CHOOSE_FROM = 8  # of a name that fits more, more is typed


class PlaceField(forms.Field):
    """`places` are those that this person may name; `what` completes "Enter …": "the school"."""

    def __init__(
        self,
        *,
        places: PlaceQuerySet | Callable[[], PlaceQuerySet],
        search_url: Any = None,
        what: str = "the place",
        **kwargs: Any,
    ) -> None:
        messages = {
            "required": f"Enter {what}",
            "none": (
                "We found no match for “%(text)s”. Check the spelling, or type only part of the "
                "name or the town."
            ),
            "new": "“%(text)s” is not on our list. Check the spelling, or add it.",
            "several": "Choose which one you mean, or type more of the name or the town",
        }
        kwargs["error_messages"] = {**messages, **(kwargs.get("error_messages") or {})}
        searched = (
            {} if search_url is None else {"data-search-url": search_url}
        )  # not looked into: it may be lazy, and the addresses not there yet
        kwargs.setdefault("widget", PlaceSearch({"autocomplete": "off", **searched}))
        super().__init__(**kwargs)
        self.places = places
        # Each form has its own copy of a field, so these belong to one answer only.
        self.candidates: list[Place] = []
        self.found: Place | None = None
        self.add_at = ""  # a form may say where what is not found can be added
        self.adds_at = ""

    def _places(self) -> PlaceQuerySet:
        places = self.places() if callable(self.places) else self.places.all()
        return places.select_related("area")

    def _named(self, pk: str) -> Place | None:
        return (
            self._places().filter(pk=int(pk)).first() if pk.isdecimal() and len(pk) < 19 else None
        )

    def to_python(self, value: PlaceAnswer | None) -> Place | None:
        self.candidates, self.found, self.adds_at = [], None, ""
        if value is None or not value.text:
            return None
        self.found = self._by_id(value) or self._by_words(value)
        return self.found

    def _by_id(self, answer: PlaceAnswer) -> Place | None:
        """The script's id counts only while the box still shows that place's words."""
        place = self._named(answer.pk)
        is_shown = place and compared_place(place.label) == compared_place(answer.text)
        return place if is_shown else None

    def _by_words(self, answer: PlaceAnswer) -> Place:
        matches = self._places().search(answer.text)
        chosen = (
            matches.filter(pk=int(answer.choice)).first()
            if answer.choice.isdecimal() and len(answer.choice) < 19
            else None
        )
        if chosen:
            return chosen
        found = list(matches[: MOST_OFFERED * 5])
        if not found:
            return self._by_other_name(answer)
        for same in (*named_in_full(found, answer.text), found):
            if len(same) == 1:
                return same[0]
        self.candidates = found[:MOST_TO_CHOOSE_FROM]
        raise ValidationError(self.error_messages["several"], "several")

    def _by_other_name(self, answer: PlaceAnswer) -> Place:
        """As spreadsheets call it, or as it was called before it was renamed or joined."""
        known = self._places().filter(aliases__words=as_alias(answer.text))
        if place := known.first():
            return place
        self.adds_at = self.add_at
        words = self.error_messages["new" if self.adds_at else "none"]
        raise ValidationError(words, "none", {"text": answer.text})

    def prepare_value(self, value: Any) -> Any:
        place = self.found or (value if isinstance(value, Place) else None)
        if place is None and isinstance(value, (int, str)):
            place = self._named(str(value))
        return PlaceAnswer(place.label, str(place.pk)) if place else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        before = self.prepare_value(initial)
        return bool(
            (before.text if isinstance(before, PlaceAnswer) else "") != (data.text if data else "")
        )


def named_in_full(found: list[Place], text: str) -> tuple[list[Place], ...]:
    """Those with the label that was typed, and with the name."""
    for wanted in names_of_place(text):
        labelled = [place for place in found if compared_place(place.label) == wanted]
        named = [place for place in found if compared_place(place.name) == wanted]
        if labelled or named:
            return labelled, named
    return ()
