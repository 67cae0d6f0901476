"""The worst words that we can think of, in every field, every header that is read, every cell."""

import csv
import json
import queue
import re
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from functools import partial
from io import StringIO
from urllib.parse import quote

from tests.drill.client import OTHER_HALF_SECONDS, Answer, Browser, Site, ask
from tests.drill.processes import wait_for
from tests.drill.readers import EMAIL, OTHER, PASSPHRASE, SIGN_IN, next_address, noted, wrong_answer
from tests.drill.shapes import Shape
from tests.drill.table import Row

# What is repeated, with what before it: blanks and commas that two parts of a pattern may take,
# and dates, times, numbers, addresses, stages, rules and tags that never come to their end.
SEEDS = (
    ("1 ", ", "),
    ("1", " , "),
    ("1 ", "- "),
    ("", "1 or "),
    ("tuesday ", "8 to "),
    ("", "mon, "),
    ("", "12/"),
    ("9.30 ", "to 9.30 "),
    ("between ", "9 and "),
    ("not ", "not "),
    ("before ", "1"),
    ("", "1"),
    ("", " "),
    ("a", "."),
    ("a@", "a."),
    ("a@", "a-"),
    ("+", "0 "),
    ("0", "("),
    ("", "( "),
    ("P1", ",P1"),
    ("P", "1 "),
    ("1", ",000"),
    ("", "a "),
    ("term ", "1 "),
    ("’", "’ "),
    ("1/", " /"),
    ('W/"', '"W/"'),
    ("", "<mergeCell "),
    ("[[", "a."),
    ("", "١"),
)
THE_FIRST_ONE = "1 " + ", " * 25 + "x"  # stopped the site for 40 s
LONGEST_WISH = 150
HUGE_SEEDS = ("1, ", "a", "a@a.", " ")  # a pattern may be slow in a long text only
HUGE = 100_000
AT_ONCE = 4
LONGEST_SECONDS = 40
REFUSED = (400, 409, 413, 414, 422, 431)
DATES = ("when_1", "when_2", "when_3")
CONTACT = ("contact_name", "contact_role", "contact_email", "contact_phone")
ENTERED = ("place", "stages", "expected", "when", "contact_email", "contact_phone", "anything_else")
LOGGED = (
    *("starts_at", "minutes", "notes", "place", "count_children"),
    *("held_on_day", "held_on_month", "held_on_year"),
)
COLUMNS = (
    *("Date", "Start", "Length", "School", "Stages"),
    *("Officers", "Topic", "Total", "Children", "Notes"),
)
ROWS_OF_EACH = 10  # a file with few rows is read at once, and not by the worker
READ_SECONDS = 20
NOT_IN_THE_FILE = ("format", "young_people", "parents", "professionals", "adults")
SHORT = 2000  # for what is refused or cut when it is longer

Ask = tuple[str, Callable[[], Answer]]


def worst_words() -> list[str]:
    long = [f"{(head + seed * LONGEST_WISH)[: LONGEST_WISH - 1]}x" for head, seed in SEEDS]
    return [THE_FIRST_ONE, *long, *((seed * HUGE)[:HUGE] for seed in HUGE_SEEDS)]


def officer(site: Site) -> Browser:
    """The demonstration fills its second code in."""
    browser = Browser(site, next_address())
    browser.get(SIGN_IN)
    browser.follow(browser.post(SIGN_IN, {"login": EMAIL, "password": PASSPHRASE}))
    browser.post(browser.place, {"code": browser.form["code"]})
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
}


def school(site: Site) -> tuple[Browser, str]:
    """On the last page of asking for a talk; and the address of that draft."""
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


def of_the_school(browser: Browser, draft: str, words: str) -> Iterator[Ask]:
    def step(slug: str, names: tuple[str, ...], **others: str) -> Callable[[], Answer]:
        typed = dict.fromkeys(names, words) | others
        return lambda: browser.post(f"/talks/ask/{draft}/{slug}/", typed)

    yield "wished dates", step("dates", DATES)
    yield "contact", step("contact", CONTACT)
    yield "stages, number", step("group-1", ("stages", "expected"), who="pupils")
    yield "places", lambda: browser.get(f"/talks/places/?q={quote(words[:SHORT])}")


