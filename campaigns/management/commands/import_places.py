from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from campaigns.models import Campaign
from campaigns.places.councils import COUNCILS, council_called
from campaigns.places.findings import Findings, compare, question_of
from campaigns.places.save import Saved, Taken, save_schools
from campaigns.places.schools_file import SchoolFile, read_schools
from sextortion_aware.files.unreadable import Unreadable
from sextortion_aware.reading.dates import iso_day


class Command(BaseCommand):
    help = (
        "Creates and updates places from a list of schools, in any shape in which one is published "
        "(CSV or .xlsx), as the page of the site does. It may be run again at any time. "
        "Schools of councils that are not areas of the campaign are left out. "
        "One bad row and nothing is changed."
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
            "--council",
            action="append",
            default=[],
            metavar="CODE=COUNCIL",
            help="The council of a grant-aided school, by its seed code. May be given again.",
        )
        parser.add_argument(
            "--take-names", action="store_true", help="Rename the schools that have another name."
        )
        parser.add_argument(
            "--close-missing-on",
            metavar="2026-06-24",
            help="Close the schools that are not in the list, on this day.",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would be done and change nothing."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        campaign = chosen_campaign(options["campaign"])
        own_areas = campaign.areas.values_list("name", flat=True)
        only_areas = frozenset() if options["any_area"] else frozenset(own_areas)
        councils = dict(map(named_council, options["council"]))
        try:
            file = read_schools(options["file"], only_areas=only_areas)
        except Unreadable as problem:
            raise CommandError(str(problem)) from None
        for bad in file.bad:
            self.stderr.write(str(bad))
        if file.bad and not options["skip_bad"]:
            raise CommandError(
                f"Nothing was changed: {rows(len(file.bad))} bad. "
                "Mend the file, or leave them out with --skip-bad."
            )
        found = compare(campaign=campaign, file=file, councils=councils)
        taken = taken_of(found, councils=councils, options=options)
        with transaction.atomic():
            try:
                saved = save_schools(
                    campaign=campaign,
                    file=file,
                    file_name=options["file"].name,
                    by=None,
                    today=timezone.localdate(),
                    taken=taken,
                )
            except ValidationError as problem:
                raise CommandError(f"Nothing was changed: {' '.join(problem.messages)}") from None
            transaction.set_rollback(options["dry_run"])
        for line in left_to_a_person(found, taken):
            self.stdout.write(line)
        self.stdout.write(report(saved, file, found, dry_run=options["dry_run"]))


def named_council(said: str) -> tuple[str, str]:
    code, _, council = said.partition("=")
    name = council_called(council.strip())
    if name not in COUNCILS:
        raise CommandError(
            f"--council {said} is not like 9990037=North Lanarkshire, with one of Scotland’s "
            "councils."
        )
    return code.strip(), name


def taken_of(found: Findings, *, councils: dict[str, str], options: dict[str, Any]) -> Taken:
    day = None
    if options["close_missing_on"]:
        day = iso_day(options["close_missing_on"])
        if day is None:
            raise CommandError("--close-missing-on needs a day like 2026-06-24.")
    return Taken(
        councils=councils,
        names=frozenset(one.place.pk for one in found.renamed if options["take_names"]),
        closures={one.place.pk: day for one in found.missing} if day else {},
    )


def left_to_a_person(found: Findings, taken: Taken) -> Iterator[str]:
    for one in found.renamed:
        if one.place.pk not in taken.names:
            yield f"{one.place.label} is “{one.after}” in the list (--take-names takes it)."
    for gone in found.missing:
        if gone.place.pk not in taken.closures:
            yield f"{gone.place.label} is not in the list: perhaps closed."
    for asked in {question_of(school): school for school in found.asked}.values():
        which = f" (--council {asked.seed_code}=COUNCIL takes it)" if asked.seed_code else ""
        yield f"{asked.name} is of no council in the list, so it was left out{which}."
    for place, area in found.moved_away:
        yield f"{place.label} is of {area} in the list: it stays as it is."


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


def report(saved: Saved, file: SchoolFile, found: Findings, *, dry_run: bool) -> str:
    parts = [f"{saved.created:,} created", f"{saved.updated:,} updated"]
    parts += [f"{saved.renamed:,} renamed"] if saved.renamed else []
    parts += [f"{saved.closed:,} closed"] if saved.closed else []
    parts += [f"{saved.unchanged:,} unchanged", f"{len(file.bad):,} bad and left out"]
    others = sum((found.elsewhere or {}).values())
    parts += [f"{others:,} of other councils left out"] if others else []
    done = f"{', '.join(parts)}."
    return f"Dry run, nothing was changed. It would be: {done}" if dry_run else done


def rows(number: int) -> str:
    return "1 row is" if number == 1 else f"{number:,} rows are"
