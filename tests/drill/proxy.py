"""Between the site and PostgreSQL: it can fall silent or refuse, and the real one is left alone."""

import contextlib
import select
import socket
import threading
import time

LOOK_SECONDS = 0.1
ANSWERING, SILENT, REFUSING = "answering", "silent", "refusing"


class Proxy:
    """TCP towards the site, so that its deadlines are those of a real network."""

    def __init__(self, to_unix: str, to_tcp: tuple[str, int]) -> None:
        self.to_unix, self.to_tcp = to_unix, to_tcp
        self.state, self.done = ANSWERING, False
        self.lines: list[socket.socket] = []
        self.listener = self.listen(0)
        self.port: int = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def listen(self, port: int) -> socket.socket:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", port))
        listener.listen(128)
        listener.settimeout(LOOK_SECONDS)
        return listener

    def serve(self) -> None:
        while not self.done:
            with contextlib.suppress(OSError):
                if self.state == REFUSING:
                    time.sleep(LOOK_SECONDS)
                    continue
                line, _ = self.listener.accept()
                threading.Thread(target=self.carry, args=(line,), daemon=True).start()

    def carry(self, line: socket.socket) -> None:
        with contextlib.suppress(OSError), line, self.connect() as database:
            pair = [line, database]
            self.lines += pair
            while not self.done and self.state != REFUSING:
                if self.state == SILENT:
                    time.sleep(LOOK_SECONDS)
                    continue
                for ready in select.select(pair, [], [], LOOK_SECONDS)[0]:
                    if self.state == SILENT:
                        break
                    if not (piece := ready.recv(65536)):
                        return
                    pair[ready is line].sendall(piece)

    def connect(self) -> socket.socket:
        if not self.to_unix:
            return socket.create_connection(self.to_tcp, 5)
        database = socket.socket(socket.AF_UNIX)
        database.connect(self.to_unix)
        return database

    def be(self, state: str) -> None:
        if self.state == REFUSING and state != REFUSING:
            self.listener = self.listen(self.port)
        self.state = state
        if state == REFUSING:
            self.close_listener()
            self.cut()

    def cut(self) -> None:
        for line in self.lines:
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
        self.lines = []

    def stop(self) -> None:
        self.done = True
        self.cut()
        self.close_listener()

    def close_listener(self) -> None:
        """Closed alone, it would go on until the thread that waits there has waited long enough."""
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
