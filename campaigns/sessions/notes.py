"""What the notes of a session may not hold: they are kept for years. It holds for every way in."""

from django.core.exceptions import ValidationError

from sextortion_aware.patterns import compiled

NO_EMAIL = "Take the e-mail address out: this text is kept for years"
NO_PHONE = "Take the phone number out: this text is kept for years"
# The page kept by a phone looks with the same two, so they are written in what both read.
EMAIL = compiled("[^\\s\u00a0@]+@[^\\s\u00a0@]+[.][^\\s\u00a0@]")

# Dates, times and counts have the same digits as a telephone number, and the same marks between
# them. So between words all marks count only where the first digits are an area's or a mobile's.
_DASH = "\u2010-\u2015\u2212-"
_BETWEEN = f"[\\s\u00a0()./{_DASH}]"
_MARK = f"[./{_DASH}]"
# 0900-1000 250 is two times and a count, and 0770-0900 123 is not: no hour has 70 minutes.
_NO_TIME = f"0[1-9][6-9]\\d{_BETWEEN}+"
# A country's. What follows has a row of digits or of pairs that no date, time or count has.
_ABROAD = "(?:[+][1-9]\\d{0,2}|00[1-9]\\d{1,2})"
_BLANK = "[\\s\u00a0()]"
# 0930 120 118 is a time and two counts. A number of ten digits that begins like an hour of the
# morning is an 0800 number, or is written in groups that no time has: see below.
_TEN = (
    f"0{_BLANK}*[1-6](?:{_BLANK}*\\d){{8}}",
    f"0[7-9][6-9]\\d(?:{_BLANK}*\\d){{6}}",
    f"0800(?:{_BLANK}*\\d){{6}}",
)
_NUMBERS = (
    f"0(?:{_BLANK}*\\d){{10,14}}",  # 0770 0900 123
    *_TEN,
    f"[+](?:[\\s\u00a0(){_DASH}]*\\d){{9,14}}",
    f"(?:[+]|00)[(]?44(?:{_BETWEEN}*\\d){{9,11}}",
    f"0[1-9](?:[{_DASH}]?\\d){{8,9}}",  # 0770-0900-123, and no space
    "0[1-9](?:[.]?\\d){8,9}",
    f"0[1-9]\\d{{3}}{_BETWEEN}(?:{_BETWEEN}*\\d){{5,6}}",  # 07700 / 900.123
    f"0[1-9]\\d{_BETWEEN}(?:{_BETWEEN}*\\d){{7,8}}",  # 020.7946 0018
    f"0(?:[1-6]\\d|[7-9][6-9])\\d{_BETWEEN}+\\d{{3}}{_BETWEEN}*\\d{{3,4}}",  # 0141/496/0000
    f"0[7-9]\\d\\d{_BETWEEN}+\\d{{3}}{_BETWEEN}*\\d{{4}}",
    f"0[1-9]{_BETWEEN}+\\d{{3}}{_BETWEEN}*\\d{{3}}{_BETWEEN}*\\d{{3}}",  # 07.700.900.123
    f"0[1-9]\\d\\d[\\s\u00a0()]+\\d{{4}}[.{_DASH}]\\d{{3}}",  # 0740 0900-123
    f"{_NO_TIME}\\d{{4}}{_BETWEEN}+\\d{{3}}",  # 0770-0900 123
    f"{_NO_TIME}\\d\\d{_BETWEEN}*\\d{{5}}",  # 0770 09-00123
    f"{_NO_TIME}\\d{{3}}{_BETWEEN}*\\d\\d{_BETWEEN}*\\d\\d",  # 0770 090/01-23
    f"{_ABROAD}{_BETWEEN}*(?:\\d{_BETWEEN}*){{3,8}}\\d{{5,9}}",  # +49.30.1234567
    f"{_ABROAD}{_BETWEEN}+\\d{{3}}(?:{_BETWEEN}*\\d){{6,9}}",  # 0049.170.123.4567
    f"{_ABROAD}{_BETWEEN}+\\d{{1,2}}{_MARK}\\d{{3}}{_MARK}\\d\\d{_MARK}?\\d\\d",  # +32 2.555.12.12
    f"{_ABROAD}{_BETWEEN}*\\d{{0,2}}(?:[.]\\d\\d){{4}}",  # +33.1.23.45.67.89
    f"001{_BETWEEN}\\d{{3}}{_BETWEEN}+\\d{{3}}{_BETWEEN}+\\d{{4}}",  # 001.202.555.0143
)
PHONE = compiled(f"(?:^|\\D)(?:{'|'.join(_NUMBERS)})(?:\\D|$)")


def contacts_problem(text: str) -> str:
    """Empty when there is neither an e-mail address nor a telephone number in it."""
    if EMAIL.search(text):
        return NO_EMAIL
    return NO_PHONE if PHONE.search(text) else ""


def refuse_contacts(text: str) -> None:
    if problem := contacts_problem(text):
        raise ValidationError(problem)
