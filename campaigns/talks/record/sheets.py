"""What a school prints of its talk: a certificate for the class, and a sheet for its files. Neither
names anybody.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from campaigns.mail.team_contact import contact_of
from campaigns.models import EvidenceRow, TalkFeedback
from campaigns.talks.record.given import GivenTalk

UNDER_REVIEW = (
    "The framework is under review, and its indicators may change. Your school decides what the "
    "talk is evidence of."
)
DID = "What we did next"


def certificate(request: HttpRequest, given: GivenTalk, *, back: str) -> HttpResponse:
    contact = contact_of(given.session.campaign)
    told = {"given": given, "back": back, "team": team_of(given), "contact": contact}
    return private(render(request, "campaigns/talks/record/certificate.html", told))


def evidence(request: HttpRequest, given: GivenTalk, *, back: str) -> HttpResponse:
    rows = evidence_rows(given)
    told = {
        "given": given,
        "back": back,
        "team": team_of(given),
        "contact": contact_of(given.session.campaign),
        "indicators": [row for row in rows if row.kind == EvidenceRow.Kind.INDICATOR],
        "outcomes": [row for row in rows if row.kind == EvidenceRow.Kind.CURRICULUM],
        "feedback": TalkFeedback.objects.filter(talk_request__session=given.session).first()
        if given.is_asker
        else None,
        "under_review": UNDER_REVIEW,
        "boxes": [given.words.box, DID],
    }
    return private(render(request, "campaigns/talks/record/evidence.html", told))


def evidence_rows(given: GivenTalk) -> list[EvidenceRow]:
    """What fits the stages that were there, or every talk. The frameworks are those of schools."""
    if not given.is_of_a_school:
        return []
    shown = EvidenceRow.objects.shown().filter(campaign=given.session.campaign_id)
    stages = set(given.session.stages)
    return [row for row in shown if not row.stages or stages & set(row.stages)]


def team_of(given: GivenTalk) -> str:
    return given.session.campaign.team_name or "Safer Communities officers"


def private(response: HttpResponse) -> HttpResponse:
    response["X-Robots-Tag"] = "noindex"
    return response
