"""Whether it is plain what belongs to what in a wish: "11 Feb am, 12 Feb" may mean two mornings or
one.

It knows nothing of how a wish is read. It looks at the order of the words alone: days and weeks and
months that stand together are one group, and so are weekdays, and times. Where a group comes twice
with another between, or something is taken away in the middle, a person has to say.
"""

from itertools import groupby, pairwise
from typing import NamedTuple

from campaigns.talks.asking.wish_limits import NEGATED
from campaigns.talks.asking.wish_marks import ON
from campaigns.talks.asking.wish_weeks import WEEK_OF
from sextortion_aware.patterns import compiled
from sextortion_aware.reading.dates import MONTH, WEEKDAY, weekday_number

PERIOD, DAY, WEEKDAYS, TIME, NOT, OTHER = "PDWTN-"
TAKEN_AWAY = "n"
ORDINAL = r"(?:first|second|third|fourth|fifth|last|final|next|[1-5])"
BESIDE = r"(?:before|after|following)"
MARK = ON.replace("(", "(?:")
HOLIDAYS = (
    r"(?:\b(?:christmas|xmas|easter|summer|new year|october|oct|february|feb|spring)"
    r"(?: holidays?| hols?| break| week| mid[ -]?term| half[ -]?term| weekend| term)?\b"
    r"|\b(?:holidays?|hols|half[ -]?term|mid[ -]?term|long weekend|vacation|term|session)\b)"
)
LIST = r"(?: ?[,&/-] ?| or | and | to )"
EVENTS = r"(?:fayre|fair|show|concert|party|play|sunday|service)"
UNIT = (
    r"(?:pupils?|people|class(?:es)?|groups?|min(?:ute)?s?|hours?|hrs?|kids|children|staff|adults"
    r"|of us|sessions?|talks?)"
)
KINDS = (
    (PERIOD, r"\b(?:\d|two|three|four) weeks? (?:on|from|today|tomorrow)\b"),
    (OTHER, r"\b(?:\d+|two|three|four) (?:weeks?|days?)\b"),
    (OTHER, rf"{HOLIDAYS} {EVENTS}\b"),
    (OTHER, rf"\b\d+ ?(?:x )?{UNIT}\b|\b(?:[psy]|period|primary|room|class|stage|year) ?\d"
            r"(?: ?(?:[-/&,]|and|or|to) ?[ps]?\d)*\b"),
    (NOT, NEGATED.pattern),
    (PERIOD, rf"{WEEK_OF}{MARK}"),
    (PERIOD, rf"\b{WEEKDAY}(?:{LIST}{WEEKDAY})* (?:of )?(?:this|next) week\b"),
    (
        PERIOD,
        rf"\b(?:{WEEKDAY}(?:{LIST}{WEEKDAY})*|day|weeks?) {BESIDE} (?:the )?"
        rf"(?:{MARK}|{HOLIDAYS}|\b{MONTH}\b)",
    ),
    (PERIOD, rf"\bthe {WEEKDAY} {BESIDE}\b"),
    (DAY, MARK),
    (PERIOD, rf"\b{ORDINAL} (?:full )?(?:{WEEKDAY}|weeks?|day|half) (?:back|(?:of|in) (?:the )?"
             rf"(?:\b{MONTH}\b|{HOLIDAYS}|month))"),
    (PERIOD, rf"\b{WEEKDAY} (?:week|fortnight)\b|\b(?:next|this|coming) {WEEKDAY}\b"),
    (PERIOD, rf"{HOLIDAYS}|\b{MONTH}\b(?:,? 20\d\d)?"),
    (PERIOD, r"\b(?:today|tomorrow|weeks?|fortnights?|months?)\b"),
    (WEEKDAYS, rf"\b{WEEKDAY}\b|\b(?:any ?|every ?|each |one |all )(?:school |other )?days?\b"
               r"|\bweekdays?\b|\bdaily\b"),
    (TIME, r"\d{1,2}[.:]\d\d(?: ?[ap]\.?m\b)?|\b\d{1,2} ?[ap]\.?m\b|\b\d{1,4}\b"),
    (TIME, r"\b(?:mornings?|afternoons?|evenings?|[ap]\.?ms?\b|lunch(?:time)?|break|interval"
           r"|playtime|first thing|last thing|after school|noon|midday|twilight|all day"
           r"|any ?time|either$)"),
)  # fmt: skip
TOKENS = compiled("|".join(f"({pattern})" for _, pattern in KINDS))
ARTICLES = compiled(r"[ ,]*(?:(?:on|the|an?|any|for|in|during|do|make) ?)*")
OR = compiled(r"[s,) ]*\bor (?:(?:on|the|an?|any|every|maybe|perhaps|possibly) )*")
NAME = compiled(WEEKDAY)
AND_MORE = compiled(r"(?: ?[,&/-] ?| or | and |, or | to )(?:(?:on|the|an?|any) )*")