def of_the_team(browser: Browser, owner: str, words: str) -> Iterator[Ask]:
    log = browser.form | dict.fromkeys(LOGGED, words)
    talk = dict.fromkeys(ENTERED, words) | {"draft_key": str(uuid.uuid4())}
    yield "the log", lambda: browser.post("/team/log/", log)
    yield "a talk entered", lambda: browser.post("/team/talks/enter/", talk)
    yield "the log without a signal", lambda: send_entry(browser, owner, words[:SHORT])
    yield "the team's places", lambda: browser.get(f"/team/places/search/?q={quote(words[:SHORT])}")


def send_entry(browser: Browser, owner: str, words: str) -> Answer:
    entry = {
        "client_id": str(uuid.uuid4()),
        "owner": owner,
        "device_at": words,
        "fields": {name: [words] for name in LOGGED},
    }
    return browser.send(
        "/team/log/send/",
        json.dumps(entry).encode(),
        OTHER_HALF_SECONDS,
        Content_Type="application/json",
        X_CSRFToken=browser.form["csrfmiddlewaretoken"][0],
    )


def of_anybody(site: Site, visitor: Browser, words: str) -> Iterator[Ask]:
    person = Browser(site, next_address())
    person.cookies, person.form = dict(visitor.cookies), visitor.form
    yield "sign-in", lambda: person.post(SIGN_IN, {"login": words, "password": words})
    header = words[:SHORT].encode("ascii", "replace").decode()
    for name in ("If-None-Match", "Accept-Encoding", "Cookie", "X-Forwarded-For"):
        path = "/" if name in ("If-None-Match", "Accept-Encoding") else SIGN_IN
        yield name, partial(ask, site, path, seconds=OTHER_HALF_SECONDS, **{name: header})


def typed_fields(shape: Shape, row: Row) -> None:
    """A few at a time; what never ends is given up after the time that the other half has."""
    site, reference = shape.site, shape.reference
    assert reference
    talker, draft = school(site)
    member = officer(site)
    owner = json.loads(member.get("/team/log/token/").text)["owner"]
    waiting: queue.SimpleQueue[Ask] = queue.SimpleQueue()
    for words in worst_words():
        for asks in (
            of_the_school(talker, draft, words),
            of_the_team(member, owner, words),
            of_anybody(site, reference.visitor, words),
        ):
            for where, act in asks:
                waiting.put((f"{where} with {words[:20]!r}… of {len(words)}", act))
    ask_all(waiting, row)
    spreadsheet(member, row)


def ask_all(waiting: queue.SimpleQueue[Ask], row: Row) -> None:
    until = time.monotonic() + LONGEST_SECONDS

    def judge(answer: Answer) -> str:
        return wrong_answer(answer, 200, 302, *REFUSED)

    def work() -> None:
        while time.monotonic() < until:
            try:
                where, act = waiting.get_nowait()
            except queue.Empty:
                return
            row.notes.append(noted(OTHER, where, act, judge))

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
    cells = [[words[:SHORT]] * len(COLUMNS) for words in worst_words()]
    csv.writer(rows).writerows([COLUMNS, *cells * ROWS_OF_EACH])
    member.get("/team/import/")
    answer = member.post_file("/team/import/", "file", rows.getvalue().encode())
    if answer.status != 302:
        row.problems.append(f"spreadsheet: the upload was answered {answer.status}")
        return
    member.follow(answer)
    batch = re.sub(r"columns/$", "", member.place)
    columns = dict.fromkeys(NOT_IN_THE_FILE, "") | {"default_known": "counted"}
    answer = member.post(member.place, {**member.form, **columns})
    if answer.status != 302:
        row.problems.append(f"spreadsheet: its columns were answered {answer.status}")
    elif not wait_for(lambda: "refresh" not in member.get(batch).headers, READ_SECONDS, 0.3):
        row.problems.append(f"spreadsheet: not read after {READ_SECONDS} s")
