"""Makes the demonstration, and says whether the database holds anything else."""

from datetime import date

from django.conf import settings
from django.db import transaction

from campaigns.demo.corrections import make_correction
from campaigns.demo.history import make_history
from campaigns.demo.kinds import make_kinds
from campaigns.demo.mails import make_mails
from campaigns.demo.people import DEMO_DOMAIN, make_team
from campaigns.demo.places import NORTH, SOUTH, make_places
from campaigns.demo.school_days import school_year_start
from campaigns.demo.sessions import make_sessions
from campaigns.demo.shapes import Lists
from campaigns.demo.talks import make_talks
from campaigns.models import (
    Campaign,
    CarriedFigure,
    CouncilArea,
    Partner,
    Topic,
    User,
)
from sextortion_aware.env import is_loopback

DEMO_NAME = "Lanarkshire (demonstration)"
MARK = 20_000
TOPICS = (
    ("Sextortion", True),
    ("Child sexual exploitation online", True),
    ("Cyberbullying", False),
    ("Radicalisation online", False),
    ("Staying safe in games and chats", False),
)
PARTNERS = (
    "Council education service",
    "Child protection committee",
    "Youth work team",
    "Library service",
)


def demo_campaign() -> Campaign | None:
    return Campaign.objects.filter(is_demo=True, name=DEMO_NAME).first()


def why_not_here() -> str:
    """Empty on one's own machine."""
    if is_loopback(settings.SITE_HOST):
        return ""
    return (
        "The demonstration's passphrase is public, "
        f"and others can reach {settings.SITE_HOST}. Use it on your own machine only."
    )


def holds_real_data() -> bool:
    """Anything that this package did not make.

    Its own rows all belong to demonstration campaigns and demonstration people.
    """
    return (
        Campaign.objects.filter(is_demo=False).exists()
        or User.objects.exclude(email__endswith=DEMO_DOMAIN).exists()
    )


@transaction.atomic
def build_demo(*, today: date) -> Campaign | None:
    """None when it is there already; two at once make one."""
    campaign, created = Campaign.objects.get_or_create(
        name=DEMO_NAME, defaults={"started_on": date(2015, 11, 1), "mark": MARK, "is_demo": True}
    )
    if not created:
        return None
    areas = {name: CouncilArea.objects.get_or_create(name=name)[0] for name in (NORTH, SOUTH)}
    campaign.areas.set(areas.values())
    CarriedFigure.objects.create(
        campaign=campaign,
        value=MARK,
        qualifier=CarriedFigure.Qualifier.OVER,
        starts_on=campaign.started_on,
        source="a local newspaper report of 2016",
    )
    closed_on = school_year_start(today).replace(month=6, day=24)
    lists = Lists(
        campaign=campaign,
        places=make_places(campaign, areas, closed_on=closed_on),
        topics=Topic.objects.bulk_create(
            [Topic(campaign=campaign, name=name, class_size_only=small) for name, small in TOPICS]
        ),
        partners=Partner.objects.bulk_create(
            [Partner(campaign=campaign, name=name) for name in PARTNERS]
        ),
        team=make_team(campaign),
    )
    make_kinds(lists)
    sessions = make_sessions(lists, today=today)
    requests = make_talks(lists, sessions, today=today)
    make_history(sessions, requests, lists.team)
    make_mails(requests, today=today)
    make_correction(sessions, lists.team, today=today)
    return campaign
