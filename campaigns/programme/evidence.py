"""The lines of a school's evidence sheet: quality indicators, and outcomes of the curriculum.

Frameworks are rewritten, and schools read them closely, so what we suggest is only what was seen in
print, and coordinators keep the rest.
"""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from campaigns.history.opened import check_seen
from campaigns.history.record import differences, record_deed
from campaigns.models import Campaign, Change, EvidenceRow, User, stages_label

Kind = EvidenceRow.Kind
HGIOS = "How good is our school? (4th edition)"
CFE = "Curriculum for Excellence"
SHOWN = "Shown on the sheet"


@dataclass(frozen=True)
class Suggested:
    """A code that was read on a Scottish education page, with its gist in our own words."""

    kind: str
    framework: str
    code: str
    name: str
    stages: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        return f"{self.code}: {self.name}"


EARLY, FIRST, SECOND = ("P1",), ("P2", "P3", "P4"), ("P5", "P6", "P7")
THIRD = ("S1", "S2", "S3")
RISK = "Judge and manage risk to myself and others"
ACT = "Act safely, and respond in an emergency"
SEED = (
    Suggested(Kind.INDICATOR, HGIOS, "QI 3.1", "Ensuring wellbeing, equality and inclusion"),
    Suggested(Kind.INDICATOR, HGIOS, "QI 2.1", "Safeguarding"),
    Suggested(Kind.INDICATOR, HGIOS, "QI 2.7", "Partnerships"),
    Suggested(
        Kind.CURRICULUM,
        CFE,
        "TCH 1-03a",
        "Use technology to communicate, and know ways to stay safe and secure",
        FIRST,
    ),
    Suggested(
        Kind.CURRICULUM,
        CFE,
        "TCH 2-03a",
        "Explore online communities responsibly, and keep myself safe and secure",
        SECOND,
    ),
    Suggested(Kind.CURRICULUM, CFE, "HWB 0-16a", RISK, EARLY),
    Suggested(Kind.CURRICULUM, CFE, "HWB 1-16a", RISK, FIRST),
    Suggested(Kind.CURRICULUM, CFE, "HWB 2-16a", RISK, SECOND),
    Suggested(Kind.CURRICULUM, CFE, "HWB 0-17a", ACT, EARLY),
    Suggested(Kind.CURRICULUM, CFE, "HWB 1-17a", ACT, FIRST),
    Suggested(Kind.CURRICULUM, CFE, "HWB 2-17a", ACT, SECOND),
    Suggested(
        Kind.CURRICULUM,
        CFE,
        "HWB 1-49a",
        "Respect for the body, right and wrong behaviour, and whom to talk to",
        FIRST,
    ),
    Suggested(
        Kind.CURRICULUM,
        CFE,
        "HWB 3-02a, 3-04a, 3-05a, 3-07a, 3-08a",
        "Feelings, friendship, coping, and helping others who feel alone",
        THIRD,
    ),
)


def suggested_rows(campaign: Campaign) -> list[Suggested]:
    """Those that are not there, shown or not."""
    known = set(campaign.evidence_rows.values_list("framework", "code"))
    return [one for one in SEED if (one.framework, one.code) not in known]


@transaction.atomic
def add_evidence(*, campaign: Campaign, given: Mapping[str, Any], by: User | None) -> EvidenceRow:
    """`given` are its columns by name."""
    Campaign.objects.select_for_update().get(pk=campaign.pk)  # the same from two people at once
    row = EvidenceRow(campaign=campaign, **given)
    row.full_clean()
    row.save()
    _record(row, Change.Kind.ADDED, differences({}, evidence_in_words(row)), by=by)
    return row


@transaction.atomic
def add_suggested_evidence(
    *, campaign: Campaign, chosen: Collection[str], by: User | None
) -> list[EvidenceRow]:
    """`chosen` are codes. Pressed twice, they are there once."""
    Campaign.objects.select_for_update().get(pk=campaign.pk)
    wanted = [one for one in suggested_rows(campaign) if one.code in chosen]
    return [add_evidence(campaign=campaign, given=asdict(one), by=by) for one in wanted]


@transaction.atomic
def change_evidence(
    *, row: EvidenceRow, given: Mapping[str, Any], by: User | None, seen: str | None = None
) -> EvidenceRow:
    """Also no longer shown, and shown again: sheets that were printed name it."""
    Campaign.objects.select_for_update().get(pk=row.campaign_id)
    row = EvidenceRow.objects.get(pk=row.pk)
    before = evidence_in_words(row)
    check_seen(seen, before)
    for name, value in given.items():
        setattr(row, name, value)
    row.full_clean()
    row.save()
    if fields := differences(before, evidence_in_words(row)):
        _record(row, deed_of(fields), fields, by=by)
    return row


def deed_of(fields: Mapping[str, tuple[str, str]]) -> Change.Kind:
    if SHOWN in fields:
        return Change.Kind.TAKEN_UP if fields[SHOWN][1] == "yes" else Change.Kind.RETIRED
    return Change.Kind.RENAMED if fields.keys() == {"Name"} else Change.Kind.PUT_RIGHT


def _record(
    row: EvidenceRow, kind: Change.Kind, fields: Mapping[str, tuple[str, str]], *, by: User | None
) -> None:
    about = f"Evidence sheet: {row.code}"
    record_deed(campaign=row.campaign, kind=kind, about=about, by=by, fields=fields)


def evidence_in_words(row: EvidenceRow) -> dict[str, object]:
    return {
        "Kind": row.get_kind_display(),
        "Framework": row.framework,
        "Code": row.code,
        "Name": row.name,
        "Stages": stages_label(row.stages),
        SHOWN: row.is_shown,
    }
