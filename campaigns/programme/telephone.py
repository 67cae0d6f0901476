"""The team's telephone number: written as it was typed, compared by its digits."""

from django.core.exceptions import ValidationError

from sextortion_aware.numbers import EMERGENCY, POLICE
from sextortion_aware.patterns import compiled
from sextortion_aware.reading.telephones import digits_of

LONGEST = 20  # as the column
FEWEST_DIGITS, MOST_DIGITS = 10, 15
# All of it begins with these; a short number among them is nobody's office.
SHARED = (EMERGENCY, POLICE, "111", "112", "105", "116000", "116006", "116111", "116117", "116123")
WRITTEN = compiled(r"[0-9 +()]+")
PLUS_INSIDE = compiled(r".+\+")
EXAMPLE = "like 01698 000 000"


def check_telephone(number: str) -> None:
    """ValidationError with a reason. None at all is right."""
    if not number:
        return
    if len(number) > LONGEST or not WRITTEN.fullmatch(number) or PLUS_INSIDE.match(number.strip()):
        raise ValidationError(
            f"Enter a telephone number of digits, spaces, + and brackets, {EXAMPLE}"
        )
    digits = digits_of(number)
    if digits in SHARED or digits.removeprefix("0") in SHARED:
        raise ValidationError(
            "Enter the team’s own number: this one belongs to everybody, and must stay free"
        )
    if not FEWEST_DIGITS <= len(digits) <= MOST_DIGITS:
        raise ValidationError(
            f"Enter the number in full, with its area code, {EXAMPLE}: a short code "
            "does not work from every telephone"
        )
    if not digits.startswith("0") and "+" not in number:
        raise ValidationError(f"Begin the number with 0 or +, {EXAMPLE}")
