"""What of a wish was not needed and may mean something to a person."""

from sextortion_aware.patterns import compiled

SMALL = r"(?:[ ,;.()&/-]|\b(?:and|or|on|the|a|an)\b)+"
EDGES = compiled(rf"^{SMALL}|{SMALL}$")
LIST = compiled(r"[;,]")
TELLING = compiled(r"[a-z'-]{2,}|\d+")
FILLER = """
    a about all also an and any anyone anyone's anyones anytime are around as asap assembly at
    available backup be best better between both but by can class come commencing could date dates
    day day's days do during either else every fine flexible for free from good great happy have hi
    i'd ideal ideally if in in-service inservice inset is it it's its lesson library like long may
    most ms much need now of officer ok okay on one online only onward onwards or our out over
    please poss possible preferably prefered preference preferred prompt school sharp slot some
    sometime soon start starting suit suitable suits team teams term-time thank thanks that the
    their then there these they this tho though time times to us via video virtual virtually we
    we'd we're week weekday weekdays weeks whenever will with within work works would you your
    zoom
"""
RELATES = compiled(
    r"\b(?:after|before|first|second|third|last|next|previous|following|other|alternate|except|not"
    r"|between|near|beyond|during|within|only|fortnight(?:ly)?|month(?:ly)?|no|never|weeks?|until"
    r"|till|since|unless|apart|instead|latter|then|from|by|once|but)\b"
)
FILLERS = frozenset(FILLER.split())


def left_over(text: str) -> str:
    """The words that were not needed and may mean something to a person."""
    kept = [EDGES.sub("", part) for part in LIST.split(text.lower())]
    return ", ".join(
        part for part in kept if [word for word in TELLING.findall(part) if word not in FILLERS]
    )


def relates_days(rest: str) -> bool:
    """A rule, a month or longer beside such a word may be wider than what was meant."""
    return RELATES.search(rest) is not None
