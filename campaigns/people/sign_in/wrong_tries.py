"""A wrong try makes a line of history, and takes the same time whether or not there is an account.

So each leaves one job, and the worker finds out whether there is a line to write.
"""

from django.utils import timezone

from campaigns.access import limits
from campaigns.models import User
from campaigns.people.tasks import write_wrong_try


def note_wrong_try(email: str, *, is_known_device: bool) -> None:
    """Bounded, or a stranger who guesses all day would fill the history."""
    if limits.wait_for("history of", email.lower(), limits.WRONG_IN_HISTORY):
        return
    keys = User.objects.filter(email__iexact=email).values_list("pk", flat=True)
    write_wrong_try.enqueue(keys.first(), timezone.now().isoformat(), is_known_device)
