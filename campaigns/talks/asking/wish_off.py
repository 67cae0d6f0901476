"""What a wish takes away from the days that it names: "not the Wednesday", "except 15th", "but not
this week", "not Friday afternoons".
"""

from dataclasses import dataclass
from datetime import date, time

from campaigns.talks.asking.wish_bounds import from_to
from campaigns.talks.asking.wish_marks import ANY_MARK, DAY, ON, Mark, Words
from campaigns.talks.asking.wish_rest import FILLERS
from campaigns.talks.asking.wish_times import (
    AFTERNOON_BEGINS,
    CLEAR,
    CLOCK,
    MORNING_ENDS,
    is_time,
    window_between,
)
from campaigns.talks.asking.wish_window import Window
from sextortion_aware.patterns import Match, compiled
from sextortion_aware.reading.dates import WEEKDAY, weekday_number

EXCEPT = (
    r"(?:\b(?:but |just |please |and )*(?:not|no|except(?:ing)?(?: for)?|exc\b\.?|excl\b\.?"
    r"|excluding|apart from|other than|bar|barring|never|avoid(?:ing)?|can'?t (?:do|make)"
    r"|cannot (?:do|make)))"
)
ARTICLE = r"(?: on)?(?: an?y?| the)?"
SEVERAL = rf"{WEEKDAY}(?:(?: ?[,&/] ?| or | and )(?:on )?(?:the )?{WEEKDAY})*"
DAYS_OFF = compiled(
    r"(?:\b(?P<any>(?:any|every|all|each)? ?(?:days?|time|anytime|mornings?|afternoons?)) but"
    rf"|{EXCEPT}){ARTICLE} (?P<days>{SEVERAL})"
)
# What else follows may say which part of these days is not wanted.
ENDS = compiled(
    r" ?(?:$|[,;).&-])| (?:in @|until|till|please|thanks?|thank you|if possible|from @|between @"
    r"|before @|after @|as |because|since we|due to|in (?:[a-z]{3,9}|the new year)$|@"
    r"|(?:not|no|w/?[bc]|wc) )"
)
RUN_ON = compiled(rf" ?- ?{WEEKDAY}")  # "not Mon-Wed"
NAME = compiled(WEEKDAY)

PART_OFF = compiled(
    rf"{EXCEPT}{ARTICLE} (?P<days>{SEVERAL}) "
    r"(?:(?P<morning>am|a\.m|mornings?)|pm|p\.m|afternoons?)\b"
)

BETWEEN_WEEKS = compiled(rf"{ON}[^@]*\b{WEEKDAY}\b[^@]*{ON}")
WHICH_WEEK = (
    "You name more than one weekday, and more than one week or month. We took each with each, and"
    " an officer will read your words."
)

OFF = "OFF"  # in capitals, which no other pattern knows
LATER_A_MARK = (
    rf"{ON}|(?:this|next|first|second|third|last) (?:full )?(?:week|day|two weeks)\b|w/? ?[bc]\b"
    r"|wc\b|weeks?\b|long weekend\b|half[ -]?term\b|mid[ -]?term\b|holidays?\b|hols\b"
    r"|(?:christmas|xmas|easter|february|feb|october|oct|summer|school) "
    r"(?:holidays?|hols?|break|weekend|mid[ -]?term|half[ -]?term)"
)
TAKEN = compiled(rf"{EXCEPT}(?: for| on| in| during)?(?: the)? (?P<what>{LATER_A_MARK})")
RUN = r"(?: ?- ?| to )(?:the )?"  # "until" may belong to the days from which it is taken
AND = r"(?: or | and | ?[&/] ?)(?:on )?(?:the )?"
TAKEN_MARKS = compiled(rf"\b{OFF} (?P<all>{ON}(?:(?:{AND}|{RUN}){ON})*)")
# After it no day and no time that may belong to it.
AFTER_TAKEN = compiled(
    r" ?(?:$|;[ ;]*$|[;).])| (?:which|that'?s|as|because|since|we|when|tho|though|please|thanks?"
    r"|due|if|(?:in|of|after|until|till|to|between) (?:the )?@|OFF)\b| ?\([a-z' ]+\)"
    r"| ?, ?(?:[a-z;) ]|[ps]\d|OFF)+$"
)
OF_THESE = compiled(rf"\b{OFF} (?P<which>first|last) (?:full )?(?P<unit>week|day)\b")
A_BREAK = compiled(
    rf"\b{OFF} (?:long weekend|school holidays?|half[ -]?term|mid[ -]?term|holidays?|hols)\b"
    r"(?: holidays?| break| weekend)?"
)
WHEN_BACK = compiled(
    r"\b(?:when|once) (?:we|they|schools?|(?:the )?(?:pupils|kids|children))"
    r"(?:'?re| are| is| go(?:es)?| comes?) back\b"
)
HOURS_OFF = compiled(
    rf"{EXCEPT}(?: between| from)? (?P<first>{CLOCK})(?: ?- ?| to | and | until | till )"
    rf"(?P<last>{CLOCK})(?P<why>,? (?:which is|that'?s|it'?s|as it'?s) (?:our |the |my )?"
    r"(?:lunch(?:time)?|break(?:time)?|playtime|interval|assembly))? ?(?P<end>$|[;,.)]| @)"
)
OF_AN_EVENT = (
    r"(?:service|mass|church|worship|assembly|bell|break|interval|playtime|lunch|lesson|class|club"
    r"|meeting|rehearsal|swimming|gym|pe|prayers)"
)
BREAK_OFF = compiled(r"\b(?:last|first) day of")
# A clause that names no day and no time; what it says is handed back.
CIRCUMSTANCE = compiled(
    r"\b(?:just |but |and )*(?:(?:not|except|unless)(?: when| while| if| during)|avoid(?:ing)?)"
    r"(?P<why>(?: [a-z][a-z0-9']*)+) ?(?P<end>$|[,;)])"
)
NAMES_A_TIME = compiled(
    rf"\b(?:{WEEKDAY}|mornings?|afternoons?|lunch(?:time)?|break|am|pm|week|term|holidays?|month|day"
    r"|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec|before|after|until|no|not)\b| \d"
)


