"""`manage.py run_worker` in a hurry: its SQLite gives up on a lock within a moment, and it reports
often.
"""

import os
import sys
import time

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sextortion_aware.settings")

import django
from django.conf import settings

if "timeout" in settings.DATABASES["default"]["OPTIONS"]:
    settings.DATABASES["default"]["OPTIONS"]["timeout"] = 0.2
django.setup()

from django.core.mail import EmailMultiAlternatives  # noqa: E402
from django.core.management import call_command  # noqa: E402

from campaigns.management.commands import run_worker  # noqa: E402
from sextortion_aware import health  # noqa: E402

SECRET = "jane.doe@school.example"


def say(words):
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def fail(message):
    raise ValueError(SECRET)


def take_long(message):
    say("sending")
    time.sleep(60)


if __name__ == "__main__":
    run_worker.REPORT_SECONDS = 0.1
    if "report" in sys.argv:
        health.report = lambda: say("reported")
    if "report badly" in sys.argv:
        health.report = lambda: fail(None)
    if "fail" in sys.argv:
        EmailMultiAlternatives.send = fail
    if "take long" in sys.argv:
        EmailMultiAlternatives.send = take_long
    call_command("run_worker")
