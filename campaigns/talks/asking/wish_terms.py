"""Terms and holidays in words about a wanted date: "until Easter", "after the summer holidays",
"this term".
"""

from collections.abc import Callable
from functools import partial

from campaigns.places.school_year import DAY, Break
from campaigns.talks.asking.wish_dates import Words
from campaigns.talks.asking.wish_limits import NOT_AFTER, NOT_BEFORE
from sextortion_aware.patterns import Match

HOLS = r"(?: (?:holidays?|hols?|break|vacation|mid-?term(?: break| holidays?)?))?"
UNTIL = (
    rf"\b(?:until|till|til|up to|up until|before|by|to|{NOT_AFTER}|ahead of|-) (?:the "
    r")?(?:start of |beginning of )?(?:the )?"
)
FROM = rf"\b(?:from|after|since|starting|following|{NOT_BEFORE}|once) (?:the )?"
AFTER = rf"{FROM}(?:end of )?(?:the )?"
LAST_OF_TERM = r"(?:last day|end|close) of (?:the |this )?(?:school )?(?:term|session)\b"


def take_breaks(words: Words) -> None:
    """ "until Easter", "before the end of term", "after the summer holidays", "this term", "next
    term".
    """
    year = words.year
    named = {
        r"(?:christmas|xmas|the festive)": year.christmas,
        "easter": year.easter,
        r"(?:the )?summer": year.summer,
        r"(?:the )?(?:spring|easter)": year.easter,
        r"(?:the )?october week": year.october,
        r"(?:the )?feb(?:ruary)?": year.february,
    }
    words.take(rf"{UNTIL}{LAST_OF_TERM}", lambda match: end_before(words, year.ends_of_term()[0]))
    words.take(rf"{FROM}{LAST_OF_TERM}", lambda match: begin_after(words, year.ends_of_term()[0]))
    words.take(
        rf"{UNTIL}(?:end of )?(?:the |this )?(?:school )?(?:year|session)\b",
        lambda match: end_before(words, year.summer()),
    )
    for name, found in named.items():
        is_month = name.endswith("uary)?")
        holiday = HOLS.replace("))?", "))") if is_month else HOLS
        until, after = partial(before_break, words, found), partial(after_break, words, found)
        words.take(rf"{UNTIL}{name}{holiday}\b", until)
        words.take(rf"{AFTER}{name}{holiday}\b", after)
    words.take(
        rf"{UNTIL}(?:october|oct) (?:holidays?|hols?|break|week)\b",
        lambda match: end_before(words, year.october()),
    )
    words.take(
        rf"{AFTER}(?:october|oct) (?:holidays?|hols?|break|week)\b",
        lambda match: begin_after(words, year.october()),
    )
    words.take(rf"{UNTIL}new year\b", lambda match: end_before(words, year.christmas()))
    words.take(
        rf"(?:in |after |from |once |{NOT_BEFORE} )?(?:the )?new year\b",
        lambda match: begin_after(words, year.christmas()),
    )
    words.take(
        r"\b(?:this term|before term ends|end of (?:the |this )?term)\b",
        lambda match: end_before(words, year.ends_of_term()[0]),
    )
    words.take(r"\b(?:next|the new) term\b", lambda match: next_term(words))


def before_break(words: Words, holiday: Callable[[], Break], _: Match) -> None:
    end_before(words, holiday())


def after_break(words: Words, holiday: Callable[[], Break], _: Match) -> None:
    begin_after(words, holiday())


def end_before(words: Words, found: Break) -> None:
    words.last_on = found.first_on - DAY


def begin_after(words: Words, found: Break) -> None:
    words.first_on = found.last_on + DAY


def next_term(words: Words) -> None:
    now, then = words.year.ends_of_term()[:2]
    words.first_on, words.last_on = now.last_on + DAY, then.first_on - DAY