PART_OR_HOUR = (
    r"\b(?:mornings?|afternoons?|evenings?|lunch(?:time)?|break|noon"
    r"|(?:\d[\d.:]* ?)?[ap]\.?m|\d[\d.:]*)(?: only)?"
)
IN_TWO_WAYS = (
    compiled(rf"(?:^|[a-z,;] ){MONTH},? (?:before|after|from|until|till?) \d{{1,2}}(?:$|[,;)])"),
    compiled(r"\bbefore or after\b"),
    compiled(rf"\bbetween \d{{1,2}} ?(?:and|-|to) ?\d{{1,2}},? {WEEKDAY} (?:the )?\d"),
    # of something else is the hour: "as we finish at 12.30", "(P7 swimming till 11)"
    compiled(
        r"\b(?:finish(?:es)?|stops?|closes?|leaves?|goes? home|are out|are away) (?:at|from|till?"
        r"|until) \d"
    ),
    compiled(
        r"\b(?:as|because|cos|while|when) (?:we|they|it|the|our|p\d|s\d|pupils|kids|school|classes"
        r"|there)\b[^,;()@]*\d[.:\d]*(?:$|[ ,;ap)])"
    ),
    compiled(r"\([^()]*[a-z]{4,} (?:till?|until|from|at|by|after|before) \d"),
    compiled(rf"(?:^|[,;(] ?|\bor |\b{WEEKDAY} ){MONTH} \d{{1,2}}º? ?- ?\d{{1,2}} ?[ap]\.?m\b"),
    compiled(rf"\b(?:any|every|each) {WEEKDAY},? (?:the )?\d{{1,2}}º"),
    compiled(
        rf"\b(?:any|every|each) {WEEKDAY},? (?:the )?\d{{1,2}} ?(?:-|to|and|or|until) ?\d"
        rf"\d?º?(?: of)? {MONTH}\b"
    ),
    compiled(rf"\b{WEEKDAY} this week or next\b"),
    # of one of the days that were named, or the only one that suits?
    compiled(rf"[,;.(].*{PART_OR_HOUR} on (?:the )?{WEEKDAY}"),
    compiled(rf"\( ?(?:on )?(?:the )?{WEEKDAY}s?,? (?:only )?(?:in the )?{PART_OR_HOUR}"),
    compiled(rf"\b{WEEKDAY},? or any (?:day|time)\b"),
    compiled(
        rf"\b{WEEKDAY}s? ?(?:and|or|&|/) ?{WEEKDAY}s?, ?(?:or |and )?{WEEKDAY}s? "
        rf"(?:in the |at )?{PART_OR_HOUR}"
    ),
    compiled(r"\bthis (?:morning|afternoon|evening)\b|\btonight\b"),
    compiled(
        r"\b(?:in|over|during|within) the (?:[a-z0-9]+ )?(?:weeks?|days|fortnight|months?)"
        r" (?:before|after|following)\b"
    ),
    compiled(r"^(?:any |the |some |in the )?weeks (?:before|after|following)\b"),
    compiled(r"(?:^|[ ,])\d{1,2} ?/ ?\d{1,2}[ap]\.?m\b"),  # 1/2pm
    compiled(rf"\b{MONTH} \d{{1,2}}º? ?- ?\d{{1,2}}º?,? (?:and |or )?\d{{1,2}} ?- ?\d{{1,2}}\b"),
    compiled(r"\bwithin (?:an? |[a-z0-9]+ )?(?:days?|weeks?|fortnight|month) (?:of|from|either)\b"),
)


