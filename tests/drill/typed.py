"""The worst words that we can think of, in every field that people type into, every header that is read, and every cell."""

import csv
import json
import queue
import re
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from io import StringIO
from urllib.parse import quote

from tests.drill.client import OTHER_HALF_SECONDS, Answer, Browser, Site, ask
from tests.drill.processes import wait_for
from tests.drill.readers import EMAIL, OTHER, PASSPHRASE, SIGN_IN, next_address, noted, wrong_answer
from tests.drill.shapes import Shape
from tests.drill.table import Row

# What is repeated, with what before it: blanks and commas that two parts of a pattern may take, the beginnings of dates,
# times, numbers, addresses, stages, rules and tags that never come to their end.
SEEDS = (
    ("1 ", ", "), ("1", " , "), ("1 ", "- "), ("", "1 or "), ("tuesday ", "8 to "), ("", "mon, "), ("", "12/"), ("9.30 ", "to 9.30 "),
    ("between ", "9 and "), ("not ", "not "), ("before ", "1"), ("", "1"), ("", " "), ("a", "."), ("a@", "a."), ("a@", "a-"), ("+", "0 "),
    ("0", "("), ("", "( "), ("P1", ",P1"), ("P", "1 "), ("1", ",000"), ("", "a "), ("term ", "1 "), ("’", "’ "), ("1/", " /"), ('W/"', '"W/"'),
    ("", "<mergeCell "), ("[[", "a."), ("", "١"),
)  # fmt: skip
THE_FIRST_ONE = "1 " + ", " * 25 + "x"  # stopped the site for 40 s
LONGEST_WISH = 150
HUGE_SEEDS = ("1, ", "a", "a@a.", " ")  # a pattern may be slow in a long text only
HUGE = 100_000
AT_ONCE = 4
LONGEST_SECONDS = 40
REFUSED = (400, 409, 413, 414, 422, 431)
FIELDS = ("starts_at", "minutes", "notes", "place", "count_children", "held_on_day", "held_on_month", "held_on_year")
COLUMNS = ("Date", "Start", "Length", "School", "Stages", "Officers", "Topic", "Total", "Children", "Notes")

Asks = Iterator[tuple[str, Callable[[], Answer]]]


def worst_words() -> list[str]:
    long = [f"{(head + seed * LONGEST_WISH)[: LONGEST_WISH - 1]}x" for head, seed in SEEDS]
    return [THE_FIRST_ONE, *long, *((seed * HUGE)[:HUGE] for seed in HUGE_SEEDS)]


def officer(site: Site) -> Browser:
    browser = Browser(site, next_address())
    browser.get(SIGN_IN)
    browser.post(SIGN_IN, {"login": EMAIL, "password": PASSPHRASE})
    browser.get("/team/log/")
    return browser


ANSWERS: dict[str, dict[str, str | list[str]]] = {
    "place": {"not_listed": "on"},
    "new-place": {"unlisted_place": "Drill School", "unlisted_town": "Drill", "is_school": "yes"},
    "group-1": {"who": "pupils", "stages": "P7", "expected": "25"},
    "kind": {"kind": "other"},
    "topic": {"format": "lesson"},
    "assembly": {"assembly_reason": "The drill"},
    "dates": {"when_1": "any Tuesday"},
    "staff": {"staff_stay": "on"},
}  # fmt: skip


def school(site: Site) -> tuple[Browser, str]:
    """Half-way through asking for a talk, and the address of that draft: the last page is still to be filled in."""
    browser = Browser(site, next_address())
    browser.get("/talks/ask/")
    answer = browser.post("/talks/ask/", {})
    for _ in range(2 * len(ANSWERS)):
        if answer.status == 302:
            answer = browser.follow(answer)
        draft, step = browser.place.strip("/").split("/")[2:4]
        if step == "contact":
            return browser, draft
        answer = browser.post(browser.place, {**browser.form, **ANSWERS.get(step, {})})
    raise ValueError(f"asking for a talk ended at {browser.place}")


def of_the_school(browser: Browser, draft: str, words: str) -> Asks:
    dates = dict.fromkeys(("when_1", "when_2", "when_3"), words)
    contact = dict.fromkeys(("contact_name", "contact_role", "contact_email", "contact_phone"), words)
    yield "wished dates", lambda: browser.post(f"/talks/ask/{draft}/dates/", dates)
    yield "contact", lambda: browser.post(f"/talks/ask/{draft}/contact/", contact)
    yield "stages, number", lambda: browser.post(f"/talks/ask/{draft}/group-1/", {"who": "pupils", "stages": words, "expected": words})
    yield "search of places", lambda: browser.get(f"/talks/places/?q={quote(words[:2000])}")


