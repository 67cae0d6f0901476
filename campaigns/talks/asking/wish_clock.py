"""Times of day in words, written in figures: "half past nine", "quarter to 10", "10 o'clock",
"0930".
"""

from sextortion_aware.patterns import Match, compiled
from sextortion_aware.reading.dates import MONTH, WEEKDAY

HOURS = (
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)
HOUR_WORD = "|".join(HOURS)
HOUR = rf"(?P<hour>1[0-2]|[1-9]|{HOUR_WORD})"
MINUTES = {"five": 5, "ten": 10, "quarter": 15, "twenty": 20, "twenty five": 25, "half": 30}

PAST = compiled(
    r"\b(?:a )?(?P<minutes>quarter|half|five|ten|twenty[ -]five|twenty|[1-5]?\d)(?: min(?:ute)?s?)?"
    rf" past {HOUR}\b"
)
TO = compiled(  # not "ten to eleven", which may be an hour
    rf"\b(?:a )?(?:(?P<minutes>quarter|twenty[ -]five|twenty)|(?P<counted>[1-5]?\d|five|ten)"
    rf" min(?:ute)?s?) to {HOUR}\b"
)
HALF = compiled(rf"\bhalf (?P<hour>1[0-2]|[1-9]|{HOUR_WORD})($|[^\w.:]| ?[ap]\.?m\b)")
O_CLOCK = compiled(rf"\b{HOUR}(?: ?o ?'? ?clock)\b")
AFTER_WORD = compiled(rf"\b(at|from|between|before|after|until|till|by) ({HOUR_WORD})\b")
SECOND_WORD = compiled(
    rf"\b((?:at|from|between) \d{{1,2}}(?:[.:]\d\d)? ?(?:-|to|and|until|till) ?)({HOUR_WORD})\b"
)
HALF_OF_DAY = compiled(
    rf"(^|[^/.:\w-])(1[0-2]|[1-9]|{HOUR_WORD})([.:]\d\d)? (?:in the (morning|afternoon|evening))\b"
)
FOUR_FIGURES = compiled(
    r"(^|[^\w.:/-]|- ?)(0[7-9]|1\d)([0-5]\d)(?: ?(?:hrs?|hours|h)\b)?($|[^\w:/])"
)
PAIR = compiled(
    r"\b(0?[7-9]|1\d)([0-5]\d)( ?- ?| to | until | till )(0?[7-9]|1\d)([0-5]\d)"
    r"(?: ?(?:hrs?|hours|h)\b|\b)"
)
GLUED = compiled(r"\b(1[0-2]|[1-9])([0-5]\d) ?([ap])\.?m\b")  # 130pm
GLUED_PAIR = compiled(  # 130-230pm
    r"\b(1[0-2]|[1-9])([0-5]\d)( ?- ?| to | until | till )(1[0-2]|[1-9])([0-5]\d) ?([ap])\.?m\b"
)
ABOUT = compiled(
    r"(\b(?:at|from|after|before|by|until|till|to|and|between) |- ?)?"
    r"\b(\d{1,2}(?:[.:]\d\d)?) ?ish\b"
)
NEARLY = compiled(  # "about 11"
    r"\b(?:about|around|roughly|approx(?:imately)?|circa) (\d{1,2}(?:[.:]\d\d)?)"
    r"(?P<end> ?[ap]\.?m\b|$|[,;)])"
)
COUNTED = compiled(r" ?(?:pupils|people|children|of us|young)\b")
NAMES_A_DAY = compiled(rf"\b{WEEKDAY}\b|\b{MONTH}\b|\b(?:any|every|each|all|week|tomorrow)\b")
DAY_OR_TIME = compiled(r"(?:^|[ ,])((?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2]))(?:$|[ ,])")


def in_figures(text: str) -> str:
    text = GLUED_PAIR.sub(
        lambda match: f"{match[1]}.{match[2]}{match[3]}{match[4]}.{match[5]}{match[6]}m", text
    )
    text = GLUED.sub(lambda match: f"{match[1]}.{match[2]}{match[3]}m", text)
    text = ABOUT.sub(lambda match: f"{match[1] or 'at '}{match[2]}", text)
    text = NEARLY.sub(lambda match: f"at {match[1]}{match['end']}", text)
    text = PAST.sub(lambda match: moment(match["hour"], minutes_of(match["minutes"])), text)
    text = TO.sub(
        lambda match: moment(match["hour"], -minutes_of(match["minutes"] or match["counted"])), text
    )
    text = HALF.sub(lambda match: moment(match["hour"], 30) + match[2], text)
    text = O_CLOCK.sub(lambda match: moment(match["hour"], 0), text)
    text = AFTER_WORD.sub(lambda match: f"{match[1]} {hour_of(match[2])}", text)
    text = SECOND_WORD.sub(lambda match: f"{match[1]}{hour_of(match[2])}", text)
    text = HALF_OF_DAY.sub(
        lambda match: (
            f"{match[1]}{hour_of(match[2])}{match[3] or ''}"
            f"{'am' if match[4] == 'morning' else 'pm'}"
        ),
        text,
    )
    text = PAIR.sub(lambda match: f"{match[1]}.{match[2]}{match[3]}{match[4]}.{match[5]}", text)
    return FOUR_FIGURES.sub(lambda match: four_figures(match, text), text)


def four_figures(match: Match, text: str) -> str:
    if COUNTED.match(text, match.end() - len(match[4])):
        return str(match[0])
    return f"{match[1]}{match[2]}.{match[3]}{match[4]}"


def hour_of(said: str) -> int:
    return HOURS.index(said) + 1 if said in HOURS else int(said)


def minutes_of(said: str) -> int:
    return MINUTES.get(said.replace("-", " ")) or int(said)


def moment(hour: str, minutes: int) -> str:
    """A quarter to one is 12.45."""
    past = (hour_of(hour) * 60 + minutes) % (12 * 60)
    return f"{past // 60 or 12}.{past % 60:02}"


def day_or_time(text: str) -> str:
    """8.12, where no day is named."""
    if "@" in text or NAMES_A_DAY.search(text):
        return ""
    match = DAY_OR_TIME.search(text)
    return match[1] if match else ""
