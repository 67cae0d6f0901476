"""A job that waits keeps the dotted path of its task; the tasks stand in the rooms of their nouns now."""

from django.db import migrations

MOVED = {
    "campaigns.tasks.send_mail": "campaigns.mail.tasks.send_mail",
    "campaigns.services.mail.look_again": "campaigns.mail.write.look_again",
    "campaigns.accounts.tasks.write_link_mail": "campaigns.people.tasks.write_link_mail",
    "campaigns.import_tasks.work_on_import": "campaigns.spreadsheets.tasks.work_on_import",
}


def rename(apps, paths):
    job = apps.get_model("django_tasks_database", "DBTaskResult")
    for before, after in paths.items():
        job.objects.filter(task_path=before).update(task_path=after)


def move(apps, schema_editor):
    rename(apps, MOVED)


def move_back(apps, schema_editor):
    rename(apps, {after: before for before, after in MOVED.items()})


class Migration(migrations.Migration):
    dependencies = [("campaigns", "0012_w_exam_leave"), ("django_tasks_database", "0001_initial")]

    operations = [migrations.RunPython(move, move_back)]
