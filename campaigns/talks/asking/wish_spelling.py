"""Words about a wanted date, made ready to be read: small letters, one blank, names of days and
months as they are spelt.
"""

from collections.abc import Callable

from sextortion_aware.patterns import Match, Pattern, compiled
from sextortion_aware.reading import dates as reading

ORDINAL = compiled(rf"(\d)(?:st|nd|rd|th)(\b|{reading.MONTH}\b)")
MISSPELT_ORDINAL = compiled(
    rf"\b(\d{{1,2}})(?:t[gjynhf]|[rfgyb]h|ht|tth|thh|hth)( (?:of )?{reading.MONTH}\b)"
)
DAY_SIGN = "º"  # stands for the "th" of "8th": of "8th" and "period 8" one is a day
SHORTENED = compiled(rf"\b({'|'.join([reading.SHORT_WEEKDAY, *reading.SHORT_MONTHS])})\.")
# 10-Dec-2026 and 10-Dec-26, as a spreadsheet has it; in 21-Dec-25-Dec is no year.
YEAR_AFTER_SIGN = compiled(rf"\b({reading.MONTH})[-/.]?(20\d\d)\b")
SHORT_YEAR_AFTER_SIGN = compiled(rf"(\d[-/.]{reading.MONTH})[-/.]?\b((?:2[5-9]|3\d))($|[^-\d/])")
MONTH_AFTER_SIGN = compiled(rf"(\d{DAY_SIGN}?)[-/.]?({reading.MONTH})\b")
DAY_AFTER_NAME = compiled(
    rf"\b({reading.WEEKDAY}|{reading.MONTH})(\d{{1,2}}\b|\d{{1,2}}{DAY_SIGN})"
)
RUN_TOGETHER = compiled(rf"\b({reading.WEEKDAY})(\d{{1,2}}{DAY_SIGN}?)({reading.MONTH})\b")
# No month. In capitals, which no pattern knows, it is not taken for one.
VERB = compiled(r"(?:you |we )may\b|\bmay (?:be|suit|come)\b")