class Token(NamedTuple):
    kind: str
    start: int
    end: int


def is_plain(text: str) -> bool:
    """Dates are marks in it, and everything else stands as it was said."""
    tokens = tokens_of(text)
    groups = [kind for kind, _ in groupby(each.kind for each in tokens)]
    wanted = [PERIOD if kind == DAY else kind for kind in groups if kind != TAKEN_AWAY]
    together = [kind for kind, _ in groupby(wanted)]
    if len(together) != len(set(together)) and not says_time_twice(text, tokens, together):
        return False
    return not (is_split(tokens) or is_mixed(text, tokens) or is_repeated(text, tokens))


def is_twofold(text: str) -> bool:
    """As it was typed it may be read in two ways: is “1/2pm” a day, or are they two hours?"""
    return any(sign.search(text) for sign in IN_TWO_WAYS)


def tokens_of(text: str) -> list[Token]:
    found: list[Token] = []
    for match in TOKENS.finditer(text):
        place = next(at for at, said in enumerate(match.groups()) if said is not None)
        if KINDS[place][0] != OTHER:
            found.append(Token(KINDS[place][0], match.start(), match.end()))
    tokens: list[Token] = []
    is_off = False
    for before, each in pairwise([Token(OTHER, 0, 0), *found]):
        between = text[before.end : each.start]
        if each.kind == NOT:
            is_off = False
        elif before.kind == NOT:
            is_off = ARTICLES.fullmatch(between) is not None
        elif is_off:
            is_alike = (before.kind == WEEKDAYS) == (each.kind == WEEKDAYS)
            is_off = is_alike and AND_MORE.fullmatch(between) is not None
        if each.kind != NOT:
            tokens.append(Token(TAKEN_AWAY if is_off else each.kind, each.start, each.end))
    return tokens


def says_time_twice(text: str, tokens: list[Token], together: list[str]) -> bool:
    """ "Thursday evening 21 January, 7pm": once in words and once in figures."""
    apart = [kind for kind in together if kind != TIME]
    times = [
        any(sign.isdigit() for sign in text[each.start : each.end])
        for each in tokens
        if each.kind == TIME
    ]
    return len(apart) == len(set(apart)) and times in ([False, True], [False, True, True])


def is_split(tokens: list[Token]) -> bool:
    """What is taken away stands between two days: it may belong to the first alone."""
    kinds = "".join(each.kind for each in tokens).replace(DAY, PERIOD)
    return compiled(r"P[WT]*n+[WT]*P").search(kinds) is not None


def is_repeated(text: str, tokens: list[Token]) -> bool:
    """ "Tuesdays and Thursdays, Tuesdays am": the second time it is said of a part of them."""
    named = [
        weekday_number(found[0])
        for each in tokens
        if each.kind == WEEKDAYS and (found := NAME.search(text[each.start : each.end]))
    ]
    return len(named) != len(set(named))


def is_mixed(text: str, tokens: list[Token]) -> bool:
    """ "March or any Tuesday": of a day beside a rule we know what is meant, of a month not."""
    has_time = any(each.kind == TIME for each in tokens)
    for before, after in pairwise(tokens):
        pair = {before.kind, after.kind}
        is_beside = WEEKDAYS in pair and (PERIOD in pair or (DAY in pair and has_time))
        if is_beside and OR.fullmatch(text[before.end : after.start]):
            return True
    return False
