"""The address of the offer's page with dates in its form, and what it is read as."""

from datetime import date, time
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from campaigns.models import Membership, TalkRequest
from campaigns.talks.dates_in_boxes import DateAndOfficer, as_words, read
from campaigns.talks.offer_form import NUMBERS
from campaigns.talks.suggested import minutes_of


def filled(talk: TalkRequest, dates: list[tuple[date, time, Membership]], *, minutes: int) -> str:
    pairs = [("date", as_words(DateAndOfficer(day, at, officer.pk))) for day, at, officer in dates]
    page = reverse("campaigns:talk_offer", args=[talk.pk])
    return f"{page}?{urlencode([*pairs, ('minutes', minutes)])}"


def initial_from(query: QueryDict, talk: TalkRequest) -> dict[str, Any]:
    """What `filled` wrote, or nothing where it cannot be read."""
    minutes = query.get("minutes", "")
    initial: dict[str, Any] = {
        "minutes": int(minutes)
        if minutes.isascii() and minutes.isdigit() and len(minutes) < 4
        else minutes_of(talk)
    }
    for number, one in zip(NUMBERS, read(query.getlist("date")), strict=False):
        initial |= {
            f"held_on{number}": one.day,
            f"starts_at{number}": one.at,
            f"officer{number}": str(one.officer),
        }
    return initial