COUNTING = """
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
"""
COUNTED_WORDS = tuple(COUNTING.split())
COUNTED = compiled(rf"\b({'|'.join(COUNTED_WORDS)})( of {reading.MONTH}\b)")
EACH_WEEKDAY = compiled(rf"\b{reading.WEEKDAY}\b")
EACH_MONTH = compiled(rf"\b{reading.MONTH}\b")
WORD = compiled(r"[a-z]{6,12}")
NAMES = (
    *(name for name in reading.NAMES_OF_MONTHS if len(name) > 5),
    *(name.lower() for name in reading.NAMES_OF_WEEKDAYS),
    *("tomorrow", "morning", "afternoon", "fortnight", "christmas", "whenever"),
)
GREETING = compiled(
    r"^(?:hi|hiya|hello|good (?:morning|afternoon|evening|day))(?: there| all| folks)?\b[,!. -]*"
)
BREAK_NAME = r"christmas|xmas|easter|summer"
NTH = rf"(?P<one>first|second|third|fourth|last|[1-4]){DAY_SIGN}?"
SAID_IN_SHORT: tuple[tuple[Pattern, Callable[[Match], str]], ...] = (
    (compiled(r" ?\b(?:in |during )?term[ -]?time\b"), lambda match: ""),
    (compiled(r"\bweek of term before\b"), lambda match: "week before"),
    (compiled(r"\bsecond last\b"), lambda match: "penultimate"),
    (compiled(r"\bwk(s?)\b"), lambda match: f"week{match[1]}"),
    (
        compiled(rf"\bweek ([1-5]) (of|in) ({reading.MONTH})\b"),
        lambda match: f"{match[1]} week {match[2]} {match[3]}",
    ),
    (
        compiled(r"(?:,? or)?,? (?:if not|failing that|otherwise|or else|alternatively)\b,?"),
        lambda match: " or",
    ),
    (compiled(r" (?:\+|plus) "), lambda match: " and "),
    (compiled(r"(?:\band|&) ?/ ?or\b"), lambda match: "or"),
    (compiled(rf"\b1{DAY_SIGN} half\b"), lambda match: "first half"),
    (compiled(rf"\b2{DAY_SIGN} half\b"), lambda match: "second half"),
    (compiled(r"\b(?:up )?(?:to|until|till) and including\b"), lambda match: "until"),
    (compiled(r"\b(?:b4|befor|bfore)\b"), lambda match: "before"),
    (compiled(r"\b(?:exept|excep|execpt|exccept|ecxept)\b"), lambda match: "except"),
    (compiled(r"(\d)º? ?\+ ?(\d)"), lambda match: f"{match[1]} & {match[2]}"),
    (GREETING, lambda match: ""),
    (
        compiled(r"\b(?:any|every|each) week (from|starting|between|after|before|until|till|in)\b"),
        lambda match: match[1],
    ),
    (
        compiled(r"\b(?:any ?time )?(?:between|from) now (?:and|until|till|til|to|up to)\b"),
        lambda match: "until",
    ),
    (
        compiled(r"(?:\bfrom )?\b(\d{1,2}(?:[.:]\d\d)? ?[ap]\.?m|\d{1,2}[.:]\d\d) on ?wards?\b"),
        lambda match: f"from {match[1]}",
    ),
    (  # "Fridays are no good"
        compiled(
            rf"\b({reading.WEEKDAY}(?:(?:,? or |,? and | ?[,&/] ?){reading.WEEKDAY})*)"
            r"(?: (?:is|are)|'s) (?:(?:a )?no[ -](?:good|use|go)|not (?:good|possible|suitable"
            r"|great|ideal)|bad|out|difficult|impossible|tricky|awkward)(?: for us)?"
            r"(?: ?$|([,;.)]))"
        ),
        # "Tuesdays and Thursdays, Mondays are bad": which of them?
        lambda match: f"{'unless' if ',' in match[1] else 'not'} {match[1]}{match[2] or ''}",
    ),
    (  # "Tomorrow or Friday"
        compiled(rf"(\btomorrow\b.*\bor )(?:on )?({reading.SHORT_WEEKDAY}|[a-z]+day)\b"),
        lambda match: f"{match[1]}this {match[2]}",
    ),
    (  # "week 2 or 3 of February"
        compiled(rf"\bweeks? ([1-5])( or | and | ?[/&,] ?)([1-5]) (of|in) ({reading.MONTH})\b"),
        lambda match: (
            f"{match[1]} week {match[4]} {match[5]}{match[2]}{match[3]} week {match[4]} {match[5]}"
        ),
    ),
    (compiled(r"\bat(\d{1,2})\b"), lambda match: f"at {match[1]}"),
    (compiled(r"\bon or after\b"), lambda match: "from"),
    (compiled(r"\bon or before\b"), lambda match: "until"),
    (compiled(r"\b(?:as )?(?:a )?back[ -]?up\b"), lambda match: "backup"),
    (
        compiled(
            r"\b(?:before|until|till) (?:(?:we|you|they|(?:the )?(?:schools?|pupils)) )?"
            r"(?:breaks? up|(?:finish(?:es)?|stops?|clos(?:es?)) for)\b"
            rf"(?: for)?(?: (?:the )?({BREAK_NAME})(?: holidays?| hols?| break)?\b)?"
        ),
        lambda match: f"before the {match[1]} holidays" if match[1] else "before the end of term",
    ),
    (  # "first or third Wednesday in January"
        compiled(
            rf"\b{NTH}(?P<sign> or | and | ?[/&,] ?){NTH.replace('one', 'other')} "
            rf"(?P<rest>{reading.WEEKDAY} (?:of|in) (?:the )?{reading.MONTH})\b"
        ),
        lambda match: (
            f"{match['one']} {match['rest']}{match['sign']}{match['other']} {match['rest']}"
        ),
    ),
    (
        compiled(rf"\b{NTH} (?P<rest>{reading.WEEKDAY} (?:of|in) (?:the )?{reading.MONTH})\b"),
        lambda match: f"{match['one']} {match['rest']}",
    ),
    (  # "first Tuesday of February or March"
        compiled(
            rf"\b(?P<nth>(?:first|second|third|fourth|last|[1-4]{DAY_SIGN}?) "
            rf"(?:(?:full )?weeks?|{reading.WEEKDAY}) (?:of|in)) (?:the )?"
            rf"(?P<months>{reading.MONTH}(?:(?:,? or |,? and | ?[,/&] ?){reading.MONTH})+)\b"
        ),
        lambda match: EACH_MONTH.sub(lambda each: f"{match['nth']} {each[0]}", match["months"]),
    ),
    (  # "next Thursday or Friday"
        compiled(
            rf"\b(next|this) ({reading.WEEKDAY})"
            rf"((?:(?:, ?| or |, or | and |/){reading.WEEKDAY})+)\b"
        ),
        lambda match: (
            f"{match[1]} {match[2]}"
            + EACH_WEEKDAY.sub(lambda each: f"{match[1]} {each[0]}", match[3])
        ),
    ),
)
LONG = 8  # of these two letters may be wrong: “Wensday”


