"""What `make run` does once the packages are there.

It makes a secret, the database, the demonstration and the files, then serves the whole site.
It serves with the production server and DEBUG off. Run again, it starts quickly and changes no
data: the pages built before are served while they are built anew.
"""

import contextlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import keep

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
STOP_SECONDS = 20  # more than WORKER_STOP_SECONDS of serve.py
# Both say each second that they are alive. serve.py looks after its own processes.
SILENT_SECONDS, WORKER_SILENT_SECONDS = 8.0, 60.0
NIGHTLY_LOOK_SECONDS, NIGHTLY_AGAIN_SECONDS = 60.0, 60 * 60.0


HOLDS_DEMO = (
    "This database holds the demonstration. Leave it as it is and choose another folder for the "
    "empty site, for example DEMO=no VAR_DIR=var/ours make run"
)


class Problem(Exception):
    """One plain sentence that says what to do."""


def port() -> int:
    text = os.environ.get("PORT", "8000")
    if not (text.isascii() and text.isdigit() and 0 < int(text) < 65536):
        raise Problem(
            f'PORT is "{text}": choose a number from 1 to 65535, for example PORT=8001 make run'
        )
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, int(text)))
        except OSError:
            raise Problem(
                f"Port {text} is busy: stop what is using it, or choose another, "
                f"for example PORT={int(text) + 1} make run"
            ) from None
    return int(text)


def secret(var: Path) -> str:
    """Made once, readable by this person only, and outside git."""
    from sextortion_aware.made_here import MADE, remember  # found once ROOT is in sys.path

    path = var / MADE["SECRET_KEY"]
    if not path.exists():
        remember("SECRET_KEY", secrets.token_urlsafe(64), var=var)
    return path.read_text()


def set_environment(chosen_port: int) -> None:
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    from sextortion_aware.env import Env, EnvError  # now that it is found
    from sextortion_aware.made_here import is_for_others, remember

    var = Path(os.environ.setdefault("VAR_DIR", str(ROOT / "var")))
    os.environ.pop("DEBUG", None)
    address = os.environ.setdefault("SITE_URL", f"http://{HOST}:{chosen_port}")
    try:
        Env(os.environ).site_url(default=address)
    except EnvError as problem:
        raise Problem(str(problem)) from None
    has_its_own = "SECRET_KEY" in os.environ
    if is_for_others(address) and not has_its_own:
        raise Problem(
            f"SITE_URL is {address}, which others can reach: give it a SECRET_KEY of its own. "
            "`make secret` prints one; docs/deploy.md says where it stands."
        )
    try:
        var.mkdir(parents=True, exist_ok=True)
        if not has_its_own:
            os.environ["SECRET_KEY"] = secret(var)
            if chosen_port:
                remember("SITE_URL", address, var=var)
    except OSError as problem:
        raise Problem(f"VAR_DIR is {var}, and cannot be written to ({problem.strerror}).") from None
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sextortion_aware.settings")


def wants_demo() -> bool:
    said = os.environ.get("DEMO", "yes").strip().lower()
    if said not in ("yes", "no", ""):
        raise Problem(
            f'DEMO is "{said}": write yes for the demonstration, or no for an empty site.'
        )
    return said != "no"


def prepare(*, demo_reset: bool, with_demo: bool = True) -> None:
    # Django reads the environment when it is imported, so it is imported after set_environment.
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import CommandError, call_command
    from django.db import Error

    try:
        django.setup()
        call_command("migrate", verbosity=0)
    except ImproperlyConfigured as problem:
        raise Problem(str(problem)) from None
    except Error as problem:
        raise Problem(
            f"The database cannot be used ({type(problem).__name__}): "
            "check DATABASE_URL, and that it is there and running."
        ) from None
    from campaigns.demo import demo_campaign, holds_real_data, why_not_here
    from campaigns.models import Campaign

    try:
        if demo_reset:
            call_command("seed_demo", "--reset")
        elif not with_demo:
            if demo_campaign():
                raise Problem(HOLDS_DEMO)
        elif not Campaign.objects.exists() and not holds_real_data():
            call_command("seed_demo", verbosity=0)
        elif demo_campaign() and (why := why_not_here()):
            raise Problem(why)
    except CommandError as problem:
        raise Problem(str(problem)) from None
    call_command("collectstatic", verbosity=0, interactive=False)
    call_command("lapse_offers", verbosity=0)  # what the night's work does on a server


