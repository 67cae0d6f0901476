"""Terms and holidays in words about a wanted date: "Easter", "the summer holidays", "the end of
term", "the first week back".
"""

from collections.abc import Callable
from functools import partial

from campaigns.places.school_year import Break
from campaigns.talks.asking.wish_marks import DAY, ONE_DAY, WEEK, Mark, Words, week_around
from sextortion_aware.patterns import Match, compiled
from sextortion_aware.reading.dates import weekday_number

HOLIDAY = r"(?:holidays?|hols?|break|vacation|mid[ -]?term(?: break| holidays?)?|half[ -]?term)"
HOLS = rf"(?: {HOLIDAY})?"
EDGE = r"(?:(?P<edge>start|beginning|end|close) of )?(?:the )?"
TERM = r"(?:the |this |next |new |the next |the new )?(?:school )?term\b"
COUNTED = {"first": 0, "second": 1, "third": 2, "1": 0, "2": 1, "3": 2}
NUMBERED = compiled(r" ?\d")  # term 2
OF_ITS_OWN = compiled(r" (?:term|fayre|fair|show|concert|party|play|sunday|service|weekend)\b")


def write_terms_out(words: Words) -> None:
    write_weeks_of_term(words)
    write_breaks_out(words)
    words.write(rf"\b(?:last day|end|close) of {TERM}", lambda match: end_of_term(words, match))
    words.write(r"\bterm ends\b", lambda match: break_mark(words.year.ends_of_term()[0], match))
    words.write(
        r"\bend of (?:the |this )?(?:school year|(?:school )?session)\b",
        lambda match: break_mark(words.year.summer(), match),
    )
    words.write(
        rf"\b(?:start|beginning) of {TERM}|\bback to school week\b",
        lambda match: None if is_numbered(words, match) else week_back(words, 0),
    )
    words.write(r"\bthis term\b", lambda match: this_term(words, match))
    words.write(r"\b(?:next|the new) term\b", lambda match: next_term(words, match))


def write_weeks_of_term(words: Words) -> None:
    """ "The first week back", "the last two weeks of term"."""
    words.write(
        rf"\b(?P<which>first|second|third|[1-3]) (?:full )?(?:week|wk) (?:back\b"
        rf"|(?:of|in) {TERM}|of (?:the )?new year\b)"
        r"(?: (?:after|in) (?:the )?(?:christmas|new year|holidays|january|jan)"
        r"\b)?",
        lambda match: (
            None if is_numbered(words, match) else week_back(words, COUNTED[match["which"]])
        ),
    )
    words.write(
        rf"\bfirst day (?:back\b|(?:of|in) {TERM})",
        lambda match: None if is_numbered(words, match) else first_day(words),
    )
    words.write(
        rf"\b(?P<which>first|last) (?P<day>{ONE_DAY}) (?:back\b|(?:of|in) {TERM})",
        lambda match: None if is_numbered(words, match) else weekday_of_term(words, match),
    )
    words.write(
        r"\b(?:last|final) (?:full )?(?:week|wk) (?:of|in) (?:the )?summer term\b",
        lambda match: last_week_before(words.year.summer()),
    )
    words.write(
        r"\b(?:the )?summer term\b",
        lambda match: None if is_numbered(words, match) else summer_term(words, match),
    )
    words.write(
        rf"\b(?P<which>last|final) (?:full )?(?P<two>two |2 )?(?:weeks?|wks?) (?:of|in) {TERM}",
        lambda match: (
            None if is_numbered(words, match) else last_weeks(words, 2 if match["two"] else 1)
        ),
    )


def is_numbered(words: Words, match: Match) -> bool:
    """Councils count their terms in more ways than one."""
    return NUMBERED.match(words.text, match.end()) is not None


def write_breaks_out(words: Words) -> None:
    year = words.year
    named: dict[str, Callable[[], Break]] = {
        rf"(?:christmas|xmas|x-mas|the festive|festive){HOLS}": year.christmas,
        rf"(?:easter|spring|easter/spring) {HOLIDAY}": year.easter_holidays,
        r"(?:easter|easter/spring)": year.easter,
        rf"summer{HOLS}": year.summer,
        r"(?:october|oct) (?:holidays?|hols?|break|week|half[ -]?term|midterm)": year.october,
        r"(?:february|feb) (?:holidays?|hols?|break|weekend|half[ -]?term|mid[ -]?term)(?: break| "
        r"holidays?)?": year.february,
        r"new year(?: holidays?| break)?": year.christmas,
        r"(?:the |next )(?:holidays?|hols)": lambda: year.ends_of_term()[0],
    }
    for name, found in named.items():
        words.write(rf"\b{EDGE}{name}\b", partial(edge_of, words, found))


def edge_of(words: Words, holiday: Callable[[], Break], match: Match) -> Mark | None:
    if OF_ITS_OWN.match(words.text, match.end()):
        return None
    found = holiday()
    if match["edge"] in ("end", "close"):
        return Mark(found.last_on, found.last_on, match[0])
    return break_mark(found, match)


def break_mark(found: Break, match: Match) -> Mark:
    return Mark(found.first_on, found.last_on, match[0], is_break=True)


def end_of_term(words: Words, match: Match) -> Mark | None:
    if is_numbered(words, match):
        return None
    holidays = words.year.ends_of_term()[0]
    if match[0].startswith("last day"):
        day = last_week_before(holidays).last
        return Mark(day, day, match[0])
    return break_mark(holidays, match)


def week_back(words: Words, number: int) -> Mark:
    """Pupils come back on any day of the week."""
    back = words.year.between_terms().last_on + DAY
    back = back + DAY * ((8 - back.isoweekday()) % 7) if back.isoweekday() > 5 else back
    week = week_around(back + WEEK * number)
    return Mark(max(back, week.first), week.last)


def last_weeks(words: Words, number: int) -> Mark:
    last = words.year.ends_of_term()[0].first_on - DAY
    week = week_around(last)
    return Mark(week.first - WEEK * (number - 1), min(week.last, last))


def first_day(words: Words) -> Mark:
    week = week_back(words, 0)
    return Mark(week.first, week.first)


def weekday_of_term(words: Words, match: Match) -> Mark:
    """ "The last Friday of term", "the first Tuesday back"."""
    is_last = match["which"] == "last"
    step = -DAY if is_last else DAY
    day = words.year.ends_of_term()[0].first_on - DAY if is_last else first_day(words).first
    while day.isoweekday() != weekday_number(match["day"]):
        day += step
    return Mark(day, day)


def last_week_before(holiday: Break) -> Mark:
    last = holiday.first_on - DAY
    week = week_around(last)
    return Mark(week.first, min(week.last, last))


def summer_term(words: Words, match: Match) -> Mark:
    """From the Easter holidays to the summer; where Easter is over, from tomorrow."""
    spring, summer = words.year.easter_holidays(), words.year.summer()
    first = spring.last_on + DAY if spring.first_on < summer.first_on else words.today + DAY
    return Mark(first, summer.first_on - DAY, match[0])


def this_term(words: Words, match: Match) -> Mark:
    return Mark(words.today, words.year.ends_of_term()[0].first_on - DAY, match[0])


def next_term(words: Words, match: Match) -> Mark:
    now, then = words.year.ends_of_term()[:2]
    return Mark(now.last_on + DAY, then.first_on - DAY, match[0])
