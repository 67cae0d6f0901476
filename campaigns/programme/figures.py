"""The ground of the figures: the carried figure, with its history in the trail of changes."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from campaigns.history.opened import check_seen
from campaigns.history.record import differences, record_deed
from campaigns.models import Campaign, CarriedFigure, Change, User

ABOUT_CARRIED = "Figure from before the log"
WHY_NEEDED = "Say why this figure is corrected"


@transaction.atomic
def set_carried_figure(
    *,
    campaign: Campaign,
    value: int,
    qualifier: str,
    starts_on: date,
    ends_on: date | None,
    source: str,
    by: User | None,
    reason: str = "",
    seen: str | None = None,
) -> CarriedFigure:
    """Sets the first one, or corrects it: then the reason is needed.

    `seen` is the version that the page showed.
    """
    Campaign.objects.select_for_update().get(pk=campaign.pk)  # there may be no figure to lock
    figure = CarriedFigure.objects.filter(campaign=campaign).first()
    before = carried_in_words(figure)
    check_seen(seen, before)
    figure = figure or CarriedFigure(campaign=campaign)
    figure.value, figure.qualifier, figure.source = value, qualifier, source
    figure.starts_on, figure.ends_on = starts_on, ends_on
    figure.full_clean()
    fields = differences(before, carried_in_words(figure))
    if before and fields and not reason:
        raise ValidationError({"reason": WHY_NEEDED})
    if fields:
        figure.save()
        kind = Change.Kind.CORRECTED if before else Change.Kind.ADDED
        record_deed(
            campaign=campaign, kind=kind, about=ABOUT_CARRIED, by=by, fields=fields, reason=reason
        )
    return figure


def carried_in_words(figure: CarriedFigure | None) -> dict[str, object]:
    if figure is None:
        return {}
    return {
        "Figure": f"{figure.qualifier} {figure.value:,}",
        "From": figure.starts_on,
        "To": figure.ends_on or "not stated",
        "Source": figure.source,
    }
