"""What a pasted line says beside its days: whether pupils are in, what the day is called, and whose
schools it is about.
"""

from collections.abc import Mapping

from campaigns.places.pasted_days import Unclear
from campaigns.places.term_dates_file import LONGEST_NAME
from sextortion_aware.patterns import compiled

IN_SERVICE = compiled(
    r"\bin-? ?service|\binset\b|\b(?:teachers|staff)\b.*\b(?:return|resume|back)", ignore_case=True
)
CLOSED = compiled(
    r"\bholidays?\b|\bweekend\b|\bbreak\b|\bmid-? ?term\b|\bweek\b|\bclosed\b|\bclosure\b|"
    r"\bchristmas\b|\bnew year\b|\bfestive\b|\bgood friday\b|\beaster\b|\bmay day\b|\bst andrew|"
    r"\bpolling\b|\belection\b|\bpublic\b|\bbank\b",
    ignore_case=True,
)
BACK = compiled(
    r"\breturns?\b|\bresumes?\b|\bre-?opens?\b|\bpupils?\b.*\b(?:back|start)|\bstarts?\b|"
    r"\bbegins?\b|\bfirst day\b|\bterm\b.*\bstart",
    ignore_case=True,
)
ENDS = compiled(
    r"\bcloses?\b|\bclosing\b|\blast day\b|\bterm ends?\b|\bend of (?:term|session)\b|\bends\b",
    ignore_case=True,
)
ONE_END = compiled(
    r"\b(?:starts?|starting|begins?|beginning|commenc(?:es|ing)|ends?|ending|from|until|till)\b",
    ignore_case=True,
)
NOTE = compiled(r"(\*{1,3}) ?(.{1,120})")
TOWN = compiled(
    r"\b(\pL[\pL'-]{1,29}(?: \pL[\pL'-]{1,29})?) (?:area |primary )?(?:schools? )?only\b"
)
ALL_SCHOOLS = compiled(r"\(?\b(?:all|for all) schools\b\)?", ignore_case=True)
INCLUSIVE = compiled(r"\(?\binclusive\b\)?", ignore_case=True)
EDGES = " -:;,.|*()\"'"
NO_TOWN = ("all", "pupils", "staff", "primary", "secondary", "these", "nursery")


def footnote_of(text: str) -> tuple[str, str] | None:
    """ "* Lanark schools only": the mark and the town."""
    found = NOTE.fullmatch(text)
    town = named_town(found[2]) if found else ""
    return (found[1], town) if found and town else None


def town_in(meaning: str, notes: Mapping[str, str]) -> str:
    """For whose schools alone it is; empty for all."""
    if town := named_town(meaning):
        return town
    mark = "*" * meaning.count("*")
    if mark and mark not in notes:
        raise Unclear(f"it has a {mark}, and no line says what that stands for")
    return notes.get(mark, "")


def named_town(text: str) -> str:
    found = TOWN.search(text)
    town = found[1].removesuffix(" schools").strip() if found else ""
    return "" if not town or town.split()[0].lower() in NO_TOWN else town


def kind_of(meaning: str, *, is_one: bool) -> str:
    """Of a day on which a holiday only begins, or ends, the other end is not known."""
    if IN_SERVICE.search(meaning):
        return "in_service"
    if is_one and CLOSED.search(meaning) and ONE_END.search(meaning):
        raise Unclear("it names one end of a holiday only: write the first and the last day")
    if BACK.search(meaning):
        return "pupils_return"
    if ENDS.search(meaning):
        return "early_close"
    if CLOSED.search(meaning):
        return "holiday"
    raise Unclear("it does not say whether the schools are closed")


def name_of(meaning: str, kind: str) -> str:
    plain = INCLUSIVE.sub(" ", ALL_SCHOOLS.sub(" ", meaning))
    words = " ".join(plain.replace("|", " ").replace("*", " ").split())
    words = words.removeprefix("from ").strip(EDGES)
    words += ")" if words.count("(") > words.count(")") else ""
    name = f"{words[:1].upper()}{words[1:]}"
    return name[:LONGEST_NAME].rstrip() or ("In-service day" if kind == "in_service" else "Holiday")
