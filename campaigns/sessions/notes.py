"""What the notes of a session may not hold: they are kept for years. It holds for every way in."""

from django.core.exceptions import ValidationError

from sextortion_aware.patterns import compiled

NO_EMAIL = "Take the e-mail address out: this text is kept for years"
NO_PHONE = "Take the phone number out: this text is kept for years"
# The page kept by a phone looks with the same two, so they are written in what both read.
EMAIL = compiled("[^\\s\u00a0@]+@[^\\s\u00a0@]+[.][^\\s\u00a0@]")
PHONE = compiled("(?:^|\\D)(?:[+]|0)(?:[\\s\u00a0()-]*\\d){9,14}(?:\\D|$)")


def contacts_problem(text: str) -> str:
    """Empty when there is neither an e-mail address nor a telephone number in it."""
    if EMAIL.search(text):
        return NO_EMAIL
    return NO_PHONE if PHONE.search(text) else ""


def refuse_contacts(text: str) -> None:
    if problem := contacts_problem(text):
        raise ValidationError(problem)
