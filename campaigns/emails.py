"""What each e-mail says. The words stand in templates/emails/; nobody outside the team can put a word into the first one or into a subject."""

import re
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from campaigns.links import link_for_mail
from campaigns.models import Offer, Session, TalkRequest
from sextortion_aware.numbers import EMERGENCY, POLICE


@dataclass(frozen=True)
class Letter:
    key: str
    to: str
    subject: str
    text: str
    html: str
    talk_request: TalkRequest | None = None
    useful_until: datetime | None = None


def receipt(talk_request: TalkRequest) -> Letter:
    return _letter("receipt", f"receipt:{talk_request.pk}", talk_request, "We have your request for a talk")


def date_offered(offer: Offer) -> Letter:
    subject = "We can offer you a date for your talk"
    return _letter("offered", f"offered:{offer.pk}", offer.talk_request, subject, useful_until=_begins(offer), offer=offer)


def date_confirmed(offer: Offer) -> Letter:
    return _letter("confirmed", f"confirmed:{offer.pk}", offer.talk_request, "Your talk is confirmed", useful_until=_begins(offer), offer=offer)


def talk_called_off(talk_request: TalkRequest, *, session: Session, by_school: bool) -> Letter:
    """Why is left out: the officer wrote it for the team."""
    day_after = timezone.make_aware(datetime.combine(session.held_on + timedelta(days=1), time.min))
    told = {"session": session, "by_school": by_school}
    return _letter("called_off", f"called_off:{session.pk}", talk_request, "Your talk is called off", useful_until=day_after, **told)


def talk_declined(talk_request: TalkRequest) -> Letter:
    return _letter("declined", f"declined:{talk_request.pk}", talk_request, "About your request for a talk")


def _letter(name: str, key: str, talk_request: TalkRequest, subject: str, *, useful_until: datetime | None = None, **more: Any) -> Letter:
    link, ask = link_for_mail(talk_request), settings.SITE_URL + reverse("campaigns:talks")
    told = {"talk": talk_request, "link": link, "ask": ask, "site_name": settings.SITE_NAME, "emergency": EMERGENCY, "police": POLICE, **more}
    text = re.sub(r"\n{3,}", "\n\n", render_to_string(f"emails/{name}.txt", told)).strip() + "\n"
    html = render_to_string("emails/letter.html", {"subject": subject, "paragraphs": text.strip().split("\n\n"), "links": [link, ask]})
    return Letter(key=key, to=talk_request.contact_email, subject=subject, text=text, html=html, talk_request=talk_request, useful_until=useful_until)


def _begins(offer: Offer) -> datetime:
    return timezone.make_aware(datetime.combine(offer.held_on, offer.starts_at))
