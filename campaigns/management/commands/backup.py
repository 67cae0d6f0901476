import signal
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.utils import timezone

from sextortion_aware.backup import BackupError, folder
from sextortion_aware.backup.keys import public_half
from sextortion_aware.backup.make import make


class Command(BaseCommand):
    help = (
        "Writes one encrypted file with the database and the rest of VAR_DIR, checks it, and "
        "removes those that become 30 days old. The site may run."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        # systemd's word to stop: what is half made goes first.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit("The backup was stopped."))
        try:
            with folder.alone(settings.VAR_DIR):
                self.remove_old()  # also when no new one can be made
                made = make(
                    to=settings.BACKUP_DIR,
                    key=public_half(settings.BACKUP_KEY),
                    now=timezone.now().replace(microsecond=0),
                )
        except BackupError as problem:
            raise CommandError(str(problem)) from None
        except (DatabaseError, OSError) as problem:
            raise CommandError(f"No backup was made: {type(problem).__name__}.") from None
        self.stdout.write(
            f"{made.path}: {made.rows:,} rows and {made.files:,} files, {made.size:,} bytes, "
            "read back and the same."
        )

    def remove_old(self) -> None:
        for path in folder.remove_old(settings.BACKUP_DIR, now=timezone.now()):
            self.stdout.write(f"Removed, because backups are kept for 30 days at most: {path.name}")
        if not folder.backups(settings.BACKUP_DIR):
            self.stdout.write("There is no other backup in this folder.")
