"""A campaign begins."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from campaigns.history.record import differences, record_deed
from campaigns.models import Campaign, Change, CouncilArea, User

# No programme is older, so an earlier day was mistyped.
EARLIEST = date(1990, 1, 1)


@transaction.atomic
def add_campaign(
    *,
    name: str,
    started_on: date,
    mark: int,
    areas: Sequence[str],
    by: User | None = None,
    is_demo: bool = False,
) -> Campaign:
    """`areas` are names of councils."""
    campaign = Campaign(name=name, started_on=started_on, mark=mark, is_demo=is_demo)
    campaign.full_clean()
    campaign.save()
    campaign.areas.set([CouncilArea.objects.get_or_create(name=area)[0] for area in areas])
    record_deed(
        campaign=campaign,
        kind=Change.Kind.SET_UP,
        about=f"Programme: {campaign.name}",
        by=by,
        fields=differences(
            {}, {"Council areas": ", ".join(areas), "Began": started_on, "Mark": mark}
        ),
    )
    return campaign
