"""Topics and partners: short lists of a coordinator. What was logged keeps what it names."""

from typing import TypeVar

from django.db import transaction

from campaigns.history.record import record_deed
from campaigns.models import Campaign, Change, Partner, Topic, User

Named = TypeVar("Named", Topic, Partner)


@transaction.atomic
def add_named(
    model: type[Named], *, campaign: Campaign, name: str, by: User | None, **more: bool
) -> Named:
    """`more` are the other columns of a topic. ValidationError when the name is there already."""
    row = model(campaign=campaign, name=name, **more)
    row.full_clean()
    row.save()
    about = f"{model._meta.verbose_name}: {name}".capitalize()
    record_deed(campaign=campaign, kind=Change.Kind.ADDED, about=about, by=by)
    return row
