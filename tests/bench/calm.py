"""Whether anybody else used the machine while something was measured."""

import os
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")

TRIES = 6
PAUSE_SECONDS = 2
# Of one core, in the time of the measurement.
CALM = 0.1


def undisturbed(measure: Callable[[], Result], cpu_seconds: Callable[[], float]) -> Result:
    """Measures until nobody else took more than a tenth of a core, a few times at most; the calmest
    try counts.

    `cpu_seconds` is what the servers have used so far. What this process and its clients used is
    added here.
    """
    tries: list[tuple[float, Result]] = []
    for number in range(TRIES):
        time.sleep(PAUSE_SECONDS if number else 0)
        began, others = time.monotonic(), others_seconds(cpu_seconds())
        result = measure()
        share = (others_seconds(cpu_seconds()) - others) / (time.monotonic() - began)
        tries.append((share, result))
        if share <= CALM:
            return result
    least, result = min(tries, key=lambda found: found[0])
    sys.stderr.write(
        f"disturbed: others took {least:.0%} of a core at the calmest of {TRIES} tries\n"
    )
    return result


def others_seconds(of_servers: float) -> float:
    """Interrupts are left out: they are accounted to nobody, and most are ours."""
    user, nice, system = (int(field) for field in Path("/proc/stat").read_text().split()[1:4])
    own = sum(
        used.ru_utime + used.ru_stime
        for used in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    )
    return (user + nice + system) / os.sysconf("SC_CLK_TCK") - own - of_servers
