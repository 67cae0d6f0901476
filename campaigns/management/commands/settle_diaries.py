from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from campaigns.diaries.repair import settle_diaries


class Command(BaseCommand):
    help = (
        "Makes the officers' diaries again from what is planned and held, and names what clashes. "
        "Run it after an upgrade; run twice, it does no harm."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        done = settle_diaries(now=timezone.now())
        self.stdout.write(
            f"Diary entries: {done.entries:,}, of which {done.added:,} new; "
            f"{done.removed:,} removed."
        )
        for clash in done.clashes:
            self.stdout.write(f"Clash: {clash}")
        if done.clashes:
            self.stdout.write(
                "Each of these is planned, but somebody must move it: an officer cannot be at both."
            )
