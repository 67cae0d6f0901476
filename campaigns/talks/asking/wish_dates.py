"""Finds the dates in words about a wanted date, in every form that people here write them in: the
day first, the month by name or number, the year or none.
"""

from calendar import monthrange
from datetime import date, timedelta
from functools import partial

from campaigns.talks.asking.wish_lists import write_following_out, write_month_first_out
from campaigns.talks.asking.wish_marks import ANY_MARK, Mark, Words
from campaigns.talks.asking.wish_spelling import DAY_SIGN
from sextortion_aware.patterns import Match, Pattern, compiled
from sextortion_aware.reading import dates as reading

DAY = timedelta(days=1)
# A date without its year and not longer past than the first is a slip; until the second, we ask
# whether that of next year is meant.
JUST_NOW, LATELY = timedelta(days=14), timedelta(days=60)

MONTH, WEEKDAY = rf"\b{reading.MONTH}\b", rf"\b{reading.WEEKDAY}\b"
YEAR = r"(?:,? (?P<year>20\d\d|'?(?:2[5-9]|3\d))\b)?"
NAMED = rf"(?:(?P<weekday>{WEEKDAY}),? )?(?:the )?"
NUMBER = rf"\d{{1,2}}{DAY_SIGN}?"
SINGLE = compiled(rf"{NAMED}(?P<day>\d{{1,2}}){DAY_SIGN}?(?: of)? (?P<month>{MONTH}){YEAR}")
TURNED = compiled(
    rf"(?:(?P<weekday>{WEEKDAY}),? )?(?P<month>{MONTH}) (?:the )?(?P<day>\d{{1,2}})"
    rf"(?:{DAY_SIGN}|\b){YEAR}"
)
NUMERIC = compiled(
    rf"(?:(?P<weekday>{WEEKDAY}),? )?(?P<day>\d{{1,2}}) ?/ ?(?P<month>\d{{1,2}})(?: ?/ "
    rf"?(?P<year>\d{{4}}|\d\d))?"
)
DOTTED = compiled(
    rf"(?:(?P<weekday>{WEEKDAY}),? )?"
    r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4}|\d\d)"
)
DASHED = compiled(DOTTED.pattern.replace(r"\.", "-"))  # both signs are one: 9.30-10 is no date
YEAR_AT_THE_END = compiled(  # 7.12-11.12.2026
    r"\b(\d{1,2}\.(?:0?[1-9]|1[0-2]))\.?( ?- ?| to | until | till )"
    r"(\d{1,2}\.\d{1,2}\.(\d{4}|\d\d)\b)"
)
ISO = compiled(r"(?P<year>20\d\d)-(?P<month>\d\d)-(?P<day>\d\d)")
SIGNS = r"(?: ?[,&-] ?| or | and | to )"
MORE_DAYS = rf"(?:(?:{SIGNS}+(?:{WEEKDAY},? )?| ?/ ?{WEEKDAY},? )(?:the )?{NUMBER})+"
SEVERAL = compiled(
    rf"(?P<days>(?:{WEEKDAY},? )?\b{NUMBER}{MORE_DAYS})(?: of)? (?P<month>{MONTH}){YEAR}"
)
SLASHED = compiled(
    rf"(?P<days>(?:{WEEKDAY}/{WEEKDAY} )?\b{NUMBER}(?: ?/ ?{NUMBER})+)(?: of)? (?P<month>{MONTH})"
    rf"{YEAR}"
)
TURNED_SEVERAL = compiled(rf"(?P<month>{MONTH}) (?:the )?(?P<days>{NUMBER}{MORE_DAYS}){YEAR}")

