"""The process that can do no good any more ends by itself: real processes, seen from outside."""

import subprocess
import sys

import pytest
from django.conf import settings

pytestmark = pytest.mark.own_database

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


def run(words, *arguments):
    return subprocess.run(
        [sys.executable, "-c", START + words, *arguments],
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=LONG,
    )


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
