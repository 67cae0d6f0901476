"""nginx with the configuration of a force, on ports of its own, and what may stand behind it."""

import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from advice.build import BuiltPage, write_build
from advice.inline import all_headers
from advice.management.commands.build_advice import refusals
from advice.nginx import Machine, configuration
from advice.search import INDEX_PATH, index_headers
from tests.processes import free_port

ROOT = Path(__file__).resolve().parent.parent.parent
HOST = "talks.test"
ENOUGH_SECONDS = 60
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")
MODULE = "/usr/lib/nginx/modules/ngx_http_brotli_static_module.so"
BROTLI = Path(os.environ.get("TEST_NGINX_MODULE", MODULE))
HAS_ALL = NGINX and BROTLI.exists() and shutil.which("curl") and shutil.which("openssl")
# Left out on a person's machine, as tests/run.sh says loudly; in CI what is missing fails.
needs_nginx = pytest.mark.skipif(
    not HAS_ALL and os.environ.get("CI") != "true",
    reason="no nginx with brotli on this machine, or no curl, or no openssl",
)
SITE = ["--interface", "wsgi", "--blocking-threads", "16", "--http", "1", "--no-ws"]


def narrow() -> tuple[tuple[str, str], ...]:
    """The headers of a page with a policy of its own."""
    return tuple({**dict(all_headers()), "Content-Security-Policy": "default-src 'none'"}.items())


def pages(words: str = "first") -> list[BuiltPage]:
    texts = {"/": "Start", "/what-to-do/": "What to do", "/apps/x/": "Deep"}
    built = [BuiltPage(path, f"{text}, {words}. ".encode() * 40) for path, text in texts.items()]
    headers = tuple({**dict(all_headers()), **index_headers()}.items())
    index = BuiltPage(INDEX_PATH, f'["{words}"]'.encode() * 40, headers)
    return [*built, index, BuiltPage("/tools/", f"Tools, {words}. ".encode() * 40, narrow())]


def wait_until(is_so: Callable[[], Any], what: str) -> Any:
    until = time.monotonic() + ENOUGH_SECONDS
    while time.monotonic() < until:
        try:
            if found := is_so():
                return found
        except OSError:
            pass
        time.sleep(0.02)
    raise AssertionError(f"never: {what}")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    def beside(self, *names: str) -> dict[str, str]:
        return {name: value for name, value in self.headers.items() if name not in names}


class Connection(HTTPConnection):
    """To `connect`, whatever that is: TLS under another name, or a Unix socket."""

    def __init__(self, connect: Callable[[], socket.socket]) -> None:
        super().__init__(HOST, timeout=ENOUGH_SECONDS)
        self.connect_to = connect

    def connect(self) -> None:
        self.sock = self.connect_to()

    def ask(self, path: str, method: str = "GET", body: Any = None, **headers: str) -> Answer:
        sent = {"Host": HOST} | {name.replace("_", "-"): value for name, value in headers.items()}
        self.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
        if body is not None:
            sent.setdefault("Content-Length", str(len(body)))
        for name, value in sent.items():
            self.putheader(name, value)
        self.endheaders(body)
        answer = self.getresponse()
        names = [name.lower() for name, _ in answer.getheaders() if name.lower() != "set-cookie"]
        assert len(names) == len(set(names)), f"a header was sent twice: {names}"
        found = {name.lower(): value for name, value in answer.getheaders()}
        return Answer(answer.status, found, answer.read())


