"""Who comes while a deed lasts: readers of advice, visitors of the other half, an operator's probe.

Each writes down how it went.
"""

import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count

from tests.drill.client import NO_ANSWER, OTHER_HALF_SECONDS, Answer, Browser, Site, ask

ADVICE, OTHER, READY = "advice", "other half", "/readyz"
PAGES = ("/", "/what-to-do/", "/who-can-help/", "/privacy/")
PAGE_SECONDS = 2
READY_SECONDS = 2.5  # the promise is 2: the rest is for the way there and back
READER_PAUSE, VISITOR_PAUSE, SIGN_IN_PAUSE, READY_PAUSE = 0.1, 0.3, 1.5, 0.5
SIGN_IN, EMAIL = "/accounts/login/", "coordinator@demo.example"
PASSPHRASE = "heron-lantern-quarry-84"  # of the demonstration, printed by `make run`
TELEPHONE = re.compile(r"\b(999|101)\b")


@dataclass(frozen=True)
class Note:
    """`problem` says in a few words what a reader or visitor must not meet, and is empty else."""

    kind: str
    path: str
    began: float
    seconds: float
    status: int
    problem: str = ""


@dataclass(frozen=True)
class Reference:
    """The advice pages as they are when nothing happens; and a visitor's form."""

    bodies: dict[str, bytes]
    visitor: Browser
    healthz_is_advice: bool


def look_around(site: Site, *, healthz_is_advice: bool) -> Reference:
    visitor = Browser(site)
    visitor.get(SIGN_IN)
    bodies = {path: page(site, path).body for path in PAGES}
    return Reference(bodies | {"/healthz": b"ok\n"}, visitor, healthz_is_advice)


def page(site: Site, path: str) -> Answer:
    return ask(site, path, seconds=PAGE_SECONDS, source="127.0.0.2", Accept_Encoding="br")


def wrong_page(answer: Answer, expected: bytes) -> str:
    if answer.status != 200:
        return f"answered {answer.status}"
    return "" if answer.body == expected else "not the page that it was"


def wrong_answer(answer: Answer, *expected: int) -> str:
    """Of the other half: what it should say, or 503 with somebody to call."""
    if answer.status in expected:
        return ""
    if answer.status == 429 or "too many" in answer.text.lower():
        return f"{answer.status} says too many"
    if answer.status != 503:
        return f"answered {answer.status}"
    if not TELEPHONE.search(answer.text):
        return "503 without a telephone number"
    return "" if answer.headers.get("retry-after") else "503 without Retry-After"


def noted(kind: str, path: str, act: Callable[[], Answer], judge: Callable[[Answer], str]) -> Note:
    began = time.monotonic()
    status, problem = 0, ""
    try:
        answer = act()
        status, problem = answer.status, judge(answer)
    except TimeoutError:
        problem = "timed out"
    except NO_ANSWER as error:
        problem = f"no answer ({type(error).__name__})"
    return Note(kind, path, began, time.monotonic() - began, status, problem)


class Watch:
    def __init__(self, site: Site, reference: Reference) -> None:
        self.site, self.reference = site, reference
        self.notes: list[Note] = []
        self.done = threading.Event()
        jobs = [self.read, self.read, self.read, self.health, self.visit, self.sign_in, self.probe]
        self.threads = [
            threading.Thread(target=job, args=(number,), daemon=True)
            for number, job in enumerate(jobs)
        ]

    def read(self, number: int) -> None:
        for turn in count(number):
            path = PAGES[turn % len(PAGES)]
            self.notes.append(read_page(self.site, self.reference, path))
            if self.done.wait(READER_PAUSE):
                return

    def health(self, _: int) -> None:
        while not self.done.wait(READER_PAUSE):
            self.notes.append(read_health(self.site, self.reference))

    def visit(self, _: int) -> None:
        for turn in count():
            path = (SIGN_IN, "/talks/", "/talks/ask/")[turn % 3]
            self.notes.append(visit(self.site, path))
            if self.done.wait(VISITOR_PAUSE):
                return

    def sign_in(self, _: int) -> None:
        while not self.done.wait(SIGN_IN_PAUSE):
            self.notes.append(sign_in(self.site, self.reference))

    def probe(self, _: int) -> None:
        while not self.done.wait(READY_PAUSE):
            self.notes.append(probe(self.site))


def read_page(site: Site, reference: Reference, path: str) -> Note:
    expected = reference.bodies[path]
    return noted(ADVICE, path, lambda: page(site, path), lambda got: wrong_page(got, expected))


def read_health(site: Site, reference: Reference) -> Note:
    """Where a web server answers the advice, it is about Django only, which may say 503."""
    path = "/healthz"
    if reference.healthz_is_advice:
        return read_page(site, reference, path)
    return noted(
        OTHER,
        path,
        lambda: ask(site, path, seconds=OTHER_HALF_SECONDS),
        lambda got: wrong_answer(got, 200),
    )


def visit(site: Site, path: str) -> Note:
    return noted(OTHER, path, lambda: Browser(site).get(path), lambda got: wrong_answer(got, 200))


ADDRESSES = count(1)


def next_address() -> str:
    """Another person each time: the drill is not about the limits of one."""
    number = next(ADDRESSES)
    return f"127.1.{number // 250 % 250}.{number % 250 + 1}"


def sign_in(site: Site, reference: Reference) -> Note:
    person = Browser(site, next_address())
    person.cookies = dict(reference.visitor.cookies)
    person.form = reference.visitor.form
    given = {"login": EMAIL, "password": PASSPHRASE}

    def act() -> Answer:
        return person.post(SIGN_IN, given, OTHER_HALF_SECONDS)

    return noted(OTHER, f"POST {SIGN_IN}", act, lambda got: wrong_answer(got, 302))


def probe(site: Site) -> Note:
    def act() -> Answer:
        return ask(site, READY, seconds=READY_SECONDS)

    def judge(answer: Answer) -> str:
        return "" if answer.status in (200, 503) else f"answered {answer.status}"

    return noted(READY, READY, act, judge)


@contextmanager
def watching(site: Site, reference: Reference) -> Iterator[list[Note]]:
    watch = Watch(site, reference)
    for thread in watch.threads:
        thread.start()
    try:
        yield watch.notes
    finally:
        watch.done.set()
        for thread in watch.threads:
            thread.join(OTHER_HALF_SECONDS + 5)


def what_is_not_well(site: Site, reference: Reference) -> str:
    """Empty when everything answers as if nothing had happened."""
    asked = [
        *(lambda path=path: read_page(site, reference, path) for path in PAGES[:2]),
        lambda: read_health(site, reference),
        lambda: visit(site, SIGN_IN),
        lambda: visit(site, "/talks/"),
        lambda: sign_in(site, reference),
        lambda: probe(site),
    ]
    for act in asked:
        note = act()
        if note.problem or note.status == 503:
            return f"{note.path}: {note.problem or 503}"
    return ""