def tidy(said: str) -> str:
    text = (
        said.casefold().replace("’", "'").replace("–", "-").replace("—", "-").replace("@", " at ")
    )  # ours, for dates
    text = ORDINAL.sub(lambda match: match[1] + DAY_SIGN + match[2], text.replace(DAY_SIGN, ""))
    text = MISSPELT_ORDINAL.sub(lambda match: match[1] + DAY_SIGN + match[2], text)
    text = WORD.sub(as_spelt, text)
    text = COUNTED.sub(
        lambda match: f"{COUNTED_WORDS.index(match[1].replace('-', ' ')) + 1}{match[2]}", text
    )
    text = VERB.sub(
        lambda match: match[0].replace("may", "MAY"), SHORTENED.sub(lambda match: match[1], text)
    )
    text = " ".join(text.split()).strip(" .!")
    for pattern, instead in SAID_IN_SHORT:
        text = pattern.sub(instead, text)
    return without_signs(text)


def without_signs(text: str) -> str:
    """ "10-dec-2026" and "10dec2026" become "10 dec 2026"."""
    text = RUN_TOGETHER.sub(lambda match: f"{match[1]} {match[2]} {match[3]}", text)
    text = YEAR_AFTER_SIGN.sub(lambda match: f"{match[1]} {match[2]}", text)
    text = SHORT_YEAR_AFTER_SIGN.sub(lambda match: f"{match[1]} 20{match[2]}{match[3]}", text)
    text = MONTH_AFTER_SIGN.sub(lambda match: f"{match[1]} {match[2]}", text)
    return DAY_AFTER_NAME.sub(lambda match: f"{match[1]} {match[2]}", text)


def as_spelt(match: Match) -> str:
    """ "febuary" is February; "remember" begins with another letter than December."""
    word = match[0]
    stem = word.removesuffix("s")
    if stem in NAMES or stem.startswith(NAMES):  # "fortnightly" is no slip
        return str(word)
    apart = {name: letters_apart(stem, name) for name in NAMES if name[0] == stem[0]}
    nearest = min(apart, key=lambda name: apart[name], default="")
    most = 2 if len(nearest) >= LONG else 1
    return nearest if nearest and apart[nearest] <= most else str(word)


def letters_apart(one: str, other: str) -> int:
    """Letters left out, put in, changed, or two of them turned round."""
    rows = [list(range(len(other) + 1))]
    for here, letter in enumerate(one, start=1):
        row = [here]
        for there, wanted in enumerate(other, start=1):
            least = min(rows[-1][there], row[-1]) + 1
            least = min(least, rows[-1][there - 1] + (letter != wanted))
            if here > 1 and there > 1 and one[here - 2 : here] == wanted + other[there - 2]:
                least = min(least, rows[-2][there - 2] + 1)
            row.append(least)
        rows.append(row)
    return rows[-1][-1]
