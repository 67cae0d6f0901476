"""The process that can do no good any more ends by itself: real processes, seen from outside."""

import os
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings

LONG = 60
START = """
import logging, os, sys, threading, time
logging.basicConfig()
from sextortion_aware import deadlines, watch
watch.BEAT_SECONDS = 0.05
deadlines.HOLDING_ALL_SECONDS = 1.0
"""
SPIN = """
import re
def hold_everything(typed):
    re.match("(a|a)*b", typed)
watch.start(lambda: False)
time.sleep(0.2)
hold_everything("a" * 60)
"""
STUCK = """
watch.start(lambda: True)
time.sleep(60)
"""
WELL = """
deadlines.HOLDING_ALL_SECONDS = 5.0
watch.start(lambda: False)
time.sleep(7)
"""
PARENT = """
import subprocess
child = subprocess.Popen([sys.executable, "-c", sys.argv[1] + "watch.start(lambda: False)\\ntime.sleep(60)"])
print(child.pid, flush=True)
time.sleep(0.5)
os._exit(0)
"""


def run(words, *arguments):
    return subprocess.run(
        [sys.executable, "-c", START + words, *arguments],
        cwd=settings.BASE_DIR, capture_output=True, text=True, timeout=LONG,
    )  # fmt: skip


def test_process_whose_lock_is_held_ends_and_says_where():
    done = run(SPIN)

    assert done.returncode == 1
    assert "in hold_everything" in done.stderr
    assert "aaaa" not in done.stderr


def test_process_that_is_stuck_ends_and_says_so():
    done = run(STUCK)

    assert done.returncode == 70
    assert "This server process can answer nobody any more: it ends." in done.stderr


def test_process_that_is_well_is_left_alone():
    assert run(WELL).returncode == 0


def test_process_without_its_parent_ends():
    child = int(run(PARENT, START).stdout)

    until = time.monotonic() + LONG
    while is_running(child):
        assert time.monotonic() < until
        time.sleep(0.05)


def is_running(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return "\nState:\tZ" not in Path(f"/proc/{process}/status").read_text()
