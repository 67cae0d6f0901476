"""The queue's worker. The package's own ends when the database is away; this one waits and goes on.

What it had in hand then is picked up again as after a kill: nothing is lost, and an attempt at a
mail that was claimed is not made again under the same number.
"""

import logging
import time
from typing import Any, TypeAlias

from django.db import OperationalError, connection, transaction
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks import DEFAULT_TASK_BACKEND_ALIAS, DEFAULT_TASK_QUEUE_NAME, TaskResultStatus
from django_tasks_db.management.commands import db_worker
from django_tasks_db.models import DBTaskResult

from campaigns.mail.tasks import send_mail
from campaigns.mail.write import requeue_mails
from campaigns.talks.heard.digest import plan_lost_digest
from sextortion_aware import health
from sextortion_aware.databases.away import DATABASE_IS_AWAY
from sextortion_aware.patience import outlast

Job: TypeAlias = DBTaskResult[..., Any]

log = logging.getLogger(__name__)

LOST_DATABASE = {f"{problem.__module__}.{problem.__qualname__}" for problem in DATABASE_IS_AWAY}
# A job that meets trouble each time must not come round for ever.
MOST_CLAIMS = 5


class TaskLostDatabase(OperationalError):
    """The task failed for want of a database which was back in time to write that down."""


class Worker(db_worker.Worker):
    """Does what is ready and comes back: so whoever calls it knows that the database is well."""

    def __init__(self) -> None:
        super().__init__(
            queue_names=[DEFAULT_TASK_QUEUE_NAME],
            interval=1,
            batch=True,
            backend_name=DEFAULT_TASK_BACKEND_ALIAS,
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        self.in_hand: Job | None = None
        self.must_look = True

    def work(self) -> None:
        """Called again after each outage, until it gets through."""
        if not self.running:
            return
        if self.must_look:
            pick_up(self.in_hand)
            self.in_hand, self.must_look = None, False
        try:
            self.run()
        except DATABASE_IS_AWAY:
            self.must_look = True
            raise

    def run_task(self, job: Job) -> None:
        self.in_hand = job
        super().run_task(job)
        if job.status == TaskResultStatus.FAILED:
            name = job.exception_class_path
            log.error("%s failed: %s", job.task_path.rpartition(".")[2], name.rpartition(".")[2])
            if name in LOST_DATABASE:
                raise TaskLostDatabase
        self.in_hand = None


@transaction.atomic
def pick_up(job: Job | None) -> None:
    """Also as this worker starts: one that was killed may have left a mail without a job,
    or the letters of a morning."""
    if job is not None:
        # A mail has a number of tries, so its job is left for dead and the mail gets a new one.
        is_done_for = job.task_path == send_mail.module_path or len(job.worker_ids) >= MOST_CLAIMS
        state = TaskResultStatus.FAILED if is_done_for else TaskResultStatus.READY
        unfinished = (TaskResultStatus.RUNNING, TaskResultStatus.FAILED)
        ended = timezone.now() if is_done_for else None
        jobs = DBTaskResult.objects.filter(pk=job.pk, status__in=unfinished)
        jobs.update(status=state, finished_at=ended)
    requeue_mails(now=timezone.now())
    plan_lost_digest(now=timezone.now())


def run() -> None:
    """Until a signal; what is in hand is finished first."""
    worker = Worker()
    worker.configure_signals()
    while worker.running:
        outlast(worker.work)
        if worker.running:
            time.sleep(worker.interval)


def report_health() -> None:
    """Whatever becomes of it, the mail goes on."""
    try:
        health.report()
    except Exception as problem:
        log.error("The state of the site could not be told: %s", type(problem).__name__)
    finally:
        connection.close()
