from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from campaigns.models import Campaign
from campaigns.places.save_holidays import save_holidays
from campaigns.places.term_dates_file import read_term_dates
from sextortion_aware.files.unreadable import Unreadable


class Command(BaseCommand):
    help = (
        "Creates and updates the days on which a council's schools have no pupils (CSV or .xlsx), "
        "so that a session on one of them is asked about. "
        "It may be run again at any time. One bad row and nothing is changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would be done and change nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            file = read_term_dates(options["file"])
        except Unreadable as problem:
            raise CommandError(str(problem)) from None
        for bad in file.bad:
            self.stderr.write(str(bad))
        if file.bad:
            bad_rows = "1 row is" if len(file.bad) == 1 else f"{len(file.bad):,} rows are"
            raise CommandError(f"Nothing was changed: {bad_rows} bad. Mend the file and try again.")
        with transaction.atomic():
            saved = save_holidays(
                holidays=file.holidays,
                campaigns=campaigns_of({day.area for day in file.holidays}),
                file_name=options["file"].name,
            )
            transaction.set_rollback(options["dry_run"])
        done = (
            f"{saved.created:,} created, {saved.updated:,} updated, {saved.unchanged:,} unchanged."
        )
        self.stdout.write(
            f"Dry run, nothing was changed. It would be: {done}" if options["dry_run"] else done
        )


def campaigns_of(areas: set[str]) -> list[Campaign]:
    """A council's days are of every campaign in it, so each has the line in its history."""
    return list(Campaign.objects.filter(areas__name__in=areas).distinct())
