"""Times of day in words about a wanted date: mornings, "before 11", "between 9.30 and 11", "after
lunch".
"""

from datetime import time
from string import digits

from campaigns.talks.asking.wish_limits import NOT_AFTER, NOT_BEFORE
from campaigns.talks.asking.wish_window import Part, Window, is_gapped, narrowest, within
from sextortion_aware.patterns import Match, compiled
from sextortion_aware.reading.dates import WEEKDAY
from sextortion_aware.reading.problems import CannotRead
from sextortion_aware.reading.times import CLOCK_WORD, HALF, NOON, to_time, to_times

MORNING_ENDS, AFTERNOON_BEGINS, SCHOOL_ENDS, EVENING_BEGINS = (
    time(12, 30),
    time(12, 30),
    time(15, 0),
    time(17, 0),
)

HOUR, MINUTE = r"(?:2[0-3]|[01]?\d)", r"[0-5]\d"
EXACT = rf"{HOUR}(?:[:.]{MINUTE}(?: ?{HALF})?(?: ?{CLOCK_WORD}\b)?| ?{HALF})|\b{NOON}\b"
# Two numbers without a sign between them are a time only where a word says so, and without a
# blank only after "at": "from 2027" is a year.
RUN_TOGETHER = rf"{HOUR} ?{MINUTE}(?: ?{HALF})?(?: ?{CLOCK_WORD}\b)?"
APART = RUN_TOGETHER.replace(" ?", " ", 1)
NO_HOUR = compiled(  # what may not follow a bare one
    rf"[\d/:.@-]| ?(?:{HALF}|(?:weeks?|days?|min(?:ute)?s?|pupils?|people|class(?:es)?|groups?)\b)"
)
OF_A_CLASS = compiled(r"(?:^|[^a-z])[psy]$")  # "P6 am"
ON_THE_WAY = compiled(r" (?:to|past) \d")  # "10 to 11" may be 10.50
WITH_MINUTES = compiled(r"\d[:.]\d")
CLOCK = rf"(?:{EXACT}|{APART}|{HOUR})"
AT_CLOCK = rf"(?:{EXACT}|{RUN_TOGETHER}|{HOUR})"
UNTIL = (
    rf"\b(?:finish(?:ed|ing)? (?:by|before)|over by|done by|ends? by|{NOT_AFTER}|until|till"
    r"|up to|before|by)"
)
AFTER = (
    rf"\b(?:any ?time after|any ?time from|{NOT_BEFORE}|starting "
    r"(?:at|from|after)|start(?:s|ing)? (?:at|from|after)|after|from|past)"
)
PARTS: dict[str, Part] = {
    r"\b(?:all day|either$|(?:at )?any ?time(?: of (?:the )?day)?|whenever)\b": (None, None),
    r"\bfirst thing\b": (None, time(10, 30)),
    r"\b(?:before (?:the )?(?:break|interval|playtime))\b": (None, time(10, 45)),
    (
        r"\b(?:(?:in )?(?:the )?mornings?\b|a\.?ms?\b\.?"
        rf"|(?:before|{NOT_AFTER}) lunch(?:time)?\b)"
    ): (None, MORNING_ENDS),
    r"\b(?:after school|twilight)\b": (SCHOOL_ENDS, None),
    (
        r"\b(?:(?:in )?(?:the )?afternoons?\b|p\.?ms?\b\.?"
        rf"|(?:after|{NOT_BEFORE}) lunch(?:time)?\b)"
    ): (AFTERNOON_BEGINS, None),
    r"\b(?:(?:in )?(?:the )?evenings?|at night)\b": (EVENING_BEGINS, None),
}

ANY_PART = "|".join(each for each, part in PARTS.items() if part != (None, None))
NARROWED = compiled(rf"(?:{ANY_PART}) (?:but )?(?:{ANY_PART})")

