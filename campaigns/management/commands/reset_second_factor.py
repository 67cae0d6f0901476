from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaigns.models import User
from campaigns.people.reset import reset_second_step


class Command(BaseCommand):
    help = (
        "Takes away the second step of a person's sign-in, for when the only administrator lost "
        "theirs. They are signed out everywhere, hear of it by e-mail, and set up a new one when "
        "they next sign in."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError(f"Nobody here has the address {options['email']}.")
        try:
            reset_second_step(user=user, by=None)
        except ValidationError as refused:
            raise CommandError(f"{' '.join(refused.messages)}.") from None
        self.stdout.write(
            f"The second step of {user.name} is reset. They sign in with their password and are "
            "asked to set up a new one."
        )
