"""Keeps what goes wrong behind the front from taking the front with it. No Django here.

A compartment has threads of its own. The server's threads, which the front must keep free for
built pages, hand their request over and wait for a bounded time: for the form's body, for a turn,
for the answer. What is not there in time is a clear page, and the thread that still works on it is
cut. Times and numbers stand in deadlines.py.
"""

import ctypes
import threading
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as StillRunning
from dataclasses import dataclass, field
from io import BytesIO
from queue import SimpleQueue
from tempfile import SpooledTemporaryFile
from typing import IO, Any, TypeVar
from wsgiref.util import FileWrapper

from sextortion_aware import deadlines, faults
from sextortion_aware.plain_pages import (
    AWAY,
    AWAY_FORM,
    BUSY,
    BUSY_FORM,
    CUT_OFF,
    NO_LENGTH,
    TOO_SLOW,
    PlainPage,
)
from sextortion_aware.wsgi_types import Application, Environ, StartResponse

T = TypeVar("T")

# What an answer may have in memory; a larger one, an export, is in a file without a name.
IN_MEMORY_BYTES = 256_000
CHUNK_BYTES = 64 * 1024


class TookTooLong(BaseException):
    """Raised in a thread whose request is over. No Exception: nobody's `except` may keep it."""


class Refused(Exception):
    def __init__(self, page: PlainPage, number: str = "") -> None:
        self.page, self.number = page, number


class Places:
    """Threads whose queue has an end. Daemons, which ThreadPoolExecutor's are not: a form that
    never comes must not keep the process from stopping."""

    def __init__(self, threads: int, waiting: int, name: str) -> None:
        self.free = threading.BoundedSemaphore(threads + waiting)
        self.queue: SimpleQueue[tuple[Future[Any], Callable[[], Any]]] = SimpleQueue()
        for number in range(threads):
            threading.Thread(target=self.serve, name=f"{name}-{number}", daemon=True).start()

    def take(self, work: Callable[[], T]) -> "Future[T] | None":
        """None when all are taken. A place is free again when its work has truly ended."""
        if not self.free.acquire(blocking=False):
            return None
        future: Future[T] = Future()
        future.add_done_callback(lambda _: self.free.release())
        self.queue.put((future, work))
        return future

    def serve(self) -> None:
        while True:
            future, work = self.queue.get()
            if future.set_running_or_notify_cancel():
                try:
                    future.set_result(work())
                except BaseException as error:
                    future.set_exception(error)
            del future, work  # or the last answer would be kept until the next request


@dataclass(eq=False)
class Run:
    """One request on a thread behind. `cut` ends it from outside, and never touches the next."""

    application: Application
    environ: Environ
    status: str = ""
    headers: list[tuple[str, str]] = field(default_factory=list)
    began: threading.Event = field(default_factory=threading.Event)
    guard: threading.Lock = field(default_factory=threading.Lock)
    thread: int = 0
    number: str = ""

    def __call__(self) -> Iterable[bytes]:
        try:
            with self.guard:
                self.thread = threading.get_ident()
            self.began.set()
            return whole(self.application, self.environ, self.start_response)
        except BaseException as error:
            # No trace and no text: they may hold what a visitor typed.
            self.number = faults.note(error)
            raise
        finally:
            with self.guard:
                thread, self.thread = self.thread, 0
            raise_in(thread, None)  # what was sent and has not arrived must not meet the next run

    def start_response(self, status: str, headers: list[tuple[str, str]], *_: Any) -> None:
        self.status, self.headers = status, headers

    def cut(self) -> None:
        with self.guard:
            if self.thread:
                raise_in(self.thread, TookTooLong)


def raise_in(thread: int, error: type[BaseException] | None) -> None:
    """Python's own way to raise in another thread: it arrives with that thread's next step in
    Python, so not while it waits in C; those waits have limits of their own.
    """
    ctypes.pythonapi.PyThreadState_SetAsyncExc(
        ctypes.c_ulong(thread), ctypes.py_object(error) if error else None
    )


def whole(
    application: Application, environ: Environ, start_response: StartResponse
) -> Iterable[bytes]:
    """All of an answer, so that a slow reader keeps no thread and no database connection."""
    result = application(environ, start_response)
    # Whoever reads it closes it.
    spool: IO[bytes] = SpooledTemporaryFile(IN_MEMORY_BYTES)  # noqa: SIM115
    try:
        for part in result:
            spool.write(part)
    finally:
        if hasattr(result, "close"):
            result.close()
    size = spool.tell()
    spool.seek(0)
    if size <= IN_MEMORY_BYTES:
        with spool:
            return [spool.read()]
    return FileWrapper(spool, CHUNK_BYTES)


