from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from campaigns.talks.asking.waits import remind_to_confirm


class Command(BaseCommand):
    help = (
        "Reminds schools that asked for a talk to confirm their address, once, at eight in the "
        "morning. Run it each night; run twice, it does no harm."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        count = remind_to_confirm(now=timezone.now())
        if options["verbosity"]:
            self.stdout.write(f"Reminded to confirm: {count:,}.")
