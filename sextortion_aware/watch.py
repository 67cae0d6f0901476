"""Ends this process when it can do no good any more: whoever runs it starts another."""

import faulthandler
import logging
import os
import threading
import time
from collections.abc import Callable

from sextortion_aware import deadlines

log = logging.getLogger(__name__)

BEAT_SECONDS = 1.0


def start(is_stuck: Callable[[], bool]) -> None:
    threading.Thread(target=beat, args=(is_stuck,), name="watch", daemon=True).start()


def beat(is_stuck: Callable[[], bool]) -> None:
    """A thread that holds Python's lock, a spinning pattern for one, stops every other: also this
    one, and then faulthandler's, which needs no lock, writes where each thread was (places in the
    code and no values) and ends the process."""
    while not is_stuck():
        faulthandler.dump_traceback_later(deadlines.HOLDING_ALL_SECONDS, exit=True)
        time.sleep(BEAT_SECONDS)
    log.critical("This server process can answer nobody any more: it ends.")
    os._exit(70)