CLEAR = rf"{HOUR}[:.]{MINUTE}(?: ?{HALF})?|{HOUR} ?{HALF}"
FULL = rf"{HOUR}[:.]{MINUTE}(?: ?{HALF})?"
TWO_RANGES = (
    rf"\b(?P<first>{FULL}) ?(?:-|to) ?(?P<last>{FULL})(?: or | ?/ ?| and | ?& ?)"
    rf"(?P<begin>{FULL}) ?(?:-|to) ?(?P<end>{FULL})(?: |$|[,;)])"
)
GOES_BEFORE = compiled(rf"(?:{UNTIL}|{AFTER}|\b(?:between|not|earliest|latest|or|and|to)|-|/) ?$")
THROUGH_A_TIME = compiled(r" ?(?:-|/|to\b|until\b|till?\b|or\b|and\b|,? ?\d)")
SURE_SIGNS = ("@", "tomorrow", "easter", "christmas")
BARE_HOURS = compiled(
    rf"(?P<sign>@|\btomorrow|\b{WEEKDAY}|\beaster|\bchristmas|[,;]) ?(?P<first>1[0-2]|[1-9]) ?- ?"
    r"(?P<last>1[0-2]|[1-9])(?: ?(?:$|[,;(])| @| w/| week (?:of|comm|beg))"
)

IN_BRACKETS = (  # before break (10.45)
    r"\b(?P<how>before|until|till|by|after|from) (?:the )?(?:morning )?(?:break|interval|playtime"
    rf"|lunch(?:time)?|assembly|registration) ?\( ?(?:at |it is |it's )?(?P<time>{CLOCK}) ?\)"
)


def has_time(text: str) -> bool:
    return compiled(rf"\d[.:]\d\d|\d ?{HALF}|\d ?- ?\d").search(text) is not None


def take_times(text: str) -> tuple[str, Window]:
    """The text without its times of day, and what they were.

    Dates have been written out before, so a bare "before 11" is an hour.
    """
    match = compiled(IN_BRACKETS).search(text)
    if match and is_time(match["time"]):
        said = to_time(match["time"], hour_alone=True)
        is_end = match["how"] in ("before", "until", "till", "by")
        first, last = (None, said) if is_end else (said, None)
        return cut(text, match), Window(first, last, is_said=True)
    if found := take_two_ranges(text):
        return found
    for pattern in (
        (
            rf"\b(?:between|from) (?P<first>{CLOCK})(?: ?- ?| and | to | until | till? "
            rf")(?P<last>{CLOCK})"
        ),
        # no "to": "at 10 to 11" may be 10.50
        rf"\bat (?P<first>{AT_CLOCK})(?: ?- ?| until | till? )(?P<last>{AT_CLOCK})",
        rf"(?:\bat )?(?P<first>{EXACT}|{HOUR})(?: ?- ?| to | until | till? )(?P<last>{EXACT})",
        rf"\b(?P<first>{CLOCK})(?: until | till? )(?P<last>{CLOCK})",
        rf"(?:\bat )?(?P<first>{EXACT})(?: ?- ?| to | until | till? )(?P<last>{CLOCK})",
    ):
        if (match := first_free(pattern, text)) and (window := window_between(match)):
            return without_wider(cut(text, match), window), window
    return take_bare_hours(text) or take_either(text) or take_ends(text)


def take_bare_hours(text: str) -> tuple[str, Window] | None:
    """ "Monday to Thursday 9 - 3": hours where they cannot be days. "2-3" only after a date."""
    for match in BARE_HOURS.finditer(text):
        falls = int(match["first"]) > int(match["last"])
        if (falls or match["sign"] in SURE_SIGNS) and (window := window_between(match)):
            return f"{text[: match.end(1)]} ; {text[match.end(3) :]}", window
    return None


def take_two_ranges(text: str) -> tuple[str, Window] | None:
    """ "9.15-10 or 11-11.45": a talk may be at each of them."""
    match = compiled(TWO_RANGES).search(text)
    if match is None or GOES_BEFORE.search(text[: match.start()]):
        return None
    rest = cut(text, match)
    if not all(is_time(match[which]) for which in ("first", "last", "begin", "end")):
        return None
    one = to_times(match["first"], match["last"], hour_alone=True)
    other = to_times(match["begin"], match["end"], hour_alone=True)
    if has_time(rest) or without_parts(rest)[1] or not one[0] < one[1] <= other[0] < other[1]:
        return None
    return rest, Window(*one, is_said=True, or_begins=other[0], or_ends=other[1])


