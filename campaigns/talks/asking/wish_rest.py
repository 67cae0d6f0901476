"""What of a wish was not needed and may mean something to a person.

Only words that mean nothing wherever they stand are passed over, and a few courtesies. A word that
relates days, counts or compares is none of them.
"""

from sextortion_aware.patterns import compiled

SMALL = r"(?:[ ,;.()&/-]|\b(?:and|or|on|the|a|an)\b)+"
EDGES = compiled(rf"^{SMALL}|{SMALL}$")
ENDING = compiled(
    r"(?: (?:is|are|every|any|each|of|on|in|at|for|the|an?|it'?s|and|or|please"
    r"|thanks|if possible))+$"
)
LIST = compiled(r"[;,?!]|\. ")
TAKEN = compiled(r"[ ;]*;[ ;]*")
TELLING = compiled(r"[a-z'-]{2,}|\d+")
FILLER = """
    a all also am an and any anyone anyone's anyones are at available backup be best both but
    can come could day's days' do each either every fine flexible for free good great happy
    have hello hi i'd ideal ideally if in is it it's its kind many may maybe much need of
    officer ok okay on or our perfect perfectly perhaps please poss possible possibly prefer
    preferable preferably prefered preference preferred prompt really regards school sharp slot
    slots some suit suitable suits thank thanks that the their them there they this tho though
    to us via we we'd we'll we're will with work works would you your
    yourself yourselves 's pls plz
"""
BOUND = compiled(
    r"\b(?:by|before|until|till?|after|from|since|between|up to|within|than|past|following"
    r"|second|third|fourth|penultimate|halfway through"
    r")(?: (?:the|end|start|beginning|middle|of|that|very))* ;"
)
EDGE = compiled(r"\b(?:latest|earliest|sooner|earlier|later|on ?wards?)\b")
FILLERS = frozenset(FILLER.split())
# These mean nothing in these places: ";" stands where something was taken.
COURTESY = compiled(
    r"\b(?:any|every|each|all|some|one|whichever|which|what|whatever)(?: of)?(?: (?:the|our))?"
    r" ?(?:suitable |possible )?(?:days?|times?|dates?|weekdays?|slots?)\b"
    r"|\b(?:any|some) ?time\b|\ball week\b|\bweekdays?\b|\bwhenever\b"
    r"|\bat all (?:possible|poss)\b|\bif (?:you|we) can(?: manage)?(?: it)?\b"
    r"|\bif it (?:suits|helps)\b"
    r"|\bas long as(?: (?:it is|it's|its))?\b|\bas soon as (?:possible|poss)\b|\basap\b"
    r"|\b(?:we are|we're|we'd be|i'm|i am|really|very|quite|pretty) (?:easy|open|flexible|free)\b"
    r"|\b(?:at|for) (?:a|the) (?:time|date|day) (?:that|to|of) (?:suits?|suit)(?: you)?\b"
    r"|; (?:only|start|starts?|prompt|in total)\b|\bonly ;"
    r"|\b(?:start|starting|starts) (?:at )?;|; time\b"
    r"|(?:^|; )(?:our )?(?:possible |preferred )?(?:dates?|days?|times?) ?(?::|is|are|-|;)"
    r"|\bif (?:possible|poss)$"
    r"|\b(?:would|will) (?:be|suit|work) (?:better|best|ideal|great|good|perfect)\b"
    r"|\bin-?service days?\b|\binset days?\b|\bthe (?:day|date) ;"
    r"|\bfrom ;[ ;]*$|^[ ;]*during ;|^[ ;]*over ;|^[ ;]*within ;|\bone ;"
)
# A number that says how many there are of something, or which class it is.
COUNTED = compiled(
    r"\b(?:[psy]|period|primary|room|class|stage|year|s|form)s? ?\d+(?: ?(?:[-/&,]|and|or|to|\+) ?"
    r"[psy]?\d+)*|\b(?:\d+ ?- ?)?\d+ ?(?:x )?(?:[a-z]+ )?(?:pupils?|people|class(?:es)?|groups?"
    r"|min(?:ute)?s?|hours?|hrs?|kids|children|adults|sessions?|talks?|teachers|parents|staff"
    r"|of us|boys|girls|members|residents|drivers|choices?)\b"
    r"|\b\d{1,2}[.:]\d\d|\b\d{1,2} ?[ap]\.?m\b(?:/\d+)?"
)
NUMBER = compiled(r"\d")
RELATES = compiled(
    r"\b(?:after|before|first|second|third|last|next|previous|following|other|alternate|except|not"
    r"|between|near|beyond|during|within|only|fortnight(?:ly)?|month(?:ly)?|no|never|weeks?|until"
    r"|till|since|unless|apart|instead|latter|then|from|by|once|but|around|about|most|both|end"
    r"|start|starting|beginning|commencing|onwards?|later|earlier|early|late|soon|now|else|better"
    r"|day|days|weekly|twice|same|rest|ish|roughly|approx(?:imately)?)\b"
)


def left_over(text: str) -> str:
    """The words that were not needed and may mean something to a person."""
    kept = [
        ENDING.sub("", EDGES.sub("", part))
        for part in LIST.split(COURTESY.sub(" ; ", TAKEN.sub(" ; ", text.lower())))
    ]
    return ", ".join(
        part for part in kept if [word for word in TELLING.findall(part) if word not in FILLERS]
    )


def relates_days(rest: str) -> bool:
    """A rule, a month or longer beside such a word may be wider than what was meant."""
    return RELATES.search(rest) is not None or counts(rest)


def bounds_something(text: str) -> bool:
    """ "By the end of next week": what was read is only where the time ends, or begins."""
    text = TAKEN.sub(" ; ", text.lower())
    return BOUND.search(text) is not None or EDGE.search(text) is not None


def counts(rest: str) -> bool:
    """A number of which we do not know what it counts: a day, an hour, a week."""
    return NUMBER.search(COUNTED.sub("", rest)) is not None
