"""A school's own list of its talks, for whoever shows anew that the address of one is theirs.

Nothing is kept: the link holds which places, signed, and runs out.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django_tasks import task

from campaigns.mail.school_letters import school_talks
from campaigns.mail.write import write_mail
from campaigns.models import Campaign, Place, Session, TalkRequest
from campaigns.talks.record.given import GivenTalk, given_at
from sextortion_aware.months import months_before

SALT = "campaigns.earlier"
WORKS_FOR = timedelta(days=1)
# Elsewhere people of different groups meet, and none is told of the others' talks.
FOR_A_LINE = ("attendances", "topics", "talk_request__groups")
SCHOOLS = (Place.Kind.PRIMARY, Place.Kind.SECONDARY, Place.Kind.SPECIAL, Place.Kind.COLLEGE)


def talks_with_address(campaign: Campaign, *, today: date) -> QuerySet[TalkRequest]:
    """Given at a school, and the address is still kept: the proof is that we wrote to it about
    them.
    """
    since = months_before(today, settings.FORGET_CONTACTS_AFTER_MONTHS)
    return (
        TalkRequest.objects.in_campaign(campaign)
        .filter(
            state=TalkRequest.State.DELIVERED,
            session__state=Session.State.DELIVERED,
            session__held_on__gte=since,
            place__kind__in=SCHOOLS,
        )
        .exclude(contact_email="")
    )


@task()
def write_list(mark: str, campaign_id: int) -> None:
    """Whether the address is known is looked up here alone, so the time that a page takes tells
    nobody. The job's row stays a while, so it holds a mark and no address.
    """
    now = timezone.now()
    campaign = Campaign.objects.filter(pk=campaign_id).first()
    if campaign:
        send_list(mark=mark, campaign=campaign, now=now)


def mark_of(address: str) -> str:
    """The same for one address, however it is written; nobody reads the address from it."""
    return salted_hmac(SALT, address.lower(), algorithm="sha256").hexdigest()


@transaction.atomic
def send_list(*, mark: str, campaign: Campaign, now: datetime) -> None:
    kept = talks_with_address(campaign, today=timezone.localdate(now)).order_by("pk")
    talks = [talk for talk in kept if mark_of(talk.contact_email) == mark]
    if not talks:
        return
    places = sorted({talk.place_id for talk in talks if talk.place_id})
    link = settings.SITE_URL + reverse("campaigns:earlier_list", args=[signed(places)])
    letter = school_talks(talks[-1], link=link, until=now + WORKS_FOR)
    write_mail(letter, now=now)


def signed(places: Sequence[int]) -> str:
    """HMAC with SHA-256: nobody makes one without the site's secret key."""
    return signing.dumps(list(places), salt=SALT)


def places_in(token: str) -> list[Place]:
    """Empty for a link that has run out or is none of ours."""
    try:
        keys = signing.loads(token, salt=SALT, max_age=WORKS_FOR)
    except signing.BadSignature:
        return []
    found = Place.objects.select_related("area", "campaign").filter(pk__in=keys)
    return list(found.order_by("name", "pk"))


def sessions_at(place: Place) -> QuerySet[Session]:
    """The newest first: held there or asked for from there, or somewhere else with people from
    there.
    """
    there = Q(place=place) | Q(attendances__place=place) | Q(talk_request__place=place)
    held = Session.objects.in_campaign(place.campaign).filter(there, state=Session.State.DELIVERED)
    whole = held.select_related(
        "campaign", "place__area", "talk_request__kind", "talk_request__place"
    )
    return whole.prefetch_related(*FOR_A_LINE).distinct().order_by("-held_on", "-pk")


def list_of(place: Place) -> list[tuple[Session, GivenTalk]]:
    """Without the talks of others, to whom it lent its hall."""
    talks = [(session, given_at(session, place)) for session in sessions_at(place)]
    return [(session, given) for session, given in talks if given.own or not given.is_lent]
