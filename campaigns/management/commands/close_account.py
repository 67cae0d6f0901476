from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from campaigns.models import User
from campaigns.people.members import close_account, reopen_account
from campaigns.talks.leaving_work import work_of


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

        parser.add_argument(
            "--force",
            action="store_true",
            help="also of a programme's last administrator, or the last who runs its requests",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            user = (
                reopen_account(email=options["email"])
                if options["reopen"]
                else close_account(email=options["email"], force=options["force"])
            )
        except ValidationError as refused:
            raise CommandError(" ".join(refused.messages)) from None
        self.stdout.write(
            f"The account of {user.name} is {'open again' if user.is_active else 'closed'}."
        )
        if not user.is_active:
            for words in left_with(user):
                self.stdout.write(words)


def left_with(user: User) -> list[str]:
    """What still stands in their name: an administrator hands it over on the page People."""
    found = []
    for member in user.memberships.filter(ended_at=None).select_related("campaign", "user"):
        work = work_of(member, becomes=None, now=timezone.now())
        if work.rows:
            found.append(
                f"In {member.campaign} they still have sessions planned {len(work.sessions)}, "
                f"dates held {len(work.offers)}, requests {len(work.requests)}. "
                "End the membership on the page People, which hands them over."
            )
    return found
