"""A line to PostgreSQL that can be cut, mended, and left without a sound."""

import contextlib
import getpass
import os
import socket
import threading

from django.db import connection


class Line:
    def __init__(self):
        self.listener, self.open, self.lock = None, [], threading.Lock()
        self.silent = threading.Event()
        self.port = 0
        self.mend()

    def url(self):
        return f"postgres://{getpass.getuser()}@127.0.0.1:{self.port}/{connection.settings_dict['NAME']}"

    def mend(self):
        self.silent.clear()
        self.listener = socket.create_server(("127.0.0.1", self.port))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.accept, args=(self.listener,), daemon=True).start()

    def cut(self):
        """Whoever talks is cut off, and whoever calls is refused."""
        with contextlib.suppress(OSError):
            self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        with self.lock:
            for end in self.open:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)
            self.open.clear()

    def accept(self, listener):
        with contextlib.suppress(OSError):
            while True:
                near, _ = listener.accept()
                far = database()
                with self.lock:
                    self.open += [near, far]
                for ends in ((near, far), (far, near)):
                    threading.Thread(target=self.carry, args=ends, daemon=True).start()

    def carry(self, taken, given):
        with contextlib.suppress(OSError), taken, given:
            while said := taken.recv(65536):
                if not self.silent.is_set():
                    given.sendall(said)
            given.shutdown(socket.SHUT_RDWR)


def database():
    place = connection.settings_dict
    host = place["HOST"] or os.environ.get("PGHOST", "/var/run/postgresql")
    port = place["PORT"] or 5432
    if not host.startswith("/"):
        return socket.create_connection((host, int(port)))
    found = socket.socket(socket.AF_UNIX)
    found.connect(f"{host}/.s.PGSQL.{port}")
    return found
