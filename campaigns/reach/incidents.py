"""What others counted, as they published it: beside the reach, in no sum, and never as a trend."""

from dataclasses import dataclass

from campaigns.models import Campaign
from campaigns.reach.mark import in_words
from campaigns.reach.months import period_in_words


@dataclass(frozen=True)
class IncidentsRow:
    pk: int
    period: str
    number: str
    counts: str
    source: str


def incidents_beside(campaign: Campaign) -> tuple[IncidentsRow, ...]:
    return tuple(
        IncidentsRow(
            pk=row.pk,
            period=period_in_words(row.starts_on, row.ends_on),
            number=in_words(row.qualifier, row.value),
            counts=row.counts,
            source=row.source,
        )
        for row in campaign.reported_incidents.all()
    )
