"""What each e-mail says. The words stand in templates/emails/; nobody outside the team can put a word into the first one or into a subject."""

import re
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from campaigns.links import link_for_mail
from campaigns.models import Offer, TalkRequest
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
    return _letter("offered", f"offered:{offer.pk}", offer.talk_request, "We can offer you a date for your talk", offer=offer)


def date_confirmed(offer: Offer) -> Letter:
    return _letter("confirmed", f"confirmed:{offer.pk}", offer.talk_request, "Your talk is confirmed", offer=offer)


def talk_declined(talk_request: TalkRequest) -> Letter:
    return _letter("declined", f"declined:{talk_request.pk}", talk_request, "About your request for a talk")


def _letter(name: str, key: str, talk_request: TalkRequest, subject: str, *, offer: Offer | None = None) -> Letter:
    link = link_for_mail(talk_request)
    begins = timezone.make_aware(datetime.combine(offer.held_on, offer.starts_at)) if offer else None
    told = {"talk": talk_request, "offer": offer, "link": link, "site_name": settings.SITE_NAME, "emergency": EMERGENCY, "police": POLICE}
    text = re.sub(r"\n{3,}", "\n\n", render_to_string(f"emails/{name}.txt", told)).strip() + "\n"
    html = render_to_string("emails/letter.html", {"subject": subject, "paragraphs": text.strip().split("\n\n"), "link": link})
    return Letter(key=key, to=talk_request.contact_email, subject=subject, text=text, html=html, talk_request=talk_request, useful_until=begins)