class Bulkhead:
    def __init__(
        self,
        application: Application,
        *,
        threads: int = deadlines.BEHIND,
        waiting: int = deadlines.WAITING,
        reading: int = deadlines.READING,
        turn_seconds: float = deadlines.TURN_SECONDS,
        request_seconds: float = deadlines.REQUEST_SECONDS,
        body_seconds: float = deadlines.BODY_SECONDS,
    ) -> None:
        self.application = application
        self.places = Places(threads, waiting, "behind")
        self.readers = Places(reading, 0, "body")
        self.threads = threads
        self.overdue: dict[Run, float] = {}
        self.turn_seconds, self.request_seconds = turn_seconds, request_seconds
        self.body_seconds = body_seconds

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        is_form = environ["REQUEST_METHOD"] not in ("GET", "HEAD")
        try:
            run = Run(self.application, self.with_body(environ))
            body = self.answer(run, is_form=is_form)
        except Refused as refused:
            return refused.page(environ, start_response, number=refused.number)
        start_response(run.status, run.headers)
        return body

    def answer(self, run: Run, *, is_form: bool) -> Iterable[bytes]:
        future = self.places.take(run)
        if future is None or not (run.began.wait(self.turn_seconds) or not future.cancel()):
            raise Refused(BUSY_FORM if is_form else BUSY)
        try:
            return future.result(self.request_seconds)
        except StillRunning:
            self.cut(run, future)
            raise Refused(AWAY_FORM if is_form else AWAY) from None
        except BaseException as error:
            if isinstance(error, (KeyboardInterrupt, SystemExit)):
                raise
            raise Refused(AWAY_FORM if is_form else AWAY, run.number) from None

    def cut(self, run: Run, future: "Future[Iterable[bytes]]") -> None:
        self.overdue[run] = time.monotonic()
        future.add_done_callback(lambda _: self.overdue.pop(run, None))
        future.add_done_callback(close_what_came_late)
        run.cut()

    def is_stuck(self) -> bool:
        """No thread is left that could be cut: nobody behind will ever be answered again."""
        latest = time.monotonic() - deadlines.CUT_SECONDS
        return sum(since < latest for since in self.overdue.copy().values()) >= self.threads

    def with_body(self, environ: Environ) -> Environ:
        """The whole body first, so that a form that drips takes no thread from those behind."""
        if "HTTP_TRANSFER_ENCODING" in environ:
            raise Refused(NO_LENGTH)  # whether all of it came, nobody could tell
        length = environ.get("CONTENT_LENGTH") or "0"
        if not (length.isascii() and length.isdigit() and len(length) < 12):
            raise Refused(CUT_OFF)
        wanted = int(length)
        if wanted == 0:
            return environ
        if wanted > deadlines.BODY_MOST_BYTES:
            # Nothing of it is read: its page knows by the length that it is too large, and says so.
            return {**environ, "wsgi.input": BytesIO()}
        body, size = self.read(environ["wsgi.input"], wanted)
        return {**environ, "wsgi.input": body, "CONTENT_LENGTH": str(size)}

    def read(self, source: IO[bytes], wanted: int) -> tuple[BytesIO, int]:
        future = self.readers.take(lambda: received(source, wanted))
        if future is None:
            raise Refused(BUSY_FORM)
        seconds = self.body_seconds + wanted / deadlines.BODY_BYTES_PER_SECOND
        try:
            body, size = future.result(seconds)
        except StillRunning:
            raise Refused(TOO_SLOW) from None
        if size < wanted:
            raise Refused(CUT_OFF)
        return body, size


def close_what_came_late(future: "Future[Iterable[bytes]]") -> None:
    """An answer that nobody waits for any more may be a file."""
    if future.exception() is None and hasattr(late := future.result(), "close"):
        late.close()


def received(source: IO[bytes], wanted: int) -> tuple[BytesIO, int]:
    """In memory, never on a disk: a spreadsheet may hold names."""
    body, size = BytesIO(), 0
    while part := source.read(min(CHUNK_BYTES, wanted - size)):
        body.write(part)
        size += len(part)
    body.seek(0)
    return body, size
