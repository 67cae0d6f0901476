from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError, connection
from django.utils import timezone

from campaigns.privacy.forget import forget


class Command(BaseCommand):
    help = (
        "Forgets what the privacy page says is forgotten. "
        "Run it each night; run twice, it does no harm."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        try:
            done = forget(now=now, today=timezone.localdate(now))
            empty_journal()
            files = forget_mail_files(now=now)
        except (DatabaseError, OSError) as problem:
            # The class alone: the text can hold the very row that was to be forgotten.
            raise CommandError(
                f"Not everything was forgotten: {type(problem).__name__}. "
                "It is safe to run this again."
            ) from None
        counts = {**vars(done), "mail files": files}
        if options["verbosity"]:
            words = [f"{name.replace('_', '-')} {count:,}" for name, count in counts.items()]
            self.stdout.write(f"Forgotten: {', '.join(words)}.")


def empty_journal() -> None:
    """SQLite wipes a deleted row from its file; the journal has it until it is written over."""
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def forget_mail_files(*, now: datetime) -> int:
    """What was written to files in place of being sent, when no mail server is named."""
    oldest = (now - settings.FORGET_MAILS_AFTER).timestamp()
    old = [
        path
        for path in Path(settings.EMAIL_FILE_PATH).glob("*.log")
        if path.stat().st_mtime < oldest
    ]
    for path in old:
        path.unlink()
    return len(old)
