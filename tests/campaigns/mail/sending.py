"""The jobs of mails, and a mail server that takes none."""

from django_tasks_db.models import DBTaskResult


def jobs():
    return DBTaskResult.objects.filter(task_path="campaigns.mail.tasks.send_mail").order_by(
        "enqueued_at"
    )


def refuse(message, **options):
    raise ConnectionRefusedError("office@school.example: go away")
