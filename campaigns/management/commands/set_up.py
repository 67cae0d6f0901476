from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from campaigns.people.letters import password_link
from campaigns.setup.file import BadFile, read_file
from campaigns.setup.from_file import set_up_from
from campaigns.setup.left import lines_left


class Command(BaseCommand):
    help = (
        "Sets a programme up from one TOML file, as deploy/set_up.example.toml shows. It adds what "
        "is missing and changes nothing that is there, and says what it left; one problem and "
        "nothing is done."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--print-link",
            action="store_true",
            help="print the administrator's link to set a password, and send no e-mail",
        )
        parser.add_argument(
            "--another-campaign",
            action="store_true",
            help="make a second campaign beside the one that is here",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path, prints, today = options["file"], options["print_link"], timezone.localdate()
        try:
            tables = read_file(path, today=today)
            member = set_up_from(
                tables,
                folder=path.parent,
                today=today,
                tell=not prints,
                may_be_another=options["another_campaign"],
            )
        except BadFile as problem:
            raise CommandError(f"Nothing was changed.\n{problem}") from None
        self.stdout.write(f"{member.campaign} is set up. Its administrator is {member.user.name}.")
        for line in lines_left(tables, member=member):
            self.stdout.write(line)
        if prints and not member.user.has_usable_password():
            self.stdout.write(
                "To set a password, open this link within 24 hours. It works once:\n"
                f"{password_link(member.user)}"
            )