def take_either(text: str) -> tuple[str, Window] | None:
    """ "9.30 or 1.30": a talk may begin at each of them."""
    match = first_free(
        rf"(?:\bat )?(?P<first>{CLEAR})(?: or (?:at )?| ?/ ?)(?P<last>{CLEAR})", text
    )
    if match is None or GOES_BEFORE.search(text[: match.start()]):
        return None
    rest = cut(text, match)
    if THROUGH_A_TIME.match(text, match.end()) or has_time(rest) or without_parts(rest)[1]:
        return None
    begins = to_time(match["first"], hour_alone=True), to_time(match["last"], hour_alone=True)
    return rest, Window(begins[0], is_said=True, or_begins=begins[1])


def without_wider(text: str, window: Window) -> str:
    """ "After school, 3.30-5" and "in the morning, 9-10": the part of the day says nothing more."""
    rest, parts = without_parts(text)
    is_wider = all(
        (first or time.min) <= (window.not_before or time.min)
        and (window.not_after or time.max) <= (last or time.max)
        for first, last in parts
    )
    return rest if is_wider else text


def take_ends(text: str) -> tuple[str, Window]:
    first = last = None
    ends_at = compiled(AFTER).search(text) is not None
    if match := first_free(rf"{UNTIL} (?P<time>{CLOCK})", text):
        last, text = to_time(match["time"], hour_alone=True), cut(text, match)
    if match := first_free(rf"{AFTER} (?P<time>{CLOCK})", text) or first_free(
        rf"(?:\bat )?(?P<time>{EXACT})|\bat (?P<hour>{RUN_TOGETHER}|{HOUR})", text
    ):
        first = to_time(match["time"] or match["hour"], hour_alone=True)
        text = cut(text, match)
    if first or last:
        apart = bool(first and last and last <= first)
        rest, parts = without_parts(text)
        window = Window(first, last, is_said=True, is_apart=apart)
        return rest, window if apart else within(window, parts, is_end=ends_at)
    return take_parts(text)


def take_parts(text: str) -> tuple[str, Window]:
    """Morning or afternoon, either: then it may be any time."""
    rest, found = without_parts(text)
    found = [each for each in found if each != (None, None)] or found[:1]
    is_narrowed = len(found) > 1 and NARROWED.search(text) is not None
    if is_narrowed and (narrow := narrowest(found)):
        found = [narrow]
    if len(found) == 1:
        return rest, Window(*found[0], is_said=True)
    gapped = is_narrowed or is_gapped(found)
    return rest, Window(is_said=bool(found), is_many=bool(found), is_gapped=gapped)


def without_parts(text: str) -> tuple[str, list[Part]]:
    found: list[Part] = []
    for pattern, window in PARTS.items():
        if compiled(pattern).search(text):
            text = compiled(pattern).sub(" ; ", text)
            found.append(window)
    return text, found


def first_free(pattern: str, text: str) -> Match | None:
    """The first whose times are whole: "9" is none in "9 weeks", in "9/12", in "95" and in "19"."""
    start = 0
    while match := compiled(pattern).search(text, start):
        if all(
            is_whole(
                said,
                before=text[: match.start(place)],
                # of a range the pattern itself says what follows the first
                rest=text[match.end() :] if match.end(place) == match.end() else "",
            )
            for place, said in enumerate(match.groups(), start=1)
            if said
        ):
            return match
        start = match.start() + 1
    return None


def is_whole(said: str, *, before: str, rest: str) -> bool:
    if (
        OF_A_CLASS.search(before)
        or before.endswith(tuple(digits))
        or not is_time(said)
        or ON_THE_WAY.match(rest)
    ):
        return False
    if said.replace(" ", "").isdigit() and (NO_HOUR.match(rest) or before[-1:].isalpha()):
        return False  # "9 weeks", "S1-3 pm"
    is_in_words = "noon" in said or "midday" in said
    # 9.30am, whatever comes after it
    has_all = said.rstrip(".").endswith("m") and WITH_MINUTES.search(said) is not None
    return is_in_words or has_all or not rest.startswith(("/", *digits))


def is_time(said: str) -> bool:
    try:
        to_time(said, hour_alone=True)
    except CannotRead:
        return False
    return True


def window_between(match: Match) -> Window | None:
    first, last = to_times(match["first"], match["last"], hour_alone=True)
    return Window(first, last, is_said=True) if first < last else None


def cut(text: str, match: Match) -> str:
    return f"{text[: match.start()]} ; {text[match.end() :]}"
