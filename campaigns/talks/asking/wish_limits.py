"""What a wish denies. "Not before" and "not after" are ends of a time like any other; of whatever
else is denied an officer has to read the words.
"""

from sextortion_aware.patterns import compiled

DENIED = "(?:not|no|never|nothing|can'?t|cannot)"
BEFORE, AFTER = "(?:before|(?:earlier|sooner) than)", "(?:after|later than)"
LIMIT = compiled(rf"\b{DENIED}(?: any)? (?:{BEFORE}|{AFTER})\b")
NEITHER = compiled(  # "not before 9 or after 2"
    r"\b((?:not|no|never) before \d{1,2}(?:[.:]\d\d)? ?(?:[ap]\.?m)?) ?,? ?(?:or|nor) after\b"
)
NOT_FIRST = compiled(r"\bnot (?:at )?first thing\b")
NOT_BEFORE = f"{DENIED}(?: any)? {BEFORE}".upper()
NOT_AFTER = f"{DENIED}(?: any)? {AFTER}".upper()

NEGATED = compiled(
    r"\b(?:not|no|except|excepting|exc|excl|excluding|barring|avoiding"
    r"|apart|other than|bar|avoid|without|but|unless|never"
    r"|can'?t|cannot|don'?t|isn'?t|won'?t|instead of|rather than|cancelled|closed|away|busy"
    r"|unavailable|swap|change|moved?|last year|excepted|excluded|bad|difficult|tricky|impossible"
    r"|unsuitable|unable|awkward|(?:is|are) (?:out|full)|booked|clash(?:es)?|outwith|outside"
    r"|save for|minus|skip|none|neither|nor|nothing|doesn'?t|didn'?t|wouldn'?t|couldn'?t|aren'?t"
    r"|hasn'?t|haven'?t|less|least|worst|off|isnt|fails?)\b"
)
# It says when, and takes nothing away.
ONLY_BUT = compiled(rf"but (?:before|after|(?:earlier|later) than|{NOT_BEFORE}|{NOT_AFTER})\b")


def mark_limits(text: str) -> str:
    """In capitals, so that no pattern finds the "before" of a "not before"."""
    text = NOT_FIRST.sub("not before 10.30", text)
    text = NEITHER.sub(lambda match: f"{match[1]}, not after", text)
    return LIMIT.sub(lambda match: match[0].upper(), text)


def takes_away(text: str) -> bool:
    return any(not ONLY_BUT.match(text, match.start()) for match in NEGATED.finditer(text))
