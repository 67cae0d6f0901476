from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaigns.models import User
from campaigns.people.reset import reset_second_step
from campaigns.people.sso.links import links_of


class Command(BaseCommand):
    help = (
        "Takes away the second step of a person's sign-in and the link of single sign-on, for when "
        "the only administrator lost theirs. They are signed out everywhere, hear of it by "
        "e-mail, and set up a new one when they next sign in."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")

    def handle(self, *args: Any, **options: Any) -> None:
        user = User.objects.filter(email__iexact=options["email"]).first()
        if user is None:
            raise CommandError(f"Nobody here has the address {options['email']}.")
        was_linked = links_of(user).exists()
        try:
            reset_second_step(user=user, by=None)
        except ValidationError as refused:
            raise CommandError(f"{' '.join(refused.messages)}.") from None
        also = " Single sign-on is taken off too." if was_linked else ""
        first = (
            "sign in with their password"
            if user.has_usable_password()
            else "set a password first, by “Forgotten your password” on the sign-in page,"
        )
        self.stdout.write(
            f"The second step of {user.name} is reset.{also} They {first} and are asked to set up "
            "a new one."
        )
