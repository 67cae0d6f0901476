"""How often wrong codes may be given."""

from django.http import HttpRequest

from campaigns.access import limits
from campaigns.models import User
from campaigns.people.sign_in.device import known_device

WRONG_CODES = ((5, limits.FIVE_MINUTES), (20, limits.DAY))
# Whoever reads somebody's e-mail and has no second step gets few more guesses by links.
CODES_BACK = ((3, limits.DAY),)


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


def give_codes_back(user: User, *, device: str) -> None:
    """All of them: whoever used them up had the password of before."""
    if limits.wait_for("codes back of", str(user.pk), CODES_BACK):
        return
    for known in {"", device}:
        limits.give_all_back("wrong code of", f"{user.pk}:{known}", WRONG_CODES)


def wait_in_words(seconds: int) -> str:
    minutes = -(-seconds // 60)
    if minutes < 60:
        return f"{minutes} minute{'' if minutes == 1 else 's'}"
    hours = -(-minutes // 60)
    return f"{hours} hour{'' if hours == 1 else 's'}"
