"""Words that must never reach a reader, each list with a sentence that proves it bites."""

import re
from dataclasses import dataclass

PROPER_NAMES = re.compile(
    r"Revenge Porn Helpline|help@revengepornhelpline\.org\.uk|revengepornhelpline\.org\.uk"
)


@dataclass(frozen=True)
class Banned:
    why: str
    patterns: tuple[str, ...]
    bad_sentences: tuple[str, ...]
    """One for each pattern, in the same order."""

    def found_in(self, text: str) -> list[str]:
        plain = PROPER_NAMES.sub("", text)
        return [
            hit[0]
            for pattern in self.patterns
            for hit in re.finditer(pattern, plain, re.IGNORECASE)
        ]


BLAME = Banned(
    "blames the person, or names the crime the wrong way",
    (
        r"revenge porn",
        r"child porn",
        r"kiddie porn",
        r"\bsext(ing|ed|s)?\b",
        r"\b(silly|stupid) mistake",
        r"\bfell for\b",
        r"\bunder-?age\b",
        r"\bselfies?\b",
        r"\bshould(n't| not)? have\b",
        r"\b(himself|herself) (get|be)\b",
        r"\bpredators?\b",
        r"\bchild porno",
        r"don't send nudes",
    ),
    (
        "This is revenge porn.",
        "It is child porn.",
        "It is kiddie porn.",
        "Sexting is a risk.",
        "It was a silly mistake.",
        "He fell for it.",
        "An underage picture.",
        "You took a selfie.",
        "You should not have done it.",
        "He let himself be tricked.",
        "A predator did it.",
        "It is child pornography.",
        "Just don't send nudes.",
    ),
)

NEVER_PUNISHED = (
    r"(will not|won't|cannot|can't|never) "
    r"(get (in|into) trouble|be (charged|arrested|prosecuted))"
)
RISKY = Banned(
    "advice that other pages get wrong",
    (
        r"\bdelete (all|every|your (social|account|app))",
        r"screenshot everything",
        r"\b(out )?there for ?ever\b",
        r"blackmail act",
        r"theft act",
        r"criminal justice and courts act",
        NEVER_PUNISHED,
        r"child porn|a crime to take",
        r"contact your internet provider",
        r"\b(we|police|they) (will|can) (remove|take down|catch|arrest|find) ",
        r"guarantee",
        r"\boption 2\b|press 2\b",
    ),
    (
        "Delete all your accounts.",
        "Screenshot everything.",
        "Once online it is there forever.",
        "The UK Blackmail Act 2010.",
        "The Theft Act 1968.",
        "The Criminal Justice and Courts Act 2015.",
        "You will not get in trouble.",
        "It is a crime to take it.",
        "Contact your internet provider.",
        "The police will catch them.",
        "We guarantee it.",
        "Ring 111 option 2.",
    ),
)

HARM = Banned(
    "self-harm told in figures, methods or the wrong words, or a private person named",
    (
        r"commit(ted)? suicide",
        r"suicide rate|died by|took (his|her|their) own life",
        r"\boverdos|\bhanged\b",
        r"\bPerry\b",
        r"\bDowey\b",
    ),
    (
        "He committed suicide.",
        "The suicide rate is up.",
        "An overdose.",
        "Mr Perry said so.",
        "Mr Dowey said so.",
    ),
)

AMERICAN = Banned(
    "American spelling or words",
    (
        r"\b(colo|behavio|favo|hono|neighbo|hum)r(s|ed|ing|ite)?\b",
        r"\b\w{3,}(iz(e|ed|es|ing|ation|ations))\b(?<!size)(?<!prize)(?<!sized)",
        r"\bcent(er|ers|ered)\b",
        r"\bcounselor",
        r"\bcell ?phone",
        r"\bgotten\b",
        r"\bmoms?\b",
        r"\b(defense|offense|license plate)\b",
        r"\bcancell?ed(?<!cancelled)\b|\btraveling\b",
        r"\bgray\b",
        r"\bfulfill\b",
    ),
    (
        "What color is it?",
        "We recognize it.",
        "The call center.",
        "Ask a counselor.",
        "Your cell phone.",
        "It has gotten worse.",
        "Tell your mom.",
        "In self defense.",
        "It was canceled.",
        "It is gray.",
        "To fulfill it.",
    ),
)

JARGON = Banned(
    "jargon, idiom or Latin",
    (
        r"\bperpetrators?\b",
        r"\butili[sz]e",
        r"\bmalware\b",
        r"\bencrypt",
        r"\bhash(ing|es)?\b",
        r"\bCSAM\b|\bNCII\b",
        r"\b(e\.g|i\.e)\.",
        r"\betc\b",
        r"\bclick\b",
        r"\bplatforms?\b",
        r"(?<!@)\bphishing\b",
        r"\bvictimi",
        r"\bat the end of the day\b|\bfirst port of call\b",
    ),
    (
        "The perpetrator did it.",
        "Utilise this tool.",
        "It is malware.",
        "An encrypted app.",
        "A hash of it.",
        "This is CSAM.",
        "An app, e.g. one.",
        "Bank, card etc.",
        "Click here.",
        "Tell the platform.",
        "It is phishing.",
        "Do not victimise.",
        "This is your first port of call.",
    ),
)

NOT_KNOWN = Banned(
    "said as a fact, and nothing that we read confirms it",
    (
        r"\bfree talks?\b|\btalks? (is|are) free\b",
        r"\bassembl(y|ies)\b",
        r"\b80 ?(%|per ?cent|in (every |each )?100)",
        r"\b(never|not) come to your (door|house|home)",
        r"\b(will|does|can)( not|n't|not)? affect your visa",
        r"\bblocking (them )?(ends|stops) it\b",
        r"\bthese three work in the same way\b",
    ),
    (
        "We give free talks.",
        "Do not hold an assembly.",
        "Over 80% who pay are asked again.",
        "They will never come to your door.",
        "It will not affect your visa.",
        "Blocking them ends it.",
        "These three work in the same way.",
    ),
)

LISTS = {
    "blame": BLAME,
    "risky": RISKY,
    "harm": HARM,
    "american": AMERICAN,
    "jargon": JARGON,
    "not known": NOT_KNOWN,
}

# Numbers that are wrong, old, English or not confirmed. Compared with all spaces taken out.
WRONG_NUMBERS = (
    "07786209697",
    "07860039967",
    "08457909090",
    "116213",
    "08456039213",
    "08443814772",
    "03001232523",
    "03001232040",
    "08081689111",
    "88247",
    "07537410027",
    "07401288595",
    "01315563535",
    "03443814772",
    "08081646000",
    "0800555111",
    "01786437472",
    "08001670623",
    "08080684141",  # a misprint of the number of PAPYRUS
)


def wrong_numbers_in(text: str) -> list[str]:
    digits = re.sub(r"[ ().-]", "", text)
    return [number for number in WRONG_NUMBERS if number in digits]
