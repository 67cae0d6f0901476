"""The database between site and database: silent and refusing, then as before."""

import socket
import threading

import pytest

from tests.drill.proxy import ANSWERING, REFUSING, SILENT, Proxy


@pytest.fixture
def echo():
    """Something that answers what it is told."""
    listener = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                line, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=answer, args=(line,), daemon=True).start()

    def answer(line):
        with line:
            while said := line.recv(100):
                line.sendall(said)

    threading.Thread(target=serve, daemon=True).start()
    yield listener.getsockname()
    listener.shutdown(socket.SHUT_RDWR)
    listener.close()


@pytest.fixture
def proxy(echo):
    proxy = Proxy("", echo)
    yield proxy
    proxy.stop()


def said_back(line, words, seconds=30.0):
    line.settimeout(seconds)
    line.sendall(words)
    return line.recv(100)


def connect(proxy):
    return socket.create_connection(("127.0.0.1", proxy.port), 30)


def test_proxy_is_silent_to_those_of_before_and_to_new_ones_and_then_answers_both(proxy):
    with connect(proxy) as before:
        assert said_back(before, b"one") == b"one"
        proxy.be(SILENT)
        with connect(proxy) as new:
            for line in (before, new):
                with pytest.raises(TimeoutError):
                    said_back(line, b"two", seconds=0.5)
            proxy.be(ANSWERING)
            for line in (before, new):
                line.settimeout(30)

            assert [line.recv(100) for line in (before, new)] == [b"two", b"two"]


def test_proxy_refuses_and_then_answers_at_the_same_port(proxy):
    with connect(proxy) as before:
        assert said_back(before, b"one") == b"one"
        proxy.be(REFUSING)
        with pytest.raises(ConnectionRefusedError):
            connect(proxy)
        assert before.recv(100) == b""
    proxy.be(ANSWERING)

    with connect(proxy) as after:
        assert said_back(after, b"two") == b"two"
