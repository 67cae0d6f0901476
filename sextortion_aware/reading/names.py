"""Names are compared by one rule, wherever people type them. What it makes of one is never shown.

Two names are one when they differ only in apostrophes (any, or none), accents (in either Unicode
form), capitals, blanks, hyphens, stops, "&" and "and", "Saint" and "St". Of places also in
"PS", "Primary" and "Primary School" and their like. What is left different is asked about.

Places and holidays keep columns of it (campaigns/models/compared.py), so whoever changes the rule
writes a migration that fills them again, as 0014 does.
"""

from functools import lru_cache
from unicodedata import category, normalize

LONGEST_TEXT = 2_000  # as the longest cell of a spreadsheet
LONGEST_NAME = 400  # of a column: a place's name and town have 280

APOSTROPHES = "'’‘‛‚`´ʼʹʻʽˈˊˋ′‵＇｀ꞌ՚׳᾽᾿"
NO_APOSTROPHES = str.maketrans("", "", APOSTROPHES)  # first, because some would become blanks
NOT_SEEN = ("Mn", "Mc", "Me", "Cf")  # accents that stand by themselves, marks for the printer

SAINT = {"saint": "st"}
SHORT = {
    "ps": "primary school",
    "hs": "high school",
    "acad": "academy",
    "cc": "community centre",
    "prim": "primary",
    "sch": "school",
}
NOT_BEGUN = {short: full for short, full in SHORT.items() if not full.startswith(short)}
FAITH = "rc"  # said of a school, whose own name seldom has it
INITIALS = {" p  s ": " ps ", " h  s ": " hs ", " r  c ": " rc "}
# "High" at the end of a name only, because of High Blantyre.
SCHOOLS = ("primary", "secondary", "high", "grammar")


def _letter(one: str) -> str:
    if one in APOSTROPHES or category(one) in NOT_SEEN:
        return ""
    if one.isalnum() or one == ".":
        return one
    return " and " if one == "&" else " "


class Letters(dict[int, str]):
    def __missing__(self, code: int) -> str:
        return _letter(chr(code))


LETTERS = Letters({code: _letter(chr(code)) for code in range(128)})


def words_of(text: str) -> list[str]:
    """Of any name, a person's as well as a place's."""
    spread = normalize("NFKD", text[:LONGEST_TEXT].translate(NO_APOSTROPHES))[:LONGEST_TEXT]
    plain = normalize("NFKD", spread.casefold()).translate(LETTERS)
    return [SAINT.get(word, word) for word in _without_stops(plain).split()]


def compared(text: str) -> str:
    return " ".join(words_of(text))


@lru_cache(maxsize=20_000)
def compared_place(text: str) -> str:
    """So that "St. Mary's PS" and "Saint Marys Primary" are both "st marys primary school"."""
    said = "".join(f" {word} " for word in words_of(text))
    for initials, short in INITIALS.items():
        said = said.replace(initials, short)
    words = [""]
    for word in _spelled_out(said.split(), SHORT):
        if words[-1] == "primary" and word != "school":
            words.append("school")
        if (words[-1], word) != ("school", "school"):
            words.append(word)
    if words[-1] in SCHOOLS:
        words.append("school")
    return " ".join(words).strip()


def names_of_place(text: str) -> list[str]:
    """Under which a place is looked for, its own first: a school said to be "RC" may be on a list
    without that. The two are not one name, because West Lothian has a St Mary's of each.
    """
    name = compared_place(text)
    words = name.split()
    if FAITH not in words or not {"school", "academy"} & {*words}:
        return [name]
    return [name, " ".join(word for word in words if word != FAITH)]


def place_words(text: str) -> list[str]:
    """What is searched for: each must stand in what `compared_place` made of a place. "Prim" may
    become Primrose yet, and "RC" need not stand there.
    """
    return [word for word in _spelled_out(words_of(text), NOT_BEGUN) if word != FAITH]


def _spelled_out(words: list[str], short: dict[str, str]) -> list[str]:
    return " ".join(short.get(word, word) for word in words).split()


def _without_stops(text: str) -> str:
    """ "p.s." is "ps", and "st.mary" two words."""
    parts = (token.split(".") for token in text.split())
    return " ".join(
        ("" if all(len(part) < 2 for part in each) else " ").join(each) for each in parts
    )
