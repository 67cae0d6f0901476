"""What is asked about the notes of a session before they are saved: a child with a date of birth,
and what reads as if somebody told of harm. It asks and never refuses, and says whom to tell.

Of a thousand characters it reads each sentence a few times, in linear time.
"""

from collections.abc import Iterable
from datetime import date

from sextortion_aware.numbers import EMERGENCY, POLICE
from sextortion_aware.patterns import LETTER_OR_DIGIT, compiled

BIRTH = (
    "The notes seem to hold somebody’s date of birth. Take it out, and the name beside it: these "
    "notes are kept for years."
)
TOLD = (
    "The notes read as if somebody told you of harm. Do not keep it here. Tell the person who "
    "leads on child protection at the school, and follow your own child protection procedure: call "
    f"{POLICE}, or {EMERGENCY} in danger. Then shorten the notes to what was taught."
)
YOUNGEST, OLDEST = 2, 20  # years of somebody whom a session is for

_MONTH = (
    "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|"
    "sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_DATE = (
    rf"(?:\d{{1,2}}[./ -]\d{{1,2}}[./ -](?P<year>(?:19|20)?\d\d)"
    rf"|{_DAY}(?: of)? {_MONTH},? (?P<long>(?:19|20)\d\d)"
    rf"|(?P<iso>(?:19|20)\d\d)-\d\d-\d\d)"
)
SAID_BIRTH = compiled(
    rf"(?:^|[^{LETTER_OR_DIGIT}])(?:d\.? ?o\.? ?b\b|dates? of birth\b|birthdays?\b|born\b)"
    rf"[^0-9]{{0,15}}(?:{_DATE}|(?:19|20)\d\d\b)",
    ignore_case=True,
)
ANY_DATE = compiled(rf"\b{_DATE}\b", ignore_case=True)
NAME_BEFORE = compiled(r"(\p{Lu}[\p{Ll}’'-]+)[\s,:(–-]*$")
NAME_AFTER = compiled(r"^[\s,:)–-]*(\p{Lu}[\p{Ll}’'-]+)")
# Words that begin with a capital before or after a date and are nobody's name.
NO_NAMES = frozenset(
    {
        "Since",
        "From",
        "Until",
        "Till",
        "On",
        "Of",
        "In",
        "By",
        "The",
        "At",
        "And",
        "To",
        "For",
        "Policy",
        "Version",
        "Updated",
        "Dated",
        "Review",
        "Reviewed",
        "Guidance",
        "Edition",
        "Session",
        "Booked",
        "Programme",
        "Started",
        "Opened",
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
        "Saturday",
        "Sunday",
    }
)
BESIDE = 40  # characters before and after a date in which its name stands

_CHILD = (
    "pupil|girl|boy|child|student|lad|lass|lassie|teenager|youngster|young (?:person|man|woman)|"
    "daughter|son|sister|brother|friend|mother|mum|father|dad|parent|carer|lady|man|woman|teacher|"
    "member of staff"
)
_OTHER = (
    "(?:step-?|grand)?(?:father|dad|mother|mum|mam|brother|sister|parents?|uncle|aunt|auntie|"
    "cousin|gran|granny|grandad|papa|boyfriend|girlfriend|ex|partner|friend|coach|neighbour|"
    "foster carer|carer)"
)
_ME = "(?:me|us|her|him|them|(?:the|my|a|an|one|her|his|their|our) [a-z]+(?: [a-z]+)?)"
_HARM = (
    "blackmail|threat|sexual|nude|naked|abus|rape|assault|groom|hit(?:s|ting)? |hurt|touch|"
    "kill|suicid|self.?harm|cutting|afraid|scared|frightened|unsafe|not safe|pictures? of (?:her|"
    "him|them)|photos? of (?:her|him|them)|images? of (?:her|him|them)|extort|paid (?:him|her|them|"
    "money|£)|want(?:s|ed)? money|run away|beaten|drunk"
)
_BE = "(?:is|was|are|were|am|been|being|gets|got|getting|had been|has been|have been)"
_SELF = "(?:her|him|them|my)sel(?:f|ves)"
_IN = r"[^.!?;\n]"  # the same sentence