@dataclass(frozen=True)
class Away:
    """Weekdays that are not wanted, those of which a part is left, hours of no day, and what is
    not wanted in words that name no day.
    """

    days: set[int]
    halves: dict[int, tuple[time | None, time | None]]
    hours: Window | None
    aside: str

    @property
    def has_times(self) -> bool:
        return bool(self.halves or self.hours)


NO_EVENT_WORDS = """
    on in for please if or and slot start to tomorrow anyday daily next this easter christmas
"""
NO_EVENT = frozenset(NO_EVENT_WORDS.split())
# "After the 11am service": the time is that of something else.
EVENT = compiled(
    rf"\b(?:any ?time |straight |right )?(?:before|after|following|until|till?|from|by|during)"
    rf" (?:(?:the|our|their|my) (?:{CLEAR}) (?P<what>[a-z]+)"
    rf"|(?:the |our |their |my )?(?:{CLOCK}) {OF_AN_EVENT}"
    rf"|(?:{CLEAR}) (?P<last>[a-z]+) ?(?P<end>$|[,;]))(?:\b|$)"
)


def take_away(words: Words) -> Away:
    text, halves = take_parts_off(words.text)
    text, days = take_days_off(text)
    text, hours = take_hours_off(text)
    text, aside = set_aside(text)
    words.text = hold_exceptions(text)
    return Away(days, halves, hours, aside)


def take_days_off(text: str) -> tuple[str, set[int]]:
    """ "not Fridays" and "any day but Monday"; "not Friday afternoons" is a part of one."""
    off: set[int] = set()

    def take(match: Match) -> str:
        if not ENDS.match(text, match.end()) or RUN_ON.match(text, match.end()):
            return str(match[0])
        off.update(weekday_number(each[0]) for each in NAME.finditer(match["days"]))
        return f" {match['any'] or ''} ; "

    return DAYS_OFF.sub(take, text), off


def take_parts_off(text: str) -> tuple[str, dict[int, tuple[time | None, time | None]]]:
    """ "Not Friday pm": of a Friday the morning is left."""
    left: dict[int, tuple[time | None, time | None]] = {}

    def take(match: Match) -> str:
        if not ENDS.match(text, match.end()):
            return str(match[0])
        half = (AFTERNOON_BEGINS, None) if match["morning"] else (None, MORNING_ENDS)
        left.update({weekday_number(each[0]): half for each in NAME.finditer(match["days"])})
        return " ; "

    return PART_OFF.sub(take, text), left


def take_hours_off(text: str) -> tuple[str, Window | None]:
    """ "Not 12-1": a talk may be before and after."""
    match = HOURS_OFF.search(text)
    if match is None or not (is_time(match["first"]) and is_time(match["last"])):
        return text, None
    hours = [match[which] for which in ("first", "last")]
    if all(hour.isdigit() for hour in hours) and not 12 >= int(hours[0]) > int(hours[1]):
        return text, None  # "not 9-10" may be two days
    rest = f"{text[: match.start()]} ; {match['end']}"
    return rest + text[match.end() :], window_between(match)


