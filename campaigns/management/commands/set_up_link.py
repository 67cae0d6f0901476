from typing import Any

from django.core.management.base import BaseCommand, CommandError

from campaigns.setup.link import is_set_up, set_up_link


class Command(BaseCommand):
    help = (
        "Prints the link with which an empty site is set up. It works once; until then it may be "
        "printed again."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        if is_set_up():
            raise CommandError(
                "This site is set up already: somebody has an account. "
                "Add another one with add_member."
            )
        self.stdout.write(f"Open this link to set the site up. It works once:\n{set_up_link()}")
