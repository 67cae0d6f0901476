"""How often wrong codes may be given."""

from django.http import HttpRequest

from campaigns.access import limits
from campaigns.models import User
from campaigns.people.sign_in.device import known_device

WRONG_CODES = ((5, limits.FIVE_MINUTES), (20, limits.DAY))


def who_counts(request: HttpRequest, user: User) -> str:
    """A device that signed in to the account before is counted by itself: whoever has stolen the
    password cannot hold its owner out.
    """
    return f"{user.pk}:{known_device(request, user.email)}"


def wait_for_code(request: HttpRequest, user: User) -> int:
    """A try is counted before its code is looked at, or many at once all would be."""
    return limits.wait_for("wrong code of", who_counts(request, user), WRONG_CODES)


def give_code_back(request: HttpRequest, user: User) -> None:
    limits.give_back("wrong code of", who_counts(request, user), WRONG_CODES)


def wait_in_words(seconds: int) -> str:
    minutes = -(-seconds // 60)
    if minutes < 60:
        return f"{minutes} minute{'' if minutes == 1 else 's'}"
    hours = -(-minutes // 60)
    return f"{hours} hour{'' if hours == 1 else 's'}"
