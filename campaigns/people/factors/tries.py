"""How often wrong codes may be given, and what they leave: somebody has got past the password."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest

from campaigns.access import limits
from campaigns.access.second_factor import has_factor
from campaigns.mail.write import write_mail
from campaigns.models import Change, User
from campaigns.people.letters import wrong_codes_letter
from campaigns.people.sign_in.device import known_device
from campaigns.people.sign_in.lines import record_for, told_of_device

WRONG_CODES = ((5, limits.FIVE_MINUTES), (20, limits.DAY))
# Whoever reads somebody's e-mail and has no second step gets few more guesses by links.
CODES_BACK = ((3, limits.DAY),)
TOLD = ((1, limits.DAY),)
WRONG_CODE = {"Password": ("", "right"), "Code": ("", "wrong")}


def who_counts(request: HttpRequest, user: User) -> str:
    """A device that signed in to the account before is counted by itself: whoever has stolen the
    password cannot hold its owner out.
    """
    return f"{user.pk}:{known_device(request, user.email)}"


def wait_for_code(request: HttpRequest, user: User) -> int:
    """A try is counted before its code is looked at, or many at once all would be."""
    wait = limits.wait_for("wrong code of", who_counts(request, user), WRONG_CODES)
    if wait and has_factor(user):
        tell(user)
    return wait


@contextmanager
def wrong_code_noted(request: HttpRequest, user: User) -> Iterator[None]:
    """Bounded as wrong passwords are, and counted apart: a stranger's guesses hide none of these.
    Not for the app that somebody sets up.
    """
    try:
        yield
    except ValidationError:
        if not limits.wait_for("codes in history of", str(user.pk), limits.WRONG_IN_HISTORY):
            record_for(
                user,
                kind=Change.Kind.SIGN_IN_FAILED,
                by=None,
                is_known_who=False,
                fields=told_of_device(bool(known_device(request, user.email))) | WRONG_CODE,
            )
        raise


def tell(user: User) -> None:
    """Once a day at most."""
    if not limits.wait_for("wrong codes told to", str(user.pk), TOLD):
        with transaction.atomic():
            write_mail(wrong_codes_letter(user))


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