def of_the_team(browser: Browser, owner: str, words: str) -> Asks:
    log = {**browser.form, **dict.fromkeys(FIELDS, words)}
    enter = dict.fromkeys(("place", "stages", "expected", "when", "contact_email", "contact_phone", "anything_else"), words)
    yield "the log", lambda: browser.post("/team/log/", log)
    yield "a talk entered", lambda: browser.post("/team/talks/enter/", {**enter, "draft_key": str(uuid.uuid4())})
    yield "the log without a signal", lambda: send_entry(browser, owner, words)
    yield "places for the team", lambda: browser.get(f"/team/places/search/?q={quote(words[:2000])}")


def send_entry(browser: Browser, owner: str, words: str) -> Answer:
    fields = {name: [words[:2000]] for name in FIELDS}
    entry = {"client_id": str(uuid.uuid4()), "owner": owner, "device_at": words[:2000], "fields": fields}
    token = browser.form["csrfmiddlewaretoken"][0]
    return browser.send("/team/log/send/", json.dumps(entry).encode(), OTHER_HALF_SECONDS, Content_Type="application/json", X_CSRFToken=token)


def of_anybody(site: Site, visitor: Browser, words: str) -> Asks:
    person = Browser(site, next_address())
    person.cookies, person.form = dict(visitor.cookies), visitor.form
    header = words[:4000].encode("ascii", "replace").decode()
    yield "sign-in", lambda: person.post(SIGN_IN, {"login": words, "password": words})
    yield "If-None-Match", lambda: ask(site, "/", seconds=OTHER_HALF_SECONDS, If_None_Match=header)
    yield "Accept-Encoding", lambda: ask(site, "/", seconds=OTHER_HALF_SECONDS, Accept_Encoding=header)
    yield "Cookie, X-Forwarded-For", lambda: ask(site, SIGN_IN, seconds=OTHER_HALF_SECONDS, Cookie=header, X_Forwarded_For=header)


def typed_fields(shape: Shape, row: Row) -> None:
    """All at once, a few at a time; what never ends is given up after the time that the other half has."""
    site, reference = shape.site, shape.reference
    assert reference
    talker, draft = school(site)
    member = officer(site)
    owner = json.loads(member.get("/team/log/token/").text)["owner"]
    waiting: queue.SimpleQueue[tuple[str, Callable[[], Answer]]] = queue.SimpleQueue()
    for words in worst_words():
        for asks in (of_the_school(talker, draft, words), of_the_team(member, owner, words), of_anybody(site, reference.visitor, words)):
            for where, act in asks:
                waiting.put((f"{where} with {words[:20]!r}… of {len(words)}", act))
    ask_all(waiting, row)
    spreadsheet(member, row)


def ask_all(waiting: queue.SimpleQueue[tuple[str, Callable[[], Answer]]], row: Row) -> None:
    until = time.monotonic() + LONGEST_SECONDS

    def work() -> None:
        while time.monotonic() < until:
            try:
                where, act = waiting.get_nowait()
            except queue.Empty:
                return
            row.notes.append(noted(OTHER, where, act, lambda got: wrong_answer(got, 200, 302, *REFUSED)))

    threads = [threading.Thread(target=work, daemon=True) for _ in range(AT_ONCE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(LONGEST_SECONDS + OTHER_HALF_SECONDS)
    if left := waiting.qsize():
        row.problems.append(f"{left} of the worst words could not be tried in {LONGEST_SECONDS} s")


def spreadsheet(member: Browser, row: Row) -> None:
    """Its cells are read by the mail worker, which must come to the end of them."""
    rows = StringIO()
    csv.writer(rows).writerows([COLUMNS, *([words[:2000]] * len(COLUMNS) for words in worst_words())])
    member.get("/team/import/")
    answer = member.post_file("/team/import/", "file", rows.getvalue().encode())
    if answer.status != 302:
        row.problems.append(f"spreadsheet: the upload was answered {answer.status}")
        return
    member.follow(answer)
    batch = re.sub(r"columns/$", "", member.place)
    answer = member.post(member.place, {**member.form, "default_known": "counted"})
    if answer.status != 302:
        row.problems.append(f"spreadsheet: its columns were answered {answer.status}")
    elif not wait_for(lambda: "refresh" not in member.get(batch).headers, OTHER_HALF_SECONDS, 0.3):
        row.problems.append(f"spreadsheet: not read after {OTHER_HALF_SECONDS} s")
