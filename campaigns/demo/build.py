"""Makes the demonstration, and says whether the database holds anything else."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from campaigns.demo.corrections import correction
from campaigns.demo.holidays import add_holidays
from campaigns.demo.mails import deal_with_the_past, drop_jobs, send_what_is_due
from campaigns.demo.moments import at, carry_out
from campaigns.demo.people import DEMO_DOMAIN, make_team
from campaigns.demo.places import NORTH, SOUTH, make_places
from campaigns.demo.school_days import school_year_start
from campaigns.demo.sessions import ended_otherwise, held_and_planned, logged
from campaigns.demo.shapes import Lists
from campaigns.demo.talks import asked_for, talk_deeds
from campaigns.models import (
    Campaign,
    CarriedFigure,
    Partner,
    Topic,
    User,
)
from campaigns.models.clock import clock_at
from campaigns.programme.begin import add_campaign
from campaigns.programme.details import set_team_details
from campaigns.programme.figures import set_carried_figure
from campaigns.programme.incidents import add_suggested_incidents, suggested_incidents
from campaigns.programme.lists import add_named
from campaigns.talks.kind_deeds import add_suggested_kinds
from campaigns.talks.suggested_kinds import KINDS
from sextortion_aware.env import is_loopback

DEMO_NAME = "Lanarkshire (demonstration)"
MARK = 20_000
EARLY = time(6)
TOPICS = (
    ("Sextortion", True),
    ("Child sexual exploitation", True),
    ("Cyberbullying", False),
    ("Radicalisation", False),
    ("Staying safe online", False),
)
TELEPHONE, HOURS = "01632 960 123", "Monday to Friday, 9 to 5"  # kept by Ofcom for made-up people
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
    with clock_at(set_up_at(today)):
        campaign = begin_demo()
        if campaign is None:
            return None
        lists = set_up(campaign, today=today)
    held, ahead = held_and_planned(lists, today=today)
    booked = asked_for(held, ahead, today=today)
    carry_out(
        [
            *(logged(draft, today=today) for draft in (*held, *ahead) if draft not in booked),
            *ended_otherwise(lists, today=today),
            *talk_deeds(lists, booked, today=today),
            correction(held, lists.team, today=today),
        ]
    )
    with clock_at(set_up_at(today)):
        add_holidays(campaign, today=today)
    deal_with_the_past(campaign, by=lists.team.coordinator.user)
    send_what_is_due(campaign, at(today, EARLY))
    drop_jobs(campaign)
    return campaign


def set_up_at(today: date) -> datetime:
    """The programme was set up before its first session, and not at the moment of this command."""
    began = school_year_start(today)
    return at(began.replace(year=began.year - 1) - timedelta(days=7), time(9, 30))


def set_up(campaign: Campaign, *, today: date) -> Lists:
    campaign = set_team_details(
        campaign=campaign, by=None, today=today, telephone=TELEPHONE, office_hours=HOURS
    )
    set_carried_figure(
        campaign=campaign,
        value=MARK,
        qualifier=CarriedFigure.Qualifier.OVER,
        starts_on=campaign.started_on,
        ends_on=None,
        source="a local newspaper report of 2016",
        by=None,
    )
    periods = [given.starts_on for given in suggested_incidents(campaign)]
    add_suggested_incidents(campaign=campaign, chosen=periods, by=None)
    closed_on = school_year_start(today).replace(month=6, day=24)
    lists = Lists(
        campaign=campaign,
        places=make_places(campaign, closed_on=closed_on),
        topics=[
            add_named(Topic, campaign=campaign, name=name, by=None, class_size_only=small)
            for name, small in TOPICS
        ],
        partners=[add_named(Partner, campaign=campaign, name=name, by=None) for name in PARTNERS],
        team=make_team(campaign),
    )
    kinds = [kind.slug for kind in KINDS]
    add_suggested_kinds(campaign=campaign, chosen=kinds, by=None)
    return lists


def begin_demo() -> Campaign | None:
    if demo_campaign():
        return None
    try:
        with transaction.atomic():
            return add_campaign(
                name=DEMO_NAME,
                started_on=date(2015, 11, 1),
                mark=MARK,
                areas=(NORTH, SOUTH),
                is_demo=True,
            )
    except (IntegrityError, ValidationError):  # another process made it at this moment
        return None