def words(chosen_port: int) -> str:
    from django.conf import settings

    from campaigns.models import Campaign
    from campaigns.setup.link import is_set_up, set_up_link

    lines = [f"\nSextortion Aware is at http://{HOST}:{chosen_port}"]
    if Campaign.objects.filter(is_demo=True).exists():
        from campaigns import demo

        lines.append(
            f"Sign in at http://{HOST}:{chosen_port}/accounts/login/ "
            f"with one of these, and the passphrase: {demo.PASSPHRASE}"
        )
        lines += [f"  {email}" for email in demo.EMAILS]
        lines.append("The second step then shows its code, as only the demonstration does.")
    if not is_set_up():
        lines.append(f"It is empty. Set it up with this link, which works once:\n  {set_up_link()}")
    if not settings.EMAIL_HOST:
        lines.append(f"E-mail is written to files in {Path(settings.EMAIL_FILE_PATH)}")
    lines.append("Stop with Ctrl+C.\n")
    return "\n".join(lines)


def server(chosen_port: int) -> list[str]:
    return [sys.executable, "deploy/serve.py", "--port", str(chosen_port)]


def worker() -> list[str]:
    return [sys.executable, "manage.py", "run_worker"]


def builder() -> list[str]:
    return [sys.executable, "manage.py", "build_advice", "--verbosity", "0"]


def nightly() -> list[str]:
    return [sys.executable, "manage.py", "nightly", "--verbosity", "0"]


def is_built() -> bool:
    return Path(os.environ["VAR_DIR"], "advice", "current").exists()


def build() -> None:
    """When it fails it says why, and Django answers the advice pages."""
    keep.start(builder()).wait()


def answers(chosen_port: int) -> bool:
    with contextlib.suppress(OSError), socket.create_connection((HOST, chosen_port), timeout=1):
        return True
    return False


class Nights:
    """The night's work of a site that has no timer beside it."""

    def __init__(self) -> None:
        self.var = Path(os.environ["VAR_DIR"])
        self.next_look = time.monotonic() + NIGHTLY_LOOK_SECONDS  # not in the way of the start

    def is_due(self) -> bool:
        if (now := time.monotonic()) < self.next_look:
            return False
        from sextortion_aware.nightly import last_success

        done = last_success(self.var)
        is_due = done is None or datetime.now(UTC) - done > timedelta(hours=24)
        self.next_look = now + (NIGHTLY_AGAIN_SECONDS if is_due else NIGHTLY_LOOK_SECONDS)
        return is_due


class Stop:
    """Set by a signal, or because nobody is left who could send one."""

    def __init__(self) -> None:
        self.asked, self.parent = False, os.getppid()
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            if name is not signal.SIGHUP or signal.getsignal(name) != signal.SIG_IGN:  # nohup
                signal.signal(name, self.ask)

    def ask(self, *_: object) -> None:
        self.asked = True

    def __bool__(self) -> bool:
        """make tells nobody when it is killed."""
        return self.asked or ("MAKELEVEL" in os.environ and os.getppid() != self.parent)


def serve(chosen_port: int, *, build_beside: bool) -> int:
    """Keeps the server and the mail worker running until a person stops them; then nothing is left.

    A server that ends before it ever answered has a wrong setting and said which: that ends it all.
    """
    stop, nights = Stop(), Nights()
    site = keep.Kept("server", server(chosen_port), silent_seconds=SILENT_SECONDS)
    mail = keep.Kept("mail worker", worker(), silent_seconds=WORKER_SILENT_SECONDS)
    beside: list[subprocess.Popen[bytes]] = []
    announced = False
    while not stop and (announced or not site.has_ended()):
        if announced:
            site.look()
        mail.look()
        if not announced and answers(chosen_port):
            print(words(chosen_port), flush=True)  # noqa: T201
            announced = True
            if build_beside:
                beside.append(keep.start(builder()))
        beside = [each for each in beside if each.poll() is None]
        if announced and nights.is_due():
            beside.append(keep.start(nightly()))
        time.sleep(0.1)
    keep.stop_all([site.process, mail.process, *beside], seconds=STOP_SECONDS)
    return 0 if stop else 1


def main() -> int:
    demo_reset = "--demo-reset" in sys.argv[1:]
    try:
        with_demo = wants_demo()
        chosen_port = 0 if demo_reset else port()
        set_environment(chosen_port)
        prepare(demo_reset=demo_reset, with_demo=with_demo)
    except Problem as problem:
        print(problem, file=sys.stderr)  # noqa: T201
        return 1
    if demo_reset:
        return 0
    if not (built := is_built()):
        build()
    return serve(chosen_port, build_beside=built)


if __name__ == "__main__":
    os.umask(0o077)  # what this writes is for its owner: write_for_owner_only of made_here.py
    sys.exit(main())
