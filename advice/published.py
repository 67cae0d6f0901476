"""What nginx sends from disk is read by nginx; all else below VAR_DIR is for its owner only."""

import os
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def readable_by_the_web_server() -> Iterator[None]:
    before = os.umask(0o022)
    try:
        yield
    finally:
        os.umask(before)
