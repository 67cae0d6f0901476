from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaigns.programme.begin import add_campaign


class Command(BaseCommand):
    help = (
        "Makes a campaign: its name, the day it began, "
        "the figure that its reach is tracked against, and its council areas."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("name", help="for example Lanarkshire")
        parser.add_argument(
            "--started-on", required=True, type=date.fromisoformat, help="for example 2015-11-01"
        )
        parser.add_argument("--mark", required=True, type=int, help="for example 20000")
        parser.add_argument(
            "--area",
            required=True,
            action="append",
            dest="areas",
            help='a council area, for example "North Lanarkshire"; once for each',
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            campaign = add_campaign(
                name=options["name"],
                started_on=options["started_on"],
                mark=options["mark"],
                areas=options["areas"],
            )
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from None
        self.stdout.write(
            f"Made the campaign {campaign}. "
            "Add its people next: manage.py add_member EMAIL NAME ROLE"
        )
