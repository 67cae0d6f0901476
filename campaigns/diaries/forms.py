"""When officers give talks: the usual week, what differs from it, and how far they come."""

from datetime import date, datetime, time, timedelta
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.urls import reverse_lazy

from campaigns.diaries.hours import USUAL_HOURS, Hours, Stretch
from campaigns.models import Membership, OfficerTime, Place, Topic
from campaigns.places.field import PlaceField
from sextortion_aware.forms.fields import CountField, DateField, TimeField
from sextortion_aware.forms.layout import ServiceForm
from sextortion_aware.forms.rows_field import RowsField
from sextortion_aware.forms.widgets import Checkboxes, Radios
from sextortion_aware.forms.words import WordsField
from sextortion_aware.patterns import compiled
from sextortion_aware.reading.dates import NAMES_OF_WEEKDAYS
from sextortion_aware.reading.times import as_typed, to_time

WEEKDAYS = dict(enumerate(NAMES_OF_WEEKDAYS, start=1))
HOURS_HINT = "Write it like 9.00 to 12.00, or 9.00 to 12.00 and 13.00 to 15.30"
BETWEEN = compiled(r"\s*(?:to|-|–|until)\s*", ignore_case=True)
AND = compiled(r"\s*(?:,|;|\band\b)\s*", ignore_case=True)
DAY = timedelta(days=1)
FURTHEST = timedelta(days=730)


class HoursField(WordsField):
    """Stretches of one day, as words."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            max_length=80,
            required=False,
            widget=forms.TextInput({"autocomplete": "off", "class": "width-20"}),
            **kwargs,
        )

    def clean(self, value: Any) -> list[Stretch]:
        said = str(super().clean(value)).strip()
        return [self._stretch(part) for part in AND.split(said) if part] if said else []

    def _stretch(self, part: str) -> Stretch:
        ends = BETWEEN.split(part)
        try:
            first, last = (to_time(end) for end in ends)
        except ValueError:
            raise ValidationError(
                f"{HOURS_HINT}. Leave it empty when no talks are given on this day"
            ) from None
        if first >= last:
            raise ValidationError("The first time must be before the second one")
        return first, last


class HoursForm(ServiceForm):
    """One box a day of the week; an empty one is a day without talks."""

    prefix = "hours"
    all_optional = True

    def __init__(self, data: Any = None, *, officer: Membership) -> None:
        super().__init__(data, initial=hours_in_words(officer))
        for weekday, name in WEEKDAYS.items():
            field = HoursField(label=name, help_text=f"{HOURS_HINT}." if weekday == 1 else "")
            self._in_our_words(f"day_{weekday}", field)
            self.fields[f"day_{weekday}"] = field

    @property
    def hours(self) -> Hours:
        return {weekday: self.cleaned_data[f"day_{weekday}"] for weekday in WEEKDAYS}


def hours_in_words(officer: Membership) -> dict[str, str]:
    """Those of the campaign when the officer has none of their own."""
    own: dict[int, list[Stretch]] = {}
    for row in officer.hours.all():
        own.setdefault(row.weekday, []).append((row.starts_at, row.ends_at))
    hours: Hours = own or USUAL_HOURS
    said: dict[str, str] = {}
    for weekday, stretches in hours.items():
        words = [f"{as_typed(first)} to {as_typed(last)}" for first, last in stretches]
        said[f"day_{weekday}"] = " and ".join(words)
    return said


class TimesForm(ServiceForm):
    """Away, or there although the week says otherwise.

    The same hours on each of the days; without hours, the days whole.
    """

    prefix = "time"
    asked_if = frozenset({"last_on", "starts_at", "ends_at"})

    kind = forms.ChoiceField(
        choices=OfficerTime.Kind.choices,
        widget=Radios(),
        label="What is it?",
        error_messages={"required": "Choose what it is"},
    )
    first_on = DateField(label="First day", what="the first day", is_coming=True)
    last_on = DateField(
        label="Last day",
        what="the last day",
        required=False,
        help_text="Leave it empty for one day.",
    )
    starts_at = TimeField(
        label="From",
        what="the time it starts",
        required=False,
        help_text="Leave both times empty for whole days.",
    )
    ends_at = TimeField(label="Until", what="the time it ends", required=False)

    def __init__(self, data: Any = None, *, today: date) -> None:
        super().__init__(data)
        for name in ("first_on", "last_on"):
            field = cast("DateField", self.fields[name])
            field.earliest, field.latest = today, today + FURTHEST

    def clean(self) -> dict[str, Any]:
        first, last = self.cleaned_data.get("first_on"), self.cleaned_data.get("last_on")
        begins, ends = self.cleaned_data.get("starts_at"), self.cleaned_data.get("ends_at")
        if first and last and last < first:
            self.add_error("last_on", "The last day must be on or after the first day")
        if (begins is None) != (ends is None) and not {"starts_at", "ends_at"} & set(self.errors):
            self.add_error(
                "ends_at" if begins else "starts_at", "Enter both times, or neither for whole days"
            )
        if begins and ends and begins >= ends:
            self.add_error("ends_at", "The time it ends must be after the time it starts")
        if (
            self.cleaned_data.get("kind") == OfficerTime.Kind.OPENING
            and not begins
            and "starts_at" not in self.errors
        ):
            self.add_error("starts_at", "Enter from when until when you can give talks")
        return self.cleaned_data

    @property
    def spans(self) -> list[tuple[datetime, datetime]]:
        """In wall time. Whole days are one stretch; hours are one a day."""
        first = self.cleaned_data["first_on"]
        last = self.cleaned_data["last_on"] or first
        begins, ends = self.cleaned_data["starts_at"], self.cleaned_data["ends_at"]
        if not begins:
            return [(datetime.combine(first, time.min), datetime.combine(last + DAY, time.min))]
        days = [first + DAY * number for number in range((last - first).days + 1)]
        return [(datetime.combine(day, begins), datetime.combine(day, ends)) for day in days]


class BaseForm(ServiceForm):
    prefix = "base"
    all_optional = True

    base = PlaceField(
        places=lambda: Place.objects.none(),
        search_url=reverse_lazy("campaigns:place_search"),
        what="the place",
        required=False,
        label="Where the first way of a day begins",
        help_text="Type the first letters of a school or place near the station.",
    )
    topics = RowsField(
        Topic.objects.none(),
        widget=Checkboxes(),
        required=False,
        label="Gives talks on",
        help_text="None chosen is all of them.",
    )

    def __init__(self, data: Any = None, *, officer: Membership, today: date) -> None:
        base = officer.base.label if officer.base else ""
        super().__init__(
            data,
            initial={"base": base, "topics": list(officer.topics.values_list("pk", flat=True))},
        )
        cast("PlaceField", self.fields["base"]).places = lambda: Place.objects.filter(
            campaign=officer.campaign
        ).open_on(today)
        may_be = Q(is_offered=True) | Q(pk__in=self.initial["topics"])
        cast("RowsField", self.fields["topics"]).queryset = Topic.objects.filter(
            may_be, campaign=officer.campaign
        )


class TravelForm(ServiceForm):
    prefix = "travel"

    km_an_hour = CountField(
        label="Kilometres an hour, as the crow flies", what="how many kilometres an hour", most=120
    )
    least_minutes_between = CountField(
        label="Minutes at least between two places", what="how many minutes", most=120
    )

    def clean_km_an_hour(self) -> int:
        speed: int = self.cleaned_data["km_an_hour"]
        if speed < 1:
            raise ValidationError("Enter how many kilometres an hour, 1 or more")
        return speed
