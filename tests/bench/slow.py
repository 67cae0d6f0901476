"""Clients that take a server's time: they send their request letter by letter, or ask for much and
hardly read.
"""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

REQUEST = b"GET /who-can-help/ HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Filler: " + b"x" * 200 + b"\r\n\r\n"
PIPELINED = 200


def send_slowly(port: int, done: threading.Event) -> None:
    while not done.is_set():
        with socket.create_connection(("127.0.0.1", port)) as connection:
            for place in range(len(REQUEST) - 1):
                if done.wait(0.05):
                    return
                connection.sendall(REQUEST[place : place + 1])


def read_slowly(port: int, done: threading.Event) -> None:
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.connect(("127.0.0.1", port))
        connection.setblocking(False)
        waiting = REQUEST * PIPELINED
        while not done.wait(0.05):
            with suppress(BlockingIOError):
                waiting = waiting[connection.send(waiting) :]
            with suppress(BlockingIOError):
                connection.recv(1024)


@contextmanager
def clients(
    number: int, behave: Callable[[int, threading.Event], None], port: int
) -> Iterator[None]:
    done = threading.Event()
    threads = [threading.Thread(target=behave, args=(port, done)) for _ in range(number)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    try:
        yield
    finally:
        done.set()
        for thread in threads:
            thread.join()