RUN = r"(?: ?- ?| to | until | till )"
WEEKDAYS_OF_RUN = compiled(  # Mon-Wed 11-13 January
    rf"({WEEKDAY})( ?- ?| to )({WEEKDAY}),? (?:the )?({NUMBER}){RUN}({NUMBER}(?: of)? {MONTH})"
)
RULE_OF_RUN = compiled(  # Mondays and Wednesdays 11 January - 12 February
    r"\b((?:mon|tues|wednes|thurs|fri)days),? "
    rf"({NUMBER}(?: {MONTH})?{RUN}(?:the )?{NUMBER} {MONTH})"
)
BETWEEN = compiled(r"( ?[,&/-] ?| or | and | to )")
OF_A_CLASS = compiled(
    r"(?:[a-z]|\b[ps]\d ?(?:[&,/-]|and|or|to) ?"
    r"|\b(?:periods?|primary|p|s|class(?:es)?|stages?|rooms?|groups?|years?|terms?) )$"
)
AFTER_MONTH = compiled(rf"{MONTH} (?:the )?$")
EXCEPT_BEFORE = compiled(
    r"\b(?:except(?: for)?|exc|excl|excluding|bar|not|but|apart from) (?:the )?"
    rf"(?:(?:{WEEKDAY} )?{NUMBER}(?: ?[,&/-] ?| or | and | to )+(?:the )?)*$"
)
TWO_WEEKDAYS = compiled(rf"({WEEKDAY})/({WEEKDAY}) ({NUMBER}) ?/ ?({NUMBER})")
NUMBER_BEFORE = compiled(r"\d ?[.:/]")
ONE_OF_SEVERAL = compiled(rf"(?:(?P<weekday>{WEEKDAY}),? )?(?:the )?(?P<day>\d{{1,2}}){DAY_SIGN}?")
# What makes a number after "December 8 or" a time, or people.
NO_DAY = compiled(r"[\d:./]| ?(?:[ap]\.?m\b|hrs?\b|pupils\b|people\b|weeks?\b|o'?clock)")

MINUTES_FOLLOW = compiled(r"[.:]\d\d")
NO_NEAR_YEAR = compiled(r",? (?:2[4-9]\d\d|[3-9]\d{3}|\d\d[6-9]\d)\b")  # nor an hour
LONE_MONTH = compiled(MONTH)
BARE = compiled(rf"(?:(?P<weekday>{WEEKDAY}),? )?(?:the )?\b(?P<day>\d{{1,2}}){DAY_SIGN}")
AFTER_BARE = compiled(
    r" ?(?:$|[,;&()-])|\. "
    r"|/\d| (?:or|and|at|from|before|after|between|to|until|till|[ap]\.?m|morning|"
    r"afternoon|first thing|the \d|if|please|in the|any|\d|@"
    r"|as|on|onwards?|backup|which|that'?s|is|both|only|instead|except|but|not|w/?[bc])"
)
NO_BARE = compiled(
    rf"\d{DAY_SIGN}(?:(?: or | and | to | ?[,&/-] ?)(?:the )?\d{{1,2}}{DAY_SIGN})* "
    r"(?:full )?(?:weeks?|wks?|period|year|class|half)\b"
)
A_NUMBER = compiled(r"\d+")
MONTHS_AHEAD = 3
HALF_A_YEAR = timedelta(days=183)
MORE_THAN_A_YEAR = timedelta(days=370)


def write_dates_out(words: Words) -> None:
    """Each date becomes a mark, so that what stands around it can be read."""
    words.text = write_month_first_out(words.text)
    words.text = WEEKDAYS_OF_RUN.sub(
        lambda match: f"{match[1]} {match[4]}{match[2]}{match[3]} {match[5]}", words.text
    )
    words.text = RULE_OF_RUN.sub(lambda match: f"{match[1]} : {match[2]}", words.text)
    for form in (SLASHED, SEVERAL):
        said = words.text
        words.text = form.sub(partial(several, words, said), said)
    words.text = YEAR_AT_THE_END.sub(
        lambda match: f"{match[1]}.{match[4]}{match[2]}{match[3]}", words.text
    )
    for form in (ISO, DOTTED, DASHED, NUMERIC, SINGLE):
        one_form(words, form)
    words.text = TURNED_SEVERAL.sub(partial(turned_several, words, words.text), words.text)
    one_form(words, TURNED)
    if not NO_BARE.search(words.text):
        words.text = BARE.sub(partial(bare, words, words.text), words.text)
    words.text = words.text.replace(DAY_SIGN, "")
    write_following_out(words)


