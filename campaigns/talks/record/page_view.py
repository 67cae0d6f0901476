"""The page of a talk that was given: what the school's link leads to afterwards."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from campaigns.mail.team_contact import contact_of
from campaigns.models import Correction, TalkFeedback, TalkRequest
from campaigns.places.materials import of_talk
from campaigns.talks.record.earlier import SCHOOLS
from campaigns.talks.record.given import GivenTalk, given_talk
from sextortion_aware.materials import When

State = Correction.State


def record_page(request: HttpRequest, talk: TalkRequest, token: str) -> HttpResponse:
    given = given_talk(talk)
    said = TalkFeedback.objects.filter(talk_request=talk).first()
    told: dict[str, Any] = {
        "talk": talk,
        "token": token,
        "given": given,
        "number_note": given.of_whom,
        "may_differ": given.counts and not waits(given),
        "news": number_news(given),
        "feedback": said,
        "asks": said is None and given.counts,
        "words": given.words,
        "has_list": talk.place is not None and talk.place.kind in SCHOOLS,
        "materials": of_talk(talk, When.AFTER),
        "months": settings.FORGET_CONTACTS_AFTER_MONTHS,
        "contact": contact_of(talk.campaign),
    }
    return render(request, "campaigns/talks/record/page.html", told)


def waits(given: GivenTalk) -> bool:
    return given.session.corrections.waiting().exists()


def number_news(given: GivenTalk) -> list[dict[str, Any]]:
    """What the school said of the number, and what became of it, the newest first."""
    corrections = given.session.corrections.by_school().order_by("-proposed_at", "-pk")
    return [
        {
            "said_on": correction.proposed_at,
            "decided_on": correction.decided_at,
            "is_changed": correction.state == State.CONFIRMED,
            "is_declined": correction.state == State.DECLINED,
            "why": correction.decision_reason,
        }
        for correction in corrections
    ]
