"""The mark that reach is tracked against; those before it are kept, so that nobody wonders."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.history.conflicts import Conflict
from campaigns.history.record import record_deed
from campaigns.models import Campaign, Change, EarlierMark, User
from sextortion_aware.reading.dates import in_words

ABOUT_MARK = "Mark"
LARGEST_MARK = 10_000_000  # twice the people of Scotland


@transaction.atomic
def set_mark(
    *, campaign: Campaign, value: int, from_on: date, seen: str, by: User | None, reason: str
) -> Campaign:
    """`seen` is the mark that this one takes the place of, in digits."""
    now = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if str(now.mark) != seen:
        raise Conflict(f"Somebody else changed the mark meanwhile: it is {now.mark:,} now")
    check_mark(now, value=value, from_on=from_on)
    earlier = EarlierMark(campaign=now, value=now.mark, until=from_on)
    earlier.full_clean()
    earlier.save()
    now.mark = value
    now.full_clean()
    now.save(update_fields=["mark"])
    record_deed(
        campaign=now,
        kind=Change.Kind.EDITED,
        about=ABOUT_MARK,
        by=by,
        fields={"Mark": (f"{earlier.value:,}", f"{value:,}"), "From": ("", in_words(from_on))},
        reason=reason,
    )
    return now


def check_mark(campaign: Campaign, *, value: int, from_on: date) -> None:
    """A mark of before took over on its own day; the new one cannot have begun earlier."""
    if not 0 < value <= LARGEST_MARK:
        raise ValidationError({"value": f"Enter the new mark, from 1 to {LARGEST_MARK:,}"})
    if value == campaign.mark:
        raise ValidationError(
            {"value": f"The mark is {value:,} already. Enter another number, or leave it as it is"}
        )
    first = earliest_day(campaign)
    if from_on < first:
        raise ValidationError({"from_on": f"The day must be {in_words(first)} or later"})


def earliest_day(campaign: Campaign) -> date:
    latest = campaign.earlier_marks.order_by("-until").values_list("until", flat=True).first()
    return latest or campaign.started_on
