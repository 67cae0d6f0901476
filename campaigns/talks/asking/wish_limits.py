"""What a wish denies. "Not before" and "not after" are ends of a time like any other; of whatever
else is denied an officer has to read the words.
"""

from sextortion_aware.patterns import Match, compiled
from sextortion_aware.reading.dates import WEEKDAY, weekday_number

DENIED = "(?:not|no|never|can'?t|cannot)"
BEFORE, AFTER = "(?:before|(?:earlier|sooner) than)", "(?:after|later than)"
LIMIT = compiled(rf"\b{DENIED}(?: any)? (?:{BEFORE}|{AFTER})\b")
NOT_BEFORE = f"{DENIED}(?: any)? {BEFORE}".upper()
NOT_AFTER = f"{DENIED}(?: any)? {AFTER}".upper()

NEGATED = compiled(
    r"\b(?:not|no|except|excluding|apart|other than|bar|avoid|without|but|unless|never"
    r"|can'?t|cannot|don'?t|isn'?t|won'?t)\b"
)
# It says when, and takes nothing away.
ONLY_BUT = compiled(rf"but (?:before|after|(?:earlier|later) than|{NOT_BEFORE}|{NOT_AFTER})\b")


def mark_limits(text: str) -> str:
    """In capitals, so that no pattern finds the "before" of a "not before"."""
    return LIMIT.sub(lambda match: match[0].upper(), text)


def takes_away(text: str) -> bool:
    return any(not ONLY_BUT.match(text, match.start()) for match in NEGATED.finditer(text))


DAYS_OFF = compiled(
    r"(?:\b(?P<any>(?:any|every|all|each)? ?(?:days?|time|anytime|mornings?|afternoons?)) but"
    r"|\b(?:but |just |please )*(?:not|no|except(?: for)?|excluding|apart from|other than|never"
    r"|avoid|can'?t (?:do|make)|cannot (?:do|make)))"
    rf"(?: on)?(?: an?y?)? (?P<days>{WEEKDAY}(?:(?: ?[,&/] ?| or | and )(?:on )?{WEEKDAY})*)"
)
# What else follows may say which part of these days is not wanted.
ENDS = compiled(
    r" ?(?:$|[,;).&-])| (?:in @|until|till|please|thanks?|thank you|if possible|from @|between @"
    r"|before @|after @|as |because|since we|due to|in (?:[a-z]{3,9}|the new year)$|@)"
)
NAME = compiled(WEEKDAY)


def take_days_off(text: str) -> tuple[str, set[int]]:
    """ "not Fridays" and "any day but Monday"; "not Friday afternoons" stays."""
    off: set[int] = set()

    def take(match: Match) -> str:
        if not ENDS.match(text, match.end()):
            return str(match[0])
        off.update(weekday_number(each[0]) for each in NAME.finditer(match["days"]))
        return f" {match['any'] or ''} ; "

    return DAYS_OFF.sub(take, text), off
