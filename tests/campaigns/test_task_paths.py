"""A job that was written before the tasks stood in their nouns' rooms is still found and done."""

from importlib import import_module

import pytest
from django.apps import apps
from django_tasks_db.models import DBTaskResult

from campaigns.people.tasks import write_link_mail

MIGRATION = import_module("campaigns.migrations.0013_task_paths")


@pytest.mark.django_db
@pytest.mark.parametrize(("before", "after"), MIGRATION.MOVED.items())
def test_job_that_waited_under_its_old_path_finds_its_task(before, after):
    write_link_mail.enqueue(None)
    DBTaskResult.objects.update(task_path=before)
    with pytest.raises(ImportError):
        _ = DBTaskResult.objects.get().task

    MIGRATION.move(apps, None)

    assert DBTaskResult.objects.get().task.module_path == after


@pytest.mark.django_db
@pytest.mark.parametrize(("before", "after"), MIGRATION.MOVED.items())
def test_job_goes_back_with_the_version_before(before, after):
    write_link_mail.enqueue(None)
    DBTaskResult.objects.update(task_path=after)

    MIGRATION.move_back(apps, None)

    assert DBTaskResult.objects.get().task_path == before
