from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from campaigns.models import Campaign
from campaigns.places.save import Saved, save_schools
from campaigns.places.schools_file import SchoolFile, UnreadableFile, read_schools


class Command(BaseCommand):
    help = (
        "Creates and updates places from the Scottish Government's list of schools (CSV). "
        "It may be run again at any time. "
        "A school of a council that is not an area of the campaign is a bad row; "
        "so is whatever is wrong in itself. One bad row and nothing is changed."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--campaign", help="Its name; needed when there are several.")
        parser.add_argument(
            "--skip-bad", action="store_true", help="Take the good rows and leave the bad ones out."
        )
        parser.add_argument(
            "--any-area", action="store_true", help="Take schools of every council."
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would be done and change nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        campaign = chosen_campaign(options["campaign"])
        own_areas = campaign.areas.values_list("name", flat=True)
        only_areas = frozenset() if options["any_area"] else frozenset(own_areas)
        try:
            file = read_schools(options["file"], only_areas=only_areas)
        except UnreadableFile as problem:
            raise CommandError(str(problem)) from None
        for bad in file.bad:
            self.stderr.write(str(bad))
        if file.bad and not options["skip_bad"]:
            raise CommandError(
                f"Nothing was changed: {rows(len(file.bad))} bad. "
                "Mend the file, or leave them out with --skip-bad."
            )
        with transaction.atomic():
            saved = save_schools(campaign=campaign, schools=file.schools)
            transaction.set_rollback(options["dry_run"])
        self.stdout.write(report(saved, file, dry_run=options["dry_run"]))


def chosen_campaign(name: str | None) -> Campaign:
    campaigns = list(Campaign.objects.all())
    names = ", ".join(campaign.name for campaign in campaigns) or "none"
    found = [campaign for campaign in campaigns if name is None or campaign.name == name]
    if name is not None and not found:
        raise CommandError(f"There is no campaign called {name}. There is: {names}.")
    if not found:
        raise CommandError("There is no campaign yet, so there is nothing to add places to.")
    if len(found) > 1:
        raise CommandError(
            f"There are several campaigns: name one with --campaign. There is: {names}."
        )
    return found[0]


def report(saved: Saved, file: SchoolFile, *, dry_run: bool) -> str:
    done = (
        f"{saved.created:,} created, {saved.updated:,} updated, {saved.unchanged:,} unchanged, "
        f"{len(file.bad):,} bad and left out."
    )
    return f"Dry run, nothing was changed. It would be: {done}" if dry_run else done


def rows(number: int) -> str:
    return "1 row is" if number == 1 else f"{number:,} rows are"
