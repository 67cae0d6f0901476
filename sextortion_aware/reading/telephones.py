"""Telephone numbers are written as people like them; they are compared and called by digits."""

DIGITS = frozenset("0123456789")


def digits_of(number: str) -> str:
    """+44 1698, +44 (0)1698 and 01698 are one."""
    digits = "".join(character for character in number if character in DIGITS)
    if number.lstrip(" (").startswith("+44"):
        return "0" + digits.removeprefix("44").removeprefix("0")
    return digits


def to_call(number: str) -> str:
    """As a telephone takes it: from abroad a number keeps its +."""
    digits = digits_of(number)
    is_abroad = number.lstrip(" (").startswith("+") and not digits.startswith("0")
    return f"+{digits}" if is_abroad else digits
