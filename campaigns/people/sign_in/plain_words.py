"""How much of a password is left without the words that a team's passwords are made of first."""

from collections.abc import Iterable

FEWEST_LEFT = 8  # letters and figures: one word that is not among these, or a few short ones
SHORTEST_INSIDE = 4  # a shorter word is taken out only where it stands alone
WORDS_OF_TEAMS = """
a about an and are at be by for from i in is it me my of on or our that the this to we with you
safer community communities officer officers team teams welcome hello police constable sergeant
inspector chief council school schools campaign online safety safe aware awareness blackmail
intimate image images picture pictures sextortion safeguarding password passphrase login signin
admin administrator coordinator viewer account secret change scotland scottish
monday tuesday wednesday thursday friday saturday sunday january february march april may june july
august september october november december spring summer autumn winter christmas
"""
WORDS = frozenset(WORDS_OF_TEAMS.split())


def left_without(text: str, own: Iterable[str]) -> str:
    """`own`: names of the site, the team and the person, in small letters."""
    words = WORDS | set(own)
    said = "".join(sign if sign.isalnum() or not sign.isascii() else " " for sign in text.lower())
    left = " ".join(word for word in said.split() if word not in words)
    for word in sorted(words, key=len, reverse=True):
        if len(word) >= SHORTEST_INSIDE:
            left = left.replace(word, " ")
    return "".join(word for word in left.split() if word not in words and not is_of_a_date(word))


def is_of_a_date(word: str) -> bool:
    """A day, a month or a year; other figures may be anything."""
    is_year = len(word) == 4 and word.startswith(("19", "20"))
    return word.isdecimal() and (len(word) <= 2 or is_year)
