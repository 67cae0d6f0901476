from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

from sextortion_aware.nightly import mark_success

COMMANDS = ("build_advice", "lapse_offers", "forget", "remind_to_confirm", "requeue_mail")


class Command(BaseCommand):
    help = "Does the night's work. Run it each night; run twice, it does no harm."
    requires_system_checks = []  # the advice pages must be built without the database

    def handle(self, *args: Any, **options: Any) -> None:
        failed = [name for name in COMMANDS if not self.is_done(name, options["verbosity"])]
        if failed:
            raise CommandError(f"The night's work is not complete: {', '.join(failed)}.")
        try:
            mark_success(settings.VAR_DIR, datetime.now(UTC))
        except OSError as problem:
            raise CommandError(f"All done, but not marked: {type(problem).__name__}.") from None

    def is_done(self, name: str, verbosity: int) -> bool:
        """One that fails does not keep the others from their work."""
        close_old_connections()
        try:
            call_command(name, verbosity=verbosity, stdout=self.stdout, stderr=self.stderr)
        except Exception as problem:
            # The class alone: the text can hold the words of a row.
            self.stderr.write(f"{name} failed: {type(problem).__name__}.")
            return False
        return True
