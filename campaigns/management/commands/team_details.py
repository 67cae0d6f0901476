from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from campaigns.models import Campaign
from campaigns.programme.details import Details, set_team_details

OPTIONS = {
    "telephone": "telephone",
    "hours": "office_hours",
    "email": "team_email",
    "name": "team_name",
    "started_on": "started_on",
}


class Command(BaseCommand):
    help = (
        "Sets how schools reach the team, as it stands under letters and on the pages of talks, "
        "and the day on which the programme began. "
        'What is left out stays; "" takes it away.'
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--campaign", help="its name; may be left out while there is only one")
        parser.add_argument("--telephone", help='for example "01698 000 000"')
        parser.add_argument("--hours", help='for example "Monday to Friday, 9 to 5"')
        parser.add_argument("--email", help="without it, TEAM_EMAIL")
        parser.add_argument("--name", help="the name that stands under letters")
        parser.add_argument(
            "--started-on",
            type=date.fromisoformat,
            help="the day the programme began, for example 2015-11-01",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        given = Details()
        for option, column in OPTIONS.items():
            if options[option] is not None:
                given[column] = options[option]  # type: ignore[literal-required]
        if not given:
            raise CommandError(
                "Say what to set: --telephone, --hours, --email, --name or --started-on."
            )
        campaign = self.campaign(options["campaign"])
        try:
            campaign = set_team_details(
                campaign=campaign, by=None, today=timezone.localdate(), **given
            )
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from None
        self.stdout.write(f"The team’s details of {campaign} are set.")

    def campaign(self, name: str | None) -> Campaign:
        campaigns = list(Campaign.objects.filter(name=name) if name else Campaign.objects.all()[:2])
        if len(campaigns) == 1:
            return campaigns[0]
        if name:
            raise CommandError(f"There is no campaign {name}.")
        raise CommandError(
            "Say which campaign, with --campaign NAME."
            if campaigns
            else "There is no campaign yet: make one with add_campaign."
        )
