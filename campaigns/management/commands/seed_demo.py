from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from campaigns.demo import (
    DEMO_NAME,
    PASSPHRASE,
    SIGN_INS,
    build_demo,
    demo_campaign,
    holds_real_data,
    remove_demo,
    why_not_here,
)
from campaigns.models import Campaign


class Command(BaseCommand):
    help = (
        "Fills an empty database with a demonstration campaign: "
        "made-up places, sessions, requests and one sign-in of each role."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--reset",
            action="store_true",
            help="Remove the demonstration's rows first and make them anew.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if holds_real_data():
            raise CommandError(
                "This database holds real data, so the demonstration stays out of it. "
                "Use an empty database."
            )
        if why := why_not_here():
            raise CommandError(why)
        with transaction.atomic():
            if options["reset"] and (campaign := demo_campaign()):
                remove_demo(campaign)
            campaign = build_demo(today=timezone.localdate())
        if options["verbosity"]:
            self.report(campaign)

    def report(self, campaign: Campaign | None) -> None:
        if campaign is None:
            self.stdout.write(
                f"{DEMO_NAME} is already there. Nothing was changed; --reset makes it anew."
            )
        else:
            self.stdout.write(
                f"Made {DEMO_NAME}: {campaign.sessions.count()} sessions at "
                f"{campaign.places.count()} made-up places."
            )
        self.stdout.write(f"\nSign in with one of these, all with the passphrase {PASSPHRASE}")
        for role, (_, email) in SIGN_INS.items():
            self.stdout.write(f"  {role.label:<14} {email}")
