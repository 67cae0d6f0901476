"""Lines of history about an account, and the job that writes those of wrong tries."""

from django_tasks_db.models import DBTaskResult

from campaigns.models import Change, Membership
from campaigns.people.tasks import write_wrong_try
from tests.factories import make_campaign

NEW = "seven teapots on a roof"


def also_in_fife(user, role: str = "officer") -> None:
    Membership.objects.create(user=user, campaign=make_campaign(name="Fife"), role=role)


def lines(kind: str) -> list[tuple[str, str, dict]]:
    rows = Change.objects.filter(kind=kind).select_related("campaign").order_by("pk")
    return [(str(row.campaign), row.about, row.fields) for row in rows]


def work_off() -> None:
    for job in DBTaskResult.objects.filter(task_path=write_wrong_try.module_path):
        write_wrong_try.call(*job.args_kwargs["args"])