def set_aside(text: str) -> tuple[str, str]:
    """The words, and what they say besides: "not when P7 are swimming", "avoid exams"."""
    aside: list[str] = []

    def take(match: Match) -> str:
        if NAMES_A_TIME.search(match["why"]):
            return str(match[0])
        aside.append(match[0].strip(" ,;)"))
        return f" ; {match['end']}"

    def take_event(match: Match) -> str:
        what = match["what"] or match["last"] or ""
        if what in FILLERS or what in NO_EVENT or NAMES_A_TIME.search(what):
            return str(match[0])
        end = match["end"] or ""
        aside.append(match[0].removesuffix(end).strip())
        return f" ; {end}"

    return EVENT.sub(take_event, CIRCUMSTANCE.sub(take, text)), ", ".join(aside)


def hold_exceptions(text: str) -> str:
    """Before weeks and holidays are marks, what will take them away is held."""
    return TAKEN.sub(lambda match: f"{OFF} {match['what']}", text)


def take_off(words: Words) -> None:
    said = words.text

    def marks(match: Match) -> str:
        if not AFTER_TAKEN.match(said, match.end()) or BREAK_OFF.search(words.mark(match[2]).said):
            return str(match[0])
        found = [words.mark(each[1]) for each in ANY_MARK.finditer(match["all"])]
        if len(found) == 2 and compiled(rf"{ON}{RUN}{ON}").fullmatch(match["all"]):
            span = from_to(*found)
            if span is None:
                return str(match[0])
            words.off.append(span)
        else:
            words.off += [(mark.first, mark.last) for mark in found]
        return " ; "

    words.text = TAKEN_MARKS.sub(marks, said)
    before = words.text
    words.text = OF_THESE.sub(lambda match: of_these(words, match, before), words.text)
    words.text = WHEN_BACK.sub(lambda match: when_back(words, match, before), words.text)
    words.text = A_BREAK.sub(lambda match: a_break(words, match, before), words.text)


def ask_which_week(words: Words) -> None:
    """ "Week of 11 January Tuesday, week of 18 January Thursday"."""
    for match in BETWEEN_WEEKS.finditer(words.text):
        if not (words.mark(match[1]).is_day or words.mark(match[2]).is_day):
            words.remarks.append(WHICH_WEEK)
            return


def only_mark(words: Words, text: str) -> Mark | None:
    found = [words.mark(each[1]) for each in ANY_MARK.finditer(text)]
    return found[0] if len(found) == 1 else None


def of_these(words: Words, match: Match, text: str) -> str:
    """ "January, not the first week", "the last week of term, not the last day"."""
    mark = only_mark(words, text)
    if mark is None or mark.is_day or mark.is_break or not AFTER_TAKEN.match(text, match.end()):
        return str(match[0])
    is_first = match["which"] == "first"
    if match["unit"] == "day":
        edge = mark.first if is_first else mark.last
        words.off.append((edge, edge))
    elif is_first:
        monday = mark.first + DAY * ((8 - mark.first.isoweekday()) % 7)
        words.off.append((mark.first, monday + 6 * DAY))
    else:
        words.off.append((mark.last - DAY * (mark.last.isoweekday() - 1), mark.last))
    return " ; "


def a_break(words: Words, match: Match, text: str) -> str:
    """ "All of February except the long weekend": that of the calendar."""
    mark = only_mark(words, text)
    rows = [
        (row.first_on, row.last_on)
        for row in words.year.holidays
        if mark and row.first_on <= mark.last and mark.first <= row.last_on
    ]
    if not rows or not AFTER_TAKEN.match(text, match.end()):
        return str(match[0])
    words.off += rows
    return " ; "


def when_back(words: Words, match: Match, text: str) -> str:
    """ "April, once the schools are back": only of a month that begins with holidays."""
    mark, before = only_mark(words, text), len(words.off)
    if mark is None or mark.is_break or a_break(words, match, text) == match[0]:
        return str(match[0])
    if any(first > mark.first + 6 * DAY for first, _ in words.off[before:]):
        words.is_unclear = True
    words.off += [(min(mark.first, first), last) for first, last in words.off[before:]]
    return " ; "


def without(first: date, last: date, off: list[tuple[date, date]]) -> list[tuple[date, date]]:
    """What is left between these days."""
    pieces = [(first, last)]
    for begin, end in off:
        pieces = [
            piece
            for one, other in pieces
            for piece in ((one, min(other, begin - DAY)), (max(one, end + DAY), other))
            if piece[0] <= piece[1]
        ]
    return list(dict.fromkeys(pieces))