@dataclass
class Front:
    """A folder as VAR_DIR is on a server, and nginx on it."""

    folder: Path
    changes: dict[str, str] = field(default_factory=dict)
    http: int = field(default_factory=free_port)
    https: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def behind(self) -> Path:
        return self.folder / "run/site.sock"

    @property
    def log(self) -> str:
        return (self.folder / "error.log").read_text()

    @cached_property
    def tls(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=str(self.folder / "certificate.pem"))

    def build(self, built: list[BuiltPage]) -> None:
        write_build(built, self.folder / "var/advice", refusals())

    def configure(self, built: list[BuiltPage]) -> None:
        machine = Machine(
            hosts=[HOST],
            certificate=self.folder / "certificate.pem",
            key=self.folder / "key.pem",
            socket=self.behind,
            build=self.folder / "var/advice",
            static=self.folder / "var/static",
        )
        (self.folder / "nginx.conf").write_text(self.for_here(configuration(built, machine)))

    def for_here(self, text: str) -> str:
        """Ports and folders of its own, and the changes that a test asks for."""
        text = re.sub(r"\n +listen \[::\].*", "", text)
        text = re.sub(r"listen 80\b", f"listen 127.0.0.1:{self.http}", text)
        text = re.sub(r"listen 443\b", f"listen 127.0.0.1:{self.https}", text)
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        temporary = "".join(f"{kind}_temp_path {self.folder}/{kind}; " for kind in kinds)
        places = {"/var/log/nginx/": f"{self.folder}/", "http {": "http { " + temporary}
        for before, after in {**places, **self.changes}.items():
            assert before in text
            text = text.replace(before, after)
        return text

    def command(self, *more: str) -> list[str]:
        options = ["-e", f"{self.folder}/error.log", "-c", f"{self.folder}/nginx.conf"]
        alone = ["-g", f"daemon off; pid {self.folder}/pid;"]
        return [str(NGINX), *options, *alone, *more]

    def start(self) -> None:
        self.process = subprocess.Popen(self.command(), stderr=subprocess.DEVNULL)
        wait_until(self.answers, "nginx answers")

    def answers(self) -> bool:
        assert self.process
        assert self.process.poll() is None, self.log
        self.connect().close()
        return True

    def reload(self) -> None:
        """Returns when only new workers take connections."""
        before = self.workers()
        subprocess.run(self.command("-s", "reload"), check=True, stderr=subprocess.DEVNULL)
        wait_until(lambda: not before & self.workers() and self.workers(), "nginx reloads")
        wait_until(self.answers, "nginx answers")

    def workers(self) -> set[str]:
        assert self.process
        task = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return set(task.read_text().split())

    def connect(self, name: str = HOST, address: str = "127.0.0.1") -> ssl.SSLSocket:
        to = ("127.0.0.1", self.https)
        plain = socket.create_connection(to, ENOUGH_SECONDS, source_address=(address, 0))
        try:
            return self.tls.wrap_socket(plain, server_hostname=name)
        except BaseException:
            plain.close()
            raise

    @contextmanager
    def connection(self) -> Iterator[Connection]:
        opened = Connection(self.connect)
        try:
            yield opened
        finally:
            opened.close()

    def ask(self, path: str, method: str = "GET", body: Any = None, **headers: str) -> Answer:
        with self.connection() as opened:
            return opened.ask(path, method, body, **headers)

    @contextmanager
    def site(
        self,
        application: str = "sextortion_aware.wsgi:application",
        **environment: str,
    ) -> Iterator[subprocess.Popen[bytes]]:
        """granian behind, as in production; it answers when this returns."""
        here = {"VAR_DIR": str(self.folder / "var"), "SITE_URL": f"https://{HOST}"}
        team = {"TEAM_EMAIL": "team@talks.test", "TRUSTED_PROXY_COUNT": "1"}
        database = {"DATABASE_URL": f"sqlite:///{self.folder}/site.sqlite3"}
        self.behind.parent.mkdir(exist_ok=True)
        granian = [sys.executable, "-m", "granian", *SITE, "--uds", str(self.behind)]
        process = subprocess.Popen(
            [*granian, "--uds-permissions", "0o666", application],
            cwd=ROOT,
            env=os.environ | here | team | database | environment,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            wait_until(self.connect_behind, "granian listens").close()
            yield process
        finally:
            for number in (signal.SIGCONT, signal.SIGKILL):
                try:
                    os.killpg(process.pid, number)
                except ProcessLookupError:
                    break
            process.wait()
            self.behind.unlink(missing_ok=True)

    def connect_behind(self) -> socket.socket:
        opened = socket.socket(socket.AF_UNIX)
        opened.settimeout(ENOUGH_SECONDS)
        try:
            opened.connect(str(self.behind))
        except OSError:
            opened.close()
            raise
        return opened

    def stop(self) -> None:
        if self.process:
            self.process.terminate()
            self.process.wait(ENOUGH_SECONDS)


def make_certificate(folder: Path) -> None:
    subject = ["-subj", f"/CN={HOST}", "-addext", f"subjectAltName=DNS:{HOST}"]
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"]
    files = ["-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")]
    command = ["openssl", "req", "-x509", *curve, *subject, *files]
    subprocess.run(command, check=True, stderr=subprocess.DEVNULL)


@contextmanager
def front(
    changes: dict[str, str] | None = None,
    built: list[BuiltPage] | None = None,
) -> Iterator[Front]:
    """Not in pytest's own folders: those are closed to the user that nginx works as."""
    folder = Path(tempfile.mkdtemp(prefix="nginx-"))
    folder.chmod(0o755)
    made = Front(folder, changes or {})
    try:
        make_certificate(folder)
        (folder / "var/static").mkdir(parents=True)
        made.build(built or pages())
        made.configure(built or pages())
        made.start()
        yield made
    finally:
        made.stop()
        shutil.rmtree(folder)


def collect(made: Front) -> None:
    """The static files, as on a server."""
    env = os.environ | {"VAR_DIR": str(made.folder / "var"), "DATABASE_URL": "sqlite:///none"}
    command = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
    subprocess.run(command, cwd=ROOT, env=env, check=True)
