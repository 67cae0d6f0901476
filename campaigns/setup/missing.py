"""What a programme has and what it lacks, worked out from its rows each time: a list that is kept
would say otherwise one day.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from campaigns.access.permissions import may_keep_people
from campaigns.mail.team_contact import contact_of
from campaigns.models import (
    Campaign,
    CarriedFigure,
    CouncilArea,
    EvidenceRow,
    Mail,
    Membership,
    Partner,
    Place,
    PlaceAlias,
    ReportedIncidents,
    SchoolHoliday,
    TalkKind,
    Topic,
)
from campaigns.sessions.questions import SCHOOLS
from sextortion_aware.env import is_loopback

TEST_KEY = "test:"  # begins the key of a mail that somebody sent to themselves
MISSING = "Missing"
NOT_YET = "Not yet"


@dataclass(frozen=True, kw_only=True)
class Line:
    """`stops` says what cannot be done without it, `advice` what would be better with it. Both are
    empty when it is there. `address` is the name of the page that keeps it.
    """

    words: str
    state: str
    address: str
    stops: str = ""
    advice: str = ""


@dataclass(frozen=True, kw_only=True)
class Noun:
    """`rows` are those of one campaign, or of a campaign in an outer query."""

    words: str
    address: str
    rows: Callable[[Any], QuerySet[Any]]
    stops: str = ""
    advice: str = ""

    def line(self, number: int) -> Line:
        if number:
            return Line(words=self.words, address=self.address, state=f"{number:,}")
        state = MISSING if self.stops else NOT_YET if self.advice else "None"
        return Line(
            words=self.words,
            address=self.address,
            state=state,
            stops=self.stops,
            advice=self.advice,
        )


def open_places(campaign: Any) -> QuerySet[Place]:
    return Place.objects.open_on(timezone.localdate()).filter(campaign=campaign)


# What stops work, in the order in which it is met. Without a place a session can be online.
STOPPERS = (
    Noun(
        words="Council areas",
        address="area_edit",
        rows=lambda campaign: CouncilArea.objects.filter(campaigns=campaign),
        stops="No place can be added, and no school can ask for a talk.",
    ),
    Noun(
        words="Topics",
        address="topic_list",
        rows=lambda campaign: Topic.objects.filter(campaign=campaign, is_offered=True),
        stops="No session can be logged, and no school can ask for a talk.",
    ),
    Noun(
        words="Schools",
        address="school_list_upload",
        rows=lambda campaign: open_places(campaign).filter(kind__in=SCHOOLS),
        stops="No school can be found, in the log or by a school that asks.",
    ),
)
OTHERS = (
    Noun(
        words="Places that are no schools",
        address="place_list",
        rows=lambda campaign: open_places(campaign).exclude(kind__in=SCHOOLS),
    ),
    Noun(
        words="Talks on offer",
        address="kind_list",
        rows=lambda campaign: TalkKind.objects.for_schools().filter(campaign=campaign),
        advice="Until there is one, schools choose a topic and cannot read what a talk is like.",
    ),
    Noun(
        words="Partners",
        address="partner_list",
        rows=lambda campaign: Partner.objects.filter(campaign=campaign, is_offered=True),
        advice="A session cannot name who gave it with you.",
    ),
    Noun(
        words="School holidays",
        address="holiday_list",
        rows=lambda campaign: SchoolHoliday.objects.filter(area__campaigns=campaign),
        advice="No dates are here, so a talk on a school holiday is not noticed.",
    ),
    Noun(
        words="Reported incidents",
        address="incident_list",
        rows=lambda campaign: ReportedIncidents.objects.filter(campaign=campaign),
    ),
    Noun(
        words="The evidence sheet for schools",
        address="evidence_list",
        rows=lambda campaign: EvidenceRow.objects.shown().filter(campaign=campaign),
    ),
    Noun(
        words="Names remembered for spreadsheets",
        address="alias_list",
        rows=lambda campaign: PlaceAlias.objects.filter(campaign=campaign),
    ),
)


def missing(campaign: Campaign) -> list[Line]:
    """What stops work, in one query: Today asks each time."""
    has = [Exists(noun.rows(OuterRef("pk"))) for noun in STOPPERS]
    found = Campaign.objects.filter(pk=campaign.pk).values_list(*has).get()
    return [noun.line(0) for noun, is_there in zip(STOPPERS, found, strict=True) if not is_there]


def settings_lines(member: Membership) -> list[Line]:
    """Everything that a coordinator keeps."""
    campaign = member.campaign
    return [
        *(noun.line(noun.rows(campaign).count()) for noun in STOPPERS),
        details_line(campaign),
        mark_line(campaign),
        carried_line(campaign),
        *(noun.line(noun.rows(campaign).count()) for noun in OTHERS),
        *([people_line(campaign)] if may_keep_people(member) else []),
        mail_line(member),
    ]


def details_line(campaign: Campaign) -> Line:
    said = {
        "name under letters": campaign.team_name,
        "e-mail address": campaign.team_email,
        "telephone number": campaign.telephone,
        "office hours": campaign.office_hours,
    }
    lacks = [words for words, value in said.items() if not value]
    advice = f"Missing: {', '.join(lacks)}." if lacks else ""
    if "e-mail address" in lacks:
        advice += f" Until you name an address, schools write to {contact_of(campaign).email}."
    state = NOT_YET if len(lacks) == len(said) else "In part" if lacks else "Done"
    return Line(
        words="The programme and how people reach it",
        address="team_details",
        state=state,
        advice=advice,
    )


def mark_line(campaign: Campaign) -> Line:
    return Line(words="Mark", address="mark_edit", state=f"{campaign.mark:,}")


def carried_line(campaign: Campaign) -> Line:
    figure = CarriedFigure.objects.filter(campaign=campaign).first()
    return Line(
        words="Figure from before this log",
        address="carried_edit",
        state=f"{figure.qualifier} {figure.value:,}" if figure else NOT_YET,
        advice="" if figure else "The reach begins at nought.",
    )


def people_line(campaign: Campaign) -> Line:
    number = Membership.objects.active().filter(campaign=campaign).count()
    advice = "" if number > 1 else "Nobody but you can sign in."
    return Line(words="People", address="people", state=f"{number:,}", advice=advice)


def mail_line(member: Membership) -> Line:
    """Of use on a machine that others reach: there a school waits for an answer."""
    words, address = "E-mail", "test_mail"
    if not settings.EMAIL_HOST:
        said = (
            "No mail server is named (EMAIL_HOST): e-mail is written to files, and nobody gets it."
        )
        if is_loopback(settings.SITE_HOST):
            return Line(words=words, address=address, state="To files", advice=said)
        return Line(words=words, address=address, state=MISSING, stops=said)
    sent = Mail.objects.filter(
        key__startswith=TEST_KEY, to=member.user.email, state=Mail.State.SENT
    )
    if sent.exists():
        return Line(words=words, address=address, state="Tested")
    return Line(
        words=words,
        address=address,
        state="Not tested",
        advice="Send one to yourself, to see that it arrives.",
    )
