"""Fields that people fill in here and Django does not have.

Every message says how to put it right.
"""

from datetime import date, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import lazy

from sextortion_aware.forms.widgets import Checkboxes, DateBoxes
from sextortion_aware.reading.dates import to_day
from sextortion_aware.reading.numbers import read_guess, read_number, read_sum
from sextortion_aware.reading.problems import CannotRead
from sextortion_aware.reading.times import as_typed, to_time

__all__ = ["CountField", "DateField", "GuessField", "SumField", "TimeField"]


def sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def _coming_example() -> str:
    return f"For example, {timezone.localdate() + timedelta(days=14):%-d %-m %Y}"


coming_example = lazy(_coming_example, str)  # of the day on which it is read


class DateField(forms.Field):
    """`what` completes "Enter …":

    "the date of the session". A form may set `earliest` and `latest` on its own copy.
    """

    widget = DateBoxes

    def __init__(
        self,
        *,
        what: str = "the date",
        earliest: date | None = None,
        latest: date | None = None,
        is_coming: bool = False,
        **kwargs: Any,
    ) -> None:
        messages = {
            "required": f"Enter {what}",
            "missing": f"{sentence(what)} must include a %(missing)s",
            "invalid": f"{sentence(what)} must be a real date, like 23 11 2026",
            "year": f"{sentence(what)} needs a year of 4 numbers, like 2026",
            "earliest": f"{sentence(what)} must be on or after %(bound)s",
            "latest": f"{sentence(what)} must be on or before %(bound)s",
        }
        kwargs["error_messages"] = {**messages, **(kwargs.get("error_messages") or {})}
        kwargs.setdefault("help_text", coming_example() if is_coming else "For example, 23 11 2026")
        super().__init__(**kwargs)
        self.earliest = earliest
        self.latest = latest

    def to_python(self, value: Any) -> date | None:
        if value is None or isinstance(value, date):
            return value
        day, month, year = ((box or "").strip() for box in value)
        if not (day or month or year):
            return None
        if missing := [
            name for name, box in (("day", day), ("month", month), ("year", year)) if not box
        ]:
            raise ValidationError(
                self.error_messages["missing"], "missing", {"missing": " and a ".join(missing)}
            )
        return self._in_bounds(self._real_date(day, month, year))

    def _real_date(self, day: str, month: str, year: str) -> date:
        if year.isascii() and year.isdecimal() and len(year) != 4:
            raise ValidationError(self.error_messages["year"], "year")
        try:
            return to_day(day, month, year)
        except CannotRead:
            raise ValidationError(self.error_messages["invalid"], "invalid") from None

    def _in_bounds(self, value: date) -> date:
        for code, bound, outside in (
            ("earliest", self.earliest, self.earliest and value < self.earliest),
            ("latest", self.latest, self.latest and value > self.latest),
        ):
            if outside and bound:
                raise ValidationError(
                    self.error_messages[code], code, {"bound": date_format(bound, "j F Y")}
                )
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True


class CountField(forms.Field):
    """A whole number in a text box: a number box turns "12 pupils" into nothing and changes under
    the mouse wheel.
    """

    read = staticmethod(read_number)

    def __init__(
        self, *, what: str = "how many people", most: int | None = None, **kwargs: Any
    ) -> None:
        messages = {
            "required": f"Enter {what}",
            "invalid": f"Enter {what} as a whole number, like 25",
            "negative": f"Enter {what} as 0 or more",
            "most": f"Enter {what}, %(most)s at most",
        }
        kwargs["error_messages"] = {**messages, **(kwargs.get("error_messages") or {})}
        kwargs.setdefault(
            "widget",
            forms.TextInput({"inputmode": "numeric", "autocomplete": "off"}),
        )
        super().__init__(**kwargs)
        self.most = most

    def to_python(self, value: Any) -> int | None:
        if value is None or isinstance(value, int):
            return value
        typed = str(value).strip()
        if not typed:
            return None
        if typed[0] in "-−" and self.read(typed[1:]) is not None:
            raise ValidationError(self.error_messages["negative"], "negative")
        number, most = self.read(typed), self.most if self.most is not None else 10**9
        if number is None and not (typed.isascii() and typed.isdecimal()):
            raise ValidationError(self.error_messages["invalid"], "invalid")
        if number is None or number > most:
            raise ValidationError(self.error_messages["most"], "most", {"most": f"{most:,}"})
        return number

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(data) != initial)
        except ValidationError:
            return True


class SumField(CountField):
    """Of people: two classes are two numbers, and "26 + 24" is how many."""

    read = staticmethod(read_sum)


class GuessField(SumField):
    """Of people who are to come: “about 50” is how many. What was counted is no guess."""

    read = staticmethod(read_guess)


class TimeField(forms.Field):
    """The keypad of a telephone has a point and no colon: the examples have one too."""

    def __init__(self, *, what: str = "the time", **kwargs: Any) -> None:
        messages = {"required": f"Enter {what}", "invalid": f"Enter {what} like 9.30 or 14.15"}
        kwargs["error_messages"] = {**messages, **(kwargs.get("error_messages") or {})}
        kwargs.setdefault("help_text", "For example, 9.30 or 14.15")
        kwargs.setdefault(
            "widget",
            forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> time | None:
        if value is None or isinstance(value, time):
            return value
        text = str(value).strip()
        if not text:
            return None
        try:
            return to_time(text)
        except CannotRead:
            raise ValidationError(self.error_messages["invalid"], "invalid") from None

    def prepare_value(self, value: Any) -> Any:
        return as_typed(value) if isinstance(value, time) else value


class StillThereField(forms.MultipleChoiceField):
    """What is ticked of a list that shortens: what somebody else took meanwhile is left out."""

    widget = Checkboxes

    def to_python(self, value: Any) -> list[str]:
        return [one for one in super().to_python(value) if self.valid_value(one)]
