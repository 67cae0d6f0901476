import os
import signal
import socket
import sys
import time
from datetime import UTC, datetime, timedelta

import pytest

from sextortion_aware.nightly import mark_success
from tests.deploy.test_serve import answers, ask
from tests.processes import Started, children, free_port, python, stop, wait_until

pytestmark = pytest.mark.own_database

STAND_INS = """
import sys
sys.path[:0] = ["deploy", "."]
import local

local.server = lambda port: [
    sys.executable, "deploy/serve.py", "--port", str(port), "tests.deploy.app:application"
]
local.worker = lambda: ["sleep", "1001"]
local.builder = lambda: [sys.executable, "-c", "import sys; open(sys.argv[1], 'w')", sys.argv[2]]
local.nightly = lambda: [
    sys.executable, "-c", "import sys; open(sys.argv[1], 'a').write('done')",
    sys.argv[2] + "-nightly",
]
local.words = lambda port: "Here it is"
exec(sys.argv[3])
sys.exit(local.serve(int(sys.argv[1]), build_beside=True))
"""


@pytest.fixture
def make_run(tmp_path):
    """The loop of `make run`, with a light application in place of the site and a sleeper as mail
    worker.
    """
    running = []

    def start(change="", *, wrap=lambda command: command, **environment):
        port = free_port()
        command = wrap(python("-c", STAND_INS, str(port), str(tmp_path / "built"), change))
        found = Started(
            command, tmp_path / f"log-{len(running)}", VAR_DIR=str(tmp_path), **environment
        )
        found.port = port
        running.append(found)
        return found

    yield start
    for found in running:
        found.end()


def server_of(site, pid=None):
    return site.below(pid or site.pid, "deploy/serve.py")


def worker_of(site):
    return site.below(site.pid, "sleep 1001")


def test_pages_are_built_beside_as_soon_as_the_server_answers(make_run, tmp_path):
    site = make_run()

    wait_until((tmp_path / "built").exists, "the build")

    assert site.said() == "Here it is\n"


def test_mail_worker_that_is_killed_is_started_again_and_the_site_stays(make_run):
    site = make_run()
    site.wait_for_words("Here it is")
    server, first = server_of(site), worker_of(site)

    os.kill(first, signal.SIGKILL)
    wait_until(lambda: worker_of(site) != first, "another mail worker")

    assert server_of(site) == server
    assert ask(site.port) in children(server)
    assert site.said() == "Here it is\nThe mail worker ended (signal 9) and is started again.\n"


def test_mail_worker_that_cannot_start_is_tried_without_end_and_the_site_stays(make_run):
    site = make_run("local.worker = lambda: ['false']")

    wait_until(lambda: site.said().count("The mail worker ended (code 1)") >= 5, "five vain starts")

    assert ask(site.port) in children(server_of(site))


def test_server_that_is_killed_is_started_again_and_its_processes_do_not_stay(make_run):
    site = make_run()
    site.wait_for_words("Here it is")
    worker = worker_of(site)
    for _ in range(3):
        first = server_of(site)
        wait_until(lambda: answers(site.port), "an answer")
        of_first = children(first)

        os.kill(first, signal.SIGKILL)
        wait_until(
            lambda before=first: server_of(site) != before and answers(site.port), "another server"
        )

        assert not set(of_first) & site.all()
    assert worker_of(site) == worker


def test_server_that_is_stopped_with_all_of_its_processes_is_replaced(make_run):
    site = make_run("local.SILENT_SECONDS = 3")
    site.wait_for_words("Here it is")
    first = server_of(site)
    wait_until(lambda: len(children(first)) == 2, "both processes")
    stopped = {first, *children(first)}
    wait_until(lambda: is_spoken_for(site.port), "its first sign of life")
    for pid in stopped:
        stop(pid)

    wait_until(lambda: not stopped & site.all(), "the stopped ones gone")

    wait_until(lambda: answers(site.port), "another server")
    assert "The server is stuck.\n" in site.said()


def is_spoken_for(port):
    """It speaks once a second, from its first answer on."""
    before = time.monotonic()
    wait_until(lambda: time.monotonic() - before > 3 and answers(port), "three seconds")
    return True


def test_server_that_never_answered_ends_it_all_with_what_is_wrong(make_run, tmp_path):
    (tmp_path / "broken").touch()

    site = make_run(BROKEN_WHEN=str(tmp_path / "broken"))
    site.wait_until_all_gone()

    assert site.process.returncode == 1
    assert "A setting is wrong." in site.said()
    assert "Traceback" not in site.said()


@pytest.mark.parametrize("name", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_person_who_stops_it_leaves_nothing_behind(make_run, name):
    site = make_run()
    site.wait_for_words("Here it is")

    site.process.send_signal(name)
    site.wait_until_all_gone()

    assert (site.process.returncode, site.said()) == (0, "Here it is\n")


def test_killed_it_leaves_nothing_behind_and_the_port_is_free(make_run):
    site = make_run()
    site.wait_for_words("Here it is")
    stop(worker_of(site))  # not even this one stays

    site.process.kill()
    site.wait_until_all_gone()

    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", site.port))
        assert probe.getsockname()[1] == site.port
    assert site.all() == set()


def test_it_goes_when_make_is_killed(make_run, tmp_path):
    """make says nothing to what it runs when it is killed."""
    script = tmp_path / "Makefile"

    def by_make(command):
        (tmp_path / "run.py").write_text(
            f"import subprocess, sys; sys.argv[1:] = {command[3:]!r}\n{command[2]}"
        )
        script.write_text(f"run:\n\t@{sys.executable} {tmp_path / 'run.py'}\n")
        return ["make", "--no-print-directory", "-f", str(script), "run"]

    site = make_run(wrap=by_make)
    site.wait_for_words("Here it is")

    site.process.kill()
    site.wait_until_all_gone()

    assert site.all() == set()
    assert not answers(site.port)


def test_terminal_that_nohup_takes_away_stops_nothing(make_run):
    site = make_run(wrap=lambda command: ["sh", "-c", 'trap "" HUP; exec "$0" "$@"', *command])
    site.wait_for_words("Here it is")

    site.process.send_signal(signal.SIGHUP)
    time.sleep(0.5)

    assert answers(site.port)
    assert site.process.poll() is None


@pytest.mark.parametrize(
    ("done", "is_due"),
    [(None, True), (timedelta(hours=25), True), (timedelta(hours=23), False)],
    ids=["never", "a day ago", "today"],
)
def test_night_that_nobody_did_is_made_up_for(make_run, tmp_path, done, is_due):
    if done:
        mark_success(tmp_path, datetime.now(UTC) - done)

    site = make_run("local.NIGHTLY_LOOK_SECONDS = 0")
    site.wait_for_words("Here it is")
    wait_until((tmp_path / "built").exists, "the build")

    if is_due:
        wait_until(lambda: (tmp_path / "built-nightly").exists(), "the night's work")
    site.process.terminate()
    site.wait_until_all_gone()
    assert [path.read_text() for path in tmp_path.glob("built-nightly")] in (
        [["done"], [""]] if is_due else [[]]
    )