def one_form(words: Words, form: Pattern) -> None:
    text = words.text
    words.text = form.sub(partial(whole_date, words, text, form), text)


def whole_date(words: Words, text: str, form: Pattern, match: Match) -> str:
    """What goes on with a digit is another number, and so are 9.30-10-30 and "March 10.45"."""
    more = "/" if form is NUMERIC else ""
    following = text[match.end() :][:1]
    goes_on = following.isdigit() or bool(more and following == more)
    before = text[: match.start()]
    is_time = (("-" in match[0] or form is NUMERIC) and ends_a_number(before)) or (
        form is TURNED and MINUTES_FOLLOW.match(text, match.end()) is not None
    )
    if form in (SINGLE, TURNED) and NO_NEAR_YEAR.match(text, match.end()):
        words.no_such_day = True
    is_class = bool(OF_A_CLASS.search(before))
    return (
        str(match[0])
        if goes_on or is_time or is_class
        else one_date(words, match.groupdict(), match[0])
    )


def ends_a_number(before: str) -> bool:
    """ "9.30, 8 or 10 December": the 30 is no day."""
    return NUMBER_BEFORE.fullmatch(before[-2:]) is not None


def several(words: Words, text: str, match: Match) -> str:
    """ "Tuesday 8 or Thursday 10 December" and "8-12 December" name the month once."""
    before = text[: match.start()]
    if AFTER_MONTH.search(before):  # "Apr 22nd, 29th May"
        return days_of(words, match, first=1)
    if OF_A_CLASS.search(before):  # "P5 & 6, 12 January"
        return days_of(words, match, first=len(BETWEEN.split(match["days"])) - 1)
    return days_of(words, match, first=1 if ends_a_number(before) else 0)


def turned_several(words: Words, text: str, match: Match) -> str:
    """ "December 8th or 10th"; but "December 8, 10am" and "December 8, 9.30" end in a time."""
    if NO_DAY.match(text, match.end()):
        return str(match[0])
    return days_of(words, match, first=0)


def days_of(words: Words, match: Match, *, first: int) -> str:
    written = ""
    if pair := TWO_WEEKDAYS.fullmatch(match["days"]):  # "Mon/Tues 7/8 Dec"
        parts = [f"{pair[1]} {pair[3]}", "/", f"{pair[2]} {pair[4]}"]
    else:
        parts = BETWEEN.split(match["days"])
    numbers = [int(each[0]) for part in parts[first:] for each in A_NUMBER.finditer(part)]
    words.is_unclear = words.is_unclear or numbers != sorted(numbers)  # some may be hours
    for place, part in enumerate(parts):
        found = ONE_OF_SEVERAL.fullmatch(part) if place >= first else None
        if found:
            given = {**found.groupdict(), "month": match["month"], "year": match["year"]}
            written += one_date(words, given, f"{part} {match['month']}")
        else:
            written += part
    return written


def one_date(words: Words, found: dict[str, str | None], said: str) -> str:
    day, number = int(found["day"] or 0), reading.month_number(str(found["month"])) or 0
    said_weekday, year = found.get("weekday"), found["year"]
    weekday = reading.weekday_number(said_weekday) if said_weekday else 0
    try:
        named = (
            date(year_said(words, reading.year_in_full(year), number, day), number, day)
            if year
            else nearest(day, number, weekday, words.today)
        )
    except ValueError:
        words.no_such_day = True
        shown = said.replace(DAY_SIGN, "")
        words.remarks.append(f"There is no day like “{shown}”. Please check it.")
        return said
    mark = Mark(named, named, said.replace(DAY_SIGN, ""))
    if not words.reaches(mark):
        return words.put(mark)
    if weekday and named.isoweekday() != weekday:
        words.remarks.append(f"{named.day} {named:%B %Y} is a {named:%A}. Please check the day.")
    is_far = not year and named > words.today + MORE_THAN_A_YEAR
    words.no_such_day = words.no_such_day or is_far
    is_gone = not weekday and words.today - LATELY <= a_year_before(named) < words.today
    if is_far or (not year and is_gone):
        words.remarks.append(f"Do you mean {named.day} {named:%B %Y}?")
    return words.put(mark)


