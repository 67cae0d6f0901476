from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from campaigns.talks.end_offers import lapse_offers


class Command(BaseCommand):
    help = (
        "Marks the held dates that no school answered in time, and tells the schools. "
        "Run it each morning; run twice, it does no harm."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        count = lapse_offers(now=timezone.now())
        if options["verbosity"]:
            self.stdout.write(
                f"Lapsed: the dates held for {count:,} request{'' if count == 1 else 's'}."
            )
