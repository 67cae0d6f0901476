"""nginx's shape as docs/deploy.md has it: nginx, the site on a Unix socket, PostgreSQL.

What systemd does is done here in its place: who ends is started again.
"""

import getpass
import os
import re
import secrets
import shlex
import shutil
import subprocess
import sys
import threading
from pathlib import Path

from tests.drill.client import HOST, Site
from tests.drill.databases import Lacks, Postgres
from tests.drill.processes import below, wait_for
from tests.drill.shapes import ROOT, STOP_SECONDS, NotStarted, Shape, free_port

UNITS = ROOT / "deploy/systemd"
INSTALLED, RUN = "/opt/sextortion-aware/", "/run/sextortion-aware/"
NAME = "localhost"  # the demonstration is for nowhere else
RESTART_SECONDS = 0.1  # as systemd waits
FILL = (
    ("migrate",),
    ("seed_demo",),
    ("collectstatic", "--noinput"),
    ("build_advice",),
)
PACKAGES = ("nginx", "libnginx-mod-http-brotli-static", "openssl")
TEMPORARY = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")


class NginxShape(Shape):
    name = "nginx"
    keeps_advice = True
    healthz_is_advice = False

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.secret = secrets.token_urlsafe(64)
        self.run, self.ended = folder / "run", threading.Event()
        self.kept: list[threading.Thread] = []
        self.nginx: subprocess.Popen[bytes] | None = None

    def open(self) -> None:
        for tool in ("nginx", "openssl"):
            if where(tool) is None:
                raise Lacks(f"{tool} (sudo apt install {' '.join(PACKAGES)})")
        super().open()
        self.run.mkdir()
        port = free_port()
        self.site = Site(port, f"{NAME}:{port}", tls=True)
        self.database = Postgres(self.mark)
        for words in FILL:
            self.manage(*words, "--verbosity", "0")

    def environment(self) -> dict[str, str]:
        own = {
            "SECRET_KEY": self.secret,
            "ALLOWED_HOSTS": NAME,
            "TEAM_EMAIL": "team@drill.example",
            "TRUSTED_PROXY_COUNT": "1",
        }
        return super().environment() | own

    def manage(self, *words: str) -> str:
        command = [sys.executable, "manage.py", *words]
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=self.environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise NotStarted(f"{self.name}: manage.py {words[0]}: {done.stderr[-1000:]}")
        return done.stdout

    def start(self) -> None:
        self.ended.clear()
        units = ("sextortion-aware.service", "sextortion-aware-mail.service")
        self.kept = [threading.Thread(target=self.keep, args=(unit,)) for unit in units]
        for thread in self.kept:
            thread.start()
        self.start_nginx()
        self.started()

    def keep(self, unit: str) -> None:
        words = [self.here(word) for word in command_of(UNITS / unit)]
        while not self.ended.is_set():
            process = self.popen(*words)
            while process.poll() is None and not self.ended.wait(0.05):
                pass
            self.ended.wait(RESTART_SECONDS)
        process.terminate()
        wait_for(lambda: process.poll() is not None, STOP_SECONDS)

    def here(self, word: str) -> str:
        if word.startswith(f"{INSTALLED}.venv/bin/python"):
            return sys.executable
        return word.replace(INSTALLED, f"{ROOT}/").replace(RUN, f"{self.run}/")

    def start_nginx(self) -> None:
        key, certificate = self.run / "key.pem", self.run / "certificate.pem"
        if not key.exists():
            make_certificate(key, certificate)
        uds = self.run / "site.sock"
        told = self.manage("nginx_conf", str(certificate), str(key), "--socket", str(uds))
        conf = self.run / "nginx.conf"
        conf.write_text(moved(told, self.run, self.site.port))
        self.nginx = self.popen(str(where("nginx")), "-e", str(self.log), "-c", str(conf))

    def has_given_up(self) -> bool:
        return self.nginx is not None and self.nginx.poll() is not None

    def pids(self) -> list[int]:
        """nginx writes its title over its environment, and with it the mark."""
        front = [self.nginx.pid, *below(self.nginx.pid)] if self.nginx else []
        return [pid for pid in super().pids() if pid not in front]

    def stop(self) -> None:
        self.ended.set()
        for thread in self.kept:
            thread.join(STOP_SECONDS + 5)
        self.end_nginx()

    def end_nginx(self) -> None:
        if self.nginx and self.nginx.poll() is None:
            self.nginx.terminate()
            try:
                self.nginx.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.nginx.kill()
                self.nginx.wait()
        self.nginx = None

    def close(self) -> None:
        self.ended.set()
        self.end_nginx()
        super().close()
        for thread in self.kept:
            thread.join(5)


def where(tool: str) -> str | None:
    """Debian keeps nginx where the path of a person does not look."""
    return shutil.which(tool, path=f"{os.environ['PATH']}:/usr/sbin")


def command_of(unit: Path) -> list[str]:
    line = next(line for line in unit.read_text().splitlines() if line.startswith("ExecStart="))
    return shlex.split(line.removeprefix("ExecStart="))


def make_certificate(key: Path, certificate: Path) -> None:
    words = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
    ]
    files = ["-keyout", str(key), "-out", str(certificate), "-days", "2", "-subj", f"/CN={NAME}"]
    subprocess.run([*words, *files], check=True, capture_output=True)


def moved(told: str, folder: Path, port: int) -> str:
    """The same for somebody who is not the machine's web server: other ports, files of its own."""
    told = re.sub(r"\n *listen \[::\][^;]*;", "", told)
    told = re.sub(r"listen 443\b", f"listen {HOST}:{port}", told)
    told = re.sub(r"listen 80\b", f"listen {HOST}:{free_port()}", told)
    told = re.sub(r"(?m)^user .*?;", f"user {getpass.getuser()};", told)
    told = re.sub(r"(?m)^error_log .*?;", f"error_log {folder}/error.log;", told)
    paths = "".join(f"\n    {name}_temp_path {folder}/{name};" for name in TEMPORARY)
    told = told.replace("http {", f"http {{{paths}", 1)
    return f"daemon off;\npid {folder}/nginx.pid;\n{told}"
