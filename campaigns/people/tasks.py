"""What the queue's worker does for sign-in."""

from datetime import datetime

from django.db import transaction
from django_tasks import task

from campaigns.mail.write import write_mail
from campaigns.models import Change, User
from campaigns.people.letters import password_link_letter
from campaigns.people.sign_in.lines import record_for, told_of_device


@task()
def write_link_mail(user_id: int | None) -> None:
    """Without a user there is nothing to do: the job hides that nobody has this address."""
    user = User.objects.filter(pk=user_id, is_active=True).first() if user_id else None
    if user:
        with transaction.atomic():
            write_mail(password_link_letter(user))


@task()
def write_wrong_try(user_id: int | None, at: str, is_known_device: bool) -> None:
    """Who tried is not known: the line stands beside the account, and tells of no address."""
    user = User.objects.filter(pk=user_id).first() if user_id else None
    if user:
        record_for(
            user,
            kind=Change.Kind.SIGN_IN_FAILED,
            by=None,
            is_known_who=False,
            fields=told_of_device(is_known_device),
            at=datetime.fromisoformat(at),
        )
