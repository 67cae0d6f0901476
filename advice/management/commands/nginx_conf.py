from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from advice.build import render_all
from advice.library import CONTENT_DIR, load_library
from advice.nginx import Machine, Unfit, configuration

SOCKET = "/run/sextortion-aware/site.sock"


class Command(BaseCommand):
    help = "Prints the configuration of nginx for this machine: it goes to /etc/nginx/nginx.conf."
    requires_system_checks = []  # it must not need the database

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("certificate", type=Path, help="with those between it and the root")
        parser.add_argument("key", type=Path)
        parser.add_argument(
            "--socket", type=Path, default=Path(SOCKET), help="where the site listens"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            machine = Machine(
                hosts=settings.ALLOWED_HOSTS,
                certificate=options["certificate"],
                key=options["key"],
                socket=options["socket"],
                build=settings.ADVICE_BUILD_DIR.resolve(),
                static=settings.STATIC_ROOT.resolve(),
            )
        except Unfit as problem:
            raise CommandError(str(problem)) from None
        pages = render_all(load_library(CONTENT_DIR))
        self.stdout.write(configuration(pages, machine), ending="")
