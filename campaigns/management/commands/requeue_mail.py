from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from campaigns.mail.write import requeue_mails
from campaigns.talks.heard.digest import plan_lost_digest


class Command(BaseCommand):
    help = (
        "Gives a new job to each waiting e-mail that lost its own, as after a worker was killed. "
        "Safe to run at any time."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        count = requeue_mails(now=now)
        plan_lost_digest(now=now)
        if options["verbosity"]:
            self.stdout.write(
                f"{count} {'e-mail' if count == 1 else 'e-mails'} put back in the queue."
            )
