"""What the queue's worker does for sign-in."""

from django.db import transaction
from django_tasks import task

from campaigns.mail.write import write_mail
from campaigns.models import User
from campaigns.people.letters import password_link_letter


@task()
def write_link_mail(user_id: int | None) -> None:
    """Without a user there is nothing to do: the job hides that nobody has this address."""
    user = User.objects.filter(pk=user_id, is_active=True).first() if user_id else None
    if user:
        with transaction.atomic():
            write_mail(password_link_letter(user))
