import logging
import threading
import time
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand

from campaigns import worker
from sextortion_aware.notify import say_alive

REPORT_SECONDS = 60.0
ALIVE_SECONDS = 1.0


class Command(BaseCommand):
    help = "Sends the mail and does the other work of the queue. Waits for a database that is away."
    requires_system_checks = []  # they ask the database, and it may be away just now

    def handle(self, *args: Any, **options: Any) -> None:
        # The packages' own words: a failed task's come with the text of its error.
        for name in ("django_tasks", "django_tasks_db"):
            logging.getLogger(name).setLevel(logging.CRITICAL)
        every(REPORT_SECONDS, worker.report_health)
        every(ALIVE_SECONDS, say_alive)  # a thread of its own: a report may have to wait
        worker.run()


def every(seconds: float, deed: Callable[[], None]) -> None:
    def run() -> None:
        while True:
            deed()
            time.sleep(seconds)

    threading.Thread(target=run, name=deed.__name__, daemon=True).start()
