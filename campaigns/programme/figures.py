"""The ground of the figures: the carried figure, with its history in the trail of changes."""

from datetime import date

from django.db import transaction

from campaigns.history.record import differences, record_deed
from campaigns.models import Campaign, CarriedFigure, Change, User

ABOUT_CARRIED = "Figure from before the log"


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
) -> CarriedFigure:
    """Sets the first one, or corrects it: then the reason is needed."""
    figure = CarriedFigure.objects.select_for_update().filter(campaign=campaign).first()
    before = _in_words(figure) if figure else {}
    figure = figure or CarriedFigure(campaign=campaign)
    figure.value, figure.qualifier, figure.source = value, qualifier, source
    figure.starts_on, figure.ends_on = starts_on, ends_on
    figure.full_clean()
    figure.save()
    if fields := differences(before, _in_words(figure)):
        kind = Change.Kind.CORRECTED if before else Change.Kind.ADDED
        record_deed(
            campaign=campaign, kind=kind, about=ABOUT_CARRIED, by=by, fields=fields, reason=reason
        )
    return figure


def _in_words(figure: CarriedFigure) -> dict[str, object]:
    return {
        "Figure": f"{figure.qualifier} {figure.value:,}",
        "From": figure.starts_on,
        "To": figure.ends_on or "not known",
        "Source": figure.source,
    }
