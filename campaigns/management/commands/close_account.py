from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaigns.people.members import close_account, reopen_account


class Command(BaseCommand):
    help = (
        "Closes a person's account: they are signed out everywhere and cannot sign in. "
        "What they logged stays."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument(
            "--reopen",
            action="store_true",
            help="open it again; the person then asks for a link to set a new password",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        act = reopen_account if options["reopen"] else close_account
        try:
            user = act(email=options["email"])
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from None
        self.stdout.write(
            f"The account of {user.name} is {'open again' if user.is_active else 'closed'}."
        )
