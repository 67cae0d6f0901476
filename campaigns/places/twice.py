"""No place stands twice on our list: a second of its name in its town is asked about."""

from datetime import date

from django.core.exceptions import ValidationError

from campaigns.models import Campaign, Place


def refuse_second_place(*, campaign: Campaign, name: str, town: str, today: date) -> None:
    same = Place.objects.filter(campaign=campaign).open_on(today).called(name=name, town=town)
    if there := same.select_related("area").first():
        raise ValidationError(
            f"{there.label} is on our list already. Find it there, or check which place is meant"
        )
