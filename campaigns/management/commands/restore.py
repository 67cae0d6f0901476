from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from campaigns.privacy.restored import in_words, settle_restored
from sextortion_aware.backup import BackupError, databases, folder
from sextortion_aware.backup.keys import secret_half
from sextortion_aware.backup.put_back import opened, put_back, refuse_what_does_not_fit


class Command(BaseCommand):
    help = (
        "Puts a backup into an empty installation, with the site stopped, and forgets what was due "
        "meanwhile."
    )
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--key", type=Path, required=True, help="a file with the secret half of BACKUP_KEY"
        )
        parser.add_argument(
            "--check", action="store_true", help="open it and compare all parts; restore nothing"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            key = secret_half(options["key"])
            with (
                folder.alone(settings.VAR_DIR),
                folder.work_folder(settings.VAR_DIR) as work,
                opened(options["file"], work, key) as (manifest, parts),
            ):
                self.stdout.write(
                    f"A backup of {in_words(manifest.made_at)}: "
                    f"{sum(manifest.rows.values()):,} rows and {len(parts) - 1:,} files, all whole."
                )
                if options["check"]:
                    return
                refuse_what_does_not_fit(manifest)
                databases.refuse_unless_empty()
                put_back(manifest, parts)
        except BackupError as problem:
            raise CommandError(str(problem)) from None
        except (DatabaseError, OSError) as problem:
            raise CommandError(f"Nothing was restored: {type(problem).__name__}.") from None
        self.settle(made_at=manifest.made_at)

    def settle(self, *, made_at: datetime) -> None:
        began_at = timezone.now()
        try:
            call_command("migrate", verbosity=0, interactive=False)
            call_command("lapse_offers", stdout=self.stdout)
            done = settle_restored(made_at=made_at, began_at=began_at, now=timezone.now())
            call_command("forget", stdout=self.stdout)
        except Exception as problem:
            # The class alone: the text can hold the words of a row.
            raise CommandError(
                f"The rows are back, and what follows failed: {type(problem).__name__}. "
                "Do not start the site: empty the database and restore again."
            ) from None
        self.stdout.write(
            f"E-mails that may have gone before are stopped: {done.mails_stopped:,}. Coordinators "
            "find them in the outbox.\n"
            f"E-mails for a later day still wait: {done.mails_waiting:,}.\n"
            f"Everybody signs in again; {done.sign_ins_ended:,} sign-ins were ended.\n"
            "Restored. What was entered after the backup is not here."
        )
