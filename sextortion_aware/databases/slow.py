"""One line for a query that took over a second: how long, what kind, where in our code."""

import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sextortion_aware.faults import ROOT, is_ours

log = logging.getLogger(__name__)

SLOW_SECONDS = 1.0


def note_when_slow(
    execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    began = time.monotonic()
    try:
        return execute(sql, params, many, context)
    finally:
        if (took := time.monotonic() - began) >= SLOW_SECONDS:
            # The first word alone: a statement may hold what somebody typed.
            log.warning("Slow query: %.1f s, %s at %s", took, str(sql).split()[0], caller())


def caller() -> str:
    """The innermost line of our own code that asked; Django's and this module's are passed over."""
    frame = sys._getframe(1)
    while frame:
        file = Path(frame.f_code.co_filename)
        if is_ours(file):
            return f"{file.relative_to(ROOT)}:{frame.f_lineno} in {frame.f_code.co_name}"
        frame = frame.f_back  # type: ignore[assignment]
    return "an unknown place"
