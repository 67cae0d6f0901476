from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from campaigns.models import User

FEWEST_DIFFERENT_CHARACTERS = 6


class NoStretchedPassword(CommonPasswordValidator):
    """Finds common passwords that were stretched to 15 characters too ("password1234567")."""

    def validate(self, password: str, user: User | None = None) -> None:
        typed = password.lower().strip()
        letters = "".join(character for character in typed if character.isalpha())
        digits = "".join(character for character in typed if character.isdigit())
        easy = {typed, unit_of(typed), letters, unit_of(letters)}
        if not letters:
            easy |= {digits, unit_of(digits)}
        if easy & self.passwords or len(set(typed)) < FEWEST_DIFFERENT_CHARACTERS:
            raise ValidationError(self.get_error_message(), code="password_too_common")


def unit_of(text: str) -> str:
    """What is said again and again: "abcabcab" is "abc"."""
    for size in range(1, len(text)):
        if (text[:size] * len(text))[: len(text)] == text:
            return text[:size]
    return text
