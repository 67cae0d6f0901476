from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from campaigns.places.save_holidays import save_holidays
from campaigns.places.schools_file import UnreadableFile
from campaigns.places.term_dates_file import read_term_dates


class Command(BaseCommand):
    help = (
        "Creates and updates the days on which a council's schools have no pupils (CSV), "
        "so that a session on one of them is asked about. "
        "It may be run again at any time. One bad row and nothing is changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            file = read_term_dates(options["file"])
        except UnreadableFile as problem:
            raise CommandError(str(problem)) from None
        for bad in file.bad:
            self.stderr.write(str(bad))
        if file.bad:
            bad_rows = "1 row is" if len(file.bad) == 1 else f"{len(file.bad):,} rows are"
            raise CommandError(f"Nothing was changed: {bad_rows} bad. Mend the file and try again.")
        saved = save_holidays(holidays=file.holidays)
        self.stdout.write(
            f"{saved.created:,} created, {saved.updated:,} updated, {saved.unchanged:,} unchanged."
        )
