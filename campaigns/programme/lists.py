"""Topics and partners: short lists of a coordinator. What was logged keeps what it names."""

from collections.abc import Iterable
from typing import TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.history.conflicts import Conflict
from campaigns.history.record import differences, record_deed
from campaigns.models import Campaign, Change, Partner, Topic, User
from campaigns.programme.named_by import is_named
from campaigns.programme.suggested import suggested_partners, suggested_topics
from sextortion_aware.reading.names import compared

Named = TypeVar("Named", Topic, Partner)

CLASS_SIZE_ONLY = "In lessons only"


@transaction.atomic
def add_named(
    model: type[Named], *, campaign: Campaign, name: str, by: User | None, **more: bool
) -> Named:
    """`more` are the other columns of a topic. ValidationError when the name is there already."""
    _one_at_a_time(campaign)
    row = model(campaign=campaign, name=name, **more)
    refuse_second_name(row)
    row.full_clean()
    row.save()
    record_deed(campaign=campaign, kind=Change.Kind.ADDED, about=about_named(row), by=by)
    return row


@transaction.atomic
def change_named(row: Named, *, name: str, by: User | None, **more: bool) -> Named:
    """Sessions of before show the new name too: it is the same topic, or the same partner."""
    _one_at_a_time(row.campaign)
    row.refresh_from_db()
    before, old_name = _in_words(row), row.name
    row.name = name
    for column, value in more.items():
        setattr(row, column, value)
    refuse_second_name(row)
    row.full_clean()
    row.save()
    if fields := differences(before, _in_words(row)):
        kind = Change.Kind.PUT_RIGHT if row.name == old_name else Change.Kind.RENAMED
        record_deed(campaign=row.campaign, kind=kind, about=about_named(row), by=by, fields=fields)
    return row


@transaction.atomic
def retire_named(row: Topic | Partner, *, by: User | None) -> None:
    _set_offered(row, is_offered=False, kind=Change.Kind.RETIRED, by=by)


@transaction.atomic
def offer_named_again(row: Topic | Partner, *, by: User | None) -> None:
    _set_offered(row, is_offered=True, kind=Change.Kind.TAKEN_UP, by=by)


@transaction.atomic
def remove_named(row: Topic | Partner, *, by: User | None) -> None:
    """Only what nothing names, as after a slip of the keyboard."""
    _one_at_a_time(row.campaign)
    if is_named(row):
        raise Conflict(f"“{row.name}” is named by something, so it stays. Retire it instead.")
    record_deed(campaign=row.campaign, kind=Change.Kind.REMOVED, about=about_named(row), by=by)
    row.delete()


@transaction.atomic
def add_suggested(
    model: type[Named], *, campaign: Campaign, by: User | None, names: Iterable[str] | None = None
) -> list[Named]:
    """Those of `names` that are suggested and not there yet; without `names`, all."""
    _one_at_a_time(campaign)
    suggested = missing_suggestions(model, campaign)
    wanted = set(suggested if names is None else names)
    return [
        add_named(model, campaign=campaign, name=name, by=by, **more)
        for name, more in suggested.items()
        if name in wanted
    ]


def missing_suggestions(
    model: type[Topic] | type[Partner], campaign: Campaign
) -> dict[str, dict[str, bool]]:
    """With the other columns of each. One that is retired is there."""
    suggested: dict[str, dict[str, bool]] = (
        {name: {"class_size_only": only} for name, only in suggested_topics().items()}
        if model is Topic
        else {name: {} for name in suggested_partners(campaign)}
    )
    names = model.objects.filter(campaign=campaign).values_list("name", flat=True)
    there = {compared(name) for name in names}
    return {name: more for name, more in suggested.items() if compared(name) not in there}


def refuse_second_name(row: Topic | Partner) -> None:
    """ "Cyberbullying" and "cyberbullying " are one, and a name has a letter in it."""
    said = compared(row.name)
    if not said:
        raise ValidationError({"name": "Enter a name with letters in it"})
    for other in type(row).objects.filter(campaign=row.campaign).exclude(pk=row.pk):
        if compared(other.name) == said:
            raise ValidationError({"name": _is_there(other)})


def about_named(row: Topic | Partner) -> str:
    return f"{str(row._meta.verbose_name).capitalize()}: {row.name}"


def _is_there(row: Topic | Partner) -> str:
    if row.is_offered:
        return f"“{row.name}” is on the list already"
    return f"“{row.name}” is on the list, no longer offered. Offer that one again instead"


def _set_offered(
    row: Topic | Partner, *, is_offered: bool, kind: Change.Kind, by: User | None
) -> None:
    """Pressed twice it is done once, with one line of history."""
    moved = type(row).objects.filter(pk=row.pk, is_offered=not is_offered)
    if moved.update(is_offered=is_offered):
        record_deed(campaign=row.campaign, kind=kind, about=about_named(row), by=by)


def _in_words(row: Topic | Partner) -> dict[str, object]:
    words: dict[str, object] = {"Name": row.name}
    if isinstance(row, Topic):
        words[CLASS_SIZE_ONLY] = row.class_size_only
    return words


def _one_at_a_time(campaign: Campaign) -> None:
    """Two people who add the same name in two spellings: the later one is told."""
    Campaign.objects.select_for_update().get(pk=campaign.pk)
