"""The worker is killed at any point: no mail is lost, none is queued twice, and a copy that had to
be sent again carries the same Message-ID.
"""

import asyncio
import os
import signal
import subprocess
import sys
import time

import pytest
from django.conf import settings as site
from django.db import connection
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from campaigns.mail.tasks import send_mail
from campaigns.mail.write import LONGEST_JOB, requeue_mails
from campaigns.models import Mail
from tests.campaigns.mail.test_mail_smtp import a_mail, mail_server, work  # noqa: F401 -- a fixture
from tests.races import database_for_threads  # noqa: F401 -- a fixture

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("database_for_threads"),
]


@pytest.fixture
def worker(settings, database_for_threads):  # noqa: F811
    """On the database and the mail server of this test, which it does not outlive."""
    name = str(connection.settings_dict["NAME"])
    url = (
        f"sqlite:///{name}"
        if connection.vendor == "sqlite"
        else f"{os.environ['DATABASE_URL'].rpartition('/')[0]}/{name}"
    )
    running = []

    def start(point: str) -> subprocess.Popen[str]:
        env = os.environ | {
            "DATABASE_URL": url,
            "EMAIL_HOST": settings.EMAIL_HOST,
            "EMAIL_PORT": str(settings.EMAIL_PORT),
        }
        command = [sys.executable, "-m", "tests.campaigns.mail.mail_worker", point]
        process = subprocess.Popen(
            command, cwd=site.BASE_DIR, env=env, stdout=subprocess.PIPE, text=True
        )
        running.append(process)
        return process

    yield start
    for process in running:
        kill(process)


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    assert process.wait(60) == -signal.SIGKILL
    process.stdout.close()


def later():
    return timezone.now() + LONGEST_JOB


def ready_jobs():
    return DBTaskResult.objects.filter(
        task_path=send_mail.module_path, status=TaskResultStatus.READY
    ).count()


def assert_sent_in_the_end(mail, post, *, copies):
    work()
    mail.refresh_from_db()
    assert (mail.state, Mail.objects.count(), ready_jobs()) == ("sent", 1, 0)
    assert [message["Message-ID"] for _, message in post.kept] == [mail.message_id] * copies


def test_killed_while_the_server_has_not_answered(mail_server, worker):  # noqa: F811
    """It has the mail and does not say so: nobody can know,
    so it is sent again under the same id.
    """
    post, mail = mail_server(), a_mail()
    took, answer = asyncio.Event(), post.handle_DATA

    async def take_and_hang(server, session, envelope):
        said = await answer(server, session, envelope)
        took.set()
        await asyncio.sleep(60)
        return said

    post.handle_DATA = take_and_hang
    process = worker("never")
    wait_for(took)
    kill(process)
    post.handle_DATA = answer

    assert [
        requeue_mails(now=timezone.now()),
        requeue_mails(now=later()),
        requeue_mails(now=later()),
    ] == [0, 1, 0]
    assert_sent_in_the_end(mail, post, copies=2)


def wait_for(event: asyncio.Event) -> None:
    for _ in range(400):
        if event.is_set():
            return
        time.sleep(0.05)
    pytest.fail("the worker did not get that far")


@pytest.mark.parametrize(
    ("point", "lost", "copies"),
    [
        ("job taken", 1, 1),
        ("attempt claimed", 1, 1),
        ("server has it", 1, 2),
        ("marked as sent", 0, 1),
    ],
)
def test_killed_at_any_point(mail_server, worker, point, lost, copies):  # noqa: F811
    post, mail = mail_server(), a_mail()
    process = worker(point)
    assert process.stdout.readline() == "here\n"
    kill(process)

    assert [
        requeue_mails(now=timezone.now()),
        requeue_mails(now=later()),
        requeue_mails(now=later()),
    ] == [0, lost, 0]
    assert_sent_in_the_end(mail, post, copies=copies)
