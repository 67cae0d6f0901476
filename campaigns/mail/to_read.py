"""What a letter of a set date leads to: what will be said, and what a school uses before it."""

from django.conf import settings
from django.urls import reverse

from campaigns.models import TalkRequest
from campaigns.places.guests import Guest, guest_of_request
from campaigns.places.materials import of_talk
from sextortion_aware.materials import When


def to_read_before(talk: TalkRequest) -> list[dict[str, str]]:
    """The pages for schools are no use to anybody else."""
    is_school = guest_of_request(talk) == Guest.SCHOOL
    materials = of_talk(talk, When.BEFORE) if is_school else []
    pages = [(material.title, material.path) for material in materials]
    if what_happens := _what_happens(talk):
        pages.insert(0, ("What happens in the talk", what_happens))
    return [{"title": title, "href": settings.SITE_URL + path} for title, path in pages]


def _what_happens(talk: TalkRequest) -> str:
    """Its public page. What is no longer on offer has none: the school's own page says it."""
    kind = talk.kind
    is_public = kind is not None and kind.is_offered and kind.topic.is_offered
    return reverse("campaigns:talk_kind", args=[kind.slug]) if kind and is_public else ""
