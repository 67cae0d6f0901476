from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from advice.build import render_all, write_build
from advice.checks import due_dates, late_words, problems
from advice.library import CONTENT_DIR, load_library
from advice.mirror import write_mirror
from advice.published import readable_by_the_web_server
from sextortion_aware.views import error_page

# What a web server in front shows when it refuses by itself (deploy/nginx.conf), or when Django is
# away.
REFUSALS = (400, 413, 502, 503)


def refusals() -> dict[str, bytes]:
    pages = {status: error_page(f"{status}.html", status).content for status in REFUSALS}
    return {f"refused/{status}.html": page for status, page in pages.items()}


class Command(BaseCommand):
    help = "Builds the advice pages. Run it daily too: it names what is late to be checked."
    # It makes the checks that matter here itself, and must not need the database.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--to",
            type=Path,
            metavar="DIR",
            help="write a plain folder for a static host or CDN instead",
        )
        parser.add_argument(
            "--content",
            type=Path,
            metavar="DIR",
            default=CONTENT_DIR,
            help="read the words from here",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        with readable_by_the_web_server():
            self.build(**options)

    def build(self, **options: Any) -> None:
        library, today = load_library(options["content"]), timezone.localdate()
        if wrong := problems(library):
            raise CommandError("\n".join(["Nothing was built:", *map(str, wrong)]))
        if late := late_words(library, today):
            self.stderr.write(late)
        pages = render_all(library)
        if options["to"]:
            not_found = error_page("404.html", 404).content
            write_mirror(pages, not_found, settings.STATIC_ROOT, settings.STATIC_URL, options["to"])
            done = f"{len(pages)} advice pages written to {options['to']}"
        else:
            version = write_build(pages, settings.ADVICE_BUILD_DIR, refusals())
            done = f"{len(pages)} advice pages built, version {version}"
        if options["verbosity"]:
            for due in sorted(due_dates(library)):
                if due.is_soon(today):
                    self.stdout.write(f"Soon: {due.where}: {due.words(today)}.")
            self.stdout.write(done)
