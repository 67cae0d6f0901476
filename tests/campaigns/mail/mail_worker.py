"""The queue's worker in a process of its own, which stops at a point and waits to be killed.

Its argument is read by the test beside it.
"""

import os
import sys
import time
from unittest import mock

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sextortion_aware.settings")

import django

django.setup()

from django.core.mail import EmailMultiAlternatives  # noqa: E402
from django_tasks_db.models import DBTaskResult  # noqa: E402

from campaigns.mail import tasks  # noqa: E402
from campaigns.worker import Worker  # noqa: E402


def hang(*args, **kwargs):
    sys.stdout.write("here\n")
    sys.stdout.flush()
    time.sleep(60)


def send_and_hang(message: EmailMultiAlternatives) -> None:
    send(message)
    hang()


send = EmailMultiAlternatives.send
POINTS = {
    "job taken": mock.patch.object(tasks, "may_go_at", hang),
    "attempt claimed": mock.patch.object(tasks, "as_message", hang),
    "server has it": mock.patch.object(EmailMultiAlternatives, "send", send_and_hang),
    "marked as sent": mock.patch.object(DBTaskResult, "set_successful", hang),
    "never": mock.patch.dict(os.environ, {}),
}

if __name__ == "__main__":
    with POINTS[sys.argv[1]]:
        Worker().work()
