"""Whole numbers as they are typed and as they stand in cells: one reader for forms, spreadsheets
and, in its own words, the phone's script (static/js/offline-reading.js).
"""

from sextortion_aware.patterns import compiled

# 1,5 is no fifteen: a comma or a blank stands before each three digits, or nowhere.
NUMBER = r"[0-9]{1,3}(?:[, \x{a0}][0-9]{3})+|[0-9]+"
WHOLE = compiled(NUMBER)
LONGEST_NUMBER, LONGEST_GUESS = 15, 60
ABOUT = r"about|around|roughly|approx(?:imately|\.)?|ca?\.|maybe|~"
GUESS = compiled(rf"(?:(?:{ABOUT}) *)?(?P<number>{NUMBER}) *(?:-?ish|or so|approx\.?|people)?")


def read_number(text: str) -> int | None:
    """None when it is none, or longer than any number of people or minutes."""
    said = text.strip()
    if len(said) > LONGEST_NUMBER or not WHOLE.fullmatch(said):
        return None
    return int("".join(digit for digit in said if digit.isdecimal()))


def read_sum(text: str) -> int | None:
    """Two classes are two numbers: “26 + 24” is 50."""
    numbers = [read_number(part) for part in text.split("+")]
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def read_guess(text: str) -> int | None:
    """“About 50” and “50ish” are 50. Of “50-60” somebody has to say one."""
    said = text.strip().casefold()
    if len(said) > LONGEST_GUESS:
        return None
    if guess := GUESS.fullmatch(said):
        return read_number(guess["number"])
    return read_sum(said)
