from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from campaigns.people.letters import password_link
from campaigns.setup.file import BadFile, read_file
from campaigns.setup.from_file import set_up_from


class Command(BaseCommand):
    help = (
        "Sets a programme up from one TOML file, as deploy/set_up.example.toml shows. It adds what "
        "is missing and changes nothing that is there; one problem and nothing is done."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--print-link",
            action="store_true",
            help="print the administrator's link to set a password, and send no e-mail",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        path, prints = options["file"], options["print_link"]
        try:
            member = set_up_from(
                read_file(path), folder=path.parent, today=timezone.localdate(), tell=not prints
            )
        except BadFile as problem:
            raise CommandError(f"Nothing was changed.\n{problem}") from None
        self.stdout.write(f"{member.campaign} is set up. Its administrator is {member.user.name}.")
        if prints and not member.user.has_usable_password():
            self.stdout.write(
                "To set a password, open this link within 24 hours. It works once:\n"
                f"{password_link(member.user)}"
            )