def year_said(words: Words, year: int, month: int, day: int) -> int:
    """At new year people write the old one."""
    words.is_unclear = words.is_unclear or year < words.today.year - 1  # 9/10/11 may be hours
    if words.today - date(year, month, day) < HALF_A_YEAR or year != words.today.year:
        return year
    meant = date(year + 1, month, day)
    words.remarks.append(f"Do you mean {day} {meant:%B %Y}? {day} {meant:%B} {year} is long past.")
    return year + 1


def a_year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def nearest(day: int, month: int, weekday: int, today: date) -> date:
    """The next one, but for one that has just gone by. The weekday that was named chooses only
    where the one before has gone: it never moves a day that is to come.
    """
    found = [
        date(year, month, day)
        for year in range(today.year - 1, today.year + 3)
        if (month, day) != (2, 29) or monthrange(year, 2)[1] == 29
    ]
    found = [each for each in found if each >= today - LATELY]
    if not found:
        raise ValueError("no such day soon")
    near = found[: 2 if found[0] < today else 1]
    matching = [each for each in near if each.isoweekday() == weekday]
    return matching[0] if matching else next(each for each in found if each >= today - JUST_NOW)


def bare(words: Words, text: str, match: Match) -> str:
    """ "the 8th" is the next one; "Tuesday 8th" is that of the month where it is one."""
    day, named = int(match["day"]), match["weekday"]
    following = AFTER_BARE.match(text, match.end())
    before = month_before(words, text[: match.start()])
    coming = next_days(day, before)
    is_rank = day < 4 and not named and text[: match.start()].endswith("(")  # "(2nd)"
    if following is None or not coming or is_rank or ends_a_number(text[: match.start()]):
        return str(match[0])
    weekday = reading.weekday_number(named) if named else 0
    found = next((each for each in coming if each.isoweekday() == weekday), coming[0])
    if weekday and found != coming[0]:
        words.remarks.append(f"Do you mean {found:%A} {found.day} {found:%B %Y}?")
    elif weekday and found.isoweekday() != weekday:
        words.remarks.append(f"{found.day} {found:%B %Y} is a {found:%A}. Please check the day.")
    elif not weekday and before > words.today and day < before.day:  # "29 January or the 22nd"
        words.remarks.append(f"Do you mean {found.day} {found:%B %Y}?")
    return words.put(Mark(found, found, match[0].replace(DAY_SIGN, "")))


def month_before(words: Words, before: str) -> date:
    """Of "12 January or the 14th" both are in January."""
    marks, months = [*ANY_MARK.finditer(before)], [*LONE_MONTH.finditer(before)]
    if months and (not marks or marks[-1].end() < months[-1].start()):
        return month_of(months[-1][0], None, words.today)[0]
    if not marks:
        return words.since or words.today
    if EXCEPT_BEFORE.search(before):  # it is within the days before
        return words.mark(marks[0][1]).first
    return words.mark(marks[-1][1]).first


def next_days(day: int, today: date) -> list[date]:
    found = []
    for ahead in range(MONTHS_AHEAD):
        year, month = divmod(today.year * 12 + today.month - 1 + ahead, 12)
        if 1 <= day <= monthrange(year, month + 1)[1]:
            found.append(date(year, month + 1, day))
    return [each for each in found if each >= today]


def month_of(named: str, year: str | None, today: date) -> tuple[date, date]:
    number = reading.month_number(named) or 0
    given = reading.year_in_full(year) if year else today.year + (number < today.month)
    return date(given, number, 1), date(given, number, monthrange(given, number)[1])
