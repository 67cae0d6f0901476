"""What the mail worker had in hand when its database went, and how long it waits for it."""

import os

import pytest
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from campaigns.mail.tasks import send_mail
from campaigns.models import Mail
from campaigns.people.tasks import write_link_mail
from campaigns.worker import MOST_CLAIMS, Worker, pick_up
from sextortion_aware.patience import outlast
from tests.campaigns.test_worker import BEGINS, ENDS, a_mail
from tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)


def a_job(task, *, claims=1, status=TaskResultStatus.RUNNING):
    """In the hands of a worker."""
    found = DBTaskResult.objects.get(task_path=task.module_path)
    found.status, found.worker_ids, found.started_at = status, ["a worker"] * claims, timezone.now()
    found.save()
    return found


def test_job_that_had_no_number_of_tries_is_done_again():
    write_link_mail.enqueue(make_user().pk)
    job = a_job(write_link_mail)

    pick_up(job)

    job.refresh_from_db()
    assert (job.status, job.finished_at) == ("READY", None)


def test_job_that_met_trouble_each_time_is_left_in_the_end():
    write_link_mail.enqueue(make_user().pk)
    job = a_job(write_link_mail, claims=MOST_CLAIMS)

    pick_up(job)

    job.refresh_from_db()
    assert job.status == "FAILED"


def test_mail_of_a_job_that_was_lost_gets_a_new_one_at_once():
    mail = a_mail()
    Mail.objects.update(tries=1)
    job = a_job(send_mail)

    pick_up(job)

    job.refresh_from_db()
    [new] = DBTaskResult.objects.filter(status="READY")
    assert (job.status, new.args_kwargs["args"]) == ("FAILED", [mail.pk, 1])


def test_job_that_ended_after_all_is_left_alone():
    write_link_mail.enqueue(make_user().pk)
    job = a_job(write_link_mail, status=TaskResultStatus.SUCCESSFUL)

    pick_up(job)

    job.refresh_from_db()
    assert job.status == "SUCCESSFUL"


def test_job_that_failed_for_want_of_the_database_is_picked_up(monkeypatch):
    """The database was back in time for the worker to write down that the job had failed."""
    user = make_user()
    write_link_mail.enqueue(user.pk)
    calls = []

    def fail_once(_user):
        calls.append(1)
        if len(calls) == 1:
            raise OperationalError
        return real(_user)

    from campaigns.people import tasks

    real = tasks.password_link_letter
    monkeypatch.setattr(tasks, "password_link_letter", fail_once)
    monkeypatch.setattr("sextortion_aware.patience.FIRST_PAUSE", 0.01)
    outlast(Worker().work)

    assert len(calls) == 2
    assert Mail.objects.count() == 1
    assert set(DBTaskResult.objects.values_list("status", flat=True)) == {"SUCCESSFUL"}


def test_pauses_grow_up_to_half_a_minute_and_two_lines_are_said(monkeypatch, caplog):
    pauses, errors = [], [InterfaceError] * 3 + [OperationalError] * 5
    monkeypatch.setattr("sextortion_aware.patience.time.sleep", pauses.append)

    def deed():
        if errors:
            raise errors.pop()
        return "done"

    assert outlast(deed) == "done"
    assert pauses == [1, 2, 4, 8, 16, 30, 30, 30]
    assert caplog.messages == [f"{BEGINS}OperationalError).", f"{ENDS}0 s."]


def test_what_is_no_outage_is_not_waited_out():
    def deed():
        raise ValueError(os.name)

    with pytest.raises(ValueError, match=os.name):
        outlast(deed)