# Somebody told of it, whatever else stands in the sentence.
TELLING = compiled(
    "|".join(
        [
            rf"\b(?:told|tells|telling) {_ME},? (?:that |about |how )?(?:her|his|their) {_OTHER}\b",
            rf"\b(?:told|tells|telling) {_ME}\b{_IN}{{0,100}}\b(?:{_HARM})",
            r"\b(?:confided|opened up)\b",
            r"\bspoke to (?:me|us) in (?:private|confidence)\b",
            r"\b(?:made|making|had|gave|took|received|was|were|been|got) "
            r"(?:an?|one|two|three|another|1|2|3)(?: possible)? disclosures?\b",
            r"^(?:possible )?disclosures?:",
            rf"\bdisclosures?\b{_IN}{{0,15}}\bpassed (?:on |to )",
            r"\b(?:child protection|safeguarding) (?:concern|issue|referral)s? "
            "(?:raised|made|passed|reported|about|with)",
            r"\bnot safe at home\b|\bmakes? (?:her|him|them) do\b",
            rf"\b(?:{_CHILD})s?(?: [a-z0-9]{{1,12}})? (?:{_BE} )?"
            "(?:victims? of|sextorted|blackmailed|threatened with)",
            rf"\bsaid (?:that )?(?:she|he|they|her|his|their)\b{_IN}{{0,60}}\b(?:{_HARM})",
        ]
    ),
    ignore_case=True,
)
DISCLOSED = compiled(
    r"\b(?:disclosed|discloses|disclosing|disclosures? (?:from|by|made))\b", ignore_case=True
)
NOT_DISCLOSED = compiled(
    r"\b(?:no|not|never|nothing|nobody|none|if|when|without|how)\b", ignore_case=True
)
# Somebody to whom it happens: a child, she, he, or a name.
SOMEBODY = (
    rf"(?:(?:^|[^{LETTER_OR_DIGIT}])(?i:s?he|(?:an?|one|the|this|that|another|her|his|two|three|"
    rf"some) (?:[a-z0-9]+ ){{0,2}}(?:{_CHILD})s?)\b|\b\p{{Lu}}\p{{Ll}}+\b)"
)
SUFFERS = compiled(
    SOMEBODY
    + rf"{_IN}{{0,60}}?\b(?i:"
    + "|".join(
        [
            rf"{_BE} (?:now |still |currently |also )?(?:being )?(?:blackmailed|groomed|threatened|"
            "abused|raped|assaulted|sexually|exploited|extorted|beaten|hit by|touched|trafficked)",
            rf"(?:{_BE} |had |has )?(?:sent|shared|sending|posted) (?:[a-z]+ )?(?:[a-z]+ )?"
            r"(?:nudes?|pictures?|photos?|images?|pics)(?: of| to|$|[^a-z ]| online| on | and )",
            r"self.?harm(?:s|ed|ing)?\b",
            rf"(?:cut|cuts|cutting|hurt|hurts|hurting|harm|harms|harmed|harming|kill|killing) "
            rf"{_SELF}",
            r"(?:is|was|feels|felt|been) suicidal",
            r"wants? to die|wanted to die",
            r"(?:take|taking|end|ending) (?:her|his|their)(?: own)? life",
            r"overdose[ds]?\b",
        ]
    )
    + ")"
)
# What a session is about, said in the words of teaching.
TEACHING = compiled(
    r"\b(?:if|how|whether|what (?:to|would|should|can)|cover(?:ed|s|ing)|discuss(?:ed|es|ing|ion)|"
    r"scenarios?|role.?play|case stud(?:y|ies)|films?|videos?|clips?|stor(?:y|ies)|characters?|"
    r"example|examples|slides?|leaflets?|quiz|lesson|talk(?:ed)? about|talk on|input on|signpost"
    r"(?:ed|ing)?|explained|workshop on|posters?|display|question(?:s)? (?:about|on)|topics?|"
    r"included?|including)\b",
    ignore_case=True,
)
# Any of the three: of most sentences this is all that is asked.
PERHAPS = compiled(f"(?i:{TELLING.pattern})|(?i:{DISCLOSED.pattern})|{SUFFERS.pattern}")
ENDS = str.maketrans(dict.fromkeys(".!?;", "\n"))


def asked_of_notes(notes: str, *, held_on: date) -> list[str]:
    """The words never name what was found: they go into the history."""
    found = [(TOLD, reads_as_told(notes)), (BIRTH, has_birth(notes, held_on=held_on))]
    return [words for words, is_so in found if is_so]


def has_birth(notes: str, *, held_on: date) -> bool:
    if SAID_BIRTH.search(notes):
        return True
    return any(
        _is_birth_year(match["year"] or match["long"] or match["iso"], held_on=held_on)
        and _stands_by_a_name(notes[: match.start()], notes[match.start() + len(match[0]) :])
        for match in ANY_DATE.finditer(notes)
    )


def _is_birth_year(said: str, *, held_on: date) -> bool:
    """A session's own dates are of this year and those beside it."""
    ago = held_on.year - int(said) if len(said) == 4 else (held_on.year - int(said)) % 100
    return YOUNGEST <= ago <= OLDEST


def _stands_by_a_name(before: str, after: str) -> bool:
    found = [NAME_BEFORE.search(before[-BESIDE:]), NAME_AFTER.search(after[:BESIDE])]
    return any(match and match[1] not in NO_NAMES for match in found)


def reads_as_told(notes: str) -> bool:
    return any(_tells(sentence) for sentence in _sentences(notes))


def _sentences(notes: str) -> Iterable[str]:
    return (part.strip() for part in notes.translate(ENDS).split("\n") if part.strip())


def _tells(sentence: str) -> bool:
    if not PERHAPS.search(sentence):
        return False
    if TELLING.search(sentence):
        return True
    if (found := DISCLOSED.search(sentence)) and not NOT_DISCLOSED.search(
        sentence[: found.start()]
    ):
        return True
    return bool(SUFFERS.search(sentence)) and not TEACHING.search(sentence)
