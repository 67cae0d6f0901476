"""How many reports others counted in one period. They stand beside the reach and never in it."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction

from campaigns.history.opened import check_seen
from campaigns.history.record import differences, record_deed
from campaigns.models import Campaign, Change, FigureQualifier, ReportedIncidents, User
from campaigns.programme.lanarkshire import SOURCE, is_lanarkshire
from campaigns.reach.months import period_in_words

COUNTS = "Reports of webcam blackmail made to the police in Lanarkshire"


@dataclass(frozen=True, kw_only=True)
class Incidents:
    """What somebody enters, or keeps of what we suggest."""

    starts_on: date
    ends_on: date
    value: int
    qualifier: str = FigureQualifier.EXACTLY
    counts: str
    source: str

    @property
    def period(self) -> str:
        return period_in_words(self.starts_on, self.ends_on)


SEED = (
    Incidents(
        starts_on=date(2015, 12, 1),
        ends_on=date(2016, 3, 31),
        value=12,
        counts=COUNTS,
        source=SOURCE,
    ),
    Incidents(
        starts_on=date(2016, 4, 1),
        ends_on=date(2016, 7, 31),
        value=14,
        counts=COUNTS,
        source=SOURCE,
    ),
)


def suggested_incidents(campaign: Campaign) -> tuple[Incidents, ...]:
    """Only where they were counted, and only while nobody has entered any."""
    is_empty = not campaign.reported_incidents.exists()
    return SEED if is_empty and is_lanarkshire(campaign) else ()


@transaction.atomic
def add_incidents(*, campaign: Campaign, given: Incidents, by: User | None) -> ReportedIncidents:
    Campaign.objects.select_for_update().get(pk=campaign.pk)  # the same from two people at once
    row = ReportedIncidents(campaign=campaign, **asdict(given))
    row.full_clean()
    row.save()
    fields = differences({}, incidents_in_words(row))
    record_deed(
        campaign=campaign, kind=Change.Kind.ADDED, about=about_incidents(row), by=by, fields=fields
    )
    return row


@transaction.atomic
def add_suggested_incidents(
    *, campaign: Campaign, chosen: Iterable[date], by: User | None
) -> list[ReportedIncidents]:
    """`chosen` are first days. Pressed twice, they are there once."""
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    wanted = set(chosen)
    return [
        add_incidents(campaign=campaign, given=given, by=by)
        for given in suggested_incidents(campaign)
        if given.starts_on in wanted
    ]


@transaction.atomic
def put_incidents_right(
    *, row: ReportedIncidents, given: Incidents, by: User | None, seen: str | None = None
) -> ReportedIncidents:
    Campaign.objects.select_for_update().get(pk=row.campaign_id)
    row = ReportedIncidents.objects.get(pk=row.pk)
    before, about = incidents_in_words(row), about_incidents(row)
    check_seen(seen, before)
    for name, value in asdict(given).items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    if fields := differences(before, incidents_in_words(row)):
        record_deed(
            campaign=row.campaign, kind=Change.Kind.PUT_RIGHT, about=about, by=by, fields=fields
        )
    return row


@transaction.atomic
def remove_incidents(*, campaign: Campaign, pk: int, by: User | None) -> None:
    """Pressed twice, the second press finds it gone, which is what was wanted."""
    row = campaign.reported_incidents.select_for_update().filter(pk=pk).first()
    if row is None:
        return
    told = differences({}, incidents_in_words(row))
    fields = {name: (after, "") for name, (_, after) in told.items()}
    record_deed(
        campaign=campaign,
        kind=Change.Kind.REMOVED,
        about=about_incidents(row),
        by=by,
        fields=fields,
    )
    row.delete()


def about_incidents(row: ReportedIncidents) -> str:
    return f"Reported incidents: {period_in_words(row.starts_on, row.ends_on)}"


def incidents_in_words(row: ReportedIncidents) -> dict[str, object]:
    return {
        "From": row.starts_on,
        "To": row.ends_on,
        "Number": f"{row.qualifier} {row.value:,}",
        "What was counted": row.counts,
        "Source": row.source,
    }
